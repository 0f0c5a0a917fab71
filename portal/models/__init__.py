from portal.models.record import (
    ALWAYS,
    NEVER,
    Address,
    OtherName,
    Recorded,
    Site,
    Span,
    Version,
    Visible,
    VisibleQuerySet,
)
from portal.models.staff import Letter, MailWishes, Opening, SetAside, Submission

__all__ = [
    "ALWAYS",
    "NEVER",
    "Address",
    "Letter",
    "MailWishes",
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
