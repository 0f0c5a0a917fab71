"""The names of countries as CLDR has them, in the languages in which people write them here.

`bin/pin` writes countries.json anew from Babel, which keeps two megabytes of other things in each
process and one more for each language.
"""

import json
from pathlib import Path

PLACE = Path(__file__).parent / "countries.json"
#: By the tag of a language in small letters, by ISO 3166-1 alpha-2.
COUNTRIES = json.loads(PLACE.read_text("utf-8"))
