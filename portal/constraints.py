"""What the database would say to a row, told without asking it: sixty rows ask nothing.

Covers what our constraints use: exact, isnull, comparisons, F, and, or, not.
"""

import operator

from django.db.models import CheckConstraint, F, Q

COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def is_met(constraint, row):
    """Say whether a row is seen to pass a condition: as for the database, unknown is no breach.

    Where that cannot be told from the row, it is not.
    """
    if not isinstance(constraint, CheckConstraint):
        return False
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    try:
        return holds(constraint.condition, values | {"pk": row.pk}) is not False
    except (KeyError, TypeError):
        # Another kind of comparison, or a value that is not of its field's kind yet.
        return False


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
