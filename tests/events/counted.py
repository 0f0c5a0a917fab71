"""Counts the rows of lists in plain Python, over rows that are loaded whole.

It knows nothing of querysets and columns: what it says is what the words of the filters mean.
"""

import datetime
from collections import Counter

from events.models import Event, Participation
from organisations.models import Organisation
from people.models import Person


class Plain:
    """All rows of a small world, as they are at an instant."""

    def __init__(self, now):
        self.now, self.today = now, now.date()
        self.bodies = {row.pk: row for row in Organisation.objects.all()}
        self.kin = {row.pk: set() for row in self.bodies.values()}
        for row in Organisation.objects.prefetch_related("successors"):
            for after in row.successors.all():
                self.kin[row.pk].add(after.pk)
                self.kin[after.pk].add(row.pk)
        self.people = {row.pk: row for row in Person.objects.prefetch_related("positions")}
        rows = Event.objects.prefetch_related(
            "topics", "projects", "places", "bodies", "withdrawals", "reports__editions"
        )
        self.events = {row.pk: row for row in rows if self.is_public(row)}
        lines = Participation.objects.prefetch_related("roles").order_by("order", "pk")
        self.lines = [line for line in lines if line.event_id in self.events]

    def is_public(self, event):
        withdrawn = any(row.lifted_at is None for row in event.withdrawals.all() if not row.report)
        return bool(event.public_from and event.public_from <= self.now and not withdrawn)

    # What a row says

    def within(self, body, asked):
        """Say whether an institution is meant where some others are asked for."""
        meant = {row.pk for row in self.bodies.values() if row.slug in asked["organisation"]}
        if asked.get("successors") == ["1"]:
            new = meant
            while new := {other for key in new for other in self.kin[key]} - meant:
                meant |= new
        while body:
            if body in meant:
                return True
            if asked.get("departments") == ["0"]:
                return False
            body = self.bodies[body].parent_id
        return False

    def touches(self, event, first, last):
        return bool(event.earliest) and event.latest >= first and event.earliest <= last

    def in_year(self, event, asked):
        ends = ((datetime.date(int(n), 1, 1), datetime.date(int(n), 12, 31)) for n in asked["year"])
        return any(self.touches(event, *year) for year in ends)

    def has_report(self, event):
        return any(
            text.state == "approved" and text.publish_at and text.publish_at <= self.now
            for report in event.reports.all()
            for text in report.editions.all()
            if not any(
                row.report_id == report.pk and row.lifted_at is None
                for row in event.withdrawals.all()
            )
        )

    def event_fits(self, event, asked, countries="country"):
        first = datetime.date.fromisoformat(asked.get("since", ["0001-01-01"])[0])
        last = datetime.date.fromisoformat(asked.get("until", ["9999-12-31"])[0])
        tests = {
            "kind": lambda: event.kind in asked["kind"],
            "year": lambda: self.in_year(event, asked),
            "since": lambda: self.touches(event, first, datetime.date.max),
            "until": lambda: self.touches(event, datetime.date.min, last),
            "topic": lambda: any(row.slug in asked["topic"] for row in event.topics.all()),
            "project": lambda: any(row.slug in asked["project"] for row in event.projects.all()),
            "report": lambda: self.has_report(event),
            "when": lambda: (
                event.latest is not None
                and (event.latest >= self.today) == (asked["when"] == ["upcoming"])
            ),
            countries: lambda: any(row.country in asked[countries] for row in event.places.all()),
        }
        return all(test() for name, test in tests.items() if name in asked)

    def line_fits(self, line, asked):
        told = line.person_id is None or line.named
        body = self.bodies.get(line.organisation_id)
        own = {line.country, body.country if body else ""} - {""}
        tests = {
            "organisation": lambda: self.within(line.organisation_id, asked),
            "organisation_kind": lambda: body and body.kind in asked["organisation_kind"],
            "role": lambda: told and any(row.slug in asked["role"] for row in line.roles.all()),
            "country": lambda: bool(own & {*asked["country"]}),
            "year": lambda: self.in_year(self.events[line.event_id], asked),
            "named": lambda: line.named == (asked["named"] == ["yes"]),
        }
        return all(test() for name, test in tests.items() if name in asked)

    # Which rows

    def events_with(self, asked):
        """Return the keys of the events that fit, without parts that stand under their wholes."""
        fit = self.every_event_with(asked)
        return {key for key in fit if self.events[key].part_of_id not in fit}

    def every_event_with(self, asked):
        """Return the keys of all events that fit: for programs a part is a row like others."""

        def institutions(event):
            came = [
                line.organisation_id
                for line in self.lines
                if line.event_id == event.pk and line.attendance != "absent"
            ]
            return [*filter(None, came), *(row.organisation_id for row in event.bodies.all())]

        return {
            event.pk
            for event in self.events.values()
            if self.event_fits(event, asked)
            if "organisation" not in asked
            or any(self.within(body, asked) for body in institutions(event))
        }

    def took_part(self, line):
        return line.attendance == "came" and self.events[line.event_id].status == "held"

    def lines_with(self, asked):
        return {
            line.pk
            for line in self.lines
            if self.took_part(line) and self.line_fits(line, asked)
            if self.event_fits(
                self.events[line.event_id],
                {name: value for name, value in asked.items() if name != "country"},
                "held_in",
            )
        }

    def people_with(self, asked):
        lines = [line for line in self.lines if self.took_part(line) and line.named]
        shown = {
            row.pk
            for row in self.people.values()
            if row.visibility != "hidden"
            if row.in_directory or any(line.person_id == row.pk for line in lines)
        }
        of_lines = {"organisation", "organisation_kind", "role", "country", "year"} & {*asked}
        of_lines -= {"organisation"} if asked.get("affiliation") == ["today"] else set()
        fits = {name: asked[name] for name in of_lines}
        fits |= {name: asked[name] for name in ("departments", "successors") if name in asked}
        named = {line.person_id for line in lines if self.line_fits(line, fits)}
        return {
            key
            for key in shown
            if not of_lines or key in named
            if asked.get("affiliation") != ["today"]
            or "organisation" not in asked
            or self.works_there(self.people[key], asked)
        }

    def works_there(self, person, asked):
        return person.visibility == "page" and any(
            self.within(post.organisation_id, asked)
            for post in person.positions.all()
            if post.covers(self.today)
        )

    def over_time(self, slug, asked, newest):
        """Return what the page of an institution says; who else was there of its newest events."""
        asked = {"organisation": [slug], **asked}

        def lines(fits):
            return [line for line in self.lines if fits(line) and line.event_id in dated]

        dated = {key for key, event in self.events.items() if self.event_fits(event, asked)}
        came = lines(lambda line: line.attendance != "absent" and self.line_fits(line, asked))
        events = {line.event_id for line in came}
        if "role" not in asked:
            events |= {
                key
                for key in dated
                for row in self.events[key].bodies.all()
                if self.within(row.organisation_id, asked)
            }
        # A part stands with its whole.
        events -= {key for key in events if self.events[key].part_of_id in events}
        held = {line.event_id for line in came if self.took_part(line)}
        named = [line for line in came if line.named and self.took_part(line)]
        last = {}
        for line in named:
            day = self.events[line.event_id].listed_on
            last[line.person_id] = max(day, last.get(line.person_id, day))
        shared = self.newest_first(held)[:newest]
        beside = {
            (line.organisation_id, line.event_id)
            for line in lines(self.took_part)
            if line.event_id in shared and line.organisation_id
            if not self.within(line.organisation_id, asked)
        }
        return {
            "people": sorted(last, key=lambda key: (last[key], key), reverse=True),
            "events": self.newest_first(events),
            "unnamed": len(held - {line.event_id for line in named}),
            "years": Counter(
                year
                for event in map(self.events.get, events)
                if event.earliest
                for year in range(event.earliest.year, event.latest.year + 1)
            ),
            "beside": Counter(key for key, _event in beside),
        }

    def newest_first(self, events):
        return sorted(events, key=lambda key: (self.events[key].listed_on, key), reverse=True)
