"""The columns themselves, as tables of rows; immutable, so that threads may share them."""

import dataclasses

import numpy as np

from people.columns.many import Many, One, different, narrow


@dataclasses.dataclass(frozen=True)
class Table:
    def take(self, rows):
        """Return the table of some rows, in their order."""
        return type(self)(
            **{
                name: column.take(rows) if isinstance(column, Many) else column[rows]
                for name, column in vars(self).items()
            }
        )

    def join(self, other):
        """Return the rows of this table and those of another after them."""
        return type(self)(
            **{
                name: column.join(getattr(other, name))
                if isinstance(column, Many)
                else np.concatenate([column, getattr(other, name)])
                for name, column in vars(self).items()
            }
        )


@dataclasses.dataclass(frozen=True)
class Events(Table):
    """Events that are public or will be, the newest first. Days are ordinals, 0 is none."""

    pk: np.ndarray
    kind: np.ndarray
    earliest: np.ndarray
    latest: np.ndarray
    listed_on: np.ndarray
    visible_from: np.ndarray
    part_of: np.ndarray
    #: From when a report of it can be read.
    report_from: np.ndarray
    #: From when a text of it can be read, and in what language.
    texts: Many
    text_languages: Many
    #: The beginning of its folded name.
    name: np.ndarray
    years: Many
    topics: Many
    projects: Many
    countries: Many
    bodies: Many
    #: The instants of its material changes, and of what text each is ("" of the facts).
    changes: Many
    languages: Many
    #: The instants of its small corrections.
    corrections: Many

    def __len__(self):
        return len(self.pk)

    def sorted(self):
        return self.take(np.lexsort((-self.pk, -self.listed_on)))


@dataclasses.dataclass(frozen=True)
class Lines(Table):
    """The lines of those events but of who did not come; `event` is a place among the events."""

    pk: np.ndarray
    event: np.ndarray
    person: np.ndarray
    organisation: np.ndarray
    country: np.ndarray
    named: np.ndarray
    held: np.ndarray
    roles: Many

    def __len__(self):
        return len(self.pk)


@dataclasses.dataclass(frozen=True)
class People:
    """People that are public or will be: `pk` in the order of their names, the rest by key."""

    pk: np.ndarray
    visible_from: np.ndarray
    changed_at: np.ndarray
    posts: "Posts"


@dataclasses.dataclass(frozen=True)
class Posts(Table):
    """The posts that pages of people tell of; days are ordinals, open ends far away."""

    person: np.ndarray
    organisation: np.ndarray
    since: np.ndarray
    until: np.ndarray


@dataclasses.dataclass(frozen=True)
class Bodies:
    """Institutions, all by key; `above` are those that one is a department of, and itself."""

    kind: np.ndarray
    country: np.ndarray
    visible_from: np.ndarray
    above: Many
    #: What came directly before or after each, as far as there is something.
    kin: dict

    def within(self, body):
        """Return the keys of an institution and of its departments at any depth."""
        return self.above.rows[self.above.values == body]

    def choices(self, now, *, departments, successors):
        """Return for each institution those that mean it when they are asked for."""
        public = self.visible_from <= now
        if departments:
            rows, values = self.above.rows, self.above.values
        else:
            rows = values = np.arange(len(public), dtype=np.int32)
        if successors:
            rows, values = self._with_kin(rows, values, public)
        kept = public[values]
        keys = different(rows[kept].astype(np.int64) * len(public) + values[kept])
        return Many.from_pairs(len(public), keys // len(public), narrow(keys % len(public)))

    def _with_kin(self, rows, values, public):
        more = [
            (rows[values == body], other)
            for body in self.kin
            for other in self.family(body, public) - {body}
        ]
        return (
            np.concatenate([rows, *(found for found, _other in more)]),
            np.concatenate([values, *(np.full(len(found), other) for found, other in more)]),
        )

    def family(self, body, public):
        """Return an institution with all public ones before and after it, at any remove."""
        found, new = {body}, {body}
        while new:
            near = {other for one in new for other in self.kin.get(one, ()) if public[other]}
            new = near - found
            found |= new
        return found if public[body] else {body}


def by_key(keys, values, size, empty=0):
    """Return a column with the values at their keys."""
    column = np.full(size, empty, dtype=values.dtype)
    column[keys] = values
    return column


__all__ = ["Bodies", "Events", "Lines", "Many", "One", "People", "Posts", "by_key"]
