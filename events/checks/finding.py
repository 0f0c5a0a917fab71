import hashlib
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 200
PASSAGE = 60


class Severity(models.TextChoices):
    ERROR = "error", _("to be mended")
    WARNING = "warning", _("to be answered")


#: Of these places the form of the event is the one in which to mend.
OF_EVENT = ("participations", "photos", "places", "sessions")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or odd in a text, in words for its writer.

    `todo` says what to do next and `place` where: a field of the report's form, or rows of
    the event's. `passage` are the words around, `ready` are answers to choose from.
    """

    key: str
    severity: Severity
    words: str
    todo: str
    passage: str = ""
    place: str = "body"
    ready: tuple = ()
    answered: object = None

    @property
    def is_error(self):
        return self.severity == Severity.ERROR

    @property
    def is_of_event(self):
        return self.place in OF_EVENT

    @property
    def anchor(self):
        return f"{self.place}-group" if self.is_of_event else f"id_{self.place}_row"


def key(kind, *parts):
    """Return a key of some parts; one that is too long for the column is told by its digest."""
    written = ":".join([kind, *map(str, parts)])
    if len(written) <= LONGEST_KEY:
        return written
    return f"{kind}:{hashlib.sha256(written.encode()).hexdigest()}"


def around(text, start, end):
    """Return the words around a piece of a text, cut at words."""
    before, after = text[:start], text[end:]
    if len(before) > PASSAGE:
        before = "… " + before[-PASSAGE:].partition(" ")[2]
    if len(after) > PASSAGE:
        after = after[:PASSAGE].rpartition(" ")[0] + " …"
    return f"{before}{text[start:end]}{after}"
