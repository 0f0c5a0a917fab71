"""What Babel says of countries; run as a program, it writes that down for the site to read."""

import json

from babel import Locale

from portal import cldr

LANGUAGES = ("en", "sr", "sr-latn", "hr", "de", "fr", "es")
# Codes of two letters that are no country: unions, zones, exceptional reservations.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def countries():
    """Return the names of countries by language and code."""
    return {language: _names(Locale.parse(language, sep="-")) for language in LANGUAGES}


def _names(locale):
    return {
        code: name
        for code, name in sorted(locale.territories.items())
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


if __name__ == "__main__":
    words = json.dumps(countries(), ensure_ascii=False, indent=1)
    cldr.PLACE.write_text(words + "\n", "utf-8")
