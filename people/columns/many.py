"""Columns of which a row has one value, several or none; 0 is no value.

Each answers the same two questions: `any_of`, which rows have one of some values, and `of`,
which values some rows have, as pairs of a row's place among those asked about and a value.
Those that a picture is drawn of say too which rows have none: `empty`.
"""

import dataclasses
import functools

import numpy as np

#: So many values are compared one by one; np.isin does more at each row.
FEW = 8


def different(values):
    """Return each value once, in order.

    np.unique keeps a table of what it saw, which of a million takes some fifty times as long, and
    loads numpy.ma.
    """
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def narrow(values):
    """Return numbers, none of them below 0, in the smallest type that holds them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def among(values, wanted):
    """Return which values are among those wanted, some of which may be too large for their type."""
    if len(wanted) > FEW:
        return np.isin(values, np.asarray(wanted))
    found = np.zeros(len(values), dtype=bool)
    for one in wanted:
        found |= values == one
    return found


def runs(begins, lengths):
    """Return of runs of rows, for each row in them, which run it is of and where it stands."""
    places = np.repeat(np.arange(len(begins), dtype=np.int32), lengths)
    shifts = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths)
    return places, np.arange(len(places)) + shifts


@dataclasses.dataclass(frozen=True)
class One:
    values: np.ndarray

    @property
    def empty(self):
        return self.values == 0

    def any_of(self, wanted):
        return among(self.values, wanted)

    def of(self, rows):
        values = self.values[rows]
        places = np.flatnonzero(values)
        return places, values[places]


@dataclasses.dataclass(frozen=True)
class Many:
    """The values of all rows one after the other, and where those of each row begin."""

    offsets: np.ndarray
    values: np.ndarray

    @classmethod
    def from_pairs(cls, length, rows, values):
        order = np.argsort(rows, kind="stable")
        ends = np.cumsum(np.bincount(rows, minlength=length))
        return cls(np.concatenate([[0], ends]).astype(np.int32), values[order])

    @property
    def lengths(self):
        return np.diff(self.offsets)

    @functools.cached_property
    def empty(self):
        return self.lengths == 0

    @property
    def rows(self):
        """Return for each value the row that has it."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.int32), self.lengths)

    def any_of(self, wanted):
        hits = among(self.values, wanted)
        before = np.concatenate([[0], np.cumsum(hits, dtype=np.int32)])[self.offsets]
        return before[1:] != before[:-1]

    def of(self, rows):
        begins = self.offsets[rows]
        places, at = runs(begins, self.offsets[rows + 1] - begins)
        return places, self.values[at]

    def take(self, rows):
        _places, values = self.of(rows)
        ends = np.cumsum(self.lengths[rows])
        return Many(np.concatenate([[0], ends]).astype(np.int32), values)

    def join(self, other):
        offsets = np.concatenate([self.offsets, self.offsets[-1] + other.offsets[1:]])
        return Many(offsets, np.concatenate([self.values, other.values]))


@dataclasses.dataclass(frozen=True)
class At:
    """What rows have through another row: a line through its event or its institution."""

    column: One | Many
    rows: np.ndarray

    @property
    def empty(self):
        return self.column.empty[self.rows]

    def any_of(self, wanted):
        return self.column.any_of(wanted)[self.rows]

    def of(self, rows):
        return self.column.of(self.rows[rows])


@dataclasses.dataclass(frozen=True)
class Either:
    """One value of two columns: a line's own country, and that of its institution."""

    first: np.ndarray
    second: np.ndarray

    @property
    def empty(self):
        return (self.first == 0) & (self.second == 0)

    def any_of(self, wanted):
        return among(self.first, wanted) | among(self.second, wanted)

    def of(self, rows):
        first, second = self.first[rows], self.second[rows]
        own = np.flatnonzero(first)
        other = np.flatnonzero((second != 0) & (second != first))
        return np.concatenate([own, other]), np.concatenate([first[own], second[other]])


@dataclasses.dataclass(frozen=True)
class Only:
    """A column that only some rows tell."""

    column: Many
    told: np.ndarray

    def any_of(self, wanted):
        return self.column.any_of(wanted) & self.told

    def of(self, rows):
        kept = np.flatnonzero(self.told[rows])
        places, values = self.column.of(rows[kept])
        return kept[places], values
