"""Numbers of people as a sentence states them: “more than 60”, “dvadesetak”."""

from typing import NamedTuple

_YEARS = range(1900, 2101)
#: Of more people nobody tells; what is longer is a number of something else.
_MOST_DIGITS = 6


class Number(NamedTuple):
    """A number, how exact it is, and behind which token it ends."""

    value: int
    qualifier: str
    end: int


def number(sentence, lexicon, at):
    """Return the Number that begins at a token, None if none does."""
    folds, qualifier = sentence.folds, "exactly"
    found = next((p for p in lexicon.qualifiers.find(folds, at, at + 4) if p[0] == at), None)
    if found:
        qualifier = lexicon.qualifier_of[" ".join(folds[found[0] : found[1]])]
        at = found[1]
    if at >= len(folds):
        return None
    if sentence.tokens[at].kind == "number":
        return _digits(sentence, at, qualifier)
    return _words(folds, lexicon.numbers, at, qualifier)


def _digits(sentence, at, qualifier):
    bare = sentence.tokens[at].text.replace(",", "").replace(".", "")
    is_number = bare.isdigit() and len(bare) <= _MOST_DIGITS
    if not is_number or not int(bare) or sentence.fold(at + 1) == ".":
        return None
    value = int(bare)
    if value in _YEARS and len(sentence.tokens[at].text) == 4:
        return None
    return Number(value, qualifier, at + 1)


def _words(folds, numbers, at, qualifier):
    value = _compound(folds[at], numbers)
    if not value:
        return None
    if folds[at].endswith("ak"):
        qualifier = "about"
    end = at + 1
    following = numbers.get(folds[end], 0) if end < len(folds) else 0
    if following == 100 and value < 10:
        return Number(value * 100, qualifier, end + 1)
    if 20 <= value < 100 and 0 < following < 10:
        return Number(value + following, qualifier, end + 1)
    return Number(value, qualifier, end)


def _compound(fold, numbers):
    """Return the value of one word: “sixty”, “thirty-four”; 0 if it is no number."""
    tens, _hyphen, ones = fold.partition("-")
    if fold in numbers:
        return numbers[fold]
    return numbers[tens] + numbers[ones] if tens in numbers and ones in numbers else 0
