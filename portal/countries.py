"""Countries as people write them, in some languages."""

import functools

from portal import names
from portal.cldr import COUNTRIES
from portal.fields import country_codes

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
