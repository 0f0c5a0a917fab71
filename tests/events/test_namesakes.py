"""Records of one name that stand side by side in one field all stay, whatever else is saved."""

import pytest

from portal import history
from tests import builders
from tests.staff import address_of, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


def send(client, record, **values):
    """Send the form of a record with some fields changed; return what it had sent as it stood."""
    data = form_of(client.get(address_of(record)))
    changed = data | {name.replace("__", "-"): [value] for name, value in values.items()}
    assert client.post(address_of(record), changed).status_code == 302
    return data


def test_related_events_stay(client, event):
    first, second = (builders.event("Annual conference") for _year in "ab")
    third = builders.event("Summer school")
    with history.change(event, by=None):
        event.related.set([first, second, third])
    data = send(client, event, name="Workshop on bridges")
    assert sorted(data["related"]) == [
        "",
        f"Annual conference ({first.pk})",
        f"Annual conference ({second.pk})",
        "Summer school",
    ]
    event.refresh_from_db()
    assert event.name == "Workshop on bridges"
    assert set(event.related.all()) == {first, second, third}


def test_successors_of_an_institution_stay(client):
    office = builders.organisation("Old office")
    offices = [builders.organisation("New office", slug=f"office-{n}") for n in "ab"]
    with history.change(office, by=None):
        office.successors.set(offices)
    send(client, office, website="https://old.example/")
    assert set(office.successors.all()) == {*offices}


def test_people_shown_in_a_photo_stay(client, event):
    both = {builders.person("Ana Anić"), builders.person("Ana Anić")}
    photo = builders.photo(event)
    with history.change(event, by=None):
        photo.people.set(both)
    send(client, event, photos__0__caption="Two of one name")
    photo.refresh_from_db()
    assert (photo.caption, set(photo.people.all())) == ("Two of one name", both)


def opening(event, *lines):
    with history.change(event, by=None):
        session = event.sessions.create(title="Opening")
        session.people.set(lines)
    return session


def test_people_of_the_programme_stay(client, event):
    first, second = (builders.line(event, person=builders.person("Ana Anić")) for _one in "ab")
    session, later = opening(event, first, second), opening(event, second)
    send(client, event, sessions__0__title="Welcome", sessions__1__title="Close")
    assert set(session.people.all()) == {first, second}
    assert set(later.people.all()) == {second}


def test_who_comes_in_the_place_of_another_is_not_in_their_part_of_the_programme(client, event):
    ana = builders.line(event, person=builders.person("Ana Anić"))
    session = opening(event, ana)
    send(client, event, participations__0__who="Boro Borić", sessions__0__title="Welcome")
    ana.refresh_from_db()
    assert ana.person.name == "Boro Borić"
    assert not session.people.exists()
