"""How much of what could be tried a test tries: a share by default, all of it in `make drill`."""

import os

IS_FULL = os.environ.get("BREADTH") == "full"


def turns(share, every):
    """Return how many turns a test takes."""
    return every if IS_FULL else share


def share(values, most, place):
    """Return some of the values, for each place those that follow; all of them if so wished.

    Over enough places in a row every value has its turn.
    """
    if IS_FULL or most >= len(values):
        return list(values)
    return [values[(place * most + number) % len(values)] for number in range(most)]
