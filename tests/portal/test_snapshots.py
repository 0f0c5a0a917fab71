"""What is put back from a snapshot, and what comes back after it was deleted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError

from events.models import (
    Answer,
    Edition,
    Event,
    Participation,
    Remark,
    Report,
    Session,
    Topic,
)
from organisations.models import Ancestry, Organisation
from people.models import Person
from portal import history, snapshots
from portal.models import Version
from tests import builders
from tests.nets.world import World
from tests.portal.test_history import written
from tests.staff import staff

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)


@pytest.fixture
def world():
    return World(lambda name: f"{name} Ćирилица", public_from=None)


def records(world):
    report = world.edition.report
    return [
        world.part,
        report,
        world.event,
        world.project,
        world.person,
        world.department,
        world.body,
        world.role,
        world.topic,
    ]


def versions_of(record):
    kind = record._meta.label_lower
    return Version.objects.filter(kind=kind, record_id=record.pk).order_by("number")


def last(record):
    return versions_of(record).last()


def derived(record):
    """Return what no snapshot holds and must be right all the same."""
    row = type(record)._base_manager.get(pk=record.pk)
    kept = {"number", "created_at", "changed_at"}
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name in row.unrecorded and field.name not in kept
    }


def forget_rows(record):
    for name in record.parts:
        getattr(record, name).all().delete()
    for name in record.relations:
        getattr(record, name).clear()


def test_record_of_every_kind_is_put_back_as_it_was_with_the_same_keys(world):
    for record in records(world):
        was, columns, files = history.snapshot(record), derived(record), Ancestry.objects.count()
        with history.change(record, by=None):
            forget_rows(record)
            words = next(
                f for f in ("title", "name", "official_name", "language") if f in was["fields"]
            )
            setattr(record, words, "de" if words == "language" else "Another")
            record.save()
        assert history.snapshot(record) != was
        record = type(record)._base_manager.get(pk=record.pk)
        with history.change(record, by=None):
            history.put(record, was)
        assert history.snapshot(record) == was
        assert derived(record) == columns
        assert Ancestry.objects.count() == files


def test_record_of_every_kind_comes_back_whole_after_it_was_deleted(world):
    with history.change(world.part, by=None):
        world.part.related.clear()
    everything = [type(r)._base_manager.get(pk=r.pk) for r in records(world)]
    was = [(history.snapshot(r), derived(r), str(r)) for r in everything]
    deleted = [history.remove(record, by=None).version for record in everything]
    assert not any(model.objects.exists() for model in (Event, Report, Edition, Person))
    assert not Organisation.objects.exists()
    assert not Ancestry.objects.exists()
    for version in reversed(deleted):
        history.bring_back(version, by=None, now=NOW)
    for (data, columns, title), version in zip(was, deleted, strict=True):
        record = history.kinds()[version.kind]._base_manager.get(pk=version.record_id)
        assert history.snapshot(record) == data
        assert derived(record) == columns
        assert str(record) == title
        assert record.created_at == versions_of(record).first().at
        assert last(record).action == "restored"
        assert last(record).at == record.changed_at == NOW
        assert record.number == last(record).number == version.number + 1


def test_part_of_many_portions_is_read_whole(monkeypatch):
    event, role = builders.event(public=False), builders.role("Chair")
    for number in range(5):
        builders.line(event, person=builders.person(f"Ana {number}"), roles=[role] * (number % 2))
    whole = snapshots.snapshot(event)
    monkeypatch.setattr(snapshots, "AT_ONCE", 2)
    monkeypatch.setattr(snapshots, "_portion", snapshots._portion.__wrapped__)
    assert snapshots.snapshot(event) == whole
    rows = whole["parts"]["participations"]
    assert list(rows) == [str(key) for key in sorted(map(int, rows))]
    assert [row["roles"] for row in rows.values()] == [[], [role.pk], [], [role.pk], []]


def test_text_of_a_report_that_came_back_can_be_changed_and_told(world):
    report, edition = world.edition.report, world.edition
    history.bring_back(history.remove(report, by=None).version, by=None)
    edition = Edition.objects.get(pk=edition.pk)
    with history.change(edition, by=None):
        edition.title = "Another title"
        edition.save()
    assert [v.number for v in versions_of(edition)] == [1, 2]
    assert Edition.objects.get().folded.startswith("another title")


def test_what_staff_said_of_a_report_comes_back_with_it(world):
    report, colleague = world.edition.report, staff("Editor")
    remark = Remark.objects.say(report, "Name the hall.", by=colleague, now=NOW)
    report.answers.create(key="people:1", words="mentioned, was not there", by=colleague, at=NOW)
    was = [list(rows.values()) for rows in (Remark.objects, Answer.objects)]
    deleted = history.remove(report, by=None).version
    assert not Remark.objects.filter(pk=remark.pk).exists()
    report = history.bring_back(deleted, by=None)
    assert [list(rows.values()) for rows in (Remark.objects, Answer.objects)] == was
    assert set(last(report).data["parts"]) == {"editions"}


class TestPuttingBack:
    def test_needs_the_open_door_of_the_record(self):
        person = builders.person()
        with pytest.raises(RuntimeError):
            history.put(person, history.snapshot(person))

    def test_lets_two_lines_change_places(self):
        event = builders.event()
        ana, mila = builders.person(), builders.person("Mila Milić")
        one, two = (builders.line(event, person=who, position="Head") for who in (ana, mila))
        was = history.snapshot(event)
        with history.change(event, by=None):
            Participation.objects.filter(pk=one.pk).update(person=None, country="RS")
            Participation.objects.filter(pk=two.pk).update(person=ana)
            Participation.objects.filter(pk=one.pk).update(person=mila, country="")
        with history.change(event, by=None):
            history.put(event, was)
        assert history.snapshot(event) == was
        assert [(x.pk, x.person) for x in event.participations.all()] == [
            (one.pk, ana),
            (two.pk, mila),
        ]

    def test_gives_a_new_line_a_key_of_its_own_wherever_it_is_named(self):
        event, role = builders.event(), builders.role()
        line = builders.line(event, group="guests")
        data = history.snapshot(event)
        row = data["parts"]["participations"][str(line.pk)]
        data["parts"]["participations"]["-7"] = row | {
            "id": -7,
            "group": "hosts",
            "roles": [role.pk],
        }
        data["parts"]["sessions"]["-8"] = {"title": "Opening", "people": [-7, line.pk]}
        with history.change(event, by=None):
            history.put(event, data)
        session = Session.objects.get()
        assert sorted(x.group for x in session.people.all()) == ["guests", "hosts"]
        new = Participation.objects.get(group="hosts")
        assert new.pk > line.pk
        assert list(new.roles.all()) == [role]
        assert new.visible_from == event.visible_from

    def test_says_what_is_gone(self):
        event = builders.event(public=False)
        ana, topic = builders.person(), Topic.objects.create(name="Roads", slug="roads")
        builders.line(event, person=ana)
        with history.change(event, by=None):
            event.topics.add(topic)
        was = history.snapshot(event)
        with history.change(event, by=None):
            forget_rows(event)
        history.remove(ana, by=None)
        Topic.objects.all().delete()
        with pytest.raises(ValidationError) as refused, history.change(event, by=None):
            history.put(event, was)
        said = f"because it is gone meanwhile: Topic {topic.pk} and Person Ana Anić."
        assert refused.value.messages[0].endswith(said)

    def test_does_not_move_frozen_words(self):
        edition = builders.report(builders.event())
        was = history.snapshot(edition)
        was["fields"]["title"] = "What was never said"
        with pytest.raises(IntegrityError), history.change(edition, by=None):
            history.put(edition, was)
        assert Edition.objects.get().title == "What was said"

    def test_does_not_move_frozen_words_through_the_report_either(self):
        edition = builders.report(builders.event())
        report = edition.report
        was = history.snapshot(report)
        was["parts"]["editions"][str(edition.pk)]["body"] = "<p>What was never said</p>"
        with pytest.raises(IntegrityError), history.change(report, by=None):
            history.put(report, was)
        assert Edition.objects.get().body == ""

    @pytest.mark.parametrize("lines", [1, 3])
    def test_asks_as_much_for_one_line_as_for_three(self, lines, django_assert_num_queries):
        event = builders.event()
        for number in range(lines):
            builders.line(event, person=builders.person(f"Ana {number}"))
        was = history.snapshot(event)
        with history.change(event, by=None):
            event.participations.all().delete()
        with history.change(event, by=None), django_assert_num_queries(22):
            history.put(event, was)


class TestBringingBack:
    def test_is_refused_while_the_record_is_there(self):
        person = builders.person()
        version = history.remove(person, by=None).version
        history.bring_back(version, by=None)
        before = written()
        with pytest.raises(ValidationError, match="brought back already"):
            history.bring_back(version, by=None)
        assert written() == before
        assert Person.objects.count() == 1

    def test_of_a_record_deleted_twice_takes_the_last_time(self):
        person = builders.person()
        first = history.remove(person, by=None).version
        again = history.bring_back(first, by=None)
        with history.change(again, by=None):
            again.name = "Ana Anić Perić"
            again.save()
        second = history.remove(again, by=None).version
        with pytest.raises(ValidationError):
            history.bring_back(first, by=None)
        assert history.bring_back(second, by=None).name == "Ana Anić Perić"

    def test_is_refused_where_something_named_is_gone(self):
        body = builders.organisation()
        department = builders.organisation("Department", parent=body)
        version = history.remove(department, by=None).version
        history.remove(body, by=None)
        before = written()
        with pytest.raises(ValidationError, match="Institution Ministry of Works"):
            history.bring_back(version, by=None)
        assert written() == before
        assert not Organisation.objects.exists()

    def test_is_refused_where_its_file_is_gone(self):
        event = builders.event(public=False)
        name = builders.document(event).file.name
        version = history.remove(event, by=None).version
        default_storage.delete(name)
        with pytest.raises(ValidationError, match="the file documents/"):
            history.bring_back(version, by=None)

    @pytest.mark.parametrize("kind", ["topic", "report", "event"])
    def test_is_refused_where_another_has_taken_its_place(self, kind):
        match kind:
            case "topic":
                one, other = (Topic(name="Roads", slug="roads") for _ in range(2))
                builders.saved(one)
            case "report":
                event = builders.event(public=False)
                one = builders.report(event, published=False).report
                other = Report(event=event, language="en")
            case "event":
                one = builders.event(public=False)
                other = Event(name=one.name, slug=one.slug, earliest=one.earliest)
                other.latest = one.latest
        version = history.remove(one, by=None).version
        builders.saved(other)
        before = written()
        with pytest.raises(ValidationError) as refused:
            history.bring_back(version, by=None)
        assert refused.value.messages
        assert written() == before
        assert type(one).objects.count() == 1

    def test_of_a_body_known_by_another_name_only(self):
        body = Organisation(acronym="")
        with history.change(body, by=None):
            body.save()
            body.names.create(name="Frontier office")
        version = history.remove(body, by=None).version
        history.bring_back(version, by=None)
        assert str(Organisation.objects.get()) == "Frontier office"
