import datetime
import zoneinfo

import icalendar
import pytest
from django.urls import reverse

from events.models import Place
from portal import history
from tests import builders
from tests.nets.reading import read

pytestmark = pytest.mark.django_db

BELGRADE = zoneinfo.ZoneInfo("Europe/Belgrade")
SITE = "https://portal.example"
DAY = datetime.date(2021, 9, 1)
LATER = builders.LONG_AGO + datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


def calendar(client, address="/events/events.ics"):
    response, body = read(client, address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert body.replace("\r\n", "").isprintable()
    [read_back] = icalendar.Calendar.from_ical(body, multiple=True)
    assert not any(component.errors for component in read_back.walk())
    return read_back


def only(client, event):
    [entry] = calendar(client, f"{event.get_absolute_url()}event.ics").events
    return entry


def change(event, **fields):
    with history.change(event, by=None, now=LATER):
        for name, value in fields.items():
            setattr(event, name, value)
        event.save()


class TestOneEvent:
    def test_says_what_the_record_says(self, client):
        event = builders.event("Radionica; „jedan, dva“", latest=DAY + datetime.timedelta(days=2))
        with history.change(event, by=None, now=builders.LONG_AGO):
            Place.objects.create(event=event, venue="Hall \\ 2", city="Niš", country="RS")
        entry = only(client, event)
        assert entry["UID"] == f"event-{event.pk}@portal.example"
        assert str(entry["SUMMARY"]) == "Radionica; „jedan, dva“"
        assert entry["SUMMARY"].params["LANGUAGE"] == "en"
        assert str(entry["LOCATION"]) == "Hall \\ 2, Niš, Serbia"
        assert str(entry["URL"]) == SITE + event.get_absolute_url()
        assert str(entry["DESCRIPTION"]) == "Workshop · September 1–3, 2021"
        assert str(entry["STATUS"]) == "CONFIRMED"
        assert "RELATED-TO" not in entry

    def test_whole_days_end_before_the_day_after(self, client):
        event = builders.event(latest=DAY + datetime.timedelta(days=2))
        entry = only(client, event)
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (DAY, datetime.date(2021, 9, 4))

    def test_hours_stand_with_the_full_name_of_their_zone(self, client):
        hours = {"starts_at": datetime.time(9), "ends_at": datetime.time(17, 30)}
        event = builders.event(latest=DAY + datetime.timedelta(days=1), **hours)
        entry = only(client, event)
        assert entry["DTSTART"].params["TZID"] == "Europe/Belgrade"
        assert entry["DTSTART"].dt == datetime.datetime(2021, 9, 1, 9, tzinfo=BELGRADE)
        assert entry["DTEND"].dt == datetime.datetime(2021, 9, 2, 17, 30, tzinfo=BELGRADE)

    def test_hours_that_name_no_end_of_several_days_are_only_words(self, client):
        days = {"latest": DAY + datetime.timedelta(days=1), "starts_at": datetime.time(9)}
        entry = only(client, builders.event(**days))
        assert entry["DTSTART"].dt == DAY
        assert "09:00" in entry["DESCRIPTION"]

    def test_sequence_grows_with_each_change_that_readers_are_told(self, client):
        event = builders.event()
        entry = only(client, event)
        assert entry["SEQUENCE"] == 0
        for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
            assert entry[name].dt == builders.LONG_AGO
        change(event, kind="conference")
        entry = only(client, event)
        assert entry["SEQUENCE"] == 1
        assert entry["LAST-MODIFIED"].dt == entry["DTSTAMP"].dt == LATER
        assert entry["CREATED"].dt == builders.LONG_AGO

    def test_cancelled_event_stays_and_says_so(self, client):
        event = builders.event(status="planned")
        change(event, status="cancelled", status_note="The hall\nburned down.")
        entry = only(client, event)
        assert str(entry["STATUS"]) == "CANCELLED"
        assert str(entry["DESCRIPTION"]).endswith("The hall\nburned down.")

    def test_postponed_event_says_so_in_its_title(self, client):
        entry = only(client, builders.event("Fair", status="postponed"))
        assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == ("Postponed: Fair", "TENTATIVE")

    def test_only_an_event_with_hours_that_takes_place_keeps_anybody_busy(self, client):
        statuses, hours = (
            ("planned", "held", "postponed", "cancelled"),
            {"starts_at": datetime.time(9)},
        )
        day = {"planned": datetime.date(2999, 1, 1)}
        busy = [
            str(
                only(client, builders.event(status=each, earliest=day.get(each, DAY), **hours))[
                    "TRANSP"
                ]
            )
            for each in statuses
        ]
        assert busy == ["OPAQUE", "OPAQUE", "TRANSPARENT", "TRANSPARENT"]
        assert str(only(client, builders.event())["TRANSP"]) == "TRANSPARENT"

    def test_part_names_its_whole_only_while_that_is_public(self, client):
        whole, draft = builders.event("Whole"), builders.event("Draft", public=False)
        part = only(client, builders.event("Part", part_of=whole))
        assert str(part["RELATED-TO"]) == f"event-{whole.pk}@portal.example"
        assert "RELATED-TO" not in only(client, builders.event("Other", part_of=draft))

    def test_event_without_a_day_has_no_entry_and_its_page_links_none(self, client):
        imprecise = builders.event(precision="month", latest=datetime.date(2021, 9, 30))
        address = reverse("events:entry", args=[2021, imprecise.slug])
        answer = client.get(address)
        assert answer.status_code == 404
        assert "The day of this event is not known, so it is in no calendar." in answer.text
        assert f'<a class="more" href="{imprecise.get_absolute_url()}">' in answer.text
        assert address not in client.get(imprecise.get_absolute_url()).content.decode()
        exact = builders.event("Exact")
        address = reverse("events:entry", args=[2021, exact.slug])
        assert f'href="{address}"' in client.get(exact.get_absolute_url()).content.decode()

    def test_entry_moves_with_its_event(self, client):
        event = builders.event()
        old = reverse("events:entry", args=[2021, event.slug])
        change(event, slug="other")
        assert client.get(old)["Location"] == reverse("events:entry", args=[2021, "other"])

    def test_entry_of_an_event_that_lost_its_day_says_so_at_the_new_address(self, client):
        event = builders.event("Roads")
        old = reverse("events:entry", args=[2021, event.slug])
        change(event, precision="unknown", earliest=None, latest=None)
        answer = client.get(old, follow=True)
        assert answer.redirect_chain == [("/events/undated/roads/event.ics", 301)]
        assert answer.status_code == 404
        assert "The day of this event is not known, so it is in no calendar." in answer.text
        assert '<a class="more" href="/events/undated/roads/">' in answer.text


class TestList:
    def test_has_the_events_of_its_page_that_have_a_day(self, client):
        late, early = builders.event("Late"), builders.event("Early", earliest=DAY.replace(day=2))
        builders.event("Month", precision="month", latest=datetime.date(2021, 9, 30))
        builders.event("Other year", earliest=DAY.replace(year=2020))
        builders.event("Draft", public=False)
        page = client.get("/events/?year=2021")
        told = calendar(client, page.context["calendar"])
        assert [str(entry["SUMMARY"]) for entry in told.events] == [early.name, late.name]
        assert str(told["X-WR-CALDESC"]) == (
            "Year: 2021 · 1 event is left out: its day is not known."
        )

    def test_can_be_subscribed_to(self, client):
        builders.event(starts_at=datetime.time(9))
        builders.event(starts_at=datetime.time(9), time_zone="Asia/Tokyo")
        told = calendar(client, "/events/events.ics?year=2021")
        assert told["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
        assert told["REFRESH-INTERVAL"].dt == datetime.timedelta(days=1)
        assert str(told["SOURCE"]) == f"{SITE}/events/events.ics?year=2021"
        assert str(told["URL"]) == f"{SITE}/events/?year=2021"
        zones = [str(zone["TZID"]) for zone in told.walk("VTIMEZONE")]
        assert zones == ["Asia/Tokyo", "Europe/Belgrade"]

    def test_filter_that_is_not_understood_is_refused(self, client):
        response = client.get("/events/events.ics?since=x")
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "since"
