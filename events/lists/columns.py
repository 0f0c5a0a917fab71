"""What the columns of a list mean, by their heads in English and Serbian, or set by hand."""

import re
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.lists.slips import Slip
from people.written import without_mark
from portal import names

#: Heads are looked for in so many rows; titles of the list may stand above them.
LOOKED_AT = 12


class Meaning(models.TextChoices):
    """What stands in a column."""

    NOTHING = "", gettext_lazy("leave out")
    NAME = "name", gettext_lazy("name")
    GIVEN = "given", gettext_lazy("given name")
    FAMILY = "family", gettext_lazy("family name")
    HONORIFIC = "honorific", gettext_lazy("Mr, Ms, Dr …")
    POSITION = "position", gettext_lazy("position")
    ORGANISATION = "organisation", gettext_lazy("institution")
    DEPARTMENT = "department", gettext_lazy("department")
    DELEGATION = "delegation", gettext_lazy("delegation: a country or an institution")
    COUNTRY = "country", gettext_lazy("country")
    GROUP = "group", gettext_lazy("group in words")
    ROLE = "role", gettext_lazy("role at the event")
    COUNT = "count", gettext_lazy("how many")
    ATTENDANCE = "attendance", gettext_lazy("came or not")
    NOTE = "note", gettext_lazy("note that readers see")


#: Heads, folded: “Ime i prezime” and “Име и презиме” are one. What is noted beside a name is often
#: for the office alone, so a column of notes is taken over only if somebody says so.
HEADS = {
    Meaning.NAME: "name|full name|name and surname|name surname|surname and name|first and last "
    "name|participant|participants|name of participant|person|person name|attendee|delegate|guest|"
    "speaker|ime i prezime|prezime i ime|ime prezime|prezime ime|ucesnik|ucesnici|ucesnica|"
    "ime ucesnika|gost|govornik|predstavnik",
    Meaning.GIVEN: "given name|given names|first name|forename|ime|licno ime",
    Meaning.FAMILY: "family name|last name|surname|prezime",
    Meaning.HONORIFIC: "honorific|salutation|prefix|mr ms|mr mrs|form of address|titula|zvanje|"
    "oslovljavanje|akademska titula|academic title|titles",
    Meaning.POSITION: "position|job title|job|function|post|occupation|title|designation|funkcija|"
    "pozicija|radno mesto|duznost|zanimanje|polozaj",
    Meaning.ORGANISATION: "organisation|organization|institution|affiliation|company|employer|"
    "body|institution organisation|name of institution|name of the institution|"
    "institucija|organizacija|ustanova|naziv institucije|naziv organizacije|firma|kompanija|"
    "organ|preduzece",
    Meaning.DEPARTMENT: "department|division|unit|sector|directorate|section|odeljenje|odsek|"
    "sektor|uprava|sluzba|organizaciona jedinica",
    Meaning.DELEGATION: "delegation|representing|on behalf of|delegacija|predstavlja|u ime",
    Meaning.COUNTRY: "country|state|drzava|zemlja",
    Meaning.GROUP: "group|category|grupa|kategorija",
    Meaning.ROLE: "role|role at the event|role at event|capacity|uloga|svojstvo|uloga na dogadaju",
    Meaning.COUNT: "count|how many|number of participants|participants number|head count|pax|"
    "broj ucesnika|broj osoba|koliko",
    Meaning.ATTENDANCE: "attendance|attended|came|present|status|prisustvo|prisutan|prisutni|"
    "dosao|prisustvovao",
}
_BY_HEAD = {fold: meaning for meaning, written in HEADS.items() for fold in written.split("|")}
#: Words in a longer head. The first of them decides, but that of a name only if no other does:
#: “name of the institution” is none.
WITHIN = {
    Meaning.NOTHING: "mail phone telephone telefon mobile mobilni address adresa jmbg passport",
    Meaning.ORGANISATION: "institution institucija institucije organisation organization "
    "organizacija organizacije ustanova ustanove affiliation company",
    Meaning.DEPARTMENT: "department division odeljenje sektor",
    Meaning.POSITION: "position function funkcija pozicija duznost",
    Meaning.COUNTRY: "country drzava zemlja",
    Meaning.DELEGATION: "delegation delegacija",
    Meaning.NAME: "participant participants ucesnik ucesnika ime name",
}
_BY_WORD = {word: meaning for meaning, own in WITHIN.items() for word in own.split()}
#: Of these a list has one column each; what a line is made of may be in several.
SEVERAL = frozenset([Meaning.NOTHING, Meaning.NOTE, Meaning.POSITION])
#: Without one of these nobody is named.
WHO = frozenset(
    [
        Meaning.NAME,
        Meaning.GIVEN,
        Meaning.FAMILY,
        Meaning.ORGANISATION,
        Meaning.DELEGATION,
        Meaning.COUNTRY,
        Meaning.GROUP,
    ]
)
_PARTS = re.compile(r"[/(),;|]")
_APART = re.compile(r"\s[-–—]\s|[,;:(]")


class Columns(NamedTuple):
    """The meaning of each column; `heads` is the place of the row of heads, -1 if there is none."""

    meanings: list[Meaning]
    heads: int

    def where(self, meaning):
        """Return the places of the columns that mean this."""
        return [at for at, own in enumerate(self.meanings) if own == meaning]


def recognised(rows) -> Columns:
    """Return what the columns of a list mean, as far as its heads say so."""
    width = max(len(row.cells) for row in rows)
    found, at, most = [Meaning.NOTHING] * width, -1, 0
    for number, row in enumerate(rows[:LOOKED_AT]):
        meanings = [_meaning(cell) if width > 1 else _alone(cell) for cell in row.cells]
        known = sum(meaning not in (None, Meaning.NOTHING) for meaning in meanings)
        filled = sum(map(bool, row.cells))
        # A row of which half is no head tells of somebody.
        if known > most and 2 * known >= filled and WHO & set(meanings):
            found, at, most = meanings, number, known
    found = [meaning or Meaning.NOTHING for meaning in found]
    found += [Meaning.NOTHING] * (width - len(found))
    if at < 0 and width == 1:
        found = [Meaning.NAME]
    if at >= 0 and found.count(Meaning.POSITION) > 1:
        # “Title” beside “Position” is that of a person.
        titles = [place for place, cell in enumerate(rows[at].cells) if names.fold(cell) == "title"]
        for place in titles:
            found[place] = Meaning.HONORIFIC
    return Columns(_settled(found), at)


def problems(rows, columns) -> list[Slip]:
    """Return what is wrong with the meanings of the columns, at the heads."""
    line = rows[columns.heads].line if columns.heads >= 0 else rows[0].line
    if not WHO & set(columns.meanings):
        says = _("No column says who took part: say in which the names or the institutions stand.")
        return [Slip(line, 1, says)]
    slips = []
    for meaning in set(columns.meanings) - SEVERAL:
        _first, *others = columns.where(meaning)
        says = _("A second column for “%(what)s”: leave one of them out.")
        slips += [Slip(line, at + 1, says % {"what": meaning.label}) for at in others]
    parts = {Meaning.GIVEN, Meaning.FAMILY} & set(columns.meanings)
    if Meaning.NAME in columns.meanings and parts:
        says = _("The name stands in one column and in parts: leave out one or the other.")
        slips.append(Slip(line, columns.where(Meaning.NAME)[0] + 1, says))
    return sorted(slips)


def _alone(head):
    """Return what the head of the only column says; “Ana Anić, speaker” is none."""
    before = _APART.split(head, maxsplit=1)[0]
    meaning = _meaning(before)
    is_head = meaning == Meaning.NAME or names.fold(before) in _BY_HEAD
    return meaning if is_head and without_mark(head) == head else None


def _meaning(head):
    """Return what a head says, None if it is none."""
    fold = names.fold(head)
    if not fold or len(fold) > 60:
        return None
    if fold in _BY_HEAD:
        return _BY_HEAD[fold]
    for part in map(names.fold, _PARTS.split(head)):
        if part in _BY_HEAD:
            return _BY_HEAD[part]
    words = fold.split()
    found = [_BY_WORD[word] for word in words if word in _BY_WORD] if len(words) < 7 else []
    return next((meaning for meaning in found if meaning != Meaning.NAME), (found or [None])[0])


def _settled(meanings):
    """Return the meanings with those told apart that depend on one another."""
    if Meaning.FAMILY in meanings and Meaning.NAME in meanings and Meaning.GIVEN not in meanings:
        # “Name” beside “Surname” is the given one.
        meanings[meanings.index(Meaning.NAME)] = Meaning.GIVEN
    if Meaning.GIVEN in meanings and not {Meaning.FAMILY, Meaning.NAME} & set(meanings):
        # “Ime” alone is the whole name.
        meanings[meanings.index(Meaning.GIVEN)] = Meaning.NAME
    return meanings
