"""Countries by the names that a text may use for them, in Serbian in any case."""

from functools import cache

from portal import names
from portal.cldr import COUNTRIES
from portal.countries import LONG_FORMS, OTHERWISE

LONGEST = 5
_MORE = {
    "bih": "BA",
    "bosnia and herzegovina": "BA",
    "england": "GB",
    "french republic": "FR",
    "hellenic republic": "GR",
    "italian republic": "IT",
    "kosovo": "XK",
    "republic serbia": "RS",
    "scotland": "GB",
    "sjedinjene americke drzave": "US",
    "united mexican states": "MX",
}
# Words of a country's name that are adjectives take other endings.
_LIKE_ADJECTIVES = ("ska", "cka")
_NOUNS = frozenset("republika kraljevina gora federacija britanija konfederacija".split())


@cache
def countries(language):
    """Return the code of each country by its folded names."""
    territories = COUNTRIES["en" if language == "en" else "sr-latn"]
    found = {names.fold(name.replace("&", " and ")): code for code, name in territories.items()}
    found = OTHERWISE | _MORE | found
    for name, code in list(found.items()):
        for form in LONG_FORMS:
            found.setdefault(form + name, code)
    if language != "en":
        for name, code in list(found.items()):
            for form in _forms(name):
                found.setdefault(form, code)
    return found


def at(folds, place, language):
    """Return the code of a country that begins at a place in some folds and how long it is."""
    known = countries(language)
    for length in range(min(LONGEST, len(folds) - place), 0, -1):
        code = known.get(" ".join(folds[place : place + length]))
        if length == 1 and folds[place].startswith("sad") and _is_town(folds, place):
            continue
        if code:
            return code, length
    return "", 0


def _is_town(folds, place):
    """Say whether a word like “SAD” is the second one of Novi Sad."""
    return place > 0 and folds[place - 1].startswith("nov")


def _forms(name):
    """Yield a Serbian name in the genitive, dative, accusative and instrumental."""
    words = name.split()
    every = [_word_forms(word, at == len(words) - 1) for at, word in enumerate(words)]
    for case in range(4):
        yield " ".join(forms[case] for forms in every)


def _word_forms(word, is_last):
    stem = word[:-1]
    if len(word) < 3 or word.endswith(("e", "i", "u", "y")):
        return [word] * 4
    adjective = word.endswith(_LIKE_ADJECTIVES) or (not is_last and word not in _NOUNS)
    if word.endswith("a") and adjective:
        return [stem + "e", stem + "oj", stem + "u", stem + "om"]
    if word.endswith("a"):
        dative = stem[:-1] + "ci" if word == "republika" else stem + "i"
        return [stem + "e", dative, stem + "u", stem + "om"]
    if word.endswith("o"):
        return [stem + "a", stem + "u", word, stem + "om"]
    return [word + "a", word + "u", word, word + "om"]
