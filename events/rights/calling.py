"""Where a text names somebody: under every name, in every case and script; asks no database."""

import copy
import functools
import itertools
import re
from collections import defaultdict

from events.corrections.spelling import BREAK, Hit, Plain, Rich
from events.reader import cases
from portal import names
from portal.models.entry import WRITTEN

#: What may stand between two words of one name.
_BETWEEN = re.compile(r"[^\w\0]{1,3}")
#: What stands before a name that is put between the others: Petar “Pera” Kvržić.
_OPENING = re.compile(r"[\s(\[\"'“„”‘’«»]*[(\[\"'“„”‘’«»]")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
#: A part of an address, or a whole one.
_ADDRESS = re.compile(r"[\w.:?=&%#~+@/-]*[/-][\w.:?=&%#~+@/-]*", re.ASCII)
#: What may stand behind each letter of a word: marks, what nobody sees, the tags of half a word.
_UNSEEN = (
    "(?:[\u0300-\u036f\u00ad\u200b-\u200d]"
    r"|\\u(?:03[0-6][0-9a-f]|00ad|200[bcd])|</?[a-z][^<>]*>)*"
)
_SENTENCE = re.compile(r"[.!?…]+[\"”’»)]*\s+(?=\W*[^\W\d_a-z])|\0|\n")
_POSSESSIVE = ("", "a", "o", "e", "i", "u", "og", "om", "oj", "im", "ih")
_SHORTEST = 3
#: Latin, Greek, Cyrillic, Armenian and Georgian letters, in both cases.
_LETTERS = [
    *range(0x41, 0x250),
    *range(0x370, 0x590),
    *range(0x10A0, 0x1100),
    *range(0x1C90, 0x1CC0),
    *range(0x1E00, 0x2000),
]


@functools.cache
def forms(word):
    """Return the folded forms that a folded word of a name has in the cases of Serbian."""
    if len(word) < _SHORTEST:
        return frozenset([word])
    found = set(cases.forms(word, "m"))
    if word[-1] == "a":
        found |= set(cases.forms(word, "f"))
    if word[-1] in "oe":
        found |= set(cases.forms(word, "n"))
    if word[-1] == "i":
        # Adjectives: Petrovski, Petrovskog.
        found |= {word[:-1] + end for end in ("og", "om", "im", "a", "oj", "u")}
    if word[-2] == "a" and len(word) > _SHORTEST + 1:
        # Petar, Petra.
        found |= {word[:-2] + word[-1] + end for end in ("a", "u", "e", "om", "em")}
    stem = word.removesuffix("a") if word[-1] == "a" else word
    found |= {stem + own + end for own in ("ov", "ev", "in") for end in _POSSESSIVE}
    return frozenset(found)


@functools.cache
def _written():
    """Return by the letters of a folded word all letters that are folded into them."""
    found = defaultdict(set)
    for code in _LETTERS:
        if fold := names.fold(chr(code)):
            found[fold].add(chr(code))
    found["d"].add("dj")
    return found


@functools.cache
def pattern(word):
    """Return the regular expression of a folded word for a database: its letters in any script.

    As JSON may write a letter by its number, that is one way to write it.
    """
    every, parts, place = _written(), [], 0
    while place < len(word):
        two = word[place : place + 2]
        parts.append(_any_of(every, two) if two in every else _any_of(every, two[0]))
        place += len(two) if two in every else 1
    return "".join(parts)


def _any_of(every, fold):
    """Return what stands for a letter; a set of letters is read four times as fast as a choice."""
    plain = [fold] if len(fold) == 1 else ["".join(_any_of(every, letter) for letter in fold)]
    written = [*plain, *sorted(every.get(fold, set()) - {fold})]
    letters = [letter for letter in written if len(letter) == 1]
    ways = [f"[{''.join(letters)}]"] if letters else []
    ways += [letter for letter in written if len(letter) > 1]
    numbers = [f"{ord(letter):04x}" for letter in letters if not letter.isascii()]
    ways += [rf"\\u(?:{'|'.join(numbers)})"] if numbers else []
    return f"(?:{'|'.join(ways)}){_UNSEEN}"


class Called:
    """Everything that somebody is called, folded: whole names, and the family names in them."""

    def __init__(self, written, family_name="", order_known=True):
        self.family, self.order_known = tuple(names.fold(family_name).split()), order_known
        self.whole, self.alone, self.turned, self.short = set(), set(), set(), set()
        #: Whole names that somebody else bears too.
        self.shared = set()
        self.add(written)

    def add(self, written):
        """Look for more names of theirs."""
        whole = {tuple(fold.split()) for name in written if (fold := names.fold(name))}
        self.alone |= {name for name in whole if len(name) == 1}
        self.whole |= {name for name in whole if len(name) > 1}
        if self.family and self.order_known:
            self.alone.add(self.family)
        else:
            self.alone |= {name[-1:] for name in self.whole}
        if not self.order_known:
            self.alone |= {name[:1] for name in self.whole}
        for name in self.whole:
            self.turned |= {name, (*name[1:], name[0]), (name[-1], *name[:-1])}
        # Of a name of three words two may be used, and one of two family names.
        parts = [word for word in self.family if len(word) >= _SHORTEST]
        self.alone |= {(word,) for word in parts if len(self.family) > 1}
        self.short = {
            pair
            for first, *others in self.whole
            for word in others
            if len(others) > 1 and len(word) >= _SHORTEST
            for pair in ((first, word), (word, first))
        } - self.turned

    def of_anybody(self):
        """Return the same names, as if nobody else bore one."""
        other = copy.copy(self)
        other.shared = set()
        return other

    @property
    def patterns(self):
        """Return what a database is asked for: no text that names them is without one."""
        stems = {max(name, key=len) for name in self.whole | self.alone | self.short}
        return sorted({pattern(_stem(stem)) for stem in stems})

    def hits(self, text, near=False, instead=""):
        """Return a Hit for each place in a plain text that may mean them, in order.

        Whole names are sure, where nobody else bears them or the text is `near` them. What else
        there is, is doubtful: two words of three, a family name with an initial, and, in a text
        that is about them or near them, the family name alone. Who has one name only is named
        by it everywhere.
        """
        words = [(match, fold) for match in WRITTEN.finditer(text) if (fold := _fold(match[0]))]
        found = self._whole(text, words, near)
        near = near or not self.whole or any(not doubtful for _first, _last, doubtful in found)
        taken = {place for first, last, _doubtful in found for place in range(first, last)}
        for first, last in self._alone(text, words, near):
            if taken.isdisjoint(range(first, last)):
                taken |= set(range(first, last))
                found.append((first, last, True))
        return [
            hit(text, words[first][0].start(), words[last - 1][0].end(), doubtful, instead)
            for first, last, doubtful in sorted(found)
        ]

    def _whole(self, text, words, near):
        found, place = [], 0
        joined = {"".join(name) for name in self.turned}
        while place < len(words):
            ends = {
                end: name
                for name in [*self.short, *self.turned]
                if (end := self._end(text, words, place, name))
            }
            if ends:
                name = ends[max(ends)]
                is_shared = any(sorted(name) == sorted(other) for other in self.shared)
                doubtful = name in self.short or (is_shared and not near)
                found.append((place, max(ends), doubtful))
                place = max(ends)
            else:
                # As in the name of an account: @petarkvrzic, petar_kvrzic.
                if words[place][1] in joined:
                    found.append((place, place + 1, False))
                place += 1
        return found

    def _end(self, text, words, place, name):
        """Return behind which word a name ends that begins at a place, None if it does not."""
        at = place
        for number, part in enumerate(name):
            # “Ana M. Anić”: one initial may stand before the last word.
            initial = number == len(name) - 1 and number and at < len(words) - 1
            if initial and len(words[at][1]) == 1 and not _fits(words, at, part):
                at += 1
            elif number and at < len(words) - 1 and _is_between(text, words, at):
                # One more name may stand there, in brackets or quotation marks.
                at += not _fits(words, at, part)
            if not _fits(words, at, part) or (number and not _beside(text, words, at)):
                return None
            at += 1
        return at

    def _alone(self, text, words, near):
        for place in range(len(words)):
            for name in self.alone:
                last = place + len(name)
                if not all(_fits(words, place + n, part) for n, part in enumerate(name)):
                    continue
                initials = {other[0][0] for other in self.whole}
                before = words[place - 1][1] if place else ""
                behind = words[last][1] if last < len(words) else ""
                initial_before = before in initials and _beside(text, words, place)
                initial_behind = behind in initials and _beside(text, words, last)
                if near or initial_before or initial_behind:
                    yield place - initial_before, last + (initial_behind and not initial_before)


def _fold(word):
    return names.fold_again(word).replace(" ", "")


def _fits(words, place, part):
    return place < len(words) and words[place][1] in forms(part)


def _beside(text, words, place):
    before, after = words[place - 1][0], words[place][0]
    return bool(_BETWEEN.fullmatch(text[before.end() : after.start()]))


def _is_between(text, words, place):
    before = text[words[place - 1][0].end() : words[place][0].start()]
    return bool(_OPENING.fullmatch(before))


def _stem(word):
    """Return what all forms of a word begin with."""
    every = forms(word)
    return "".join(
        letters[0]
        for letters in itertools.takewhile(
            lambda letters: len(set(letters)) == 1, zip(*every, strict=False)
        )
    )


def hit(text, start, end, doubtful, instead):
    """Return a place in a text at which something else is to stand."""
    old = text[start:end]
    return Hit(start, end, old, instead, doubtful, ((start, old, instead),))


def passage(text, start, end):
    """Return from where to where the sentence goes that a place of a text stands in."""
    first = max((m.end() for m in _SENTENCE.finditer(text) if m.end() <= start), default=0)
    behind = _SENTENCE.search(text, end)
    last = behind.start() if behind else len(text)
    if behind and behind[0] not in (BREAK, "\n"):
        last = behind.start() + len(behind[0].rstrip())
    return first, last


def reading(text):
    """Return how a text is read: with or without tags."""
    return (Rich if _TAG.search(text) else Plain)(text)


def without(text, called, instead, near=False):
    """Return a text, tags and all, with something else in every place that names somebody.

    Doubtful places count in a text that names them for sure or is near them.
    """
    read = reading(text)
    found = called.hits(read.text, near, instead)
    if not near and all(place.doubtful for place in found):
        return text
    return readdressed(read, found) if _ADDRESS.fullmatch(text) else read.mended(found)


def readdressed(read, found):
    """Return an address with other words in its places; one of another site leads nowhere then."""
    if not found or "://" not in read.text:
        slugs = [hit(read.text, h.start, h.end, h.doubtful, names.slug(h.new)) for h in found]
        return read.mended(slugs)
    return ""


def numbered(address, key):
    """Return an address with a number behind it: two pages that are called alike now need it."""
    return f"{address[:80]}-{key}" if address else ""
