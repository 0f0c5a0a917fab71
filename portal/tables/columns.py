"""What the columns of a list are, and what they hold, for all files alike.

A value is text, a number, a day, an hour, an instant, yes or no, several texts, or None where
nothing is known.
"""

import array
import datetime
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import dates
from portal.addresses import absolute

#: How many rows are read at once; a file of any length costs no more memory than these.
CHUNK = 500


class Column(NamedTuple):
    """One column: its key for programs, its name for people, and what it holds of a row."""

    key: str
    label: str
    value: Callable[[Any], Any]
    width: int = 20


NUMBER = Column("number", gettext_lazy("Number"), lambda row: row.pk, 10)
ADDRESS = Column(
    "address", gettext_lazy("Address"), lambda row: absolute(row.get_absolute_url()), 60
)


def keys_of(queryset) -> array.array:
    """Return the keys of all rows in their order, eight bytes each.

    The filters are asked once, however long the file is, and the rows that they found are
    then read by key: a cursor that stays open would hold a snapshot of the database for as
    long as the slowest reader takes.
    """
    keys = queryset.prefetch_related(None).values_list("pk", flat=True)
    return array.array("q", keys.iterator(chunk_size=10_000))


def counted(keys) -> array.array:
    """Return the keys that the columns of a list gave, as `keys_of` does."""
    return array.array("q", keys.astype("int64").tobytes())


def chunks(keys) -> Iterator[list[int]]:
    return map(list, itertools.batched(keys, CHUNK))


def lines(columns: list[Column], keys, read) -> Iterator[list[list]]:
    """Give the values of the rows in chunks, in the order of the keys.

    `read` returns the rows of some keys by key, without those that the public may see no more.
    """
    for some in chunks(keys):
        found = read(some)
        yield [[column.value(found[key]) for column in columns] for key in some if key in found]


def text(value) -> str:
    """Return a value as a cell of text has it."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return "; ".join(value)
        case datetime.datetime():
            return dates.machine_moment(value)
        case datetime.time():
            return value.isoformat(timespec="minutes")
        case datetime.date():
            return value.isoformat()
    return str(value)
