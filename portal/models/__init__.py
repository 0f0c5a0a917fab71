from portal.models.entry import Entry
from portal.models.record import (
    ALWAYS,
    NEVER,
    Address,
    OtherName,
    Recorded,
    Span,
    Version,
    Visible,
    VisibleQuerySet,
)
from portal.models.site import Move, Site
from portal.models.staff import Letter, MailWishes, Opening, SetAside, Submission

__all__ = [
    "ALWAYS",
    "NEVER",
    "Address",
    "Entry",
    "Letter",
    "MailWishes",
    "Move",
    "Opening",
    "OtherName",
    "Recorded",
    "SetAside",
    "Site",
    "Span",
    "Submission",
    "Version",
    "Visible",
    "VisibleQuerySet",
]
