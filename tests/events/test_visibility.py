"""Who vanishes and who comes when something changes: the likely holes, one by one."""

import pytest

from events.models import Participation
from organisations.models import Organisation
from people.models import Person
from portal import history
from tests import builders
from tests.events.clock import at, change, withdraw

pytestmark = pytest.mark.django_db


def public(record, now=None):
    return type(record).objects.public(now or at(1000)).filter(pk=record.pk).exists()


def parts():
    """Make a public event that shows one of each: person, institution, project with a partner."""
    person, body, partner = (
        builders.person(),
        builders.organisation(),
        builders.organisation("Partner"),
    )
    project = builders.project(team=builders.organisation("Team", kind="team"))
    with history.change(project, by=None):
        project.bodies.create(organisation=partner)
    event = builders.event()
    with history.change(event, by=None):
        event.projects.add(project)
    line = builders.line(event, person=person, organisation=body)
    return event, line, [person, body, project, partner, project.team]


def seen(records):
    return [public(record) for record in records]


class TestRemoval:
    def test_line_taken_off_hides_person_and_institution(self):
        event, line, records = parts()
        assert seen(records) == [True] * 5
        with history.change(event, by=None, now=at(1)):
            line.delete()
        assert seen(records) == [False, False, True, True, True]

    def test_line_given_to_another_hides_the_first(self):
        event, line, (person, *_others) = parts()
        other = builders.person("Mila Milić")
        with history.change(event, by=None, now=at(1)):
            line.person = other
            line.save()
        assert seen([person, other]) == [False, True]

    def test_project_taken_off_an_event_hides_its_partners_and_team(self):
        event, _line, records = parts()
        with history.change(event, by=None, now=at(1)):
            event.projects.clear()
        assert seen(records) == [True, True, False, False, False]

    def test_partner_taken_off_a_project_is_hidden_and_the_old_team_too(self):
        _event, _line, (_person, _body, project, partner, team) = parts()
        with history.change(project, by=None):
            project.bodies.all().delete()
            project.team = builders.organisation("New team")
            project.save()
        assert seen([project, partner, team, project.team]) == [True, False, False, True]

    def test_deleted_project_of_the_directory_hides_its_partners(self):
        body = builders.organisation()
        project = builders.project(in_directory=True, team=body)
        assert public(body)
        history.remove(project, by=None)
        assert not public(body)

    def test_withdrawn_event_hides_all_until_it_is_lifted(self):
        event, line, records = parts()
        row, _passing = withdraw(event, at(1))
        assert seen([event, line, *records]) == [False] * 7
        with history.change(event, by=None, now=at(2)):
            row.lifted_at = at(2)
            row.save()
        assert seen([event, line, *records]) == [True] * 7

    def test_event_unscheduled_before_its_time_shows_nothing_then(self):
        event, line, records = parts()
        twin = builders.event("Twin", public_from=at(10))
        builders.line(twin, person=(late := builders.person("Late")))
        assert [public(late, at(9)), public(late, at(10))] == [False, True]
        change(twin, at(5), public_from=None)
        assert seen([event, line, *records, twin, late]) == [True] * 7 + [False] * 2


class TestDepartments:
    def test_department_moved_takes_the_sight_of_its_parents_along(self):
        old, new = builders.organisation("Old"), builders.organisation("New")
        top = builders.organisation("Top")
        with history.change(new, by=None):
            new.parent = top
            new.save()
        unit = builders.organisation("Unit", parent=old)
        desk = builders.organisation("Desk", parent=unit)
        builders.line(builders.event(), organisation=desk)
        assert seen([desk, unit, old, new, top]) == [True, True, True, False, False]
        unit.refresh_from_db()
        with history.change(unit, by=None):
            unit.parent = new
            unit.save()
        assert seen([desk, unit, old, new, top]) == [True, True, False, True, True]

    def test_department_in_the_directory_shows_itself_and_not_its_parent(self):
        parent = builders.organisation("Parent")
        unit = builders.organisation("Unit", parent=parent, in_directory=True)
        assert seen([unit, parent]) == [True, False]


def test_names_made_in_bulk_are_public_once_an_event_uses_them():
    people = Person.objects.create_named(["Mila Milić", "Vera Verić"], by=None)
    bodies = Organisation.objects.create_named(["North", "South"], by=None)
    assert seen([*people, *bodies]) == [False] * 4
    builders.line(builders.event(), person=people[0], organisation=bodies[0])
    assert seen([*people, *bodies]) == [True, False, True, False]


def test_role_that_is_no_longer_a_speaking_one_hides_who_had_no_other_ground():
    role = builders.role()
    people = [builders.person(name) for name in ("Mila", "Vera")]
    event = builders.event()
    for person, office in zip(people, (True, False), strict=True):
        builders.line(event, person=person, office=office, roles=[role])
    assert seen(people) == [True, True]
    with history.change(role, by=None):
        role.speaking = False
        role.save()
    assert seen(people) == [True, False]


def test_door_of_a_person_around_that_of_an_event_ends_with_both():
    person, event = builders.person(), builders.event()
    with history.change(person, by=None):
        with history.change(event, by=None, now=at(1)):
            row = Participation.objects.create(event=event, person=person, office=True)
        assert public(person)
        person.visibility = Person.Visibility.HIDDEN
        person.save()
    row.refresh_from_db()
    assert (row.named, public(person)) == (False, False)


class TestStaleCopy:
    """A row read before others changed what follows for it, and saved after."""

    def test_does_not_bring_a_person_back_who_is_no_longer_public(self):
        event, _line, records = parts()
        stale = [type(record).objects.get(pk=record.pk) for record in (*records, event)]
        withdraw(event, at(1))
        for record in stale[:-1]:
            with history.change(record, by=None, now=at(2)):
                record.save()
            record.save()
        assert seen(stale) == [False] * 6

    def test_does_not_hide_what_became_public(self):
        event, _line, records = parts()
        row, _passing = withdraw(event, at(1))
        stale = [type(record).objects.get(pk=record.pk) for record in records]
        with history.change(event, by=None, now=at(2)):
            row.lifted_at = at(2)
            row.save()
        for record in stale:
            with history.change(record, by=None, now=at(3)):
                record.save()
        assert seen(stale) == [True] * 5

    def test_does_not_turn_the_number_back(self):
        person = builders.person()
        stale = Person.objects.get()
        with history.change(person, by=None):
            person.names.create(name="Anka")
        with history.change(stale, by=None):
            stale.save()
        assert Person.objects.get().number == 2
        with history.change(stale, by=None):
            stale.name = "Anka Anić"
            stale.save()
        assert Person.objects.get().number == 3


def test_save_outside_the_door_makes_nothing_public():
    event = builders.event(public=False)
    builders.line(event, person=(person := builders.person()))
    event.public_from = at(0)
    event.save()
    assert seen([event, person]) == [False, False]
