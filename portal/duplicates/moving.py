"""What would change hands, line by line, for the page on which one decides."""

from dataclasses import dataclass

from django.utils.text import capfirst

from portal.differences import several
from portal.duplicates.places import places
from portal.duplicates.rows import Move, are_twins, renamed
from portal.snapshots import fields_of

#: So many lines of a kind are shown; the others are counted.
MOST = 100


@dataclass(frozen=True)
class Line:
    """One row that moves: of which record, and what it says."""

    owner: object
    words: str
    key: str
    #: Whether it becomes one with a line that stands there already.
    joins: bool = False


@dataclass(frozen=True)
class Moving:
    """The rows of one relation."""

    name: str
    title: str
    lines: list
    count: int

    @property
    def more(self):
        return self.count - len(self.lines)


def moving(record, other=None, user=None):
    """Return what other records have of a record, relation by relation; constant queries.

    With `other` it says which rows would meet a twin there.
    """
    found = [_of_place(place, record, other, user) for place in places(type(record))]
    return [part for part in (*_own(record, user), *found) if part.count]


def _own(record, user):
    for name in record.parts:
        rows = list(getattr(record, name).all())
        told = _lines(type(record), name, [(record.pk, row) for row in rows[:MOST]], user)
        lines = [
            Line(None, words, f"{name}-{row.pk}") for row, words in zip(rows, told, strict=False)
        ]
        title = capfirst(rows[0]._meta.verbose_name_plural) if rows else ""
        yield Moving(name, title, lines, len(rows))


def _of_place(place, record, other, user):
    rows = list(place.rows(record).order_by("-pk")[:MOST])
    count = len(rows) if len(rows) < MOST else place.rows(record).count()
    keys = [getattr(row, place.to_owner) for row in rows]
    owners = place.owner._base_manager.in_bulk(set(keys))
    title = capfirst(place.model._meta.verbose_name_plural)
    if place.part:
        words = _lines(place.owner, place.part, list(zip(keys, rows, strict=True)), user)
    else:
        title = f"{title} ({place.field.verbose_name})"
        words = [""] * len(rows)
    joining = _joining(place, record, other) if other and place.part else set()
    own = str(record)
    lines = [
        # The name of which the page is about is not said again.
        Line(
            owners[key],
            said.removeprefix(own).lstrip(", ·"),
            f"{place.name}-{row.pk}",
            row.pk in joining,
        )
        for key, row, said in zip(keys, rows, words, strict=True)
    ]
    return Moving(place.name, title, lines, count)


def _lines(owner, part, rows, user):
    """Return what each row of a part says, but to whom it belongs."""
    nothing = {"fields": {}, "parts": {}}
    pairs = [
        ({"fields": {}, "parts": {part: {str(row.pk): fields_of(row)}}}, nothing)
        for _key, row in rows
    ]
    told = several(owner, pairs, user) if pairs else []
    return [" · ".join(filter(None, _said(lines))) for lines in told]


def _said(lines):
    for line in lines:
        yield line.where.partition(": ")[2]
        yield line.before


def _joining(place, record, other):
    """Return the keys of the rows that would meet a twin; two queries."""
    shared = place.owners(record) & place.owners(other)
    if not shared or place.field.many_to_many:
        return set()
    move = Move(type(record), record.pk, other.pk)
    standing = {}
    near = place.model._base_manager.filter(**{f"{place.to_owner}__in": shared})
    for row in near.filter(**{place.field.name: other.pk}):
        standing.setdefault(getattr(row, place.to_owner), []).append(fields_of(row))
    return {
        row.pk
        for row in near.filter(**{place.field.name: record.pk})
        if any(
            are_twins(place.model, twin, renamed(place.model, fields_of(row), move))
            for twin in standing.get(getattr(row, place.to_owner), [])
        )
    }
