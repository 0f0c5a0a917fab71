"""The second in which a text is due, though nothing was awake to see it: pages, lists and dates."""

import datetime

import pytest
from django.utils import timezone

from events.models import Edition, Event, Report
from tests import builders
from tests.events.test_clock_property import stamp

pytestmark = pytest.mark.django_db

SECOND = datetime.timedelta(seconds=1)


def utc(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.fixture
def hold(monkeypatch):
    """Return a function that holds the clock at an instant."""
    return lambda now: monkeypatch.setattr(timezone, "now", lambda: now)


def told(client, event):
    """Return what the event's page and the list of reports say of when it last changed."""
    pages = [client.get(address) for address in (event.get_absolute_url(), "/reports/")]
    return [stamp(page.content.decode()) if page.status_code == 200 else None for page in pages]


def scheduled(now, at, *, public):
    """Make a report that goes out at an instant, of an event that is public or is not."""
    event = builders.event(public=public)
    edition = builders.report(event, "Cutlery counted", published=False, now=now)
    edition.publish(by=None, at=at, now=now)
    return event, edition


def seen(client, now):
    """Return at how many of the public pages the text is, and how many rows say so."""
    event = Event.objects.get()
    pages = ["/", "/events/", "/reports/", event.get_absolute_url()]
    found = [page for page in pages if "Cutlery counted" in client.get(page).content.decode()]
    rows = (Edition.objects.public(now), Report.objects.public(now), Event.objects.public(now))
    return found, [row.exists() for row in rows]


def test_text_due_at_nine_is_there_at_nine_and_not_a_second_sooner(client, hold):
    nine = utc("2026-05-04T07:00:00")
    event, _edition = scheduled(nine - datetime.timedelta(days=1), nine, public=False)
    hold(nine - SECOND)
    assert seen(client, nine - SECOND) == ([], [False, False, False])
    assert client.get(event.get_absolute_url()).status_code == 404
    hold(nine)
    pages = ["/", "/events/", "/reports/", event.get_absolute_url()]
    assert seen(client, nine) == (pages, [True, True, True])
    assert told(client, event)[0] == ("May 4, 2026, 09:00", "2026-05-04T09:00:00+02:00")


def test_new_text_replaces_the_old_one_in_the_second_in_which_it_is_due(client, hold):
    nine = utc("2026-05-04T07:00:00")
    event = builders.event()
    builders.report(event, "Cutlery lost")
    later = builders.report(event, "Cutlery counted", published=False, now=nine - 60 * SECOND)
    later.publish(by=None, at=nine, now=nine - 60 * SECOND)
    hold(nine - SECOND)
    assert seen(client, nine - SECOND)[0] == []
    assert "Cutlery lost" in client.get(event.get_absolute_url()).content.decode()
    hold(nine)
    assert len(seen(client, nine)[0]) == 4
    assert "Cutlery lost" not in client.get("/reports/").content.decode()
