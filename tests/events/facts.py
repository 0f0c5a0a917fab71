"""What the public may see, read off the columns, and worked out anew from the facts."""

import dataclasses

import numpy as np

from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Project,
    ProjectOrganisation,
    Report,
    Withdrawal,
)
from organisations.models import Organisation
from people.columns import index
from people.columns.many import Many
from people.models import Person
from portal.models import Entry
from tests.events.clock import HOUR, at

COLUMNS = {
    "events": Event.objects.public,
    "lines": Participation.objects.public,
    "record": Participation.objects.on_record,
    "projects": Project.objects.public,
    "institutions": Organisation.objects.public,
    "people": Person.objects.public,
    "reports": Report.objects.public,
    "documents": Document.objects.public,
    "photos": Photo.objects.public,
}


def shown(now):
    """Return by kind the keys of what the public may see, as the querysets say."""
    return {
        kind: set(public(now).order_by().values_list("pk", flat=True))
        for kind, public in COLUMNS.items()
    }


# How the search index calls them; of reports it has the texts that are read.
KINDS = {
    "events": "event",
    "texts": "report",
    "people": "person",
    "institutions": "organisation",
    "projects": "project",
    "documents": "document",
}


def found(now):
    """Return by kind the keys of what the search index tells the public of."""
    entries = list(Entry.objects.public(now).values_list("kind", "record_id"))
    return {kind: {key for of, key in entries if of == called} for kind, called in KINDS.items()}


class Facts:
    """All rows without anything derived, and what rules 1 and 7 of the house make of them."""

    def __init__(self):
        self.events = Event.objects.in_bulk()
        self.people = Person.objects.in_bulk()
        self.bodies = Organisation.objects.in_bulk()
        self.projects = Project.objects.in_bulk()
        self.lines = list(Participation.objects.prefetch_related("roles"))
        self.roles = list(EventOrganisation.objects.all())
        self.partners = list(ProjectOrganisation.objects.all())
        self.of_projects = list(Event.projects.through.objects.all())
        self.withdrawals = list(Withdrawal.objects.all())
        self.reports = list(Report.objects.all())
        self.editions = list(Edition.objects.all())
        self.documents = list(Document.objects.all())
        self.photos = list(Photo.objects.prefetch_related("people"))

    def is_named(self, line):
        event, person = self.events[line.event_id], self.people.get(line.person_id)
        if person is None or person.visibility == "hidden" or line.name_hidden:
            return False
        if event.names_shown == "officials":
            return line.office or any(role.speaking for role in line.roles.all())
        return event.names_shown == "everybody"

    def public(self, now):
        """Return by kind the keys of what the public may see at an instant."""
        taken = {w.event_id for w in self.withdrawals if not w.report_id and not w.lifted_at}
        events = {
            event.pk
            for event in self.events.values()
            if event.public_from and event.public_from <= now and event.pk not in taken
        }
        lines = [line for line in self.lines if line.event_id in events]
        record = [
            line
            for line in lines
            if self.is_named(line)
            and line.attendance == "came"
            and self.events[line.event_id].status == "held"
        ]
        projects = {row.project_id for row in self.of_projects if row.event_id in events}
        projects |= {project.pk for project in self.projects.values() if project.in_directory}
        used = {row.organisation_id for row in lines}
        used |= {row.organisation_id for row in self.roles if row.event_id in events}
        used |= {row.organisation_id for row in self.partners if row.project_id in projects}
        used |= {self.projects[key].team_id for key in projects}
        bodies = {body.pk for body in self.bodies.values() if body.in_directory}
        for key in used - {None}:
            while key:
                bodies.add(key)
                key = self.bodies[key].parent_id
        people = {line.person_id for line in record}
        people |= {person.pk for person in self.people.values() if person.in_directory}
        hidden = {person.pk for person in self.people.values() if person.visibility == "hidden"}
        back = {
            w.report_id
            for w in self.withdrawals
            if w.at <= now and not (w.lifted_at or at(-1)) > now
        }
        back -= {w.report_id for w in self.withdrawals if w.lifted_at and w.lifted_at <= now} - {
            w.report_id for w in self.withdrawals if w.at <= now and not w.lifted_at
        }
        written = {e.report_id for e in self.editions if e.publish_at and e.publish_at <= now}
        return {
            "events": events,
            "lines": {line.pk for line in lines},
            "record": {line.pk for line in record},
            "projects": projects,
            "institutions": bodies,
            "people": people - hidden,
            "reports": {
                r.pk for r in self.reports if r.event_id in events and r.pk in written - back
            },
            "documents": {row.pk for row in self.documents if row.event_id in events},
            "photos": {
                row.pk
                for row in self.photos
                if row.event_id in events
                and row.alternative_text
                and row.consent in ("yes", "nobody")
                and not {person.pk for person in row.people.all()} & hidden
            },
        }


def settled(found):
    """Return the columns of an index, in an order that is not that of a query without one."""
    told = {}
    for table in (found.events, found.lines, found.people, found.bodies):
        for column in dataclasses.fields(table):
            values = getattr(table, column.name)
            told[type(table), column.name] = pairs(values) if isinstance(values, Many) else values
    told[type(found.events), "changes"] = pairs(found.events.changes, found.events.languages)
    told[type(found.people), "posts"] = sorted(zip(*vars(found.people.posts).values(), strict=True))
    return told


def pairs(*columns):
    return sorted(zip(columns[0].rows, *(column.values for column in columns), strict=True))


def check_columns(now):
    """What a process keeps, reading again what moved alone, is all of it read anew."""
    kept = index.at(now).index
    np.testing.assert_equal(settled(kept), settled(index.Index.read(kept.mark)))


def check(now):
    check_columns(now)
    facts = Facts()
    for instant in (now, now + 5 * HOUR, now + 1000 * HOUR):
        public = facts.public(instant)
        assert shown(instant) == public
        # The list of people, as far as it knew them before.
        assert {*np.flatnonzero(index.at(instant).public_people)} == public["people"]
        texts = set(Edition.objects.public(instant).values_list("pk", flat=True))
        assert found(instant) == {kind: public.get(kind, texts) for kind in KINDS}
