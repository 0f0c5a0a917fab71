"""A new event that begins with what another one has, its people too."""

import datetime

import pytest
from django.urls import reverse

from events.models import Event, Participation
from events.rights.erasing import erase
from people.models import Person
from portal import history
from tests import builders
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


def test_new_event_begins_with_the_frame_of_the_other_and_saves_nothing(client):
    event = builders.event(kind="training")
    event.projects.add(builders.project())
    event.bodies.create(organisation=builders.organisation(), role="host")
    event.places.create(city="Belgrade", country="RS")
    builders.line(event, person=builders.person("Ana Anić"), position="Head")
    url = f"{reverse('admin:events_event_add')}?like={event.pk}"
    data = form_of(client.get(url))
    assert (data["kind"], data["status"], data["name"]) == (["training"], ["planned"], [""])
    assert data["projects"] == ["Better roads", ""]
    assert data["bodies-0-institution"] == ["Ministry of Works"]
    assert data["places-0-city"] == ["Belgrade"]
    assert data["participations-0-who"] == [""]
    assert not Event.objects.exclude(pk=event.pk).exists()


def test_part_begins_with_the_frame_of_the_whole_and_names_it(client):
    whole = builders.event("Week of roads")
    whole.places.create(city="Belgrade", country="RS")
    change = reverse("admin:events_event_change", args=[whole.pk])
    url = f"{reverse('admin:events_event_add')}?like={whole.pk}&part=1"
    way = f'<a href="{url.replace("&", "&amp;")}">… as a part of it</a>'
    assert way in client.get(change).text
    data = form_of(client.get(url)) | {"name": ["First day"], "earliest": ["2021-09-01"]}
    assert (data["part_of"], data["status"]) == (["Week of roads"], ["held"])
    assert client.post(url, data).status_code == 302
    part = Event.objects.get(name="First day")
    assert (part.part_of, part.places.get().city) == (whole, "Belgrade")
    # There is one level, so a part is offered none of its own.
    url = url.replace(f"like={whole.pk}", f"like={part.pk}")
    assert form_of(client.get(url))["part_of"] == ["Week of roads"]
    change = reverse("admin:events_event_change", args=[part.pk])
    assert "… as a part of it" not in client.get(change).text


def test_form_of_the_whole_leads_to_its_parts_that_one_may_open(client):
    whole = builders.event("Week of roads")
    second = builders.event("Second day", part_of=whole, earliest=datetime.date(2021, 9, 2))
    first = builders.event("First day", part_of=whole, public=False)
    closed = builders.event("Closed day", part_of=whole, public=False)
    with history.change(closed, by=None):
        closed.colleagues.set([staff("Author")])
    page = client.get(address_of(whole)).text
    ways = [f'<a href="{address_of(part)}">{part}</a>' for part in (first, second)]
    assert f"Parts: {', '.join(ways)}</p>" in page
    assert "Closed day" not in page


def test_people_come_along_as_expected(client):
    event = builders.event()
    builders.line(event, person=builders.person("Ana Anić"), position="Head")
    url = f"{reverse('admin:events_event_add')}?like={event.pk}&people=1"
    data = form_of(client.get(url)) | {"name": ["Next"], "earliest": ["2027-01-12"]}
    assert client.post(url, data).status_code == 302
    line = Participation.objects.get(event__name="Next")
    assert (line.person.name, line.attendance, line.position) == ("Ana Anić", "expected", "")


def test_who_and_what_has_a_namesake_comes_along_as_the_one_that_is_meant(client):
    event, old = builders.event(), builders.organisation("Ministry", country="RS")
    builders.organisation("Ministry", country="LI", slug="ministry-li")
    ana, _namesake = builders.person("Ana Anić"), builders.person("Ana Anić")
    project, _other = builders.project("Roads"), builders.project("Roads", slug="roads-2")
    event.projects.add(project)
    event.bodies.create(organisation=old, role="host")
    builders.line(event, person=ana, organisation=old)
    url = f"{reverse('admin:events_event_add')}?like={event.pk}&people=1"
    data = form_of(client.get(url)) | {"name": ["Next"], "earliest": ["2027-01-12"]}
    assert client.post(url, data).status_code == 302
    new = Event.objects.get(name="Next")
    line = new.participations.get()
    assert (line.person, line.organisation) == (ana, old)
    assert (new.bodies.get().organisation, new.projects.get()) == (old, project)


def test_who_came_in_two_positions_is_expected_once(client):
    event, body, ana = builders.event(), builders.organisation(), builders.person()
    for position in ("Head", "Secretary"):
        role = builders.role(position)
        builders.line(event, person=ana, organisation=body, position=position, roles=[role])
    url = f"{reverse('admin:events_event_add')}?like={event.pk}&people=1"
    data = form_of(client.get(url)) | {"name": ["Next"], "earliest": ["2027-01-12"]}
    assert client.post(url, data).status_code == 302
    line = Participation.objects.get(event__name="Next")
    assert [role.name for role in line.roles.all()] == ["Head", "Secretary"]


def test_who_was_erased_does_not_come_along_under_a_name_that_is_none(client):
    event, body = builders.event(), builders.organisation()
    for name in ("Ana Anić", "Bo Bić"):
        builders.line(event, person=builders.person(name), organisation=body)
    erase(Person.objects.get(name="Ana Anić"), by=None, log=False)
    url = f"{reverse('admin:events_event_add')}?like={event.pk}&people=1"
    data = form_of(client.get(url)) | {"name": ["Next"], "earliest": ["2027-01-12"]}
    assert client.post(url, data).status_code == 302
    people = Participation.objects.filter(event__name="Next").values_list("person__name")
    assert list(people) == [("Bo Bić",)]
    assert set(Person.objects.values_list("name", flat=True)) == {Person.ERASED, "Bo Bić"}


@pytest.mark.parametrize(
    ("part", "shown", "begins"),
    [
        ("", {"names_shown": "everybody", "names_reason": "They agreed."}, ("officials", "")),
        ("", {"names_shown": "nobody", "protected": True}, ("nobody", "")),
        (
            "&part=1",
            {"names_shown": "everybody", "names_reason": "They agreed."},
            ("everybody", "They agreed."),
        ),
    ],
)
def test_ground_to_show_everybody_holds_for_no_other_event_and_what_is_stricter_goes_on(
    client, part, shown, begins
):
    event = builders.event(**shown)
    data = form_of(client.get(f"{reverse('admin:events_event_add')}?like={event.pk}{part}"))
    assert (data["names_shown"], data["names_reason"]) == ([begins[0]], [begins[1]])
    assert ("protected" in data) == event.protected
