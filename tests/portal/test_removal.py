import pytest
from django.db import models

from events.models import Event, Role, Topic
from organisations.models import Organisation
from people.models import Person, PersonName
from portal import history
from portal.models import Version
from tests import builders
from tests.portal.test_history import NOW, written

pytestmark = pytest.mark.django_db


class TestRemoving:
    def test_keeps_the_whole_record_in_its_last_version(self):
        person = builders.person()
        with history.change(person, by=None):
            row = PersonName.objects.create(person=person, name="Beba")
        key = person.pk
        history.remove(person, by=None, reason="a double", now=NOW)
        version = Version.objects.get(kind="people.person", record_id=key, number=3)
        assert (version.action, version.reason, version.at) == ("deleted", "a double", NOW)
        assert version.data["fields"]["name"] == "Ana Anić"
        assert version.data["parts"]["names"][str(row.pk)]["name"] == "Beba"
        assert not Person.objects.exists()
        assert not PersonName.objects.exists()

    @pytest.mark.parametrize("point", ["line", "host", "team", "post", "department"])
    def test_of_what_others_point_at_writes_nothing(self, point):
        body = builders.organisation()
        event = builders.event(public=False)
        match point:
            case "line":
                builders.line(event, organisation=body)
            case "host":
                event.bodies.create(organisation=body)
            case "team":
                builders.project(team=body)
            case "post":
                builders.person().positions.create(organisation=body, title="Head")
            case "department":
                builders.organisation("Department", parent=body)
        before = written()
        with pytest.raises(models.ProtectedError):
            history.remove(body, by=None)
        assert written() == before
        assert Organisation.objects.filter(pk=body.pk).exists()
        assert body.number == Organisation.objects.get(pk=body.pk).number

    @pytest.mark.parametrize("point", ["photo", "project", "topic", "role", "related", "successor"])
    def test_of_what_others_list_writes_nothing(self, point):
        event = builders.event(public=False)
        match point:
            case "photo":
                record = builders.person()
                event.photos.create(file="photos/one.jpg", width=4, height=3).people.add(record)
            case "project":
                record = builders.project()
                event.projects.add(record)
            case "topic":
                record = Topic.objects.create(name="Roads", slug="roads")
                event.topics.add(record)
            case "role":
                record = builders.role()
                builders.line(event, group="guests", roles=[record])
            case "related":
                record = builders.event("Second workshop", public=False)
                event.related.add(record)
            case "successor":
                record = builders.organisation()
                builders.organisation("Old ministry").successors.add(record)
        before = written()
        with pytest.raises(models.ProtectedError):
            history.remove(record, by=None)
        assert written() == before
        assert type(record).objects.filter(pk=record.pk).exists()

    def test_of_an_event_that_was_public_is_refused(self):
        event = builders.event()
        with pytest.raises(models.ProtectedError):
            history.remove(event, by=None)
        assert Event.objects.exists()

    def test_of_a_draft_takes_its_lines_along(self):
        event = builders.event(public=False)
        builders.line(event, person=builders.person(), roles=[builders.role()])
        history.remove(event, by=None)
        assert not Event.objects.exists()
        assert Person.objects.exists()
        assert Role.objects.exists()

    def test_what_a_record_lists_itself_does_not_hold_it(self):
        old = builders.organisation("Old ministry")
        old.successors.add(builders.organisation())
        history.remove(old, by=None)
        assert Organisation.objects.get().name == "Ministry of Works"
