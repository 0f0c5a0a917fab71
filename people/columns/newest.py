"""The newest line of each of some people, and what all of their lines come to."""

import datetime
from typing import NamedTuple

import numpy as np

from people.columns.many import different


class Newest(NamedTuple):
    """A line and its roles by their keys; at how many events, from which day to which one."""

    line: int
    roles: list
    events: int
    first: datetime.date | None
    last: datetime.date | None


def newest_of(moment, people, rows):
    """Return a Newest for each of some people, by key, who has some of these lines."""
    lines, events = moment.lines, moment.events
    places = rows[moment.people_at(people)[lines.person[rows]]]
    # Lines stand by their events, the newest first: the first of each is the newest.
    _people, newest, owners = np.unique(
        lines.person[places], return_index=True, return_inverse=True
    )
    at, number = lines.event[places], len(newest)
    # Each event once, in however many capacities somebody came.
    pairs = different(owners * np.int64(len(events)) + at)
    counts = np.bincount(pairs // len(events), minlength=number) if number else []
    first, last = np.full(number, datetime.date.max.toordinal()), np.zeros(number, dtype=int)
    known = events.earliest[at] > 0
    np.minimum.at(first, owners[known], events.earliest[at[known]])
    np.maximum.at(last, owners, events.latest[at])
    roles = lines.roles.take(places[newest])
    return [
        Newest(
            int(lines.pk[places[newest[n]]]),
            roles.values[roles.offsets[n] : roles.offsets[n + 1]].tolist(),
            int(counts[n]),
            _day(first[n]) if last[n] else None,
            _day(last[n]),
        )
        for n in range(number)
    ]


def _day(ordinal):
    return datetime.date.fromordinal(int(ordinal)) if ordinal else None
