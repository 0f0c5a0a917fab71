"""When two people may be one: by their names, in any spelling, order or shortness."""

from itertools import permutations, product
from operator import itemgetter

from portal.likeness import PROBABLE, Reason, likeness

__all__ = ["FIELDS", "Reason", "compare", "keys"]

FIELDS = ("folded",)


def keys(row):
    """Return each name, and each word of it with the letter by which another begins: “cucic v”."""
    names = row["folded"].split("\n") if row["folded"] else []
    near = {
        f"{word} {other[0]}"
        for name in names
        for word, other in permutations(name.split(), 2)
        if len(word) > 1
    }
    return near.union(names)


def compare(row, other):
    """Return how alike two people are by their likest names, and why; None for too little."""
    pairs = product(row["folded"].split("\n"), other["folded"].split("\n"))
    best = max((likeness(*pair) for pair in pairs), key=itemgetter(0))
    return tuple(best) if best.score >= PROBABLE else None
