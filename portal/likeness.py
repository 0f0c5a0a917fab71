"""How like two names are, and why: of people, and of institutions.

Everything here is pure and asks for folded names, as `portal.names.fold` gives them.
"""

from collections import Counter
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

#: From here on two names may be one.
PROBABLE = 0.75
# One letter of four may be wrong, two of eight.
LETTERS_A_SLIP = 4
MOST_SLIPS = 2
MOST_WORDS = 12
# Letters that stand for a name are other letters if one is wrong.
SHORTEST_BODY = 8
#: Small words of the languages in which institutions are named here.
SMALL_WORDS = frozenset(
    "a an and at de del des der die das di du e et for fur i in la le les na o of on the to u und "
    "y za".split()
)
#: Those of them that letters leave out even where they keep the others: MoI.
ARTICLES = frozenset("a an das der die la le the".split())


class Reason(models.TextChoices):
    """Why two names are taken for those of one."""

    SAME = "same", _("the same name")
    ORDER = "order", _("the same words in another order")
    TOGETHER = "together", _("written together or apart")
    LETTER = "letter", _("a letter differs")
    LETTERS = "letters", _("letters differ")
    INITIALS = "initials", _("initials in place of a name")
    SHORT = "short", _("a part of the name is left out")
    ACRONYM = "acronym", _("the first letters of the name")
    # Of names that are the same, why they may not be those of one all the same.
    SEVERAL = "several", _("several have this name")
    ELSEWHERE = "elsewhere", _("the same name, not known to be of this institution")
    LARGE = "large", _("the same name, in a large institution")
    POSITION = "position", _("the same name, in another position")
    COUNTRY = "country", _("the same name, in another country")
    DEPARTMENT = "department", _("the same name, as a department of another")
    # Nobody knows any more who it was.
    ERASED = "erased", _("somebody was erased from this list")
    OTHER = "other", _("not alike")


class Likeness(NamedTuple):
    """From 0 to 1, and why; 1 is the same name letter by letter."""

    score: float
    reason: Reason


class Certainty(models.TextChoices):
    """Whether what was written means a record that is there."""

    SURE = "sure", _("known")
    PROBABLE = "probable", _("probably known")
    NEW = "new", _("new")


class Match(NamedTuple):
    """What a written name means: a record, or others that it may mean, and why.

    Of what is probable `record` is the likeliest; `others` are the rest of them, best first.
    """

    certainty: Certainty
    record: models.Model | None = None
    others: tuple = ()
    reason: Reason = Reason.OTHER

    @property
    def candidates(self):
        return [*filter(None, [self.record]), *self.others]


UNLIKE = Likeness(0.0, Reason.OTHER)
SAME_WORD, SAME_INITIAL = Likeness(1.0, Reason.SAME), Likeness(1.0, Reason.INITIALS)
INITIAL = Likeness(0.9, Reason.INITIALS)
#: What is said of words that stand there whole.
WHOLE = frozenset([Reason.SAME, Reason.LETTER, Reason.LETTERS])


def likeness(one: str, other: str) -> Likeness:
    """Return how like two folded names of people are; in either order, the answer is the same."""
    if not one or not other:
        return UNLIKE
    if one == other:
        return Likeness(1.0, Reason.SAME)
    words, others = one.split(), other.split()
    # What has other letters in all is neither in another order nor written together.
    if len(one) == len(other) and sorted(words) == sorted(others):
        return Likeness(0.98, Reason.ORDER)
    if len(one) - len(words) == len(other) - len(others) and "".join(words) == "".join(others):
        return Likeness(0.97, Reason.TOGETHER)
    if (len(words), words) > (len(others), others):
        words, others = others, words
    pairs = _paired(words, others)
    return _of_pairs(pairs, len(words), len(others)) if pairs else UNLIKE


def _paired(words, others):
    """Return for each of the fewer words what it comes to beside its own of the others.

    Empty where one has none, or where no whole word says who it is.
    """
    if len(others) > MOST_WORDS:
        return []
    left, pairs = list(others), []
    for word in sorted(words, key=_longest_first):
        best, place = UNLIKE, 0
        for at, other in enumerate(left):
            found = _word(word, other)
            if found[0] > best[0]:
                best, place = found, at
        if best is UNLIKE:
            return []
        pairs.append(best)
        del left[place]
    if not any(reason in WHOLE for _score, reason in pairs):
        return []
    return pairs


def _longest_first(word):
    return -len(word), word


def _word(word, other):
    """Return how like two words of a name are."""
    if word == other:
        # Two initials say little.
        return SAME_WORD if len(word) > 1 else SAME_INITIAL
    shorter, longer = (word, other) if len(word) <= len(other) else (other, word)
    length, missing = len(longer), len(longer) - len(shorter)
    if len(shorter) == 1:
        return INITIAL if longer[0] == shorter else UNLIKE
    slips = min(MOST_SLIPS, length // LETTERS_A_SLIP)
    # A letter that one has more is a slip.
    if missing > slips:
        return UNLIKE
    distance = OSA.distance(word, other, score_cutoff=slips)
    if distance > slips:
        return UNLIKE
    return 1 - distance / length, Reason.LETTER if distance == 1 else Reason.LETTERS


def _of_pairs(pairs, fewer, more):
    score, reasons = 1.0, [reason for _score, reason in pairs]
    for part, _reason in pairs:
        score *= part
    slips = sum({Reason.LETTER: 1, Reason.LETTERS: 2}.get(reason, 0) for reason in reasons)
    missing = more - fewer
    # A word alone names a family, two of three are nearly all.
    score *= {0: 1.0}.get(missing, 0.9 - 0.05 * (missing - 1)) if fewer > 1 or not missing else 0.6
    if missing:
        reason = Reason.SHORT
    elif slips:
        reason = Reason.LETTER if slips == 1 else Reason.LETTERS
    else:
        reason = Reason.INITIALS
    return Likeness(round(max(score, 0.0), 3), reason)


def of_bodies(one: str, other: str) -> Likeness:
    """Return how like two folded names of institutions are; acronyms are names like others."""
    if not one or not other:
        return UNLIKE
    if one == other:
        return Likeness(1.0, Reason.SAME)
    words, others = sorted((telling(one), telling(other)), key=lambda words: (len(words), words))
    if sorted(words) == sorted(others):
        return Likeness(0.98, Reason.ORDER)
    if "".join(words) == "".join(others):
        return Likeness(0.97, Reason.TOGETHER)
    longer = one if telling(one) == others else other
    if len(words) == 1 and len(others) > 1 and words[0] in acronyms(longer):
        return Likeness(0.85, Reason.ACRONYM)
    if _numbers(words) != _numbers(others):
        return UNLIKE
    if len(words) > 1 and not Counter(words) - Counter(others):
        share = sum(map(len, words)) / sum(map(len, others))
        return Likeness(round(0.7 + 0.25 * share, 3), Reason.SHORT)
    return _with_slips(words, others) if len(words) == len(others) else UNLIKE


def _with_slips(words, others):
    pairs = _paired(words, others)
    slips = sum({Reason.LETTER: 1, Reason.LETTERS: 2}.get(reason, 0) for _score, reason in pairs)
    if not pairs or any(reason == Reason.INITIALS for _score, reason in pairs):
        return UNLIKE
    # “Ministry of Justice” is not told from “Ministry of Labour” by letters, nor by most of them.
    length = sum(map(len, words))
    if length < SHORTEST_BODY or slips > length // SHORTEST_BODY:
        return UNLIKE
    reason = Reason.LETTER if slips == 1 else Reason.LETTERS
    return Likeness(round(1 - slips / length, 3), reason)


def telling(fold: str) -> list[str]:
    """Return the words of a folded name of an institution that are no small words."""
    words = fold.split()
    return [word for word in words if word not in SMALL_WORDS] or words


def acronyms(fold: str) -> set[str]:
    """Return the letters by which a folded name may be shortened: with small words and without."""
    words = fold.split()
    without = [word for word in words if word not in ARTICLES]
    found = {"".join(word[0] for word in some) for some in (words, without, telling(fold))}
    return {letters for letters in found if len(letters) > 1}


def _numbers(words):
    return sorted(word for word in words if word.isdigit())
