import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import models

from events.models import Event, Photo, Place, Project, Role, Topic, Update
from organisations.models import Organisation, OrganisationName
from people.models import Person, PersonName
from portal import history
from portal.models import Site, Version
from tests import builders

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)


def written():
    """Return all that a pass through the door may leave behind."""
    return (
        list(Version.objects.order_by("pk").values_list("kind", "record_id", "number", "action")),
        Site.objects.number(),
        list(Update.objects.order_by("pk").values_list("event", "at", "note", "minor")),
    )


def staff(*permissions):
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


class TestWhatADoorWrites:
    def test_new_record_gets_its_first_version(self):
        person = Person(name="Mila Milić")
        with history.change(person, by=None, reason="typed in", now=NOW) as passing:
            person.save()
        version = Version.objects.get()
        assert (version.kind, version.record_id) == ("people.person", person.pk)
        assert (version.number, version.action, version.title) == (1, "created", "Mila Milić")
        assert (version.at, version.reason, version.by) == (NOW, "typed in", None)
        assert version.data["fields"]["name"] == "Mila Milić"
        assert passing.version == version
        assert (person.number, person.changed_at) == (1, NOW)
        assert Site.objects.number() == 1

    def test_change_writes_what_is_stored_afterwards(self):
        person = builders.person("Mila Milić")
        number = Site.objects.number()
        with history.change(person, by=None, now=NOW) as passing:
            person.name = "Mila Milić Marić"
            person.save()
        assert passing.before["fields"]["name"] == "Mila Milić"
        assert passing.after["fields"]["name"] == "Mila Milić Marić"
        version = Version.objects.get(number=2)
        assert (version.action, version.data) == ("changed", passing.after)
        assert (person.number, person.changed_at) == (2, NOW)
        assert Person.objects.get().number == 2
        assert Site.objects.number() == number + 1

    @pytest.mark.parametrize("make", [builders.person, builders.organisation])
    def test_what_staff_alone_see_moves_no_date_that_readers_are_told(self, make):
        record = make()
        dates = []
        for fields in ({"to_complete": True}, {"to_complete": False, "language": "sr"}):
            with history.change(record, by=None, now=NOW) as passing:
                type(record).objects.filter(pk=record.pk).update(**fields)
            assert (passing.version.at, passing.version.number) == (NOW, record.number)
            dates += type(record).objects.values_list("changed_at", flat=True)
        assert record.number == 3
        assert [date == NOW for date in dates] == [False, True]

    def test_save_that_changes_nothing_writes_nothing(self):
        event = builders.event()
        before, changed_at = written(), Event.objects.get().changed_at
        with history.change(event, by=None, note="Nothing.", now=NOW) as passing:
            event.save()
        assert not passing.happened
        assert passing.version is None
        assert written() == before
        assert Event.objects.get().changed_at == changed_at

    def test_what_follows_from_other_columns_is_no_change(self):
        person = builders.person()
        before = written()
        with history.change(person, by=None):
            Person.objects.update(folded="", portrait_width=7)
        assert written() == before
        assert Person.objects.get().folded == "ana anic"

    def test_new_part_is_a_change(self):
        person = builders.person()
        with history.change(person, by=None) as passing:
            row = PersonName.objects.create(person=person, name="Ana Ančić")
        assert passing.happened
        assert passing.before["parts"]["names"] == {}
        assert passing.after["parts"]["names"][str(row.pk)]["name"] == "Ana Ančić"

    def test_part_that_goes_is_a_change(self):
        event = builders.event()
        place = Place.objects.create(event=event, city="Niš")
        with history.change(event, by=None) as passing:
            place.delete()
        assert passing.before["parts"]["places"] != {}
        assert passing.after["parts"]["places"] == {}

    def test_relation_of_the_record_is_a_change(self):
        event = builders.event()
        topic = Topic.objects.create(name="Roads", slug="roads")
        with history.change(event, by=None) as passing:
            event.topics.add(topic)
        assert passing.before["fields"]["topics"] == []
        assert passing.after["fields"]["topics"] == [topic.pk]

    def test_relation_of_a_part_is_a_change(self):
        event = builders.event()
        line = builders.line(event, group="civil society")
        role = builders.role()
        with history.change(event, by=None) as passing:
            line.roles.add(role)
        assert passing.after["parts"]["participations"][str(line.pk)]["roles"] == [role.pk]
        assert passing.happened

    def test_other_file_is_a_change(self):
        event = builders.event()
        photo = Photo.objects.create(event=event, file="photos/one.jpg", width=4, height=3)
        with history.change(event, by=None) as passing:
            Photo.objects.filter(pk=photo.pk).update(file="photos/two.jpg")
        key = str(photo.pk)
        assert passing.before["parts"]["photos"][key]["file"] == "photos/one.jpg"
        assert passing.after["parts"]["photos"][key]["file"] == "photos/two.jpg"

    def test_field_that_was_not_saved_is_not_recorded(self):
        person = builders.person()
        before = written()
        with history.change(person, by=None):
            person.name = "Somebody Else"
        assert written() == before
        assert person.name == "Ana Anić"

    def test_stale_copy_of_a_record_does_not_fool_the_door(self):
        event = builders.event(public=False)
        stale = Event.objects.get()
        with history.change(event, by=None, now=builders.LONG_AGO):
            event.public_from = builders.LONG_AGO
            event.save()
        with history.change(stale, by=None, now=NOW) as passing:
            Place.objects.create(event=stale, city="Niš")
        assert passing.update.at == NOW
        assert "nis" in Event.objects.get().folded

    def test_list_read_before_the_door_does_not_fool_it(self):
        builders.person()
        person = Person.objects.prefetch_related("names").get()
        with history.change(person, by=None):
            PersonName.objects.create(person=person, name="Beba")
        assert Person.objects.get().folded == "ana anic\nbeba"

    def test_instants_have_no_fractions_that_a_form_would_lose(self):
        event = builders.event(public=False)
        now = NOW.replace(microsecond=123456)
        with history.change(event, by=None, now=now):
            event.public_from = now
            event.save()
        assert Event.objects.get().public_from == NOW
        assert Update.objects.get().at == NOW


class TestWhatIsRaisedInside:
    def test_leaves_nothing_of_a_change(self):
        event = builders.event()
        before = written()
        with pytest.raises(ZeroDivisionError), history.change(event, by=None):
            event.name = "Other"
            event.save()
            Place.objects.create(event=event, city="Niš")
            raise ZeroDivisionError
        assert written() == before
        assert Event.objects.get().name == "Workshop on roads"
        assert not Place.objects.exists()

    def test_leaves_nothing_of_a_new_record_nor_a_key_in_memory(self):
        organisation = Organisation(official_name="Ministry", slug="ministry")
        before = written()
        with pytest.raises(ZeroDivisionError), history.change(organisation, by=None):
            organisation.save()
            OrganisationName.objects.create(organisation=organisation, name="M")
            raise ZeroDivisionError
        assert written() == before
        assert not Organisation.objects.exists()
        assert organisation.pk is None
        with history.change(organisation, by=None):
            organisation.save()
        assert Organisation.objects.get().number == 1

    def test_leaves_nothing_when_the_record_itself_refuses_after_the_block(self, monkeypatch):
        event = builders.event()
        before = written()

        def refuse(*args):
            raise ZeroDivisionError

        monkeypatch.setattr(Event, "changed", refuse)
        with pytest.raises(ZeroDivisionError), history.change(event, by=None):
            event.name = "Other"
            event.save()
        assert written() == before
        assert Event.objects.get().name == "Workshop on roads"
        assert event.number == Event.objects.get().number


class TestDoorInsideADoor:
    def test_of_the_same_record_is_the_same_pass(self):
        event = builders.event()
        before = Version.objects.count()
        with history.change(event, by=None, now=NOW) as outer:
            event.name = "Workshop on rails"
            event.save()
            with history.change(Event.objects.get(), by=None, note="New place.", now=NOW) as inner:
                Place.objects.create(event=event, city="Niš")
        assert inner is outer
        assert Version.objects.count() == before + 1
        assert Update.objects.filter(at=NOW).values_list("note", flat=True).get() == "New place."

    def test_of_a_record_made_in_the_outer_one_is_the_same_pass(self):
        person = Person(name="Mila Milić")
        with history.change(person, by=None):
            person.save()
            with history.change(person, by=None):
                PersonName.objects.create(person=person, name="Milica")
        assert Version.objects.get().action == "created"

    def test_of_another_record_writes_for_both(self):
        event, person = builders.event(), builders.person()
        with history.change(event, by=None, now=NOW) as outer:
            event.name = "Workshop on rails"
            event.save()
            with history.change(person, by=None, now=NOW) as inner:
                person.name = "Ana Marić"
                person.save()
        assert (outer.version.kind, inner.version.kind) == ("events.event", "people.person")

    def test_that_fails_takes_back_only_its_own(self):
        event = builders.event()
        with history.change(event, by=None, now=NOW):
            event.name = "Workshop on rails"
            event.save()
            with pytest.raises(ZeroDivisionError), history.change(event, by=None):
                Place.objects.create(event=event, city="Niš")
                raise ZeroDivisionError
        assert Event.objects.get().name == "Workshop on rails"
        assert not Place.objects.exists()

    def test_is_forgotten_when_the_outer_one_closes(self):
        event = builders.event()
        with pytest.raises(ZeroDivisionError), history.change(event, by=None):
            raise ZeroDivisionError
        with history.change(event, by=None, now=NOW) as passing:
            event.name = "Workshop on rails"
            event.save()
        assert passing.version.number == event.number


class TestStatingAPastInstant:
    def test_needs_the_permission(self):
        event = builders.event(public=False)
        past = NOW - datetime.timedelta(days=1)
        with (
            pytest.raises(PermissionDenied),
            history.change(event, by=staff("change_event"), at=past, now=NOW),
        ):
            event.save()

    def test_is_allowed_with_the_permission(self):
        event = builders.event(public=False)
        past = NOW - datetime.timedelta(days=1)
        with history.change(event, by=staff("state_past"), at=past, now=NOW) as passing:
            event.save()
        assert passing.at == past


class TestMakingMany:
    def test_each_gets_a_version_and_the_site_moves(self):
        number = Site.objects.number()
        made = Person.objects.create_named(["Mila Milić", "Цана Цанић"], by=None)
        assert [person.number for person in made] == [1, 1]
        assert list(Version.objects.order_by("pk").values_list("title", "action")) == [
            ("Mila Milić", "created"),
            ("Цана Цанић", "created"),
        ]
        assert Person.objects.get(folded__contains="cana").name == "Цана Цанић"
        assert Site.objects.number() == number + 1

    def test_its_version_is_what_the_door_would_have_written(self):
        parts = {"given_name": "Mila", "family_name": "Milić", "order_known": False}
        builders.person("Mila Milić", **parts, to_complete=True)
        Person.objects.create_named(["Mila Milić"], by=None)
        one, other = Version.objects.order_by("pk").values_list("data", flat=True)
        assert one["parts"] == other["parts"]
        assert one["fields"] | {"id": None} == other["fields"] | {"id": None}

    def test_a_later_save_of_one_changes_nothing(self):
        [body] = Organisation.objects.create_named(["Ministry of Rails"], by=None)
        before = written()
        with history.change(body, by=None):
            body.save()
        assert written() == before


def test_snapshot_costs_as_many_queries_with_many_lines(django_assert_num_queries):
    event = builders.event()
    builders.line(event, person=builders.person())
    # The row, its relations, its parts, and the relations of three kinds of parts.
    expected = 1 + len(Event.relations) + len(Event.parts)
    with django_assert_num_queries(expected + 1):
        history.snapshot(event)
    for name in ("Mira Mirić", "Vera Verić", "Zora Zorić"):
        builders.line(event, person=builders.person(name), roles=[builders.role()])
    with django_assert_num_queries(expected + 1):
        history.snapshot(event)


def test_every_part_and_relation_of_a_record_is_one():
    for model in (Event, Project, Person, Organisation, Role, Topic):
        reverse = {
            relation.get_accessor_name()
            for relation in model._meta.related_objects
            if relation.on_delete is models.CASCADE
        }
        assert set(model.parts) <= reverse
        # Closure rows are derived; lines of the history protect themselves; what staff say to
        # one another about a record, and lists still looked over or taken over, are not the record.
        assert reverse - set(model.parts) <= {
            "ancestors",
            "descendants",
            "remarks",
            "intakes",
            "takings",
        }
        own = {field.name for field in model._meta.many_to_many}
        with_rows_of_their_own = {
            field.name
            for field in model._meta.many_to_many
            if not field.remote_field.through._meta.auto_created
        }
        assert set(model.relations) == own - with_rows_of_their_own
