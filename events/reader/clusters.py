"""One person of several mentions: “Mr Vladmir C.”, “Vladimir C.”, “Commissioner C.”."""

import re
from dataclasses import dataclass, field

from events.reader import given_names
from events.reader.nominative import person_nominative
from portal import names
from portal.likeness import Reason, likeness

_SAME = frozenset([Reason.SAME, Reason.ORDER, Reason.TOGETHER, Reason.INITIALS])
_SLIPS = frozenset([Reason.LETTER, Reason.LETTERS])
_ENDINGS = re.compile("a|u|em|om|e|i|oj|ev|eva|og")
_SHORTEST_STEM = 3
# A text that names more is no report; each is compared with all before.
_MOST_PEOPLE = 400
_MOST_MENTIONS = 1000


@dataclass
class Somebody:
    """A person of the text, with all mentions in the order of the text."""

    parts: list
    mentions: list = field(default_factory=list)
    mended: bool = False
    body: object = None

    @property
    def folds(self):
        return [fold for _word, fold in self.parts]

    @property
    def name(self):
        return printed(self.parts)

    @property
    def place(self):
        return min((mention.number, mention.first) for mention in self.mentions)


def printed(parts):
    """Return a name as it is printed, an initial with its full stop."""
    return " ".join(f"{word}." if len(word) == 1 and word.isupper() else word for word, _ in parts)


def people(mentions, lexicon):
    """Return the people of a text; who is named by one word is whoever bears it in full."""
    found = []
    for mention in [mention for mention in mentions if mention.is_whole][:_MOST_MENTIONS]:
        _add_whole(found, mention, lexicon)
    for mention in mentions:
        if not mention.is_whole:
            _add_single(found, mention, lexicon)
    for somebody in found:
        somebody.mentions.sort(key=lambda mention: (mention.number, mention.first))
    return sorted(found, key=lambda somebody: somebody.place)


def _add_whole(found, mention, lexicon):
    parts, mended = mention.parts, False
    if lexicon.has_cases:
        words, mended = person_nominative(parts, mention.oblique, mention.woman)
        parts = [(word, names.fold(word).replace(" ", "-")) for word in words]
    own = [fold for _word, fold in parts]
    for somebody in found:
        if _is_same(somebody.folds, own) or _is_same(somebody.folds, mention.folds):
            somebody.mentions.append(mention)
            if somebody.mended and not mended:
                somebody.parts, somebody.mended = parts, False
            return
    if len(found) < _MOST_PEOPLE:
        found.append(Somebody(parts, [mention], mended))


def _is_same(one, other):
    """Say whether two whole names, folded, are of one person."""
    shorter, longer = sorted((one, other), key=len)
    if longer[-len(shorter) :] == shorter:
        return True
    if len(shorter) < len(longer):
        return (shorter[0], shorter[-1]) == (longer[0], longer[-1])
    how = likeness(" ".join(one), " ".join(other))
    if how.reason in _SAME:
        return True
    # Two given names that both exist are those of two people.
    both = one[0] in given_names.EVERY and other[0] in given_names.EVERY and one[0] != other[0]
    shared = one[0] == other[0] or one[-1] == other[-1]
    return how.reason in _SLIPS and shared and not both


def _add_single(found, mention, lexicon):
    bearers = [one for one in found if bears(one.folds[-1], mention.folds[0], lexicon.has_cases)]
    if not (bearers or mention.honorific or mention.position):
        # “Svetlana said”, if there is one Svetlana.
        bearers = [one for one in found if one.folds[0] == mention.folds[0]]
        bearers = bearers if len(bearers) == 1 else []
    if bearers:
        here = mention.number, mention.first
        before = [one for one in bearers if one.place <= here]
        _likeliest(before or bearers, mention).mentions.append(mention)
    elif len(found) < _MOST_PEOPLE and (
        mention.honorific or (mention.position and not lexicon.has_cases)
    ):
        found.append(Somebody(mention.parts, [mention]))


def _likeliest(bearers, mention):
    """Return the bearer who has the same honorific, else who was named last."""
    same = [
        one
        for one in bearers
        if mention.honorific and any(m.honorific == mention.honorific for m in one.mentions)
    ]
    return (same or bearers)[-1]


def bears(last, fold, has_cases):
    """Say whether a word is a family name, in some case if the language has cases."""
    if last == fold or fold in last.split("-"):
        return True
    if not has_cases:
        return likeness(last, fold).reason == Reason.LETTER
    stem = last.removesuffix("a")
    ending = fold.removeprefix(stem)
    return len(stem) >= _SHORTEST_STEM and ending != fold and bool(_ENDINGS.fullmatch(ending))
