from portal.models.duplicates import Reassignment
from portal.models.entry import Entry
from portal.models.pairs import Key, Pair
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
    Worded,
)
from portal.models.rights import Erasure
from portal.models.runs import Run
from portal.models.signing import Attempt, Identity, RecoveryCode, SecondFactor, Session
from portal.models.site import Move, Site
from portal.models.staff import Letter, MailWishes, Opening, SetAside, Submission

__all__ = [
    "ALWAYS",
    "NEVER",
    "Address",
    "Attempt",
    "Entry",
    "Erasure",
    "Identity",
    "Key",
    "Letter",
    "MailWishes",
    "Move",
    "Opening",
    "OtherName",
    "Pair",
    "Reassignment",
    "Recorded",
    "RecoveryCode",
    "Run",
    "SecondFactor",
    "Session",
    "SetAside",
    "Site",
    "Span",
    "Submission",
    "Version",
    "Visible",
    "VisibleQuerySet",
    "Worded",
]
