"""What the public may see, by the column of each row and by the rule worked out from the facts."""

import contextlib
import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from events.models import (
    Document,
    Edition,
    Event,
    Participation,
    Photo,
    Project,
    Report,
    Role,
    Withdrawal,
)
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.undo import undo
from portal.models import Reassignment, Version
from tests import builders
from tests.breadth import IS_FULL, turns
from tests.events.clock import HOUR, at
from tests.events.facts import check, check_columns

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]


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

    # Two that are one

    def do_merge(self):
        model = self.random.choice([Person, Organisation])
        kept, gone = self.any(model), self.any(model)
        merge(kept, gone, by=None, now=self.now)

    def do_undo(self):
        row = Reassignment.objects.standing().order_by("-pk").first()
        if row:
            undo(row, by=None, now=self.now)

    # What was

    def do_bring_back(self):
        if gone := self.any(Version, action=Version.Action.DELETED):
            history.bring_back(gone, by=None, now=self.now)

    do_bring_back_another = do_bring_back

    def do_put_back_what_was(self):
        was = self.any(Version, action=Version.Action.CHANGED)
        record = was and self.any(history.kinds()[was.kind], pk=was.record_id)
        if record:
            with self.door(record):
                history.put(record, was.data)

    do_put_back_what_was_before = do_put_back_what_was

    def do_some_and_think_better_of_it(self):
        names = "do_publish do_withdraw do_add_line do_change_line do_change_person do_move_body"
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            for name in self.random.sample(names.split(), 3):
                getattr(self, name)()
                check_columns(self.now)
            raise ZeroDivisionError

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

    def do_days_of_event(self):
        day = datetime.date(2021, 6, 1) + datetime.timedelta(days=self.random.randrange(400))
        latest = day + datetime.timedelta(days=self.random.choice([0, 40]))
        self.save(self.any(Event), earliest=day, latest=latest)

    def do_make_part(self):
        self.save(self.any(Event), part_of=self.random.choice([None, self.any(Event)]))

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

    def do_swap_naming(self):
        """Let two lines of one event change in one save which of them is named."""
        one = self.any(Participation, person__isnull=False)
        other = one and self.any(Participation, event=one.event, office=not one.office)
        if other:
            with self.door(one.event):
                one.office, other.office = other.office, one.office
                one.name_hidden, other.name_hidden = other.name_hidden, one.name_hidden
                one.save()
                other.save()

    do_swap_naming_again = do_swap_naming

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

    def do_posts_of_person(self):
        person = self.any(Person)
        with self.door(person):
            person.positions.all().delete()
            person.positions.create(organisation=self.any(Organisation), title="Clerk")

    def do_delete_person(self):
        history.remove(self.any(Person), by=None, now=self.now)

    # Institutions

    def do_new_body(self):
        self.save(Organisation(official_name=self.name("Body")), parent=self.any(Organisation))

    def do_move_body(self):
        self.save(self.any(Organisation), parent=self.random.choice([None, self.any(Organisation)]))

    do_move_another_body = do_move_body

    def do_what_came_after_body(self):
        body, other = self.any(Organisation), self.any(Organisation)
        with self.door(body):
            body.successors.set([other] if body != other else [])

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


@pytest.mark.parametrize("seed", range(turns(1, 8)))
def test_columns_say_what_the_facts_say_whatever_staff_do(seed):
    staff = Staff(seed)
    start(staff)
    check(staff.now)
    done = []
    for turn in range(60):
        done.append(staff.step())
        # The drill looks after every step.
        if not IS_FULL and turn % 3 != 2:
            continue
        try:
            check(staff.now)
        except AssertionError as error:
            error.add_note(f"after {done[-8:]}")
            raise
