"""What was merged is two again, whole: all but times, numbers and history."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Event, EventOrganisation, Participation, Photo, Project, Session
from events.models.intake import Intake, IntakeLine
from events.models.rights import Cover
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.split import movable, split
from portal.duplicates.undo import Back, undo
from portal.models import Address, Entry, Reassignment
from portal.snapshots import snapshot
from tests import builders
from tests.breadth import turns

pytestmark = pytest.mark.django_db
RECORDS = [Event, Person, Organisation, Project]
WORDS = ["", "Anić", "Ana Anić", "MoW"]


def whole():
    """Return all that is stored but times, numbers and history."""
    found = {(m.__name__, row.pk): snapshot(row) for m in RECORDS for row in m.objects.all()}
    found["addresses"] = set(Address.objects.values_list("kind", "path", "record_id"))
    found["index"] = set(Entry.objects.values_list("kind", "record_id", "called", "visible_from"))
    lines = Participation.objects.order_by("pk")
    found["lines"] = list(lines.values_list("pk", "named", "held", "visible_from"))
    return found


class World:
    """Two people and two institutions with rows of any kind, at random."""

    def __init__(self, dice):
        self.dice = dice
        top = builders.organisation("Top")
        self.bodies = [
            builders.organisation(
                f"Body {number}",
                acronym=dice.choice(WORDS),
                parent=dice.choice([None, top]),
                since=dice.choice([None, datetime.date(2010, 1, 1)]),
                in_directory=True,
            )
            for number in range(2)
        ]
        self.bodies.append(builders.organisation("Part", parent=dice.choice(self.bodies)))
        with history.change(top, by=None):
            top.successors.set(dice.sample(self.bodies, dice.randrange(3)))
        self.people = [self.person(number) for number in range(2)]
        self.project = builders.project(team=dice.choice(self.bodies))
        for number in range(2):
            self.event(number)

    def person(self, number):
        dice = self.dice
        person = builders.person(
            f"Person {number}",
            family_name=dice.choice(WORDS),
            visibility=dice.choice(["page", "page", "name", "hidden"]),
        )
        with history.change(person, by=None):
            for name in dice.sample(WORDS[1:], dice.randrange(3)):
                person.names.create(name=name, source=dice.choice(WORDS))
            for _turn in range(dice.randrange(3)):
                body = dice.choice(self.bodies)
                person.positions.create(organisation=body, title=dice.choice(["Clerk", "Chair"]))
        return person

    def splits(self):
        """Yield two people and two institutions, with what of the first is to be the other's."""
        for records in (self.people, self.bodies[:2]):
            two = self.dice.sample(records, 2)
            every = [(name, row.pk) for name, rows in movable(two[0]).items() for row in rows]
            yield two, set(self.dice.sample(every, len(every) // 2))

    def event(self, number):
        dice = self.dice
        event = builders.event(f"Event {number}", public=dice.choice([True, True, False]))
        roles = [builders.role(name) for name in ("Speaker", "Chair")]
        with history.change(event, by=None, now=builders.LONG_AGO):
            [photo] = Photo.objects.bulk_create(
                [Photo(event=event, file="photos/none.jpg", width=1, height=1)]
            )
            photo.people.set(dice.sample(self.people, dice.randrange(3)))
            for body in dice.sample(self.bodies, dice.randrange(3)):
                EventOrganisation.objects.create(event=event, organisation=body)
            seen = set()
            for _turn in range(5):
                person = dice.choice([*self.people, *self.people, None])
                body = dice.choice([*self.bodies, *[None] * bool(person)])
                position = dice.choice(["", "Clerk"])
                if person and (person.pk, body, position) in seen:
                    continue
                seen.add((person and person.pk, body, position))
                line = Participation.objects.create(
                    event=event,
                    person=person,
                    organisation=body,
                    position=position,
                    office=dice.random() < 0.5,
                    note=dice.choice(["", "First", "Second"]),
                    attendance=dice.choice(["came", "expected"]),
                )
                line.roles.set(dice.sample(roles, dice.randrange(3)))
                if dice.random() < 0.5:
                    Session.objects.create(event=event, title="Opening").people.add(line)


@pytest.mark.breadth
@settings(max_examples=turns(3, 30))
@given(dice=st.randoms(use_true_random=False))
def test_any_two_records_split_merged_and_undone_are_as_they_were(dice):
    with transaction.atomic():
        world = World(dice)
        before = whole()
        rows = [
            *(split(*two, some, by=None) for two, some in world.splits() if some),
            merge(*dice.sample(world.people, 2), by=None),
            merge(*dice.sample(world.bodies[:2], 2), by=None),
        ]
        assert whole() != before
        for row in reversed(rows):
            undo(row, by=None)
        assert whole() == before
        transaction.set_rollback(True)


@pytest.fixture
def two():
    return builders.person("Ana Anić"), builders.person("Anna Anich")


def test_namesakes_of_whom_nothing_else_is_known_are_made_one_and_two():
    ana, double = builders.person("Ana Anić"), builders.person("Ana Anić")
    row = merge(ana, double, by=None)
    assert Person.objects.get() == ana
    undo(row, by=None)
    assert set(Person.objects.all()) == {ana, double}


def test_what_was_changed_since_stays_and_is_said(two):
    ana, double = two
    event, other = builders.event(), builders.event("Another")
    line = builders.line(event, person=double, position="Clerk")
    moved_on = builders.line(other, person=double)
    with history.change(double, by=None):
        post = double.positions.create(organisation=builders.organisation(), title="Clerk")
    row = merge(ana, double, by=None)
    third = builders.person("Third")
    with history.change(event, by=None):
        Participation.objects.filter(pk=line.pk).update(position="Director")
    with history.change(other, by=None):
        Participation.objects.filter(pk=moved_on.pk).update(person=third)
    with history.change(ana, by=None):
        ana.positions.filter(pk=post.pk).update(title="Director")
        ana.names.create(name="Ana A.")
    said = [(t.title, [str(d.label) for d in t.collisions(None)]) for t in Back(row).every]
    assert [told for told in said if told[1]] == [("Another", ["person"])]
    undo(row, by=None)
    back = Person.objects.get(pk=double.pk)
    assert event.participations.values_list("person", "position").get() == (back.pk, "Director")
    assert other.participations.get().person == third
    assert back.positions.get().title == "Director"
    assert [name.name for name in ana.names.all()] == ["Ana A."]


def test_record_deleted_since_is_no_hindrance(two):
    ana, double = two
    event = builders.event(public=False)
    builders.line(event, person=double)
    row = merge(ana, double, by=None)
    history.remove(event, by=None)
    assert [touched.title for touched in Back(row).every if touched.record is None] == [event.name]
    undo(row, by=None)
    assert set(Person.objects.all()) == {ana, double}


def test_list_that_is_being_looked_over_follows_and_goes_back(two):
    ana, double = two
    intake = Intake.objects.create(event=builders.event(), title="List")
    line = IntakeLine.objects.create(intake=intake, number=1, person=double)
    text = {"kind": "events.edition", "row_id": 1, "column": "body", "was": "x"}
    covers = [Cover.objects.create(person=person, **text) for person in two]
    row = merge(ana, double, by=None)
    line.refresh_from_db()
    assert line.person == ana
    # There was one of hers for this text already.
    assert set(Cover.objects.values_list("pk", "person")) == {
        (covers[0].pk, ana.pk),
        (covers[1].pk, None),
    }
    undo(row, by=None)
    line.refresh_from_db()
    assert line.person == double
    assert set(Cover.objects.values_list("person", flat=True)) == {ana.pk, double.pk}


def test_later_merge_is_undone_first(two):
    ana, double = two
    third = builders.person("Third")
    first = merge(ana, double, by=None)
    second = merge(third, ana, by=None)
    with pytest.raises(ValidationError, match=f"merged into number {third.pk} since"):
        undo(first, by=None)
    undo(second, by=None)
    undo(first, by=None)
    assert set(Person.objects.all()) == {*two, third}
    with pytest.raises(ValidationError, match="undone already"):
        undo(first, by=None)


def test_merged_undone_and_merged_again(two):
    ana, double = two
    undo(merge(ana, double, by=None), by=None)
    merge(ana, Person.objects.get(pk=double.pk), by=None)
    assert Reassignment.objects.heir(Person, double.pk) == ana.pk
    assert Reassignment.objects.standing().count() == 1
