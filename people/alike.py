"""When two people may be one: by their names, in any spelling, order or shortness."""

from itertools import permutations, product
from operator import itemgetter
from string import ascii_lowercase

from portal import names
from portal.likeness import PROBABLE, Reason, likeness

__all__ = ["FIELDS", "Reason", "compare", "keys"]

FIELDS = ("folded", "family_name")


def keys(row):
    """Return each name, and each word of it with the letter by which another begins: “cucic v”.

    Who is called by one word alone may be anybody of that family, whatever the other begins with.
    """
    called = row["folded"].split("\n") if row["folded"] else []
    near = {
        f"{word} {other[0]}"
        for name in called
        for word, other in permutations(name.split(), 2)
        if len(word) > 1
    }
    if alone := _alone(row):
        near |= {f"{alone} {letter}" for letter in ascii_lowercase}
    return near.union(called)


def compare(row, other):
    """Return how alike two people are by their likest names, and why; None for too little."""
    pairs = product(row["folded"].split("\n"), other["folded"].split("\n"))
    best = max((likeness(*pair) for pair in pairs), key=itemgetter(0))
    if best.score >= PROBABLE:
        return tuple(best)
    if _alone(row) in _families(other) or _alone(other) in _families(row):
        return PROBABLE, Reason.SHORT
    return None


def _alone(row):
    """Return the only word of a name, "" where it has more."""
    name = row["folded"].partition("\n")[0]
    return "" if " " in name else name


def _families(row):
    """Return the words that are the family name; where no part is said so, each name's last."""
    family = names.fold(row["family_name"] or "")
    return family.split() or [name.rpartition(" ")[2] for name in row["folded"].split("\n")]
