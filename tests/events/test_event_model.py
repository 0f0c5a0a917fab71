import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import modelform_factory
from django.utils import timezone

from events.models import Event, Place
from portal import history
from portal.models import Address
from tests import builders

pytestmark = pytest.mark.django_db

DAY = datetime.date
TIME = datetime.time


def change(event, **fields):
    with history.change(event, by=None):
        for name, value in fields.items():
            setattr(event, name, value)
        event.clean()
        event.save()


class TestAddress:
    def test_is_made_of_year_and_name_and_numbered_when_taken(self):
        events = [builders.event() for _turn in range(3)]
        assert [event.path for event in events] == [
            "2021/workshop-on-roads",
            "2021/workshop-on-roads-2",
            "2021/workshop-on-roads-3",
        ]

    def test_of_an_event_without_a_date_has_no_year(self):
        event = builders.event(earliest=None, precision="unknown")
        assert (event.path, event.address_year) == ("undated/workshop-on-roads", 0)

    def test_is_free_in_another_year(self):
        builders.event()
        other = builders.event(earliest=DAY(2022, 9, 1))
        assert other.path == "2022/workshop-on-roads"

    @pytest.mark.parametrize(
        "fields",
        [{"slug": "other"}, {"earliest": DAY(2022, 1, 1), "latest": DAY(2022, 1, 1)}],
        ids=["slug", "year"],
    )
    def test_left_one_is_never_given_to_another(self, fields):
        event = builders.event()
        change(event, **fields)
        assert event.path != "2021/workshop-on-roads"
        assert builders.event().path == "2021/workshop-on-roads-2"
        typed = Event(
            name="x", slug="workshop-on-roads", earliest=DAY(2021, 1, 1), latest=DAY(2021, 1, 1)
        )
        with pytest.raises(ValidationError) as refused:
            typed.clean()
        assert list(refused.value.message_dict) == ["slug"]

    def test_may_be_taken_back_by_its_own(self):
        event = builders.event()
        change(event, slug="other")
        change(event, slug="workshop-on-roads")
        assert set(Address.objects.values_list("path", "record_id")) == {
            ("2021/workshop-on-roads", event.pk),
            ("2021/other", event.pk),
        }

    def test_of_a_draft_is_not_kept(self):
        event = builders.event(public=False)
        change(event, slug="other")
        assert not Address.objects.exists()
        assert builders.event().path == "2021/workshop-on-roads"

    def test_left_one_cannot_be_taken_by_publishing_a_draft(self):
        draft = builders.event(public=False)
        Address.objects.claim("events.event", draft.path, 0)
        with pytest.raises(ValidationError), history.change(draft, by=None):
            draft.public_from = builders.LONG_AGO
            draft.save()
        assert Event.objects.get().public_from is None

    def test_of_another_draft_is_told_next_to_its_field_in_a_form(self):
        builders.event(public=False)
        form = modelform_factory(Event, fields=["name", "slug", "earliest", "precision"])(
            {"name": "x", "slug": "workshop-on-roads", "earliest": "2021-05-05"}
            | {"precision": "days"}
        )
        assert not form.is_valid()
        assert list(form.errors) == ["slug"]

    def test_is_given_once_by_the_database_too(self):
        builders.event(public=False)
        twin = Event(name="x", slug="workshop-on-roads", address_year=2021)
        twin.earliest = twin.latest = twin.listed_on = DAY(2021, 2, 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.bulk_create([twin])


class TestConstraints:
    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"name": "\u200b"}, "cannot be blank"),
            ({"earliest": None, "latest": None}, "Give the first day"),
            ({"earliest": None}, "Give the first day"),
            ({"latest": DAY(2021, 8, 31)}, "last day lies before the first"),
            ({"precision": "month", "starts_at": TIME(9)}, "when the day is known"),
            ({"starts_at": TIME(9), "ends_at": TIME(9)}, "ends before it starts"),
            ({"length_days": 0}, "one day or more"),
            ({"names_shown": "everybody"}, "on what ground"),
        ],
    )
    def test_are_told_in_a_sentence_and_held_by_the_database(self, fields, told):
        event = Event(
            **{
                "name": "Workshop",
                "slug": "workshop",
                "earliest": DAY(2021, 9, 1),
                "latest": DAY(2021, 9, 1),
            }
            | fields
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.bulk_create([event])
        with pytest.raises(ValidationError) as refused:
            event.full_clean()
        assert any(told in message for message in refused.value.messages), refused.value.messages

    def test_that_fit_are_seen_to_fit_without_asking(self, django_assert_num_queries):
        event = builders.event()
        # Only whether the address is free.
        with django_assert_num_queries(1):
            event.validate_constraints()

    def test_that_are_no_dates_yet_are_held_against_the_rules_too(self):
        event = Event(name="Workshop", earliest="2021-09-02", latest=DAY(2021, 9, 1))
        with pytest.raises(ValidationError) as refused:
            event.validate_constraints()
        assert "The last day lies before the first: check both days." in refused.value.messages

    def test_unknown_date_has_no_days(self):
        event = builders.event()
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(precision="unknown")
        change(event, precision="unknown")
        assert (event.earliest, event.latest, event.listed_on) == (None, None, DAY(1, 1, 1))

    def test_hours_may_cross_midnight_when_there_are_two_days(self):
        event = builders.event(
            latest=DAY(2021, 9, 2), starts_at=TIME(22), ends_at=TIME(2), public=False
        )
        event.full_clean()

    def test_event_is_not_a_part_of_itself(self):
        event = builders.event()
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(part_of=event.pk)

    def test_parts_have_no_parts(self):
        whole = builders.event("Whole")
        part = builders.event("Part", part_of=whole)
        for event, of in [(Event(name="x"), part), (whole, builders.event("Larger"))]:
            event.part_of = of
            with pytest.raises(ValidationError) as refused:
                event.clean()
            assert list(refused.value.message_dict) == ["part_of"]

    def test_one_day_is_first_and_last(self):
        event = Event(name="x", earliest=DAY(2021, 9, 1))
        event.clean()
        assert event.latest == DAY(2021, 9, 1)


class TestStatus:
    TODAY = datetime.datetime(2021, 9, 1, 23, 30, tzinfo=datetime.UTC)

    @pytest.fixture(autouse=True)
    def today(self, monkeypatch, settings):
        """Let it be September 2 where the site is, and still the 1st in Greenwich."""
        settings.TIME_ZONE = "Europe/Belgrade"
        monkeypatch.setattr(timezone, "now", lambda: self.TODAY)

    @pytest.mark.parametrize(
        "days",
        [
            {"earliest": DAY(2021, 9, 3)},
            {"earliest": DAY(2021, 10, 1), "latest": DAY(2021, 10, 31), "precision": "month"},
            {"earliest": DAY(2022, 1, 1), "latest": DAY(2022, 12, 31), "precision": "year"},
        ],
    )
    def test_event_that_is_surely_to_come_is_not_held(self, days):
        with pytest.raises(ValidationError) as refused:
            builders.event(**days)
        said = "The first day is still to come: choose “planned”."
        assert refused.value.message_dict == {"status": [said]}

    @pytest.mark.parametrize(
        "days",
        [
            {"earliest": DAY(2021, 9, 2)},
            {"earliest": DAY(2021, 9, 1), "latest": DAY(2021, 9, 5)},
            {"earliest": DAY(2021, 9, 1), "latest": DAY(2021, 9, 30), "precision": "month"},
            {"earliest": DAY(2021, 1, 1), "latest": DAY(2021, 12, 31), "precision": "year"},
            {"earliest": None, "precision": "unknown"},
        ],
    )
    def test_event_that_may_have_begun_may_be_held(self, days):
        assert builders.event(**days).status == "held"

    @pytest.mark.parametrize("status", ["planned", "postponed", "cancelled"])
    def test_event_to_come_has_any_other_status(self, status):
        assert builders.event(status=status, earliest=DAY(2021, 9, 3)).status == status

    def test_event_that_stands_so_already_is_told_of(self):
        event = builders.event()
        Event.objects.update(earliest=DAY(2021, 9, 3), latest=DAY(2021, 9, 3))
        event.refresh_from_db()
        with pytest.raises(ValidationError, match="still to come"):
            change(event, name="Another name")

    def test_event_that_stood_so_comes_back_from_the_bin(self):
        event = builders.event(public=False)
        Event.objects.update(earliest=DAY(2021, 9, 3), latest=DAY(2021, 9, 3))
        removed = history.remove(Event.objects.get(), by=None)
        history.bring_back(removed.version, by=None)
        assert Event.objects.values_list("name", "status").get() == (event.name, "held")


class TestFolded:
    def test_has_the_name_and_the_places(self):
        event = builders.event("Radionica o putevima")
        with history.change(event, by=None):
            Place.objects.create(event=event, venue="Palata Srbija", city="Нови Сад")
        for query in ("radionica", "Novi Sad", "palata putevima"):
            assert list(Event.objects.matching(query)) == [event]

    def test_follows_when_name_or_place_changes(self):
        event = builders.event("Radionica")
        with history.change(event, by=None):
            place = Place.objects.create(event=event, city="Niš")
        with history.change(event, by=None):
            event.name = "Seminar"
            event.save()
            place.delete()
        assert Event.objects.get().folded == "seminar"


class TestFilters:
    def test_between_has_all_that_may_have_taken_place_then(self):
        events = {
            name: builders.event(name, earliest=earliest, latest=latest)
            for name, earliest, latest in [
                ("before", DAY(2021, 8, 1), DAY(2021, 8, 31)),
                ("into", DAY(2021, 8, 31), DAY(2021, 9, 1)),
                ("over", DAY(2021, 1, 1), DAY(2021, 12, 31)),
                ("after", DAY(2021, 10, 1), DAY(2021, 10, 1)),
            ]
        }
        builders.event("unknown", earliest=None, precision="unknown")
        found = Event.objects.between(DAY(2021, 9, 1), DAY(2021, 9, 30))
        assert set(found) == {events["into"], events["over"]}
        assert set(Event.objects.between(DAY(2021, 9, 2))) == {events["over"], events["after"]}
        assert set(Event.objects.in_year(2021)) == set(events.values())
        assert not Event.objects.in_year(2020).exists()

    def test_today_is_upcoming_until_it_is_over(self):
        event = builders.event(latest=DAY(2021, 9, 3))
        assert list(Event.objects.upcoming(DAY(2021, 9, 3))) == [event]
        assert list(Event.objects.past(DAY(2021, 9, 3))) == []
        assert list(Event.objects.past(DAY(2021, 9, 4))) == [event]

    def test_country_is_where_a_place_of_it_is(self):
        event = builders.event()
        for city in ("Niš", "Novi Sad"):
            Place.objects.create(event=event, city=city, country="RS")
        Place.objects.create(event=builders.event("Other"), country="SI")
        assert list(Event.objects.in_country("RS")) == [event]

    def test_institution_took_part_itself_or_by_a_department_or_had_a_role(self):
        top = builders.organisation("Top")
        low = builders.organisation("Low", parent=top)
        came, hosted, other = (builders.event(name) for name in ("Came", "Hosted", "Other"))
        builders.line(came, organisation=low)
        builders.line(came, organisation=top)
        hosted.bodies.create(organisation=low)
        builders.line(other, organisation=builders.organisation("Other"))
        assert set(Event.objects.with_organisation(top)) == {came, hosted}


def test_order_is_newest_day_first_and_unknown_last():
    days = [DAY(2021, 9, 1), None, DAY(2022, 1, 1), DAY(2021, 9, 1)]
    events = [builders.event(earliest=day, precision="days" if day else "unknown") for day in days]
    assert list(Event.objects.all()) == [events[2], events[3], events[0], events[1]]
