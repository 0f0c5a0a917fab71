"""What search engines are told of: what is public, once, with the instant that its page says."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import sitemaps
from tests import builders
from tests.builders import LONG_AGO
from tests.events.clock import at, change, withdraw

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def one_part(monkeypatch):
    """Whatever numbers rows are given, they stand in the first part."""
    monkeypatch.setattr(sitemaps, "PART", 10**9)


def told(client, address):
    """Return the addresses of a part with the instant of each, None without one."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    rows = re.findall(
        "<url><loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?</url>", answer.content.decode()
    )
    return {loc.removeprefix(SITE): instant or None for loc, instant in rows}


def parts(client):
    body = client.get("/sitemap.xml").content.decode()
    assert body.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex')
    return [loc.removeprefix(SITE) for loc in re.findall("<loc>(.*?)</loc>", body)]


def test_events_are_told_of_with_their_last_update_and_only_while_public(client):
    event = builders.event()
    builders.report(event, now=at(1))
    change(event, at(2), status_note="A slip", minor=True, note="A slip of the pen.")
    undated = builders.event("Talk", earliest=None, latest=None, precision="unknown")
    builders.event("Draft", slug="draft", public=False)
    gone = builders.event("Gone", slug="gone")
    withdraw(gone, at(2))
    assert parts(client) == ["/sitemap-pages.xml", "/sitemap-events-0.xml"]
    assert told(client, "/sitemap-events-0.xml") == {
        event.get_absolute_url(): "2022-01-01T14:00:00+01:00",
        undated.get_absolute_url(): "2022-01-01T13:00:00+01:00",
    }


def test_text_that_no_page_of_an_event_shows_is_told_of_by_its_own_page(client):
    """Whatever it is, what is told of is what its page lets be indexed, and no more."""
    both, foreign = builders.event(), builders.event("Talk", slug="talk")
    for event, language, hours in [
        (both, "sr", 1),
        (both, "en", 2),
        (both, "sr", 3),
        (both, "de", 4),
        (foreign, "sr", 5),
        (foreign, "fr", 6),
    ]:
        builders.report(event, f"In {language}", language=language, now=at(hours))
    taken_back = builders.report(both, "Auf", language="hr", now=at(7)).report
    both.withdraw(by=None, reason="It was wrong.", report=taken_back, now=at(8))
    builders.report(both, "Later", language="it", now=timezone.now() + datetime.timedelta(days=1))
    builders.report(builders.event("Draft", public=False), language="sr", published=False)
    withdrawn = builders.event("Gone", slug="gone")
    for language in "en", "sr":
        builders.report(withdrawn, language=language)
    withdraw(withdrawn, at(9))
    pages = {event: f"{event.get_absolute_url()}versions/" for event in (both, foreign, withdrawn)}
    told_of = told(client, "/sitemap-texts-0.xml")
    assert told_of == {
        f"{pages[both]}3/": "2022-01-01T16:00:00+01:00",
        f"{pages[both]}4/": "2022-01-01T17:00:00+01:00",
        f"{pages[foreign]}1/": "2022-01-01T18:00:00+01:00",
    }
    answers = {
        f"{page}{n}/": client.get(f"{page}{n}/") for page in pages.values() for n in range(8)
    }
    indexed = [
        url
        for url, answer in answers.items()
        if answer.status_code == 200 and "X-Robots-Tag" not in answer.headers
    ]
    assert indexed == list(told_of)


def test_only_people_who_hold_a_public_office_now_are_told_of(client):
    seen = builders.organisation("Office", in_directory=True)
    unseen = builders.organisation("Secret office")
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    posts = {
        "Holder": {"since": today},
        "Last day": {"until": today},
        "Former": {"until": yesterday},
        "Coming": {"since": today + datetime.timedelta(days=1)},
        "No office": {"public_office": False},
        "Elsewhere": {"organisation": unseen},
    }
    holders = {}
    for name, fields in posts.items():
        person = builders.person(name, in_directory=True)
        person.positions.create(
            **{"organisation": seen, "title": "Head", "public_office": True} | fields
        )
        holders[name] = person.get_absolute_url()
    other = builders.person("Without page", in_directory=True, visibility="name")
    other.positions.create(organisation=seen, title="Head", public_office=True)
    rows = told(client, "/sitemap-people-0.xml")
    assert list(rows) == [holders["Holder"], holders["Last day"]]
    indexed = [url for url in holders.values() if "X-Robots-Tag" not in client.get(url).headers]
    assert indexed == list(rows)


def test_institutions_and_projects_are_told_of_with_their_own_last_change(client):
    body = builders.organisation(in_directory=True)
    frame = builders.project(in_directory=True)
    builders.organisation("Hidden")
    type(body).objects.update(changed_at=LONG_AGO)
    type(frame).objects.update(changed_at=LONG_AGO)
    instant = "2022-01-01T13:00:00+01:00"
    assert told(client, "/sitemap-organisations-0.xml") == {body.get_absolute_url(): instant}
    assert told(client, "/sitemap-projects-0.xml") == {frame.get_absolute_url(): instant}
    assert "/sitemap-people-0.xml" not in parts(client)


def test_a_part_is_a_stretch_of_permanent_numbers(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    events = [builders.event(f"Event {n}", slug=f"event-{n}") for n in range(5)]
    found = [part for part in parts(client) if "events" in part]
    urls = [url for part in found for url in told(client, part)]
    assert urls == [event.get_absolute_url() for event in events]
    assert all(len(told(client, part)) <= 2 for part in found)
    with CaptureQueriesContext(connection) as queries:
        client.get(found[0])
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemap.xml")
    assert len(queries) == 5


@pytest.mark.parametrize(
    "part", ["events-7", "people-0", "reports-0", f"events-{10**30}", "events--1"]
)
def test_part_that_is_empty_or_none_of_ours_is_a_404(client, part):
    builders.event()
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_pages_of_lists_are_told_of_without_an_instant(client):
    rows = told(client, "/sitemap-pages.xml")
    assert set(rows.values()) == {None}
    assert {client.get(url).status_code for url in rows} == {200}
