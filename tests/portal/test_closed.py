"""A record that is closed: said on every page, kept at the door, but for what people may ask."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import resolve, reverse

from events.models import Request
from events.rights import covering
from events.rights.erasing import erase
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.middleware import ClosedMiddleware
from portal.models import Site, Version
from tests import builders
from tests.staff import Forms, send, staff

pytestmark = pytest.mark.django_db

DAY = datetime.date(2027, 1, 31)


@pytest.fixture(scope="module")
def world(kept):
    """An event with somebody on its list, and its form as it stood before the record closed."""
    event = builders.event("Workshop on roads")
    person = builders.person("Ema Kvržić")
    builders.line(event, person=person, organisation=builders.organisation())
    return event, person, Forms(staff("Administrator"), event)


@pytest.fixture
def closed(world, settings):
    settings.CLOSED, settings.CLOSED_CONTACT = DAY, "the State Archive"
    return world


def told(client, address="/"):
    return " ".join(client.get(address).text.split())


def test_every_page_says_since_when_and_who_answers(client, closed, settings):
    event, _person, _forms = closed
    said = (
        "<strong>This record was closed on January 31, 2027.</strong> Nothing is added to it any "
        "more. Questions are answered by the State Archive."
    )
    assert [said in told(client, page) for page in ("/", event.get_absolute_url())] == [True, True]
    settings.CLOSED_CONTACT, settings.SITE_CONTACT = "", "portal@records.example"
    assert 'answered by <a href="mailto:portal@records.example">' in told(client)
    settings.CLOSED = None
    assert "was closed" not in told(client)


def test_the_door_lets_no_change_in(closed):
    event, person, _forms = closed
    before = Version.objects.count(), Site.objects.number()
    with pytest.raises(history.Closed), history.change(event, by=None):
        event.name = "Something else"
        event.save()
    with pytest.raises(history.Closed):
        history.remove(person, by=None)
    with pytest.raises(history.Closed):
        history.create_many([Organisation(official_name="Road Fund")], by=None)
    with pytest.raises(history.Closed):
        history.remove_unused([person], by=None)
    event.refresh_from_db()
    assert (event.name, Organisation.objects.count()) == ("Workshop on roads", 1)
    assert (Version.objects.count(), Site.objects.number()) == before


def test_who_saves_a_form_is_told_and_nothing_is_saved(client, closed):
    event, _person, forms = closed
    client.force_login(forms.user)
    data = forms.of(client, event) | {"name": ["Something else"], "note": ["Another name"]}
    response = send(client, event, data, drawn=True)
    assert response.status_code == 403
    assert "<h1>The record is closed</h1>" in response.text
    event.refresh_from_db()
    assert event.name == "Workshop on roads"
    assert "The record was closed on January 31, 2027." in told(client, reverse("admin:index"))


def test_a_command_ends_with_the_words(closed):
    _event, person, _forms = closed
    other = Person(name="Ema Kvrzic")
    with history.owed():
        builders.saved(other)
    with pytest.raises(CommandError, match="The record is closed, and nothing in it is changed"):
        call_command("merge_records", "person", person.pk, other.pk)
    assert Person.objects.count() == 2


def test_people_may_ask_and_are_hidden_shown_and_erased(client, closed):
    event, person, _forms = closed
    asked = {"wish": "hide", "name": "Ema", "mail": "ema@home.example", "words": "Please."}
    page = {"page": person.get_absolute_url()}
    assert client.post(reverse("requests:ask"), asked | page).status_code == 302
    client.force_login(staff("Data protection officer"))
    for step in ("check", "hide"):
        client.post(reverse("admin:case", args=[Request.objects.get().pk]), {"step": step})
    assert "Kvržić" not in told(client, event.get_absolute_url())
    covering.show(person, by=None, reason="An error")
    assert "Kvržić" in told(client, event.get_absolute_url())
    where = reverse("admin:where", args=[person.pk])
    seen = client.get(where).context["found"].seen
    line = event.participations.get()
    sent = {"reason": "They asked", "seen": seen, f"line-{line.pk}": "on"}
    client.post(where, sent)
    line.refresh_from_db()
    assert line.name_hidden
    erase(person, by=None)
    person.refresh_from_db()
    assert person.is_erased
    with pytest.raises(history.Closed), history.change(event, by=None):
        pass


@pytest.mark.parametrize(
    ("method", "address", "is_refused"),
    [
        ("post", "/search/", True),
        ("put", "/", True),
        ("get", "/search/", False),
        ("post", "/requests/", False),
        ("post", "/admin/login/", False),
    ],
)
def test_only_requests_are_taken_from_the_public(settings, method, address, is_refused):
    request = getattr(RequestFactory(), method)(address)
    request.resolver_match = resolve(address)
    middleware = ClosedMiddleware(lambda request: None)
    assert middleware.process_view(request, None, (), {}) is None
    settings.CLOSED = DAY
    if is_refused:
        with pytest.raises(history.Closed):
            middleware.process_view(request, None, (), {})
    else:
        assert middleware.process_view(request, None, (), {}) is None


def test_what_is_sent_to_a_public_page_is_refused_with_a_page(client, closed):
    response = client.post("/search/", {"q": "roads"})
    assert (response.status_code, "<h1>The record is closed</h1>" in response.text) == (403, True)
