"""What one institution had a part in, as the columns tell it; rows are places in their tables.

All lines are looked through once, which costs the same for every institution. From then on only
its own are worked with, and the database is asked for no more than the rows that a page prints.
"""

import functools

import numpy as np

from people.columns import index
from people.columns.many import different

# With how many it took part is counted over the newest events alone, as the page says.
MOST_SHARED = 500


class Part:
    """The part of an institution in what fits a filterset, which is an OverTimeFilter."""

    def __init__(self, organisation, filterset, now):
        self.moment = index.at(now)
        self.filterset = filterset
        bodies = self.moment.bodies
        inside = bodies.within(organisation.pk)
        #: The keys of the institution and of its departments, as far as they are asked for.
        self.within = inside
        if not filterset.with_departments:
            self.within = inside[inside == organisation.pk]
        self.meant = np.zeros(len(bodies.country), dtype=bool)
        self.meant[self.within] = True

    @functools.cached_property
    def fitting(self):
        """Which events fit the days that are asked for."""
        if self.filterset.is_refused:
            return np.zeros(len(self.moment.events), dtype=bool)
        found, events = self.moment.public_events, self.moment.events
        if since := self.filterset.given("since"):
            found = found & (events.latest >= since.toordinal())
        if until := self.filterset.given("until"):
            found = found & (events.earliest <= until.toordinal()) & (events.earliest > 0)
        return found

    # Lines

    @functools.cached_property
    def came(self):
        """The lines of who came for it, or is to come, the newest event first."""
        lines = self.moment.lines
        rows = np.flatnonzero(self.meant[lines.organisation])
        rows = rows[self.fitting[self.events_of(rows)]]
        if roles := self.filterset.given("role"):
            wanted = [pk for pk, slug, _name in self.filterset.roles if slug in roles]
            places, values = self.moment.line_roles.of(rows)
            rows = rows[different(places[np.isin(values, wanted)])]
        return rows

    @functools.cached_property
    def took_part(self):
        """Those of them at an event that was held."""
        return self.came[self.moment.lines.held[self.came]]

    @functools.cached_property
    def named(self):
        """Those of these that name somebody."""
        return self.took_part[self.moment.lines.named[self.took_part]]

    @functools.cached_property
    def people(self):
        """The keys of who is named, who was last named first; those of one day by their names."""
        lines, events = self.moment.lines, self.moment.events
        newest = np.full(len(self.moment.public_people), -1, dtype=np.int32)
        # The last write stays: from the oldest line to the newest.
        newest[lines.person[self.named[::-1]]] = self.named[::-1]
        by_name = self.moment.people.pk
        keys = by_name[newest[by_name] >= 0]
        days = events.listed_on[self.events_of(newest[keys])]
        return keys[np.argsort(-days, kind="stable")]

    # Events

    @functools.cached_property
    def events(self):
        """The events that it had a part in, the newest first; a part stands with its whole."""
        hosted = self.moment.events.bodies
        rows = hosted.rows[self.meant[hosted.values]]
        # An institution has no role of a person.
        rows = rows[:0] if self.filterset.given("role") else rows[self.fitting[rows]]
        found = self._different(np.concatenate([self.events_of(self.came), rows]))
        here = np.zeros(len(self.moment.events), dtype=bool)
        here[found] = True
        whole = self.moment.index.whole[found]
        return found[(whole < 0) | ~here[whole]]

    @functools.cached_property
    def unnamed(self):
        """How many were held at which nobody of it is named."""
        held, named = map(self._different, map(self.events_of, (self.took_part, self.named)))
        return len(held) - len(named)

    def events_of(self, lines):
        return self.moment.lines.event[lines]

    def _different(self, events):
        """Return each of some events once, the newest first."""
        return np.flatnonzero(np.bincount(events, minlength=1))

    @property
    def years(self):
        """How many events there were in each year, as pairs; over New Year one is of both."""
        _places, years = self.moment.events.years.of(self.events)
        return _counted(years)

    # Others

    @functools.cached_property
    def beside(self):
        """By the key of another institution, at how many of the newest events it was as well."""
        lines, size = self.moment.lines, len(self.meant)
        newest = self._different(self.events_of(self.took_part))[:MOST_SHARED]
        here = np.zeros(len(self.moment.events), dtype=bool)
        here[newest] = True
        rows = np.flatnonzero(here[lines.event] & lines.held & (lines.organisation > 0))
        rows = rows[~self.meant[lines.organisation[rows]]]
        once = different(lines.event[rows].astype(np.int64) * size + lines.organisation[rows])
        return dict(_counted(once % size))


def _counted(values):
    """Return each of some small numbers with how often it is there, as pairs."""
    numbers = np.bincount(values)
    found = np.flatnonzero(numbers)
    return np.transpose([found, numbers[found]]).tolist()
