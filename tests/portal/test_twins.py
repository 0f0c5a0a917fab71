"""Rows of a form change places, or one takes that of another which is removed, in one save."""

import pytest

from events.models import EventOrganisation, ProjectOrganisation
from portal import history
from portal.models import Version
from tests import builders
from tests.staff import address_of, errors, form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client):
    client.force_login(staff("Editor"))


def bodies(record, role):
    with history.change(record, by=None):
        for name in "Abbey", "Bank":
            record.bodies.create(organisation=builders.organisation(name), role=role)
    return record, "bodies", "institution", ("Abbey", "Bank")


def organisers():
    return bodies(builders.event(), EventOrganisation.Role.ORGANISER)


def funders():
    return bodies(builders.project(), ProjectOrganisation.Role.FUNDER)


def lines():
    event = builders.event()
    for place, name in enumerate(("Ana Anić", "Bo Bić"), 1):
        builders.line(event, person=builders.person(name), position="Head", order=place)
    return event, "participations", "who", ("Ana Anić", "Bo Bić")


def named(record):
    with history.change(record, by=None):
        for name in "Ann", "Bob":
            record.names.create(name=name)
    return record, "names", "name", ("Ann", "Bob")


def names_of_a_person():
    return named(builders.person("Ana Anić"))


def names_of_an_institution():
    return named(builders.organisation())


ROWS = [organisers, funders, lines, names_of_a_person, names_of_an_institution]


def told(record, rows):
    """Return what the rows say, in the order in which they were made."""
    kept = {"bodies": "organisation", "participations": "person", "names": "name"}[rows]
    return [str(getattr(row, kept)) for row in getattr(record, rows).order_by("pk")]


@pytest.mark.parametrize("made", ROWS)
class TestOneSave:
    def test_two_rows_change_places(self, client, made):
        record, rows, field, (first, second) = made()
        keys = set(getattr(record, rows).values_list("pk", flat=True))
        before = Version.objects.count()
        data = form_of(client.get(address_of(record)))
        data |= {f"{rows}-0-{field}": [second], f"{rows}-1-{field}": [first]}
        assert client.post(address_of(record), data).status_code == 302
        assert told(record, rows) == [second, first]
        assert set(getattr(record, rows).values_list("pk", flat=True)) == keys
        assert Version.objects.count() == before + 1

    def test_row_is_written_over_with_what_a_later_one_said_that_is_removed(self, client, made):
        record, rows, field, (_first, second) = made()
        data = form_of(client.get(address_of(record)))
        data |= {f"{rows}-0-{field}": [second], f"{rows}-1-DELETE": ["on"]}
        assert client.post(address_of(record), data).status_code == 302
        assert told(record, rows) == [second]

    def test_twins_are_refused_all_the_same(self, client, made):
        record, rows, field, (first, second) = made()
        data = form_of(client.get(address_of(record))) | {f"{rows}-0-{field}": [second]}
        [said] = errors(client.post(address_of(record), data))
        assert "is in the list already" in said
        assert told(record, rows) == [first, second]


def test_post_that_a_line_said_stands_after_its_people_changed_places(client):
    event, *_others = lines()
    data = form_of(client.get(address_of(event)))
    data |= {"participations-0-who": ["Bo Bić"], "participations-1-who": ["Ana Anić"]}
    client.post(address_of(event), data)
    assert list(event.participations.values_list("position", flat=True)) == ["Head", "Head"]
