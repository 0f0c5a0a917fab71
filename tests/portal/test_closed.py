"""A record that is closed: said on every page, kept at the door, but for what people may ask."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from events.models import Event, Intake, ProofLink, Remark, Request
from events.rights import covering
from events.rights.erasing import erase
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.middleware import ClosedMiddleware
from portal.models import Site, Version
from tests import builders
from tests.staff import Forms, address_of, form_of, send, staff

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
    assert '<a href="/admin/">To your desk</a>' in response.text
    event.refresh_from_db()
    assert event.name == "Workshop on roads"
    assert "The record was closed on January 31, 2027." in told(client, reverse("admin:index"))


def test_nothing_is_offered_to_be_added_saved_or_deleted(client, closed, settings):
    event, person, forms = closed
    client.force_login(forms.user)
    lists = [reverse(f"admin:{name}_changelist") for name in ("events_event", "people_person")]
    drafted = draft().report
    records = [address_of(record) for record in (event, person, drafted)]
    pages = [reverse("admin:index"), *lists, *records]
    offers = re.compile(
        r'href="(?!/admin/auth/)[^"]*/(?:add|begin)/|class="submit-row">.*?(?:>Save<|value="Save|deletelink)',
        re.S,
    )

    def offered():
        return [page for page in pages if offers.search(client.get(page).text)]

    assert offered() == []
    refused = client.get(reverse("admin:events_event_add"))
    assert (refused.status_code, "<h1>The record is closed</h1>" in refused.text) == (403, True)
    settings.CLOSED = None
    assert offered() == pages


WORDS = "The record is closed, and nothing in it is changed any more."


def draft():
    """Return a text that was being written when the record closed."""
    with history.owed():
        return builders.report(builders.event("Talk", public=False), published=False)


def ways(event, text):
    """Return by name the forms beside the record, each with what is typed into it."""
    listed = {"rows": "Name\nAna Anić", "language": "English"}
    named = {"name": "Talk on rivers", "precision": "unknown"}
    read = {"text": "Opened by Ana Anić, Minister of Works.", "language": "English"}
    return {
        "proposal": ("event_remark", [event.pk], {"remark-text": "It was the 2nd."}),
        "remark": ("report_remark", [text.report_id], {"remark-text": "Name the town."}),
        "list": ("event_list", [event.pk], listed),
        "new list": ("event_begin", [], listed | {"name": "Talk on rivers"}),
        "text": ("event_text", [event.pk], read),
        "new text": ("event_begin_text", [], read | named | {"save": "1"}),
    }


@pytest.mark.parametrize("way", ["proposal", "remark", "list", "new list", "text", "new text"])
def test_forms_beside_the_record_come_back_as_filled_in_with_the_words(client, closed, way):
    event, _person, forms = closed
    client.force_login(forms.user)
    name, about, typed = ways(event, draft())[way]
    response = client.post(reverse(f"admin:events_{name}", args=about), typed)
    assert response.status_code == (400 if "remark-text" in typed else 200)
    assert response.text.count(WORDS) == 1
    words = {typed[key] for key in ("remark-text", "rows", "name", "text") if key in typed}
    assert {said for said in words if said not in response.text} == set()
    assert (Remark.objects.count(), Intake.objects.count(), Event.objects.count()) == (0, 0, 2)


def test_archive_comes_back_with_the_words(client, closed):
    _event, _person, forms = closed
    client.force_login(forms.user)
    sheet = SimpleUploadedFile("events.csv", b"Name\nTalk on rivers\n")
    response = client.post(reverse("admin:events_event_archive"), {"events": sheet})
    assert (response.status_code, response.text.count(WORDS)) == (200, 1)
    assert Event.objects.count() == 1


def test_remark_beside_a_text_comes_back_in_its_form_with_the_words(client, closed):
    _event, _person, forms = closed
    client.force_login(forms.user)
    report = draft().report
    data = form_of(client.get(address_of(report))) | {"said": "Name the town."}
    response = client.post(address_of(report), data)
    assert (response.status_code, response.text.count(WORDS)) == (200, 2)
    assert form_of(response)["said"] == ["Name the town."]
    assert Remark.objects.count() == 0


def test_no_link_to_a_text_is_made_and_those_there_are_can_be_revoked(client, closed):
    _event, _person, forms = closed
    client.force_login(forms.user)
    text = draft()
    where = [text.report_id, text.sequence]
    page = reverse("admin:events_report_proofs", args=where)
    response = client.post(page, {"newest": "0"}, follow=True)
    assert (WORDS in response.text, "Make a link" in response.text) == (True, False)
    assert ProofLink.objects.count() == 0
    ends = timezone.now() + ProofLink.LASTS
    link = ProofLink.objects.create(edition=text, made_by=forms.user, ends_at=ends)
    client.post(reverse("admin:events_report_revoke_proof", args=[*where, link.pk]))
    link.refresh_from_db()
    assert link.revoked_by == forms.user


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
