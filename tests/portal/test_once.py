"""A double click saves once, also when both clicks arrive at the same moment."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Report
from people.models import Person
from portal import history
from portal.models import SetAside, Submission, Version
from tests import builders
from tests.portal.test_conflicts import Editor
from tests.portal.test_one_writer import meet
from tests.staff import address_of, form_of

pytestmark = pytest.mark.django_db

ADD = reverse("admin:events_event_add")


@pytest.fixture
def one():
    return Editor("one")


def new_event(editor):
    data = form_of(editor.client.get(ADD)) | {"name": ["Workshop"], "precision": ["unknown"]}
    data.add_row("participations", who="Petar Petrović")
    return data


def test_second_click_makes_no_second_event_and_is_answered_as_the_first(one):
    data = new_event(one)
    one.client.post(ADD, data)
    answer = one.client.post(ADD, data, follow=True)
    event = Event.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:events_event_change", args=[event.pk])
    assert "“Workshop” was saved." in answer.text
    assert Person.objects.count() == 1
    assert Version.objects.filter(kind="events.event").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_event(one):
    data, answers = new_event(one), []
    held = builders.person("Mila Milić")

    def hold(writer):
        with history.change(held, by=None):
            writer.stay()

    def click(writer):
        answers.append(one.client.post(ADD, data))
        answers.append(one.client.post(ADD, data))
        writer.inside.set()

    assert meet(hold, click) == (None, None)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Event.objects.count() == 1


def test_change_sent_twice_is_neither_saved_again_nor_taken_for_anothers(one):
    person = builders.person()
    data = one.open(person)
    answers = [one.save(person, data, honorific="Dr") for _ in range(2)]
    assert answers[1].url == address_of(person)
    assert Person.objects.get().number == 2


def test_what_was_typed_between_two_clicks_is_kept_and_never_told_as_saved(one):
    person = builders.person()
    data = one.open(person)
    one.save(person, data, honorific="Dr")
    answer = one.save(person, data, honorific="Dr", biography="<p>Builds roads.</p>")
    aside = SetAside.objects.get()
    assert answer.url == aside.get_absolute_url()
    page = one.client.get(answer.url)
    assert "You saved this already, in another window or by an earlier click." in page.text
    assert "What you saved" in page.text
    assert not re.search("somebody else|What they changed|Changed by both", page.text)
    person.refresh_from_db()
    one.put(aside, person)
    person.refresh_from_db()
    assert (person.honorific, person.biography) == ("Dr", "<p>Builds roads.</p>")


def test_what_was_typed_between_two_clicks_goes_on_where_the_first_had_nothing_to_save(one):
    person = builders.person()
    data = one.open(person)
    one.save(person, data)
    one.save(person, data, honorific="Dr")
    assert Person.objects.get().honorific == "Dr"


def test_what_was_typed_into_a_new_form_after_its_first_click_is_kept_beside_what_was_made(one):
    data = new_event(one)
    one.client.post(ADD, data)
    for _ in range(2):
        answer = one.client.post(ADD, data | {"name": ["Workshop on roads"]}, follow=True)
    event, aside = Event.objects.get(), SetAside.objects.get()
    assert (event.name, aside.record_id) == ("Workshop", event.pk)
    assert answer.redirect_chain[-1][0] == aside.get_absolute_url()
    assert "it was written into the form of something new" in answer.text
    assert "<pre>Workshop on roads</pre>" in answer.text


def test_report_sent_twice_is_there_once(one):
    event = builders.event(public=False)
    url = reverse("admin:events_report_add")
    page = one.client.get(url, {"event": event.pk})
    data = form_of(page) | {"title": ["What was said"], "_continue": ["1"]}
    for _ in range(2):
        answer = one.client.post(url, data)
    report = Report.objects.get()
    assert answer.url == reverse("admin:events_report_change", args=[report.pk])
    assert report.editions.count() == 1


def test_form_that_was_refused_keeps_its_key_and_saves_then(one):
    data = new_event(one)
    refused = one.client.post(ADD, data | {"name": [""]})
    again = form_of(refused)
    assert again["once"] == data["once"]
    assert not Submission.objects.exists()
    one.client.post(ADD, again | {"name": ["Workshop"]})
    assert Event.objects.get().name == "Workshop"


def test_each_form_has_a_key_of_its_own(one):
    assert new_event(one)["once"] != new_event(one)["once"]


def test_key_of_somebody_else_saves_nothing(one):
    data, two = new_event(one), Editor("two")
    one.client.post(ADD, data)
    assert two.client.post(ADD, data).status_code == 400
    assert Event.objects.count() == 1


def test_form_without_a_readable_key_is_saved_like_any_other(one):
    data, keys = new_event(one), ["", "x", "\u0663" * 32, "9" * 500]
    for number, key in enumerate(keys):
        one.client.post(ADD, data | {"once": [key], "name": [f"Workshop {number}"]})
    assert Event.objects.count() == len(keys)


def test_keys_are_forgotten_after_two_days(one):
    one.client.post(ADD, new_event(one))
    Submission.objects.update(at=timezone.now() - datetime.timedelta(days=2, minutes=1))
    data = new_event(one)
    one.client.post(ADD, data)
    assert [row.key for row in Submission.objects.all()] == [uuid.UUID(data["once"][0])]
