"""How many rows have each value of a column; all answers are arrays by value."""

import numpy as np

from people.columns.many import At, Many, different

#: As many pairs of a row and a value are held as flags; of more the pairs are sorted.
MOST_FLAGS = 30_000_000
#: Rows that lead to so many times fewer others are put together first.
FEW = 16


def tally(column, mask):
    """Return how many rows of a mask have each value."""
    if isinstance(column, At):
        return tally_through(column.column, np.bincount(column.rows[mask]))
    _places, values = column.of(np.flatnonzero(mask))
    return np.bincount(values)


def tally_through(column, numbers):
    """Return how many have each value of a column of which row n is had by numbers[n]."""
    rows = np.flatnonzero(numbers)
    places, values = column.of(rows)
    return np.bincount(values, weights=numbers[rows][places]).astype(np.int64)


def tally_different(column, rows, owners, size):
    """Return how many different owners have each value; `owners` are those of the rows."""
    inner = isinstance(column, At) and isinstance(column.column, Many) and column.column
    length = len(inner.offsets) if inner else len(rows)
    if length * FEW < len(rows):
        # Who came often for one institution counts once before it is looked at.
        keys = different(owners.astype(np.int64) * length + column.rows[rows])
        owners, rows = np.divmod(keys, length)
        column = inner
    places, values = column.of(rows)
    return _different(owners[places], values, size)


def _different(owners, values, size):
    present = np.flatnonzero(np.bincount(values))
    if not len(present):
        return np.zeros(0, dtype=np.int64)
    numbers = np.zeros(present[-1] + 1, dtype=np.int64)
    numbers[present] = np.arange(len(present))
    codes = numbers[values]
    if len(present) * size <= MOST_FLAGS:
        flags = np.zeros(size * len(present), dtype=bool)
        flags[owners.astype(np.int64) * len(present) + codes] = True
        counts = np.count_nonzero(flags.reshape(size, len(present)), axis=0)
    else:
        keys = different(codes * np.int64(size) + owners)
        ends = np.arange(len(present) + 1) * np.int64(size)
        counts = np.diff(np.searchsorted(keys, ends))
    numbers[present] = counts
    return numbers


def tally_wholes(column, mask, whole):
    """Return how many rows each value leaves where a part stands under its whole.

    `whole` is where the whole of a row stands, -1 for none.
    """
    counts = tally(column, mask)
    parts = np.flatnonzero(mask & (whole >= 0))
    parts = parts[mask[whole[parts]]]
    if not len(parts):
        return counts
    size = np.int64(len(counts))
    places, values = column.of(parts)
    at_whole = whole[parts]
    _of, of_whole = column.of(at_whole)
    keys = at_whole[places] * size + values
    both = np.isin(keys, at_whole[_of] * size + of_whole)
    return counts - np.bincount(values[both], minlength=len(counts))
