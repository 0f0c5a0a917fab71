"""When two institutions may be one: by their names and letters, in one country and body."""

from itertools import combinations, product

from portal.likeness import PROBABLE, Reason, acronyms, of_bodies, telling

__all__ = ["FIELDS", "Reason", "compare", "keys"]

FIELDS = ("folded", "country", "parent_id")
#: Words that half of all names have say nothing alone.
COMMON = frozenset(
    "agency association authority bureau center centre commission committee council department "
    "directorate division embassy european federal foundation government institute international "
    "ministry national office organisation organization republic section secretariat sector state "
    "unit university agencija direktorat fakultet fond institut kancelarija komesarijat komisija "
    "ministarstvo odbor odeljenje odsek republike republika savet sektor sluzba srbije uprava "
    "univerzitet zavod".split()
)
SHORTEST = 4


def keys(row):
    """Return the names, their letters, and their telling words, those that are none two by two."""
    found = set()
    for name in row["folded"].split("\n"):
        words = telling(name)
        found |= {name, "".join(words), *acronyms(name)}
        found |= {word for word in words if len(word) >= SHORTEST and word not in COMMON}
        found |= {" ".join(pair) for pair in combinations(sorted(COMMON.intersection(words)), 2)}
    return found


def compare(row, other):
    """Return how alike two institutions are by their likest names, and why; None for too little."""
    if _differ(row, other, "country") or _differ(row, other, "parent_id"):
        return None
    if row["parent_id"] == other["pk"] or other["parent_id"] == row["pk"]:
        return None
    pairs = product(row["folded"].split("\n"), other["folded"].split("\n"))
    best = max((of_bodies(*pair) for pair in pairs), key=lambda found: found.score)
    return tuple(best) if best.score >= PROBABLE else None


def _differ(row, other, name):
    return row[name] and other[name] and row[name] != other[name]
