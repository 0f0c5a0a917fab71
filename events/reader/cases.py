"""Serbian cases: the forms of a noun, and a name met in another case put in the nominative."""

from functools import cache

from events.reader import given_names

_CYRILLIC = str.maketrans("aeioum", "аеиоум")
# Endings by kind of noun: the case that each tells, nominatives first.
_MASCULINE = {"": "nom", "a": "gen", "u": "dat", "om": "ins", "em": "ins", "e": "pl", "i": "pl",
              "ima": "pl", "ovi": "pl", "ova": "pl", "ovima": "pl"}  # fmt: skip
_FEMININE = {"a": "nom", "e": "gen", "i": "dat", "u": "acc", "om": "ins", "o": "voc", "ama": "pl"}
_NEUTER = {"": "nom", "a": "gen", "u": "dat", "om": "ins", "em": "ins", "ima": "pl"}
_SOFT = {"k": "c", "g": "z", "h": "s"}
#: Masculine words in which an “a” comes and goes before the last letter.
_FLEETING = frozenset(
    "ministar centar rukovodilac tuzilac poverilac prevodilac otpravnik-a petar aleksandar lazar-a "
    "pisac izvestilac posmatrac-a orkestar"
    .split()
)  # fmt: skip
_INTO_O = frozenset("rukovodilac tuzilac poverilac prevodilac izvestilac".split())


def may_be_given(fold):
    """Say whether a folded word is a given name in some case."""
    if fold in given_names.EVERY:
        return True
    return any(name in given_names.EVERY for ways in (_men, _women) for name, _c, _e in ways(fold))


def put(word, cut, ending):
    """Return a word with its last letters replaced, in its own alphabet."""
    stem = word[: len(word) - cut] if cut else word
    cyrillic = any("\u0400" <= letter <= "\u052f" for letter in stem)
    ending = ending.translate(_CYRILLIC) if cyrillic else ending
    return stem + (ending.upper() if len(stem) > 1 and stem.isupper() else ending)


@cache
def forms(noun, gender):
    """Return the forms of a folded noun: its case and what to cut off and to put in its place."""
    if gender == "f":
        stem = noun[:-1]
        found = {stem + end: (case, len(end), "a") for end, case in _FEMININE.items()}
        if stem[-1] in _SOFT:
            found.setdefault(stem[:-1] + _SOFT[stem[-1]] + "i", ("dat", 0, ""))
        return found
    if gender == "n":
        stem, last = noun[:-1], noun[-1]
        found = {stem + end: (case, len(end), last) for end, case in _NEUTER.items() if end}
        return found | {noun: ("nom", 0, "")}
    stem, found = noun, {noun: ("nom", 0, "")}
    if noun in _FLEETING:
        bare = noun[:-2]
        stem = bare[:-2] + "io" + noun[-1] if noun in _INTO_O else bare + noun[-1]
        stem = stem.replace("ilioc", "ioc")
    for end, case in _MASCULINE.items():
        if end:
            found.setdefault(stem + end, (case, len(end), ""))
    if noun[-1] in _SOFT:
        for end in ("i", "ima"):
            found.setdefault(noun[:-1] + _SOFT[noun[-1]] + end, ("pl", 0, ""))
    return found


def noun_nominative(written, fold, noun, gender):
    """Return a written form of a noun in the nominative, in its own alphabet."""
    _case, cut, ending = forms(noun, gender)[fold]
    if gender == "m" and noun in _FLEETING and fold != noun and noun not in _INTO_O:
        stem = put(written, cut, "")
        return put(stem, 1, "a") + stem[-1]
    return put(written, cut, ending)


def adjective_nominative(written, fold, gender):
    """Return an adjective before a noun of some gender in the nominative."""
    for ending in ("oga", "ome", "og", "om", "oj", "em", "eg", "im", "ih", "a", "e", "i", "o", "u"):
        if fold.endswith(ending) and len(fold) - len(ending) > 2:
            return put(written, len(ending), {"m": "i", "f": "a", "n": "o"}[gender])
    return written


_OBLIQUE_MEN = ("om", "em", "a", "u")
_OBLIQUE_WOMEN = ("om", "e", "i", "u")


def _men(fold):
    """Yield what a man's given name may be in the nominative: the folded one, cut and ending."""
    for end in _OBLIQUE_MEN:
        if not fold.endswith(end):
            continue
        stem, cut = fold[: -len(end)], len(end)
        yield stem, cut, ""
        yield stem + "o", cut, "o"
        yield stem + "e", cut, "e"
        if len(stem) > 2:
            yield stem[:-1] + "a" + stem[-1], cut, "*"
    for end in ("e", "i", "u", "om"):
        if fold.endswith(end):
            yield fold[: -len(end)] + "a", len(end), "a"


def _women(fold):
    for end in _OBLIQUE_WOMEN:
        if fold.endswith(end):
            yield fold[: -len(end)] + "a", len(end), "a"


def _ending(written, cut, ending):
    if ending != "*":
        return put(written, cut, ending)
    stem = put(written, cut, "")
    return put(stem, 1, "a") + stem[-1]


_SURNAME_OBLIQUE = ("em", "om", "a", "u")


def _is_ic(fold):
    return len(fold) > 3 and fold.endswith("ic")


def _is_woman(parts):
    """Say whether a name is that of a woman in the nominative: “Gordana Govedarica”."""
    (_first, given), (last, _fold) = parts[0], parts[-1]
    accented = any(letter in last.casefold() for letter in "ćћ")
    return given in given_names.WOMEN and not accented and given[-1] == "a"


def person_nominative(parts, oblique=False):
    """Return the words of a name in the nominative, and whether they were changed.

    `parts` are pairs of a written word and its fold. `oblique`: what stands before asks for
    another case, so that also a name is changed that no list knows.
    """
    written = [word for word, _fold in parts]
    folds = [fold for _word, fold in parts]
    if len(parts) < 2:
        return written, False
    if not oblique and _is_woman(parts):
        return written, False
    if not oblique and folds[0] not in given_names.EVERY and may_be_given(folds[0]):
        oblique = True
    last = folds[-1]
    bare = _surname_stem(last)
    man = bare is not None
    if man and (_is_ic(bare) or oblique):
        first = _known(folds[0], _men, given_names.MASCULINE)
        if not first and (_is_ic(bare) or oblique) and folds[0] not in given_names.EVERY:
            first = _guess(folds[0])
        if first or _is_ic(bare) or oblique:
            changed = [_ending(written[0], *first)] if first else [written[0]]
            middle = [
                _middle(word, fold)
                for word, fold in parts[1:-1]
            ]  # fmt: skip
            own = _known(folds[0], _women, given_names.FEMININE)
            if own and not _is_ic(bare) and last[-1] == "a":
                return [_ending(written[0], *own), *written[1:]], True
            if last[-1] == "a" and not _is_ic(bare) and folds[0] in given_names.EVERY:
                return written, False
            tail = put(written[-1], len(last) - len(bare), "")
            return [*changed, *middle, tail], True
    if folds[0] in given_names.EVERY and not (oblique and folds[0][-1] not in "aeiou"):
        woman = _known(folds[0], _women, given_names.FEMININE)
        if not (oblique and woman and folds[0] not in given_names.WOMEN):
            return written, False
    woman = _known(folds[0], _women, given_names.FEMININE)
    if woman and (_is_ic(last) or oblique):
        tail = written[-1]
        for end, cut in (("ske", 1), ("skoj", 2), ("skom", 2), ("sku", 1), ("ckoj", 2), ("cke", 1),
                         ("ove", 1), ("ovoj", 2), ("ovom", 2), ("ovu", 1)):  # fmt: skip
            if last.endswith(end):
                tail = put(tail, cut, "a")
                break
        return [_ending(written[0], *woman), *written[1:-1], tail], True
    if oblique and folds[0][-1] == last[-1] == "e":
        return [put(written[0], 1, "a"), *written[1:-1], put(written[-1], 1, "a")], True
    man = _known(folds[0], _men, given_names.MASCULINE)
    if man and last.endswith(("skog", "skom", "ckog", "ckom", "skim")):
        tail = put(written[-1], 2, "i")
        return [_ending(written[0], *man), *written[1:-1], tail], True
    return written, False


def _middle(word, fold):
    stem = _surname_stem(fold)
    if stem and _is_ic(stem):
        return put(word, len(fold) - len(stem), "")
    way = fold not in given_names.EVERY and _known(fold, _men, given_names.EVERY)
    return _ending(word, *way) if way else word


def _surname_stem(fold):
    for end in ("ea", "eu", "eom"):
        if fold.endswith(end) and len(fold) > 4:
            return fold[: 1 - len(end)]
    for end in ("jem", "ja", "ju"):
        if fold.endswith("i" + end):
            return fold[: -len(end)]
    for end in _SURNAME_OBLIQUE:
        if fold.endswith(end) and len(fold) - len(end) > 2:
            stem = fold[: -len(end)]
            if stem[-1] not in "aeiou":
                return stem
    return None


def _known(fold, ways, names):
    """Return how to make a given name of a list from a form of it, None if there is no way."""
    every = [(name, (cut, ending)) for name, cut, ending in ways(fold)]
    domestic = [way for name, way in every if name in names and name in given_names.DOMESTIC]
    return next(iter(domestic or [way for name, way in every if name in names]), None)


def _guess(fold):
    """Return how the given name of a man whose family name is in another case may be mended."""
    for end in ("om", "em", "a", "u"):
        if fold.endswith(end) and len(fold) - len(end) > 2:
            return len(end), ""
    return None


def case_of_person(parts):
    """Say whether a name looks as if it stood in another case than the nominative."""
    changed = person_nominative(parts)
    return changed[1]
