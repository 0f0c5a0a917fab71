import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Event, Participation, Role, Session
from people.models import Person
from portal import history
from portal.models import Version
from tests import builders

pytestmark = pytest.mark.django_db

Visibility = Person.Visibility


def named(policy, *, visibility, hidden, office, speaking):
    """Say who is shown by name; `visibility` is None for a line without a person."""
    if visibility in (None, Visibility.HIDDEN) or hidden or policy == "nobody":
        return False
    return policy == "everybody" or office or speaking


class TestWhoIsNamed:
    def test_follows_the_rule_in_every_combination(self):
        speaker, guest = builders.role("Speaker"), builders.role("Guest", speaking=False)
        body = builders.organisation()
        people = {
            visibility: builders.person(f"Ana {visibility}", visibility=visibility)
            for visibility in Visibility
        }
        cases = list(
            itertools.product(
                (None, *Visibility),
                (False, True),
                (False, True),
                ((), (guest,), (speaker,), (guest, speaker)),
                Participation.Attendance.values,
            )
        )
        expected, found = {}, {}
        for policy, status in itertools.product(Event.NamesShown.values, Event.Status.values):
            event = builders.event(
                f"{policy} {status}", names_shown=policy, names_reason="Agreed.", status=status
            )
            lines = [
                Participation(
                    event=event,
                    organisation=body,
                    person=people.get(visibility),
                    position=str(number),
                    name_hidden=hidden,
                    office=office,
                    attendance=attendance,
                )
                for number, (visibility, hidden, office, _roles, attendance) in enumerate(cases)
            ]
            with history.change(event, by=None):
                Participation.objects.bulk_create(lines)
                Participation.roles.through.objects.bulk_create(
                    Participation.roles.through(participation=line, role=role)
                    for line, case in zip(lines, cases, strict=True)
                    for role in case[3]
                )
            for line, (visibility, hidden, office, roles, attendance) in zip(
                lines, cases, strict=True
            ):
                rule = named(
                    policy,
                    visibility=visibility,
                    hidden=hidden,
                    office=office,
                    speaking=speaker in roles,
                )
                expected[line.pk] = rule, status == "held" and attendance == "came"
        for key, *written in Participation.objects.values_list("pk", "named", "held"):
            found[key] = tuple(written)
        assert len(found) == 12 * 192
        assert found == expected

    def test_follows_a_role_that_becomes_a_speaking_one(self):
        role = builders.role("Reader", speaking=False)
        line = builders.line(builders.event(), person=builders.person(), office=False, roles=[role])
        assert not line.named
        for speaking in (True, False):
            with history.change(role, by=None):
                role.speaking = speaking
                role.save()
            line.refresh_from_db()
            assert line.named is speaking

    def test_of_other_roles_stays(self):
        role, other = (
            builders.role("Reader", speaking=False),
            builders.role("Other", speaking=False),
        )
        line = builders.line(
            builders.event(), person=builders.person(), office=False, roles=[other]
        )
        with history.change(role, by=None):
            role.speaking = True
            role.save()
        line.refresh_from_db()
        assert not line.named

    def test_follows_a_role_that_is_taken_away(self):
        event, role = builders.event(), builders.role()
        line = builders.line(event, person=builders.person(), office=False, roles=[role])
        assert line.named
        with history.change(event, by=None):
            line.roles.clear()
        line.refresh_from_db()
        assert not line.named

    def test_settling_what_is_settled_writes_no_row(self):
        event = builders.event()
        builders.line(event, person=builders.person())
        builders.line(event, group="guests")
        with CaptureQueriesContext(connection) as queries:
            event.participations.settle()
        assert len(queries) == 1
        assert Participation.objects.filter(named=True).count() == 1

    def test_change_of_a_role_goes_through_the_door(self):
        role = builders.role()
        with history.change(role, by=None):
            role.names.create(language="de", name="Redner")
        assert Version.objects.get(kind="events.role").data["parts"]["names"]


class TestPublic:
    def test_lines_are_public_with_their_event(self):
        line = builders.line(builders.event(), group="guests")
        builders.line(builders.event("Draft", public=False), group="guests")
        assert list(Participation.objects.public()) == [line]

    def test_on_record_is_who_came_by_name_to_what_was_held(self):
        event = builders.event()
        person = builders.person()
        line = builders.line(event, person=person)
        builders.line(event, group="guests")
        builders.line(event, person=builders.person("Mila"), office=False)
        builders.line(event, person=builders.person("Vera"), attendance="absent")
        builders.line(builders.event("Planned", status="planned"), person=person)
        assert list(Participation.objects.on_record()) == [line]

    def test_event_that_turns_out_not_held_is_on_nobodys_record(self):
        event = builders.event()
        builders.line(event, person=builders.person())
        with history.change(event, by=None):
            event.status = Event.Status.CANCELLED
            event.save()
        assert not Participation.objects.on_record().exists()
        assert not Person.objects.public().exists()


class TestFromWhere:
    def test_country_is_the_lines_own_or_that_of_its_institution(self):
        event = builders.event()
        own = builders.line(event, country="SI")
        body = builders.line(event, organisation=builders.organisation(country="SI"))
        builders.line(event, country="DE")
        assert set(Participation.objects.from_countries(["SI"])) == {own, body}


class TestConstraints:
    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({}, "Say who"),
            ({"group": "\u200b"}, "Say who"),
            ({"person": True, "count": 2}, "counts as one"),
            ({"group": "guests", "printed_name": "V. Cucic"}, "needs the person"),
            ({"group": "guests", "count": 0}, "one or more"),
        ],
    )
    def test_are_told_in_a_sentence_and_held_by_the_database(self, fields, told):
        event = builders.event()
        if fields.pop("person", None):
            fields["person"] = builders.person()
        line = Participation(event=event, **fields)
        with pytest.raises(ValidationError) as refused:
            line.full_clean()
        assert any(told in message for message in refused.value.messages)
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.bulk_create([line])

    @pytest.mark.parametrize("with_body", [True, False])
    def test_person_stands_once_in_one_capacity(self, with_body):
        event, person = builders.event(), builders.person()
        body = builders.organisation() if with_body else None
        builders.line(event, person=person, organisation=body, position="Head")
        again = Participation(event=event, person=person, organisation=body, position="Head")
        with pytest.raises(ValidationError, match="in the list already in this capacity"):
            again.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.bulk_create([again])
        builders.line(event, person=person, organisation=body, position="Member")
        builders.line(event, person=person, organisation=builders.organisation("Other"))
        assert event.participations.count() == 3

    def test_groups_without_a_person_may_repeat(self):
        event, body = builders.event(), builders.organisation()
        for _turn in range(2):
            builders.line(event, organisation=body)
            builders.line(event, country="SI")
        assert event.participations.count() == 4

    def test_item_that_ends_before_it_starts_is_refused(self):
        session = Session(event=builders.event(), title="x", starts_at="10:00", ends_at="10:00")
        with pytest.raises(ValidationError, match="ends before it starts"):
            session.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.bulk_create([session])


def test_line_keeps_the_position_when_the_person_moves():
    person, old = builders.person(), builders.organisation("Old")
    line = builders.line(builders.event(), person=person, organisation=old, position="Head")
    with history.change(person, by=None):
        person.positions.create(organisation=builders.organisation("New"), title="Minister")
    line.refresh_from_db()
    assert (line.organisation, line.position) == (old, "Head")


def test_role_is_named_in_the_readers_language():
    role = Role.objects.create(name="Orator", slug="orator")
    role.names.create(language="de", name="Redner")
    assert role.printed_name() == "Orator"
    role.names.create(language="en", name="Speaker at the event")
    assert role.printed_name() == "Speaker at the event"


def test_programme_is_in_order_of_days_and_hours_with_the_unknown_last():
    event = builders.event()
    rows = [("d", None, None), ("c", "2021-09-02", None), ("b", "2021-09-02", "09:00"),
            ("a", "2021-09-01", "10:00")]  # fmt: skip
    for title, day, starts_at in rows:
        Session.objects.create(event=event, title=title, day=day, starts_at=starts_at)
    assert [session.title for session in event.sessions.all()] == ["a", "b", "c", "d"]
