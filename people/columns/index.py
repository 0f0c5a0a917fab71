"""All columns as they were at one mark of the site, and what is worked out of them once."""

import dataclasses
import datetime
import functools
import threading

import numpy as np
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from people.columns import counting, reading
from people.columns.many import At, Either, Many, One, Only, different, narrow
from people.columns.tables import Bodies, Events, Lines, People
from people.models import Person
from portal import memory, replica
from portal.models import Move, Site

#: So many events changed since are read again by themselves; of more everything is.
MOST_EVENTS = 500
#: So many bytes of answers are kept as long as nothing changes; then they are begun anew.
MOST_KEPT = 16_000_000
#: What an answer takes beside its arrays.
ROOM = 500


@dataclasses.dataclass(frozen=True)
class Index:
    mark: str
    events: Events
    lines: Lines
    people: People
    bodies: Bodies

    @classmethod
    def read(cls, mark):
        events = reading.events()
        lines = reading.lines(events)
        # Read after what points at them, so that none is missing that came meanwhile.
        people = reading.people(int(lines.person.max(initial=0)))
        return cls(mark, events, lines, people, _bodies(events, lines))

    def renewed(self, mark, moves):
        """Return the index at a later mark, reading again only what the moves name."""
        keys = {key for move in moves for key in move.events}
        if not keys:
            events, lines, same = self.events, self.lines, True
        else:
            events, lines, same = self._without(keys)
        same = same and not any(move.kind == Person._meta.label_lower for move in moves)
        people = self.people if same else reading.people(int(lines.person.max(initial=0)))
        return Index(mark, events, lines, people, _bodies(events, lines))

    def _without(self, keys):
        """Return events and lines with some events read again, and whether people stay the same."""
        fresh = reading.events(keys)
        fresh_lines = reading.lines(fresh, keys)
        gone = np.isin(self.events.pk, list(keys))
        kept = np.flatnonzero(~gone)
        events = self.events.take(kept).join(fresh)
        order = np.lexsort((-events.pk, -events.listed_on))
        # Where each event stands now: those kept, then those read again.
        at = np.empty(len(order), dtype=np.int32)
        at[order] = np.arange(len(order), dtype=np.int32)
        moved = np.full(len(self.events), -1, dtype=np.int32)
        moved[kept] = at[: len(kept)]
        stay = np.flatnonzero(~gone[self.lines.event])
        old = self.lines.take(np.flatnonzero(gone[self.lines.event]))
        same = np.array_equal(
            _people_of(self.events, old), _people_of(fresh, fresh_lines)
        ) and _same_instants(self.events.take(np.flatnonzero(gone)), fresh)
        lines = self.lines.take(stay)
        lines = dataclasses.replace(lines, event=moved[lines.event])
        fresh_at = dataclasses.replace(fresh_lines, event=at[len(kept) :][fresh_lines.event])
        lines = lines.join(fresh_at)
        # Two runs that are sorted each: cheap to merge.
        lines = lines.take(np.argsort(lines.event, kind="stable"))
        return events.take(order), lines, same

    @functools.cached_property
    def instants(self):
        """The instants at which something comes to be seen by itself."""
        seen = (
            self.events.visible_from,
            self.events.texts.values,
            self.events.changes.values,
            self.events.corrections.values,
            self.people.visible_from,
            self.bodies.visible_from,
        )
        return different(np.concatenate(seen))

    @functools.cached_property
    def event_places(self):
        """Where events stand by their keys."""
        return reading.Places(self.events.pk)

    @functools.cached_property
    def whole(self):
        """Where the whole stands that an event is a part of, -1 for none."""
        at = self.event_places.of(self.events.part_of)
        return np.where(self.events.part_of > 0, at, -1)

    @functools.cached_property
    def event_bodies(self):
        """The institutions of which somebody came to an event, or that had a role at it."""
        lines, size = self.lines, len(self.bodies.country)
        here = np.flatnonzero(lines.organisation)
        own = self.events.bodies
        rows = np.concatenate([lines.event[here], own.rows]).astype(np.int64)
        keys = different(rows * size + np.concatenate([lines.organisation[here], own.values]))
        return Many.from_pairs(len(self.events), keys // size, narrow(keys % size))

    @functools.cached_property
    def _moments(self):
        return {}

    def moment(self, now):
        """Return what is seen at an instant; kept until something comes to be seen by itself."""
        at = reading.instant(now)
        key = (int(np.searchsorted(self.instants, at, "right")), timezone.localdate(now))
        found = self._moments.get(key)
        if found is None:
            self._moments.clear()
            found = self._moments[key] = Moment(self, at, key[1])
        return found


def _bodies(events, lines):
    named = (lines.organisation, events.bodies.values)
    return reading.bodies(max(int(keys.max(initial=0)) for keys in named))


def _people_of(events, lines):
    """Return for each line its event, whom it shows and whether it does, in a settled order."""
    told = np.stack([events.pk[lines.event], lines.person, lines.named, lines.held])
    return told[:, np.lexsort(told)]


def _same_instants(old, new):
    """Say whether events are the same as they were, and public from the same instants."""
    old_at, new_at = np.argsort(old.pk), np.argsort(new.pk)
    return all(
        np.array_equal(getattr(old, name)[old_at], getattr(new, name)[new_at])
        for name in ("pk", "visible_from")
    )


def _bytes(found):
    """Return about how much room arrays take, or a number or words, or what is made of them."""
    if isinstance(found, tuple):
        return sum(map(_bytes, found))
    if isinstance(found, str):
        return ROOM + 4 * len(found)
    if isinstance(found, list | dict):
        return ROOM * (1 + len(found))
    if isinstance(found, Many):
        return _bytes((found.offsets, found.values))
    return ROOM + getattr(found, "nbytes", 0)


class Moment:
    """What of an index is seen at an instant, with the answers given so far."""

    def __init__(self, index, at, today):
        self.index, self.at, self.today = index, at, today
        self.events, self.lines = index.events, index.lines
        self.people, self.bodies = index.people, index.bodies
        self.answers, self.kept = {}, 0

    def answer(self, key, work):
        """Return what was worked out for a key, or work it out now: arrays, or what holds some.

        It is asked of the database whose mark it is kept under: another one may lag behind.
        """
        found = self.answers.get(key)
        if found is None:
            with replica.reading(DEFAULT_DB_ALIAS):
                found = work()
            # A question may be longer than its answer.
            room = _bytes((key, found))
            self.kept += room
            if self.kept > MOST_KEPT:
                self.answers.clear()
                self.kept = room
            self.answers[key] = found
        return found

    # Which rows

    @functools.cached_property
    def public_events(self):
        return self.events.visible_from <= self.at

    @functools.cached_property
    def took_part(self):
        """The lines of who came to a public event that was held."""
        return self.lines.held & self.public_events[self.lines.event]

    @functools.cached_property
    def on_record(self):
        return self.took_part & self.lines.named

    @functools.cached_property
    def public_people(self):
        """By key, whether somebody is public."""
        return self.people.visible_from <= self.at

    def people_at(self, keys):
        """Return which people by key some keys mean; those of drafts alone mean nobody."""
        found, keys = np.zeros_like(self.public_people), np.asarray(keys, dtype=np.int64)
        found[keys[keys < len(found)]] = True
        return found

    @functools.cached_property
    def public_bodies(self):
        """By key, whether an institution is public."""
        return self.bodies.visible_from <= self.at

    # Columns of events

    def bodies_meant(self, *, departments=True, successors=False):
        key = "bodies", departments, successors
        return self.answer(
            key,
            lambda: self.bodies.choices(self.at, departments=departments, successors=successors),
        )

    @functools.cached_property
    def event_institutions(self):
        """The institutions that find an event, each once: a department counts as its whole."""
        own, meant = self.index.event_bodies, self.bodies_meant()
        places, values = meant.of(own.values)
        size = len(self.bodies.country)
        keys = different(own.rows[places].astype(np.int64) * size + values)
        return Many.from_pairs(len(self.events), keys // size, narrow(keys % size))

    @functools.cached_property
    def event_kind(self):
        return One(self.events.kind)

    @functools.cached_property
    def event_when(self):
        """1 for what goes on or is to come, 2 for what is over, 0 if the day is not known."""
        today = self.today.toordinal()
        coming = self.events.latest >= today
        return One(np.where(self.events.latest == 0, 0, np.where(coming, 1, 2)).astype(np.uint8))

    @functools.cached_property
    def event_report(self):
        return One((self.events.report_from <= self.at).astype(np.uint8))

    # Columns of lines

    def of_event(self, column):
        return At(column, self.lines.event)

    @functools.cached_property
    def line_country(self):
        return Either(self.lines.country, self.bodies.country[self.lines.organisation])

    @functools.cached_property
    def line_body_kind(self):
        return At(One(self.bodies.kind), self.lines.organisation)

    @functools.cached_property
    def line_roles(self):
        telling = self.lines.named | (self.lines.person == 0)
        return Only(self.lines.roles, telling)

    @functools.cached_property
    def line_named(self):
        return One(np.where(self.lines.named, 1, 2).astype(np.uint8))

    @functools.cached_property
    def lines_by_name(self):
        """The lines in the order of the names that they show; those without one come last."""
        people, lines = self.people.pk, self.lines
        rank = np.full(len(self.public_people), len(people), dtype=np.int32)
        rank[people] = np.arange(len(people), dtype=np.int32)
        return np.argsort(np.where(lines.named, rank[lines.person], len(people)), kind="stable")

    def lines_by_change(self, language):
        """Return the lines in the order of what their events' "Last updated" says, newest first."""

        def work():
            order = np.argsort(-self.last_changed(language), kind="stable")
            rank = np.empty(len(order), dtype=np.int32)
            rank[order] = np.arange(len(order), dtype=np.int32)
            return np.argsort(rank[self.lines.event], kind="stable").astype(np.int32)

        return self.answer(("lines by change", language), work)

    def line_bodies(self, *, departments, successors):
        meant = self.bodies_meant(departments=departments, successors=successors)
        return At(meant, self.lines.organisation)

    @functools.cached_property
    def posts(self):
        """The posts that are held today, at institutions that are public."""
        every, today = self.people.posts, self.today.toordinal()
        held = (every.since <= today) & (every.until >= today)
        return every.take(np.flatnonzero(held & self.public_bodies[every.organisation]))

    def post_bodies(self, *, departments, successors):
        meant = self.bodies_meant(departments=departments, successors=successors)
        return At(meant, self.posts.organisation)

    def _has_text(self, language):
        """Return which events have a text in a language that can be read."""
        texts, languages = self.events.texts, self.events.text_languages.values
        found = np.zeros(len(self.events), dtype=bool)
        found[texts.rows[(texts.values <= self.at) & (languages == language.encode())]] = True
        return found

    def last_changed(self, language):
        """Return for each event when "Last updated" is in a language, NOT_YET for none."""

        def work():
            changes, languages = self.events.changes, self.events.languages.values
            told = np.isin(languages, [b"", language.encode()])
            # Whoever has no text in their language is told of those in others.
            told |= ~self._has_text(language)[changes.rows]
            counting = (changes.values <= self.at) & told
            found = np.full(len(self.events), reading.NOT_YET, dtype=np.int64)
            np.maximum.at(found, changes.rows[counting], changes.values[counting])
            return found

        return self.answer(("changed", language), work)

    @functools.cached_property
    def _project_figures(self):
        column, rows = self.events.projects, np.flatnonzero(self.public_events)
        wholes = counting.tally_wholes(column, self.public_events, self.index.whole)
        places, values = column.of(rows)
        first = np.full(len(wholes), datetime.date.max.toordinal())
        last = np.zeros(len(wholes), dtype=int)
        known = self.events.earliest[rows][places] > 0
        np.minimum.at(first, values[known], self.events.earliest[rows][places][known])
        np.maximum.at(last, values, self.events.latest[rows][places])
        return wholes, first, last

    def project_figures(self, key):
        """Return how many public events were under a project, and their first and last day.

        A part counts with its whole. The days are None where none is known.
        """
        wholes, first, last = self._project_figures
        if key >= len(wholes) or not last[key]:
            return int(wholes[key]) if key < len(wholes) else 0, None, None
        days = first[key], last[key]
        return int(wholes[key]), *(datetime.date.fromordinal(int(day)) for day in days)


class _Kept:
    """The index of this process; threads that find it old wait for the first to read it anew."""

    def __init__(self):
        self.index = None
        self.lock = threading.Lock()

    def fresh(self):
        mark = Site.objects.mark()
        if self.index and self.index.mark == mark and mark:
            return self.index
        with self.lock:
            mark = Site.objects.mark()
            while not (self.index and self.index.mark == mark and mark):
                self.index = self._read(mark)
                # To read them takes three times what they are.
                memory.give_back()
                # What was written meanwhile may have been read in part: then once more.
                read, mark = mark, Site.objects.mark()
                if read == mark:
                    break
            return self.index

    def _read(self, mark):
        moves = Move.objects.since(self.index.mark) if self.index and mark else None
        if moves is None or any(move.events is None for move in moves):
            return Index.read(mark)
        if len({key for move in moves for key in move.events}) > MOST_EVENTS:
            return Index.read(mark)
        return self.index.renewed(mark, moves)


_kept = _Kept()


def at(now: datetime.datetime):
    """Return what is seen at an instant; costs one query while nothing has changed."""
    # One database for all that reads it, or it would be read anew whenever another is asked.
    with replica.reading(DEFAULT_DB_ALIAS):
        return _kept.fresh().moment(now)
