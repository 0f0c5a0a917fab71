"""What is sent while somebody else changes its record, or takes it away."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from events.models import Cover, Event, Participation
from events.rights.erasing import erase
from people.models import Person, Position
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.split import split
from portal.models import Site
from tests import builders
from tests.portal.test_one_writer import meet
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.force_login(staff())
    return client


@pytest.fixture
def event():
    return builders.event(public=False)


def sent(client, work, name, *keys, **data):
    """Send a form while somebody else holds the site for some work, and return the answer."""
    answers, address = [], reverse(f"admin:{name}", args=keys)
    # What is loaded at the first request would take longer than the two have.
    client.get(reverse("admin:index"))

    def first(writer):
        with transaction.atomic():
            Site.objects.hold()
            writer.stay()
            work()

    def second(writer):
        answers.append(client.post(address, data, follow=True))
        writer.inside.set()

    assert meet(first, second) == (None, None)
    return answers[0]


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def delete(record):
    return lambda: history.remove(type(record).objects.get(pk=record.pk), by=None)


def test_answer_for_who_came_to_an_event_that_was_deleted_is_refused(client, event):
    line = builders.line(event, person=builders.person(), attendance="expected")
    one = {f"line-{line.pk}": "came"}
    answer = sent(client, delete(event), "events_event_came", event.pk, **one)
    words = f"Number {event.pk} is gone meanwhile: it was deleted or merged."
    assert (answer.status_code, told(answer)[0]) == (200, words)


def test_answer_for_who_came_to_an_event_that_is_put_off_meanwhile_is_refused(client, event):
    line = builders.line(event, person=builders.person(), attendance="expected")

    def put_off():
        mine = Event.objects.get()
        with history.change(mine, by=None):
            mine.status = Event.Status.POSTPONED
            mine.save()

    answer = sent(client, put_off, "events_event_came", event.pk, **{f"line-{line.pk}": "came"})
    words = "Somebody said meanwhile that this was not held, so nothing was saved."
    assert (answer.status_code, told(answer)) == (200, [words])
    assert Participation.objects.get().attendance == "expected"


def test_reason_to_open_an_event_that_was_deleted_is_refused(client, event):
    with history.change(event, by=None):
        event.colleagues.add(staff("Editor"))
    answer = sent(client, delete(event), "events_event_open", event.pk, reason="A request.")
    words = f"Number {event.pk} is gone meanwhile: it was deleted or merged."
    assert (answer.status_code, told(answer)[0]) == (200, words)


def test_list_of_an_event_that_was_deleted_is_not_taken_over(client, event):
    intake = event.intakes.create(title="A list", by_id=client.session["_auth_user_id"])
    own = {"take": "1", "names_shown": "officials"}
    answer = sent(client, delete(event), "events_event_list_review", event.pk, intake.pk, **own)
    assert answer.status_code == 200
    assert answer.context["basis"].non_field_errors() == [
        f"Number {event.pk} is gone meanwhile: it was deleted or merged."
    ]
    assert not Event.objects.exists()


def test_undoing_a_list_leaves_alone_who_is_shown_by_name_where_it_is_said_meanwhile(client, event):
    taking = event.takings.create(title="A list", names_shown="officials", lines=[])
    rule = {"names_shown": "everybody", "names_reason": "They agreed."}
    type(taking).objects.update(**{f"{name}_then": value for name, value in rule.items()})
    Event.objects.update(**rule)

    def show_nobody():
        with history.change(record := Event.objects.get(), by=None):
            record.names_shown = "nobody"
            record.save()

    answer = sent(client, show_nobody, "events_event_list_undo", event.pk, taking.pk)
    assert (answer.status_code, Event.objects.get().names_shown) == (200, "nobody")


@pytest.mark.parametrize("button", ["hide", "show"])
def test_officer_is_told_that_who_was_to_be_hidden_or_shown_was_merged(client, button):
    person, other = builders.person("Ana Anić"), builders.person("Ana Annić", visibility="name")
    answer = sent(
        client,
        lambda: merge(other, Person.objects.get(pk=person.pk), by=None),
        "where",
        person.pk,
        **{button: "1", "reason": "Asked."},
    )
    assert answer.status_code == 200
    assert answer.context["error"] == (
        f"Number {person.pk} is gone meanwhile: it was deleted or merged."
    )
    assert Person.objects.get().visibility == Person.Visibility.NAME


def test_post_is_recorded_of_nobody_whose_line_says_another_by_now(client, event):
    person, other = builders.person("Ana Anić"), builders.person("Ana Annić")
    line = builders.line(
        event, person=person, organisation=builders.organisation(), position="Head"
    )
    answer = sent(
        client,
        lambda: merge(other, Person.objects.get(pk=person.pk), by=None),
        "events_event_posts",
        event.pk,
        **{f"line-{line.pk}": "since"},
    )
    assert (answer.status_code, told(answer)) == (200, ["0 posts were recorded."])
    assert Participation.objects.get().person == other
    assert not Position.objects.exists()


def test_somebody_is_hidden_though_an_event_with_a_document_that_names_them_goes_meanwhile(
    client, event
):
    person = builders.person("Ana Anić")
    builders.line(event, person=person)
    builders.document(event, data="Ana Anić was here.".encode(), name="a.txt")
    answer = sent(client, delete(event), "where", person.pk, hide="1", reason="Asked.")
    assert told(answer) == ["“Ana Anić” is hidden everywhere. Look at what is marked as doubtful."]
    assert Person.objects.get().visibility == Person.Visibility.HIDDEN
    assert not Cover.objects.exists()


def hide(person):
    def work():
        with history.change(record := Person.objects.get(pk=person.pk), by=None):
            record.visibility = Person.Visibility.HIDDEN
            record.save()

    return work


def test_name_is_not_corrected_of_somebody_who_is_hidden_meanwhile(client):
    person = builders.person("Ana Anić")
    own = {"old": "Ana Anić", "new": "Ana Annić"}
    address = reverse("admin:correct_name", args=["person", person.pk])
    typed = form_of(client.get(address, own))
    answer = sent(client, hide(person), "correct_name", "person", person.pk, **typed)
    assert answer.context["error"] == (
        "Something was changed since you looked. Look again, then confirm."
    )
    person.refresh_from_db()
    assert (person.name, person.visibility) == ("Ana Anić", Person.Visibility.HIDDEN)


def test_whoever_is_told_apart_from_somebody_who_is_hidden_meanwhile_is_hidden(event):
    person = builders.person("Ana Anić")
    line = builders.line(event, person=person)

    def work(writer):
        split(person, "Ana Annić", {("participations", line.pk)}, by=None)
        writer.inside.set()

    def first(writer):
        with transaction.atomic():
            Site.objects.hold()
            writer.stay()
            hide(person)()

    assert meet(first, work) == (None, None)
    assert {one.visibility for one in Person.objects.all()} == {Person.Visibility.HIDDEN}


def test_nobody_who_is_erased_meanwhile_is_made_one_with_another_or_told_apart(event):
    person, other = builders.person("Ana Anić"), builders.person("Vera Verić")
    line = builders.line(event, person=person)
    erase(Person.objects.get(pk=person.pk), by=None, log=False)
    with pytest.raises(ValidationError, match="stays nobody"):
        merge(other, person, by=None)
    with pytest.raises(ValidationError, match="stays nobody"):
        split(person, other, {("participations", line.pk)}, by=None)
    assert Participation.objects.get().person == person
