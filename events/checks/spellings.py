"""Two spellings of one name in a text, as far as letters can tell."""

import itertools
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, around, key
from events.checks.people import INFLECTED
from events.checks.text import Passage
from events.reader.lexicon import lexicon
from people.models import Person
from portal import names

SHORTEST = 4
# So many names are compared: a text that has more is no report.
MOST_NAMES = 2000
MOST_NAMESAKES = 20
_ENDING = re.compile("(?:om|em|a|e|i|o|u)$")


class Name(NamedTuple):
    """Two capital words in a row, of which the last is taken for the family name."""

    first: str
    last: str
    passage: Passage
    start: int
    end: int

    @property
    def fold(self):
        return f"{self.first} {self.last}"

    @property
    def printed(self):
        return self.passage.text[self.start : self.end]

    @property
    def spelling(self):
        """The letters by which it is told from another, in one alphabet, all of one size."""
        return " ".join(names.to_latin(self.printed).casefold().replace("-", " ").split())


def two_spellings(read, report, listed):
    """Return names that share all but a letter, in the text or with the list; a query at most."""
    every = _names(read, lexicon(report.language).honorifics)
    pairs = [pair for same in every for pair in _pairs(same, report.language)]
    paired = {name for pair in pairs for name in pair}
    alone = [name for same in every for name in same if name not in paired]
    strays = list(_strays(alone, listed, report.language))
    folds = {name.fold for name in paired} | {name.fold for name, _person in strays}
    owners = _owners(folds) if folds else {}
    found = []
    for one, other in pairs:
        first, second = owners.get(one.fold), owners.get(other.fold)
        # Else they are two people whose names are that near.
        if not (first and second and first.isdisjoint(second)):
            words = _("“%(one)s” and “%(other)s”: is this one name in two spellings?")
            found.append(_finding(other, one.spelling, words, one.printed))
    for name, person in strays:
        # Else it is the name of somebody else.
        if owners.get(name.fold, set()) <= {person.pk}:
            words = _("“%(other)s” is in the text and “%(one)s” in the list: is this one name?")
            found.append(_finding(name, f"person:{person.pk}", words, str(person)))
    return found


def _finding(name, other, words, printed):
    return Finding(
        key("spelling", *sorted([other, name.spelling])),
        Severity.WARNING,
        words % {"one": printed, "other": name.printed},
        _("Write the name in one way, or say that they are two."),
        around(name.passage.text, name.start, name.end),
        name.passage.place,
        (_("They are two."),),
    )


def _strays(alone, listed, language):
    """Return names of the text that are near to that of somebody in the list, but not theirs.

    One that is kept as a misspelling is not theirs either.
    """
    firsts, wrong = {}, {}
    for row in listed.values():
        wrong |= dict.fromkeys(row.folds - row.right, row.person)
        for fold in row.right:
            first, _space, last = fold.rpartition(" ")
            firsts.setdefault(last, {})[first.rpartition(" ")[2]] = row.person
    for name in alone:
        same = firsts.get(name.last, {})
        if name.first not in same:
            near = [person for first, person in same.items() if _near(first, name.first, language)]
            if person := wrong.get(name.fold) or next(iter(near), None):
                yield name, person


def _names(read, honorifics):
    """Return the names of a text by their last word, each spelling once."""
    found, number = {}, 0
    for passage in read:
        for first, last in passage.runs:
            for one, other in itertools.pairwise(passage.words[first:last]):
                if number == MOST_NAMES:
                    return [list(same.values()) for same in found.values()]
                if one.is_capital and other.is_capital and one.fold not in honorifics:
                    name = Name(one.fold, other.fold, passage, one.start, other.end)
                    same = found.setdefault(name.last, {})
                    if name.spelling not in same and len(same) < MOST_NAMESAKES:
                        same[name.spelling] = name
                        number += 1
    return [list(same.values()) for same in found.values()]


def _pairs(same, language):
    for one, other in itertools.combinations(same, 2):
        if one.first == other.first or _near(one.first, other.first, language):
            yield one, other


def _near(one, other, language):
    """Say whether two words differ by one letter or two swapped, and not by their case alone."""
    if min(len(one), len(other)) < SHORTEST or one[0] != other[0]:
        return False
    if language in INFLECTED and _ENDING.sub("", one) == _ENDING.sub("", other):
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return abs(len(one) - len(other)) <= 1
    return (
        one[at + 1 :] == other[at + 1 :]
        or one[at + 1 :] == other[at:]
        or one[at:] == other[at + 1 :]
        or one[at + 1 : at + 2] + one[at] + one[at + 2 :] == other[at:]
    )


def _owners(folds):
    """Return by each folded name whose it is; one query."""
    owners = {}
    for person in Person.objects.called(folds).only("folded"):
        for fold in set(person.folded.split("\n")) & folds:
            owners.setdefault(fold, set()).add(person.pk)
    return owners
