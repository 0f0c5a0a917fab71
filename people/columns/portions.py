"""What rows tell, in portions, straight into arrays: as plain tuples, or many as texts.

Of many rows the database joins each column to one text, which numpy reads: a million rows take
this process a quarter of the time that tuples take.
"""

import itertools

import numpy as np
from django.db.models import Max

from portal.aggregates import joined

PORTION = 2_000
#: So wide is a portion of keys.
WIDTH = 10_000


def arrays(rows, **columns):
    """Return an array for each column, named by its field, of its type and read by its reader."""
    return arrays_in_order(rows.order_by(), **columns)


def arrays_in_order(rows, **columns):
    """Return the same with the rows in their order, for which the database sorts them."""
    found = {field: [] for field in columns}
    tuples = rows.values_list(*columns).iterator(chunk_size=PORTION)
    for portion in iter(lambda: list(itertools.islice(tuples, PORTION)), []):
        for (field, (dtype, read)), values in zip(
            columns.items(), zip(*portion, strict=True), strict=True
        ):
            found[field].append(np.fromiter(map(read, values), dtype, len(values)))
    return [
        np.concatenate(parts) if parts else np.empty(0, dtype=columns[field][0])
        for field, parts in found.items()
    ]


def numbers(text):
    return np.fromstring(text, np.int32, sep=",")


def codes(text):
    """Return the numbers of some countries, each what `reading.country` makes of it."""
    return np.array(text.split(","), dtype="S2").view(">u2")


def texts(rows, *columns, portions):
    """Return an array for each column, given as what is read, its type and its reader.

    `portions` says whether rows are read in portions by their keys, or all at once.
    """
    own = {f"column{n}": joined(column[0]) for n, column in enumerate(columns)}
    found = [[np.empty(0, dtype)] for _field, dtype, _read in columns]
    for some in _portions(rows) if portions else [rows]:
        told = some.order_by().aggregate(**own)
        for name, (_field, dtype, read), parts in zip(own, columns, found, strict=True):
            if told[name] is not None:
                parts.append(read(told[name]).astype(dtype))
    return [np.concatenate(parts) for parts in found]


def _portions(rows):
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    for begin in range(0, last + 1, WIDTH):
        yield rows.filter(pk__gte=begin, pk__lt=begin + WIDTH)
