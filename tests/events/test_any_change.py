"""What the public may see, by the column of each row and by the rule worked out from the facts."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

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
    Role,
    Withdrawal,
)
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.models import Entry
from tests import builders
from tests.events.clock import HOUR, at

pytestmark = pytest.mark.django_db

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


def check(now):
    facts = Facts()
    for instant in (now, now + 5 * HOUR, now + 1000 * HOUR):
        public = facts.public(instant)
        assert shown(instant) == public
        texts = set(Edition.objects.public(instant).values_list("pk", flat=True))
        assert found(instant) == {kind: public.get(kind, texts) for kind in KINDS}


class Staff:
    """Does one thing after another to the record, each through the door."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311
        self.now = at(0)
        self.made = 0

    def any(self, model, **conditions):
        keys = list(model.objects.filter(**conditions).order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(keys)) if keys else None

    def name(self, kind):
        self.made += 1
        return f"{kind} {self.made}"

    def coin(self):
        return self.random.random() < 0.5

    def door(self, record):
        return history.change(record, by=None, now=self.now)

    def save(self, record, **fields):
        with self.door(record):
            for name, value in fields.items():
                setattr(record, name, value)
            record.clean()
            record.save()
        return record

    def step(self):
        """Do something; return its name, and whether the house refused it."""
        names = sorted(name for name in dir(self) if name.startswith("do_"))
        name = self.random.choice(names)
        self.now += HOUR / 2
        try:
            getattr(self, name)()
        except (ValidationError, IntegrityError, models.ProtectedError):
            return f"{name}: refused"
        return name

    # Events

    def do_new_event(self):
        self.save(
            Event(name=self.name("Event"), earliest=datetime.date(2021, 9, 1)),
            public_from=self.random.choice([None, self.now, self.now + 3 * HOUR]),
        )

    def do_publish(self):
        self.save(self.any(Event), public_from=self.now)

    def do_schedule(self):
        self.save(self.any(Event), public_from=self.now + self.random.choice([1, 4, 40]) * HOUR)

    def do_unschedule(self):
        if event := self.any(Event, public_from__gt=self.now):
            self.save(event, public_from=None)

    def do_fields_of_event(self):
        self.save(
            self.any(Event),
            status=self.random.choice(["held", "held", "planned", "cancelled"]),
            names_shown=self.random.choice(["officials", "everybody", "nobody"]),
            names_reason="They agreed.",
        )

    def do_withdraw(self):
        event = self.any(Event)
        report = self.any(Report, event=event) if self.coin() else None
        with self.door(event):
            Withdrawal.objects.create(event=event, report=report, reason="Wrong.", at=self.now)

    def do_lift(self):
        if row := self.any(Withdrawal, lifted_at=None):
            with self.door(row.event):
                row.lifted_at = self.now
                row.save()

    do_lift_again = do_lift

    def do_projects_of_event(self):
        event = self.any(Event)
        with self.door(event):
            event.projects.set([p for p in [self.any(Project), self.any(Project)] if p])

    def do_bodies_of_event(self):
        event = self.any(Event)
        with self.door(event):
            event.bodies.all().delete()
            if self.coin():
                event.bodies.create(organisation=self.any(Organisation))

    def do_files_of_event(self):
        event = self.any(Event)
        with self.door(event):
            Document.objects.create(event=event, title="Agenda", file="documents/a.pdf")
            photo = Photo.objects.create(
                event=event,
                file="a.jpg",
                width=4,
                height=3,
                alternative_text=self.random.choice(["", "A hall"]),
                consent=self.random.choice(["yes", "nobody", "no"]),
            )
            photo.people.set([self.any(Person)])

    def do_write_up(self):
        event = self.any(Event)
        story, _made = Report.objects.get_or_create(event=event, language="en")
        edition = story.open_edition() or self.save(Edition(report=story, title="Said"))
        instant = self.random.choice([None, self.now + 4 * HOUR])
        edition.publish(by=None, at=instant, now=self.now)

    def do_take_text_back(self):
        if edition := self.any(Edition, publish_at__gt=self.now):
            self.save(edition, publish_at=None, state="draft")

    def do_delete_event(self):
        history.remove(self.any(Event), by=None, now=self.now)

    # Lines

    def do_add_line(self):
        event = self.any(Event)
        with self.door(event):
            row = Participation.objects.create(
                event=event,
                person=self.any(Person),
                organisation=self.random.choice([None, self.any(Organisation)]),
                position=self.random.choice(["Head", "Clerk", ""]),
                office=self.coin(),
                attendance=self.random.choice(["came", "came", "expected", "absent"]),
            )
            if self.coin():
                row.roles.add(self.any(Role))

    do_add_another_line = do_add_line

    def do_add_line_of_new_names(self):
        event = self.any(Event)
        with self.door(event):
            (person,) = Person.objects.create_named([self.name("Person")], by=None)
            (body,) = Organisation.objects.create_named([self.name("Body")], by=None)
            Participation.objects.create(
                event=event, person=person, organisation=body, office=self.coin()
            )

    def do_change_line(self):
        if row := self.any(Participation):
            with self.door(row.event):
                row.person = self.random.choice([row.person, self.any(Person)])
                row.organisation = self.random.choice([row.organisation, self.any(Organisation)])
                row.office = self.coin()
                row.name_hidden = self.random.random() < 0.2
                row.attendance = self.random.choice(["came", "came", "expected", "absent"])
                row.save()
                row.roles.set([self.any(Role)] if self.coin() else [])

    def do_remove_line(self):
        if row := self.any(Participation):
            with self.door(row.event):
                row.delete()

    def do_speaking(self):
        role = self.any(Role)
        self.save(role, speaking=not role.speaking)

    # People

    def do_change_person(self):
        self.save(
            self.any(Person),
            visibility=self.random.choice(["page", "name", "hidden"]),
            in_directory=self.random.random() < 0.2,
        )

    def do_hide_person_in_the_door_of_an_event(self):
        row = self.any(Participation, person__isnull=False)
        if row:
            with self.door(row.event):
                row.office = not row.office
                row.save()
                self.save(row.person, visibility=self.random.choice(["page", "hidden"]))

    def do_add_line_in_the_door_of_a_person(self):
        person = self.any(Person)
        with self.door(person):
            self.do_add_line()
            person.visibility = self.random.choice(["page", "hidden"])
            person.save()

    def do_delete_person(self):
        history.remove(self.any(Person), by=None, now=self.now)

    # Institutions

    def do_new_body(self):
        self.save(Organisation(official_name=self.name("Body")), parent=self.any(Organisation))

    def do_move_body(self):
        self.save(self.any(Organisation), parent=self.random.choice([None, self.any(Organisation)]))

    do_move_another_body = do_move_body

    def do_directory_of_body(self):
        self.save(self.any(Organisation), in_directory=self.random.random() < 0.2)

    def do_delete_body(self):
        history.remove(self.any(Organisation), by=None, now=self.now)

    # Projects

    def do_new_project(self):
        self.save(Project(title=self.name("Project")), team=self.any(Organisation))

    def do_change_project(self):
        project = self.any(Project)
        with self.door(project):
            project.in_directory = self.random.random() < 0.3
            project.team = self.random.choice([None, self.any(Organisation)])
            project.save()
            project.bodies.all().delete()
            if self.coin():
                project.bodies.create(organisation=self.any(Organisation))

    do_change_another_project = do_change_project

    def do_delete_project(self):
        history.remove(self.any(Project), by=None, now=self.now)


def start(staff):
    for _turn in range(4):
        staff.do_new_event()
        staff.save(Person(name=staff.name("Person")))
        staff.save(Organisation(official_name=staff.name("Body")))
        staff.save(Project(title=staff.name("Project")))
    for speaking in (True, False):
        builders.role(staff.name("Role"), speaking=speaking)


@pytest.mark.parametrize("seed", range(2))
def test_columns_say_what_the_facts_say_whatever_staff_do(seed):
    staff = Staff(seed)
    start(staff)
    check(staff.now)
    done = []
    for _turn in range(60):
        done.append(staff.step())
        try:
            check(staff.now)
        except AssertionError as error:
            error.add_note(f"after {done[-8:]}")
            raise
