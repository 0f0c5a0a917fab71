"""Two members of staff at the same moment, each with a connection of their own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from events.models import Edition, Event, Participation, Request, Update
from organisations.models import Ancestry, Organisation
from people.models import Person, Position
from portal import history
from portal.models import Address, SetAside, Site, Version
from tests import builders
from tests.builders import LONG_AGO
from tests.portal.test_one_writer import meet
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(name):
    client = Client()
    client.force_login(staff("Administrator", name))
    return client


def sender(client, url, data, answers):
    """Return work that sends a form; it is "inside" when the answer came."""

    def work(writer):
        answers.append(client.post(url, data))
        writer.inside.set()

    return work


def assert_kept(answer, words):
    """Check that what a form said is kept, with some words of it; return the SetAside."""
    aside = SetAside.objects.get()
    assert (answer.status_code, answer.url) == (302, aside.get_absolute_url())
    assert words in str(aside.data)
    return aside


def test_text_that_two_publish_at_once_goes_out_once():
    edition = builders.report(builders.event(public=False), published=False)

    def publish(writer):
        mine = Edition.objects.get(pk=edition.pk)
        with history.change(mine, by=None, now=builders.LONG_AGO):
            writer.stay()
            mine.publish(by=None, now=builders.LONG_AGO)

    def publish_later(writer):
        mine = Edition.objects.get(pk=edition.pk)
        mine.publish(by=None)
        writer.inside.set()

    first, second = meet(publish, publish_later)
    assert first is None
    assert isinstance(second, ValidationError)
    assert Update.objects.count() == 1
    edition.refresh_from_db()
    assert edition.publish_at == Event.objects.get().public_from == builders.LONG_AGO


def test_post_that_two_record_at_once_is_recorded_once():
    line = builders.line(
        builders.event(public=False),
        person=builders.person("Ana Anić"),
        organisation=builders.organisation(),
        position="Commissioner",
    )
    client = signed_in("officer")
    url = reverse("admin:events_event_posts", args=[line.event_id])
    client.get(url)

    def recording(writer):
        with history.change(Person.objects.get(pk=line.person_id), by=None):
            writer.stay()
            Position.objects.create(
                person=line.person, organisation=line.organisation, title="Commissioner"
            )

    def pressing(writer):
        answer = client.post(url, {f"line-{line.pk}": "since"})
        assert answer.status_code == 302
        writer.inside.set()

    assert meet(recording, pressing) == (None, None)
    assert Position.objects.count() == 1


def test_who_hides_while_another_erases_whoever_asked_waits_for_them():
    person = builders.person("Ana Anić")
    asked = Request.objects.create(
        wish="hide",
        name="Ana Anić",
        mail="a@home.example",
        page=person.get_absolute_url(),
        checked_at=LONG_AGO,
    )

    def erasing(writer):
        with transaction.atomic():
            Site.objects.hold()
            writer.stay()
            Request.objects.filter(pk=asked.pk).update(words="[name removed]")

    client = Client()
    client.force_login(staff("Data protection officer"))

    def hiding(writer):
        answer = client.post(reverse("admin:case", args=[asked.pk]), {"step": "hide"})
        assert answer.status_code == 302
        writer.inside.set()

    assert meet(erasing, hiding) == (None, None)
    asked.refresh_from_db()
    assert (asked.words, asked.hidden_at is None) == ("[name removed]", False)


def test_address_that_two_want_at_once_is_given_to_one():
    def make(name):
        def work(writer):
            record = Organisation(official_name=name, slug="ministry")
            with history.change(record, by=None):
                writer.stay()
                record.save()

        return work

    first, second = meet(make("One"), make("Other"))
    assert first is None
    assert second is not None
    assert [row.name for row in Organisation.objects.all()] == ["One"]
    assert Address.objects.count() == Ancestry.objects.count() == Version.objects.count() == 1
    assert Site.objects.get().number == 1


def test_form_sent_while_another_writes_loses_nothing_of_the_other():
    person = builders.person()
    client, url = signed_in("one"), reverse("admin:people_person_change", args=[person.pk])
    data = form_of(client.get(url)) | {"honorific": ["Dr"]}
    answers = []

    def write(writer):
        mine = Person.objects.get()
        with history.change(mine, by=None):
            writer.stay()
            mine.names.create(name="Anka")

    assert meet(write, sender(client, url, data, answers)) == (None, None)
    person.refresh_from_db()
    assert [row.name for row in person.names.all()] == ["Anka"]
    assert (person.number, person.honorific) == (2, "")
    assert_kept(answers[0], "Dr")


def test_same_person_put_on_a_list_by_two_is_there_once():
    event, person = builders.event(), builders.person()
    client, url = signed_in("one"), reverse("admin:events_event_change", args=[event.pk])
    data = form_of(client.get(url))
    data.add_row("participations", who=person.name, position="Head")
    answers = []

    def write(writer):
        mine = Event.objects.get()
        with history.change(mine, by=None):
            writer.stay()
            Participation.objects.create(event=mine, person=person, position="Head")

    assert meet(write, sender(client, url, data, answers)) == (None, None)
    assert Participation.objects.count() == 1
    assert Event.objects.get().number == 2
    aside = assert_kept(answers[0], "Ana Anić")
    # Both wrote the same line: put onto what stands, it is there once.
    data = {"apply": "1", "seen": f"{event.pk}:2"}
    assert client.post(aside.get_absolute_url(), data).status_code == 302
    assert Participation.objects.count() == 1
    assert Event.objects.get().number == 2


def test_form_of_a_record_that_another_deletes_meanwhile_breaks_nothing():
    person = builders.person()
    client, url = signed_in("one"), reverse("admin:people_person_change", args=[person.pk])
    data = form_of(client.get(url)) | {"honorific": ["Dr"]}
    answers = []

    def delete(writer):
        other = builders.person("Mila Milić")
        with history.change(other, by=None):
            writer.stay()
            history.remove(Person.objects.get(pk=person.pk), by=None)

    assert meet(delete, sender(client, url, data, answers)) == (None, None)
    assert not Person.objects.filter(pk=person.pk).exists()
    assert_kept(answers[0], "Dr")
    page = client.get(answers[0].url)
    assert "This was deleted while you were writing" in page.text
    assert "Dr</ins>" in page.text
