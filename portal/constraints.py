"""What the database would say to a row, told without asking it: sixty rows ask nothing.

Covers what the constraints of our rows use: exact, isnull, comparisons, F, and, or, not.
"""

import operator

from django.db.models import F, Q

COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def holds(condition: Q, values: dict) -> bool | None:
    """Return whether a condition is true of a row's values; None where SQL says unknown."""
    results = [
        holds(child, values) if isinstance(child, Q) else _compare(*child, values)
        for child in condition.children
    ]
    if condition.connector == Q.OR:
        result = True if True in results else None if None in results else False
    else:
        result = False if False in results else None if None in results else True
    return result if not condition.negated or result is None else not result


def _compare(lookup, wanted, values):
    name, _, comparison = lookup.partition("__")
    value = values[name]
    if comparison == "isnull":
        return (value is None) == wanted
    if isinstance(wanted, F):
        wanted = values[wanted.name]
    if value is None or wanted is None:
        return None
    return COMPARISONS[comparison or "exact"](value, wanted)
