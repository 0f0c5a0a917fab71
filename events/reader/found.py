"""What the reader finds in a text, each thing with the words that it stands on."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Doubt(models.TextChoices):
    """Why what was understood should be looked at."""

    NOMINATIVE = "nominative", _("met only in another case: is the name right?")
    BARE = "bare", _("little near it says that this is a person")
    ONE_WORD = "one-word", _("only one part of the name is in the text")
    SPELLINGS = "spellings", _("written in more than one way")
    GUESSED_BODY = "guessed-body", _("the institution follows from the post")


class Aside(models.TextChoices):
    """Why somebody who is named is not taken for a participant."""

    CREDIT = "credit", _("wrote the text or took the photos")
    QUOTED = "quoted", _("only quoted")
    THANKED = "thanked", _("only thanked or remembered")
    TITLE = "title", _("stands inside somebody’s title")
    LATER = "later", _("only expected at something later")


@dataclass(frozen=True)
class Words:
    """A passage of the text: from, to, and what stands there."""

    start: int
    end: int
    text: str


@dataclass
class FoundBody:
    """An institution with all names that the text uses for it."""

    name: str
    words: list
    names: list = field(default_factory=list)
    acronym: str = ""
    parent: str = ""
    country: str = ""
    part: str = ""


@dataclass
class FoundPerson:
    name: str
    words: list
    honorific: str = ""
    given_name: str = ""
    family_name: str = ""
    position: str = ""
    institution: str = ""
    department: str = ""
    country: str = ""
    role: str = "participant"
    spellings: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    attendance: str = "came"


@dataclass
class FoundLine:
    """Who took part without a name: an institution, a country or a group in words."""

    words: Words
    institution: str = ""
    department: str = ""
    country: str = ""
    group: str = ""
    count: int | None = None
    qualifier: str = ""


@dataclass
class FoundCount:
    """How many came in all, as stated."""

    words: Words
    count: int
    qualifier: str
    of_whom: str


@dataclass(frozen=True)
class FoundDate:
    """A date as stated; without a year it has no days."""

    words: Words
    precision: str
    earliest: date | None = None
    latest: date | None = None


@dataclass
class FoundProject:
    title: str
    words: Words
    programme: str = ""


@dataclass
class Left:
    """Somebody who is named and did not take part, with the reason."""

    name: str
    reason: str
    words: Words
    honorific: str = ""


@dataclass
class Reading:
    language: str
    title: str = ""
    people: list = field(default_factory=list)
    institutions: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    counts: list = field(default_factory=list)
    dates: list = field(default_factory=list)
    length_days: int | None = None
    projects: list = field(default_factory=list)
    left: list = field(default_factory=list)
