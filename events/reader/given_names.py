"""Given names, of which one tells that capital words are a person, and whether of a woman."""

import tomllib
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "words" / "given_names.toml").read_text("utf-8"))
MEN, WOMEN, OTHERS, TRANSCRIBED = (
    frozenset(_LISTS[name].split()) for name in ("men", "women", "others", "transcribed")
)
DOMESTIC = MEN | WOMEN
EVERY = DOMESTIC | OTHERS | TRANSCRIBED
_MEN_IN_A = frozenset("akira andrea joshua luca mustafa noa".split())
#: Names that decline as those of women do.
FEMININE = WOMEN | {n for n in (OTHERS | TRANSCRIBED) - MEN - _MEN_IN_A if n.endswith("a")}
MASCULINE = EVERY - FEMININE
