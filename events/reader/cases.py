"""Serbian cases: the forms of a noun, and what it and its adjectives are in the nominative."""

from functools import cache

_CYRILLIC = str.maketrans("abceghikloumt", "абцегхиклоумт")
# Endings by kind of noun, and the case that each tells.
_MASCULINE = {"a": "gen", "u": "dat", "om": "ins", "em": "ins"} | dict.fromkeys(
    ("e", "i", "ima", "ovi", "ova", "ovima"), "pl"
)
_FEMININE = {"a": "nom", "e": "gen", "i": "dat", "u": "acc", "om": "ins", "o": "voc", "ama": "pl"}
_NEUTER = {"a": "gen", "u": "dat", "om": "ins", "em": "ins", "ima": "pl"}
_ADJECTIVES = {"m": "i", "f": "a", "n": "o"}
_SOFT = {"k": "c", "g": "z", "h": "s"}
#: Masculine words in which an “a” comes and goes before the last letter.
_FLEETING = frozenset(
    "centar izvestilac ministar orkestar pisac poverilac prevodilac rukovodilac tuzilac".split()
)
#: Of these it becomes an “o”: rukovodilac, rukovodioca.
_INTO_O = frozenset("rukovodilac tuzilac poverilac prevodilac izvestilac".split())


def put(word, cut, ending):
    """Return a word with its last letters replaced, in its own alphabet."""
    stem = word[: len(word) - cut] if cut else word
    cyrillic = any("\u0400" <= letter <= "\u052f" for letter in stem)
    ending = ending.translate(_CYRILLIC) if cyrillic else ending
    return stem + (ending.upper() if len(stem) > 1 and stem.isupper() else ending)


@cache
def forms(noun, gender):
    """Return the forms of a folded noun: its case and what to cut off and to put in its place."""
    if noun == "radio":
        return {noun: ("nom", 0, "")} | {
            f"radij{end}": (case, len(end) + 1, "o") for end, case in _NEUTER.items()
        }
    if gender == "f":
        stem = noun[:-1]
        found = {stem + end: (case, len(end), "a") for end, case in _FEMININE.items()}
        if stem[-1] in _SOFT:
            found.setdefault(stem[:-1] + _SOFT[stem[-1]] + "i", ("dat", 2, stem[-1] + "a"))
        return found
    if gender == "n":
        stem, last = noun[:-1], noun[-1]
        found = {stem + end: (case, len(end), last) for end, case in _NEUTER.items()}
        return found | {noun: ("nom", 0, "")}
    stem, found = noun, {noun: ("nom", 0, "")}
    if noun in _FLEETING:
        stem = noun[:-3] + "oc" if noun in _INTO_O else noun[:-2] + noun[-1]
    for end, case in _MASCULINE.items():
        found.setdefault(stem + end, (case, len(end), ""))
    if noun[-1] in _SOFT:
        for end in ("i", "ima"):
            found.setdefault(noun[:-1] + _SOFT[noun[-1]] + end, ("pl", 0, ""))
    return found


def noun_nominative(written, fold, noun, gender):
    """Return a written form of a noun in the nominative, in its own alphabet."""
    _case, cut, ending = forms(noun, gender)[fold]
    if noun in _FLEETING and fold != noun:
        stem = put(written, cut, "")
        # What stands before the last letter in the other cases: ministr-, rukovodio-.
        before = put(stem, 2, "l") if noun in _INTO_O else stem[:-1]
        return put(before, 0, "a") + stem[-1]
    return put(written, cut, ending)


def adjective_nominative(written, fold, gender):
    """Return an adjective before a noun of some gender in the nominative."""
    for ending in ("oga", "ome", "og", "om", "oj", "em", "eg", "im", "ih", "a", "e", "i", "o", "u"):
        if fold.endswith(ending) and len(fold) - len(ending) > 2:
            soft = gender == "n" and ending in ("eg", "em")
            return put(written, len(ending), "e" if soft else _ADJECTIVES[gender])
    return written
