"""Serbian names of people that a text has in another case, put in the nominative."""

from events.reader.cases import put
from events.reader.given_names import DOMESTIC, EVERY, FEMININE, MASCULINE, WOMEN

_ENDINGS = ("om", "em", "a", "u")
_LIKE_WOMEN = ("om", "e", "i", "u")
# Family names that are adjectives: what is cut off before an “a” or an “i”.
_WOMEN_ADJECTIVES = {
    "ske": 1, "skoj": 2, "skom": 2, "sku": 1, "cke": 1, "ckoj": 2,
    "ove": 1, "ovoj": 2, "ovom": 2, "ovu": 1,
}  # fmt: skip
_MEN_ADJECTIVES = ("skog", "skom", "ckog", "ckom", "skim")
#: Stands for an “a” that comes back before the last letter: Petra, Petar.
_INSERTED = "*"


def may_be_given(fold):
    """Say whether a folded word is a given name in some case."""
    if fold in EVERY:
        return True
    return any(name in EVERY for ways in (_men, _women) for name, _cut, _ending in ways(fold))


def person_nominative(parts, oblique=False, woman=None):
    """Return the words of a name in the nominative, and whether they were changed.

    `parts` are pairs of a written word and its fold. `oblique`: what stands before asks for
    another case, so that also a name is changed that no list knows. `woman`: whether a post or an
    honorific says so.
    """
    written = [word for word, _fold in parts]
    if len(parts) < 2 or (not oblique and _is_woman(parts)):
        return written, False
    if woman and oblique:
        mended = _of_woman(parts)
        return mended, mended != written
    given, asked = parts[0][1], oblique and not woman
    oblique = oblique or (given not in EVERY and may_be_given(given))
    for way in (_as_man, _as_woman, _as_adjective):
        mended = way(parts, oblique)
        if mended:
            return mended, mended != written
    way = _known(given, _men, MASCULINE) if asked and given not in EVERY else None
    return ([_ended(parts[0][0], way), *written[1:]], True) if way else (written, False)


def _is_woman(parts):
    """Say whether a name is that of a woman in the nominative: “Gordana Govedarica”."""
    (_first, given), (last, _fold) = parts[0], parts[-1]
    accented = any(letter in last.casefold() for letter in "ćћ")
    return given in WOMEN and given[-1] == "a" and not accented


def _as_man(parts, oblique):
    """Return a name of which the family name has an ending of men: “Petra Perića”; or None."""
    (first, given), (surname, last) = parts[0], parts[-1]
    written = [word for word, _fold in parts]
    bare = _stem(last)
    if bare is None or not (_is_patronymic(bare) or oblique):
        return None
    if last[-1] == "a" and not _is_patronymic(bare):
        # The family name may end so by itself.
        woman = _known(given, _women, FEMININE)
        if woman or given in EVERY:
            return [_ended(first, woman) if woman else first, *written[1:]]
    way = _known(given, _men, MASCULINE) or (None if given in EVERY else _guessed(given))
    middle = [_middle(word, fold) for word, fold in parts[1:-1]]
    return [_ended(first, way), *middle, put(surname, len(last) - len(bare), "")]


def _as_woman(parts, oblique):
    """Return a name of which the given name has an ending of women: “Ane Anić”; or None."""
    (first, given), (surname, last) = parts[0], parts[-1]
    written = [word for word, _fold in parts]
    woman = _known(given, _women, FEMININE)
    if not woman and oblique and given not in EVERY and _is_patronymic(last):
        woman = next(((len(end), "a") for end in _LIKE_WOMEN if given.endswith(end)), None)
    other = oblique and (given[-1] not in "aeiou" or (woman and given not in WOMEN))
    if given in EVERY and not other:
        return written
    if not woman or not (_is_patronymic(last) or oblique):
        return None
    alike = int(given[-1] == last[-1] == "e")
    cut = next((cut for end, cut in _WOMEN_ADJECTIVES.items() if last.endswith(end)), alike)
    return [_ended(first, woman), *written[1:-1], put(surname, cut, "a") if cut else surname]


def _of_woman(parts):
    """Return the name of a woman in another case: “Marijanom Ivanušom”, “Sanji Dimovskoj”.

    A family name stays as it is unless it ends as the given name does, or as adjectives do.
    """
    (first, given), (surname, last) = parts[0], parts[-1]
    ending = next((end for end in _LIKE_WOMEN if given.endswith(end)), "")
    if not ending or (given in WOMEN and not _known(given, _women, WOMEN)):
        return [word for word, _fold in parts]
    cut = next((cut for end, cut in _WOMEN_ADJECTIVES.items() if last.endswith(end)), 0)
    if not cut and last.endswith(ending) and not _is_patronymic(last):
        cut = len(ending)
    middle = [_middle(word, fold) for word, fold in parts[1:-1]]
    return [put(first, len(ending), "a"), *middle, put(surname, cut, "a") if cut else surname]


def _as_adjective(parts, oblique):
    """Return a name of which both words end alike, or the family name as adjectives do; or None."""
    (first, given), (surname, last) = parts[0], parts[-1]
    middle = [word for word, _fold in parts[1:-1]]
    if oblique and given[-1] == last[-1] == "e":
        return [put(first, 1, "a"), *middle, put(surname, 1, "a")]
    man = _known(given, _men, MASCULINE)
    if oblique and not man and given not in EVERY:
        # “Ljupčom” is Ljupčo: behind such a letter another name would end in “em”.
        soft = given.endswith("om") and first.casefold()[-3:-2] in "čćšžђћчшжđ"
        man = (2, "o") if soft else _guessed(given)
    if man and last.endswith(_MEN_ADJECTIVES):
        return [_ended(first, man), *middle, put(surname, 2, "i")]
    return None


def _middle(word, fold):
    """Return a word between the given name and the last one in the nominative."""
    stem = _stem(fold)
    if stem and _is_patronymic(stem):
        return put(word, len(fold) - len(stem), "")
    return word if fold in EVERY else _ended(word, _known(fold, _men, EVERY))


def _is_patronymic(fold):
    return len(fold) > 3 and fold.endswith("ic")


def _stem(fold):
    """Return a family name without an ending of its case, None if it has none."""
    for end in ("ea", "eu", "eom"):
        if fold.endswith(end) and len(fold) > 4:
            return fold[: 1 - len(end)]
    for end in ("jem", "ja", "ju"):
        if fold.endswith("i" + end):
            return fold[: -len(end)]
    stems = (fold[: -len(end)] for end in ("em", "om", "a", "u") if fold.endswith(end))
    return next((stem for stem in stems if len(stem) > 2 and stem[-1] not in "aeiou"), None)


def _men(fold):
    """Yield what a man's given name may be: the name, what to cut off, and what to put there."""
    for end in _ENDINGS:
        if fold.endswith(end):
            stem, cut = fold[: -len(end)], len(end)
            yield from ((stem + ending, cut, ending) for ending in ("", "o", "e"))
            if len(stem) > 2:
                yield stem[:-1] + "a" + stem[-1], cut, _INSERTED
    yield from _women(fold)


def _women(fold):
    """Yield what a given name may be that ends in “a”."""
    for end in _LIKE_WOMEN:
        if fold.endswith(end):
            yield fold[: -len(end)] + "a", len(end), "a"


def _known(fold, ways, names):
    """Return how to make a given name of a list from a form of it, None if there is no way."""
    every = [(name, (cut, ending)) for name, cut, ending in ways(fold) if name in names]
    domestic = [way for name, way in every if name in DOMESTIC]
    return next(iter([*domestic, *(way for _name, way in every)]), None)


def _guessed(fold):
    """Return how the given name of a man whose family name is in another case may be mended."""
    if fold.endswith(("ija", "iju", "ijem")):
        # “Keničija” is Keniči.
        return len(fold) - fold.rindex("ij") - 1, ""
    ends = (end for end in _ENDINGS if fold.endswith(end) and len(fold) - len(end) > 2)
    return next(((len(end), "") for end in ends), None)


def _ended(written, way):
    """Return a given name as one of these ways says, unchanged without one."""
    if not way:
        return written
    cut, ending = way
    if ending != _INSERTED:
        return put(written, cut, ending)
    stem = put(written, cut, "")
    return put(stem, 1, "a") + stem[-1]
