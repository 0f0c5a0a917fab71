"""Countries as people write them, in some languages."""

import functools

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from portal import names
from portal.cldr import COUNTRIES
from portal.fields import country_codes, country_name

#: Other names, folded, that are not in CLDR's lists.
OTHERWISE = {
    "america": "US",
    "bosnia": "BA",
    "burma": "MM",
    "ceska republika": "CZ",
    "czech republic": "CZ",
    "great britain": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "macedonia": "MK",
    "makedonija": "MK",
    "moldavija": "MD",
    "russian federation": "RU",
    "ruska federacija": "RU",
    "sad": "US",
    "slovak republic": "SK",
    "slovacka republika": "SK",
    "swiss confederation": "CH",
    "turkey": "TR",
    "uk": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united states of america": "US",
    "usa": "US",
    "velika britanija": "GB",
    "vietnam": "VN",
}
#: What stands before the name of a country in its long form, folded.
LONG_FORMS = (
    "the republic of ",
    "republic of ",
    "democratic republic of ",
    "federal republic of ",
    "federative republic of ",
    "islamic republic of ",
    "people s republic of ",
    "socialist republic of ",
    "united republic of ",
    "kingdom of ",
    "principality of ",
    "republika ",
    "kraljevina ",
    "the ",
)
#: One letter of four may be wrong in a name that is taken for that of a country.
NEAR = 0.75
SHORTEST = 4
OFFERED = 3


@functools.cache
def _codes():
    """Return the code of each folded name, those of the earlier languages first."""
    found = dict(OTHERWISE)
    for territories in COUNTRIES.values():
        for code, name in territories.items():
            found.setdefault(names.fold_again(name), code)
            found.setdefault(names.fold_again(name.replace("&", " and ")), code)
    return found


def code_of(text: str, *, codes: bool = False) -> str:
    """Return the code of a country by its name, or by its code itself where these may stand.

    "" for what names none: “Serbia”, “Republic of Serbia” and “Србија” are RS.
    """
    if codes and len(text) == 2 and text in set(country_codes()):
        return text
    fold = names.fold_again(text)
    known = _codes()
    if fold in known:
        return known[fold]
    bare = next((fold.removeprefix(form) for form in LONG_FORMS if fold.startswith(form)), fold)
    return known.get(bare, "")


@functools.lru_cache(maxsize=4096)
def near(text: str) -> tuple[str, ...]:
    """Return the codes of the countries whose names are most like a text that names none."""
    fold, known = names.fold_again(text), _codes()
    if len(fold) < SHORTEST:
        return ()
    scorer = OSA.normalized_similarity
    found = process.extract(fold, known.keys(), scorer=scorer, score_cutoff=NEAR, limit=None)
    # A country has names in several languages.
    return tuple(dict.fromkeys(known[name] for name, _score, _key in found))[:OFFERED]


def no_country(text: str) -> str:
    """Return the sentence that says of a text that it names no country, and what may be meant."""
    meant = [country_name(code) for code in near(text)]
    if not meant:
        words = _("“%(text)s” is no country: write its English name, like Serbia.")
        return words % {"text": text[:40]}
    words = _("“%(text)s” is no country: write %(meant)s if that is meant.")
    return words % {"text": text[:40], "meant": _(" or ").join(meant)}
