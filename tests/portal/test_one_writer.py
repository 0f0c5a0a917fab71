"""Two writers at the same time, each in a thread with a connection of its own."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from events.models import Edition, Event, Participation, Place, Remark, Report, Request
from events.request_views import MOST_A_DAY
from organisations.models import Ancestry, Organisation
from people.models import Person
from portal import history
from portal.models import Site, Version
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 20
MOMENT = 0.3


class Writer(threading.Thread):
    """Runs one function in a connection of its own; says when it is inside the door."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work = work
        self.inside = threading.Event()
        self.may_leave = threading.Event()
        self.error = None

    def run(self):
        try:
            self.work(self)
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def stay(self):
        self.inside.set()
        assert self.may_leave.wait(LONG)


def meet(first, second):
    """Let the first in, then start the second; it must not get in before the first leaves."""
    one, two = Writer(first), Writer(second)
    one.start()
    assert one.inside.wait(LONG)
    two.start()
    assert not two.inside.wait(MOMENT)
    one.may_leave.set()
    two.may_leave.set()
    one.join(LONG)
    two.join(LONG)
    assert not one.is_alive()
    assert not two.is_alive()
    return one.error, two.error


def test_second_writer_of_an_event_waits_and_sees_what_the_first_wrote():
    event = builders.event()
    seen = []

    def write(city):
        def work(writer):
            mine = Event.objects.get(pk=event.pk)
            with history.change(mine, by=None) as passing:
                seen.append([row["city"] for row in passing.before["parts"]["places"].values()])
                writer.stay()
                Place.objects.create(event=mine, city=city)

        return work

    before = Version.objects.count()
    assert meet(write("Niš"), write("Novi Sad")) == (None, None)
    assert seen == [[], ["Niš"]]
    assert Version.objects.count() == before + 2
    assert Event.objects.get().number == 3
    assert Event.objects.get().folded.splitlines()[1:] == ["nis", "novi sad"]


def test_person_who_is_hidden_while_a_line_is_written_is_not_named():
    event, person = builders.event(), builders.person()

    def add(writer):
        with history.change(Event.objects.get(), by=None):
            writer.stay()
            Participation.objects.create(event=event, person=person, office=True)

    def hide(writer):
        mine = Person.objects.get()
        with history.change(mine, by=None):
            writer.stay()
            mine.visibility = Person.Visibility.HIDDEN
            mine.save()

    assert meet(add, hide) == (None, None)
    assert not Participation.objects.get().named


def test_line_that_is_opened_while_its_person_is_hidden_is_not_named():
    event = builders.event()
    line = builders.line(event, person=builders.person(), office=False)

    def hide(writer):
        mine = Person.objects.get()
        with history.change(mine, by=None):
            mine.visibility = Person.Visibility.HIDDEN
            mine.save()
            writer.stay()

    def open_up(writer):
        with history.change(Event.objects.get(), by=None):
            writer.stay()
            Participation.objects.filter(pk=line.pk).update(office=True)

    assert meet(hide, open_up) == (None, None)
    assert not Participation.objects.get().named


def test_two_who_close_a_circle_of_departments_cannot_both():
    one, other = builders.organisation("One"), builders.organisation("Other")

    def put(mine, below):
        def work(writer):
            record = Organisation.objects.get(pk=mine.pk)
            with history.change(record, by=None):
                writer.stay()
                record.parent_id = below.pk
                record.save()

        return work

    first, second = meet(put(one, other), put(other, one))
    assert first is None
    assert isinstance(second, ValidationError)
    assert Organisation.objects.get(pk=other.pk).parent is None
    assert set(Ancestry.objects.values_list("ancestor", "descendant", "depth")) == {
        (one.pk, one.pk, 0),
        (other.pk, other.pk, 0),
        (other.pk, one.pk, 1),
    }


def test_first_two_writers_of_a_new_site_share_one_row():
    Site.objects.all().delete()

    def make(name):
        def work(writer):
            person = Person(name=name)
            with history.change(person, by=None):
                writer.stay()
                person.save()

        return work

    assert meet(make("Mila Milić"), make("Vera Verić")) == (None, None)
    assert Site.objects.get().number == 2


def test_request_waits_for_one_that_comes_at_the_same_time_and_counts_it():
    asked = {"wish": "hide", "name": "Ana", "mail": "ana@home.example", "words": "Please."}
    for number in range(MOST_A_DAY - 1):
        Request.objects.create(**asked | {"words": f"{number}"})
    answers = []
    # What is loaded at the first request would take longer than the two have.
    Client().post(reverse("requests:ask"), asked | {"mail": ""})

    def ask(writer):
        answers.append(Client().post(reverse("requests:ask"), asked).status_code)
        writer.stay()

    def ask_slowly(writer):
        with transaction.atomic():
            Site.objects.hold()
            writer.stay()
            Request.objects.create(**asked | {"words": "At the same time."})

    assert meet(ask_slowly, ask) == (None, None)
    assert answers == [429]
    assert Request.objects.count() == MOST_A_DAY


def test_remark_waits_for_whoever_publishes_the_text_and_neither_for_the_other():
    builders.report(builders.event(), published=False)
    colleague = staff("Editor")

    def publish(writer):
        edition = Edition.objects.get()
        with history.change(edition, by=None):
            writer.stay()
            edition.publish(by=None)

    def say(writer):
        Remark.objects.say(Report.objects.get(), "Is the date right?", by=colleague)
        writer.stay()

    assert meet(publish, say) == (None, None)
    remark = Remark.objects.get()
    assert (remark.text, remark.edition) == ("Is the date right?", None)
