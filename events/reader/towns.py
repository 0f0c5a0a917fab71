"""Serbian names of towns in any case: “Vranja” is Vranje, “Belom Palankom” Bela Palanka."""

from functools import cache

from events.reader.cases import put
from portal import names

LONGEST = 2
# Of each kind of name what is cut off in the nominative, and the endings of the other cases.
_NOUNS = {
    "a": (1, "e i u om"),
    "e": (1, "a u em"),
    "i": (1, "a ima e"),
    "o": (1, "a u om"),
    "": (0, "a u om em"),
}
_ADJECTIVES = {
    "a": (1, "e oj u om"),
    "e": (1, "eg em im"),
    "i": (1, "og om im"),
    "o": (1, "og om im"),
    "": (0, "om im og"),
}
#: Before the last letter of these an “a” goes: Leskovac, Leskovca.
_FLEETING = ("ac", "ak")
_IRREGULAR = {"sabac": {f"sap{end}": (len(end) + 1, "bac") for end in ("ca", "cu", "cem")}}


def at(sentence, place, towns):
    """Return the name of a town that begins at a token, in the nominative, and its length."""
    known = forms(towns)
    for length in range(min(LONGEST, len(sentence) - place), 0, -1):
        tokens = sentence.tokens[place : place + length]
        if not all(token.is_capital and not token.is_acronym for token in tokens):
            continue
        ways = known.get(" ".join(token.fold for token in tokens))
        if ways:
            pairs = zip(tokens, ways, strict=True)
            return " ".join(put(token.text, *way) for token, way in pairs), length
    return "", 0


def nominative(words, towns):
    """Return the name of a town from its words in any case, "" if no list knows it."""
    ways = forms(towns).get(" ".join(names.fold(word) for word in words))
    return " ".join(put(word, *way) for word, way in zip(words, ways, strict=True)) if ways else ""


@cache
def forms(towns):
    """Return by every folded form of some names how to put each of their words in the nominative.

    A form that is the nominative of another town is that one.
    """
    found = {town: ((0, ""),) * len(town.split()) for town in towns}
    for town in sorted(towns):
        words = town.split()
        nouns = _noun(words[-1])
        if len(words) == 1:
            every = {form: (way,) for form, way in nouns.items()}
        else:
            every = {
                f"{adjective} {noun}": (first, second)
                for adjective, first in _declined(words[0], _ADJECTIVES).items()
                for noun, second in nouns.items()
            }
        for form, ways in every.items():
            found.setdefault(form, ways)
    return found


def _noun(word):
    if word in _IRREGULAR:
        return {word: (0, ""), **_IRREGULAR[word]}
    if word.endswith(_FLEETING) and len(word) > 3:
        stem, tail = word[:-2], word[-1]
        found = {f"{stem}{tail}{end}": (1 + len(end), f"a{tail}") for end in ("a", "u", "om", "em")}
        return {word: (0, ""), **found}
    return _declined(word, _NOUNS)


def _declined(word, kinds):
    last = word[-1] if word[-1] in kinds else ""
    cut, endings = kinds[last]
    stem = word[: len(word) - cut]
    return {word: (0, "")} | {stem + end: (len(end), last) for end in endings.split()}
