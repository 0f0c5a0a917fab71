"""How much of what could be tried a test tries: a share by default, all of it in `make drill`.

`bin/test` tries both databases in one run. There each tries half of what is alike on both, the
other half being tried on the other: all is tried once, and every promise on both.
"""

import os

from django.conf import settings

BREADTH = os.environ.get("BREADTH")
IS_FULL = BREADTH == "full"
IS_HALVED = BREADTH == "halves"


def turns(share, every):
    """Return how many turns a test takes."""
    return every if IS_FULL else share


def share(values, most, place):
    """Return some of the values, for each place those that follow; all of them if so wished.

    Over enough places in a row every value has its turn. Of two databases that are tried in one
    run, each gives other values to a place.
    """
    if IS_FULL or most >= len(values):
        return list(values)
    start = place * most + (len(values) // 2 if IS_HALVED and own_half() else 0)
    return [values[(start + number) % len(values)] for number in range(most)]


def half(values, place=0):
    """Return every second value where the others are tried on the other database, else all."""
    return list(values)[(place + own_half()) % 2 :: 2] if IS_HALVED else list(values)


def own_half():
    """Return which half this database tries: 0 or 1."""
    return int(not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))
