"""What the public may see of an event and all that hangs on it: rule 1 of the house."""

import datetime

import pytest

from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Project,
    ProjectOrganisation,
    Report,
    Update,
    Withdrawal,
)
from organisations.models import Organisation
from people.models import Person
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db

NOW = builders.LONG_AGO
SECOND = datetime.timedelta(seconds=1)
YEAR = datetime.timedelta(days=365)

PUBLIC = [
    Event.objects.public,
    Report.objects.public,
    Edition.objects.public,
    Participation.objects.public,
    Participation.objects.on_record,
    EventOrganisation.objects.public,
    ProjectOrganisation.objects.public,
    Project.objects.public,
    Document.objects.public,
    Photo.objects.public,
    Person.objects.public,
    Organisation.objects.public,
    Update.objects.newest,
    lambda now: Report.objects.public(now).newest_told_first(now),
]


def whole_event(*, public=True):
    """Make an event with one of everything that may be public by it."""
    body = builders.organisation()
    project = builders.project()
    event = builders.event(public=public)
    with history.change(project, by=None, now=NOW):
        project.bodies.create(organisation=body)
    with history.change(event, by=None, now=NOW):
        event.projects.add(project)
        event.bodies.create(organisation=body)
    builders.line(event, person=builders.person(), organisation=body)
    builders.report(event, published=public)
    Document.objects.create(event=event, title="Agenda", file="documents/a.pdf")
    Photo.objects.create(
        event=event, file="a.jpg", width=4, height=3, alternative_text="A hall", consent="yes"
    )
    return event


ALL, NONE = [1] * len(PUBLIC), [0] * len(PUBLIC)


def numbers(now):
    """Return how many rows each question for what is public gives at an instant."""
    return [public(now).count() for public in PUBLIC]


class TestEverything:
    def test_is_public_from_the_instant_on(self):
        event = whole_event()
        event.updates.update(at=NOW)
        assert numbers(NOW) == ALL
        assert numbers(NOW - SECOND) == NONE

    def test_is_not_public_with_a_draft(self):
        whole_event(public=False)
        assert numbers(NOW + YEAR) == NONE

    def test_is_not_public_while_withdrawn(self):
        event = whole_event()
        with history.change(event, by=None, now=NOW):
            withdrawal = Withdrawal.objects.create(event=event, reason="x", at=NOW)
        assert numbers(NOW) == NONE
        with history.change(event, by=None, now=NOW):
            withdrawal.lifted_at = NOW
            withdrawal.save()
        assert numbers(NOW) == ALL

    def test_is_not_touched_by_withdrawing_another(self):
        event = whole_event()
        other = builders.event("Other")
        with history.change(other, by=None, now=NOW):
            other.projects.set(event.projects.all())
            Withdrawal.objects.create(event=other, reason="x", at=NOW)
        assert numbers(NOW) == ALL

    def test_is_counted_once_when_two_events_use_it(self):
        event = whole_event()
        twin = builders.event("Twin", public=False)
        with history.change(twin, by=None, now=NOW):
            twin.projects.add(*event.projects.all())
        builders.line(twin, person=Person.objects.get(), organisation=Organisation.objects.get())
        assert numbers(NOW) == ALL


def test_report_that_is_withdrawn_leaves_its_event():
    event = whole_event()
    event.withdraw(by=None, report=Report.objects.get(), reason="x", now=NOW)
    assert list(Event.objects.public(NOW)) == [event]
    assert not Event.objects.public(NOW).with_report(NOW).exists()
    assert not Report.objects.public(NOW).exists()
    assert not Edition.objects.public(NOW).exists()
    assert not Event.objects.public(NOW).matching("what was said", NOW).exists()


def test_event_without_a_report_is_public_and_has_none():
    builders.event()
    builders.report(Event.objects.get(), published=False)
    assert Event.objects.public(NOW).exists()
    assert not Event.objects.with_report(NOW).exists()


def test_words_of_a_text_that_is_written_or_replaced_find_nothing():
    event = builders.event()
    builders.report(event, "Zastarelo")
    builders.report(event, "Sadašnje", now=NOW + SECOND)
    builders.report(event, "Buduće", published=False)
    found = {
        word: Event.objects.public().matching(word).exists()
        for word in ("zastarelo", "sadasnje", "buduce", "roads")
    }
    assert found == {"zastarelo": False, "sadasnje": True, "buduce": False, "roads": True}


def test_project_of_the_directory_is_public_without_an_event():
    project = builders.project(in_directory=True)
    builders.project("Not there")
    assert list(Project.objects.public()) == [project]


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({}, True),
        ({"consent": "nobody"}, True),
        ({"consent": "not-asked"}, False),
        ({"consent": "no"}, False),
        ({"alternative_text": ""}, False),
    ],
)
def test_photo_is_public_when_consent_is_settled_and_it_is_described(fields, public):
    whole_event()
    Photo.objects.update(**fields)
    assert Photo.objects.public().exists() is public


def test_photo_of_somebody_hidden_is_not_public():
    whole_event()
    photo = Photo.objects.get()
    photo.people.add(Person.objects.get())
    assert Photo.objects.public().exists()
    photo.people.add(builders.person("Mila", visibility="hidden"))
    assert not Photo.objects.public().exists()
