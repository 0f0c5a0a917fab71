import datetime

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Source, Update
from portal import caching, dates, feeds, history
from tests import builders
from tests.nets.reading import read

pytestmark = pytest.mark.django_db

SITE = "https://portal.example"
HOUR = datetime.timedelta(hours=1)
START = builders.LONG_AGO


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def atom(client, address):
    response, body = read(client, address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    told = feedparser.parse(body)
    assert (told.bozo, told.version) == (False, "atom10")
    return told


def json_feed(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/feed+json"
    return response.json()


def titles(told):
    return [(entry.title, entry.summary) for entry in told.entries]


def change(event, hours, **about):
    with history.change(event, by=None, now=START + hours * HOUR, **about):
        Source.objects.create(event=event, publisher=f"Publisher {hours}")


class TestChanges:
    def test_tells_each_change_the_newest_first(self, client):
        first, second = builders.event("First & only"), builders.event("Друго")
        change(first, 1, note="A source <b>was</b> added.")
        change(second, 2, note="Spelling.", minor=True)
        builders.event("Draftword", public=False)
        told = atom(client, "/events/changes.atom")
        assert titles(told) == [
            ("Друго", "Spelling."),
            ("First & only", "A source <b>was</b> added."),
            ("Друго", "First published."),
            ("First & only", "First published."),
        ]
        newest = told.entries[0]
        update = second.updates.first()
        assert newest.id == f"tag:portal.example,2026:change/{update.pk}"
        assert newest.link == SITE + second.get_absolute_url()
        assert newest.updated == newest.published == "2022-01-01T14:00:00+00:00"
        assert [tag.term for tag in newest.tags] == ["Workshop", "Small correction"]
        assert told.feed.updated == newest.updated
        assert told.feed.id == f"{SITE}/events/changes.atom"
        assert told.feed.language == "en"

    def test_json_feed_tells_the_same(self, client):
        event = builders.event("Друго\x07 име")
        change(event, 1, note="A source.")
        told = json_feed(client, "/events/changes.json")
        in_atom = atom(client, "/events/changes.atom")
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert told["home_page_url"] == in_atom.feed.link == f"{SITE}/events/"
        assert [(i["id"], i["url"], i["title"], i["summary"]) for i in told["items"]] == [
            (e.id, e.link, e.title, e.summary) for e in in_atom.entries
        ]
        assert told["items"][0]["date_modified"] == "2022-01-01T14:00:00+01:00"
        assert "next_url" not in told

    def test_is_narrowed_as_its_page_is(self, client):
        builders.event("Asked", kind="training")
        builders.event("Other")
        page = client.get("/events/?kind=training")
        address = page.context["feeds"][0]["url"]
        assert address == "/events/changes.atom?kind=training"
        told = atom(client, address)
        assert [entry.title for entry in told.entries] == ["Asked"]
        assert told.feed.title.endswith("(Kind: Training)")
        assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in (
            page.content.decode()
        )
        refused = client.get("/events/changes.atom?kind=x")
        assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "kind")
        assert client.get("/events/?kind=x").context["feeds"] == []

    @pytest.mark.parametrize("name", ["events/changes.atom", "events/events.csv"])
    def test_what_is_asked_of_nothing_there_is_leaves_nothing_out(self, client, name):
        refused = client.get(f"/{name}?yera=2021&kind=training")
        assert refused.status_code == 400
        assert [error["parameter"] for error in refused.json()["errors"]] == ["yera"]

    def test_older_entries_are_found_from_the_last_one(self, client, monkeypatch):
        monkeypatch.setattr(feeds, "NEWEST", 2)
        events = [builders.event(f"Event {n}", kind="training") for n in range(5)]
        address, read_so_far = "/events/changes.atom?kind=training", []
        for _page in range(3):
            told = atom(client, address)
            read_so_far += [entry.title for entry in told.entries]
            # What comes meanwhile moves nothing.
            change(events[0], 5)
            following = [link.href for link in told.feed.links if link.rel == "next"]
            address = following[0].removeprefix(SITE) if following else ""
        assert read_so_far == [f"Event {n}" for n in (4, 3, 2, 1, 0)]
        assert address == ""

    @pytest.mark.parametrize(
        "last",
        [
            "x",
            "2022-01-01_1",
            "2022-13-01T00:00:00Z_1",
            f"2022-01-01T00:00:00Z_{'9' * 40}",
            "0001-01-01T00:00:00+23:59_1",
            "9999-12-31T23:59:59-23:59_1",
        ],
    )
    def test_mark_of_no_entry_is_refused(self, client, last):
        response = client.get("/events/changes.json", {"before": last})
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "before"

    def test_archive_taken_over_comes_first_and_keeps_its_instant(self, client):
        builders.event("Of our own")
        archived = builders.event("From the archive")
        Update.objects.filter(event=archived).update(
            at=START - 9000 * HOUR, recorded_at=START + HOUR
        )
        newest = atom(client, "/events/changes.atom").entries[0]
        assert newest.title == "From the archive"
        assert newest.updated == "2020-12-22T12:00:00+00:00"
        assert "published" not in newest

    def test_unchanged_feed_is_not_sent_again(self, client):
        event = builders.event()
        tag = client.get("/events/changes.atom")["ETag"]
        again = {"headers": {"if-none-match": tag}}
        assert client.get("/events/changes.atom", **again).status_code == 304
        change(event, 1)
        assert client.get("/events/changes.atom", **again).status_code == 200


class TestReports:
    def test_tells_the_report_with_the_newest_change_first(self, client):
        older, newer = builders.event("Older"), builders.event("Newer")
        builders.report(older, "What was said", lead="Two days\nof talks.")
        builders.report(newer, "Шта је речено", language="sr", now=START + HOUR)
        change(older, 3, note="A source was added.")
        builders.report(builders.event("Draft"), "Draftword", published=False)
        told = atom(client, "/reports/feed.atom")
        assert titles(told) == [
            ("What was said", "A source was added."),
            ("Шта је речено", "The report was published."),
        ]
        first = told.entries[0]
        assert first.updated == "2022-01-01T15:00:00+00:00"
        assert first.published == "2022-01-01T12:00:00+00:00"
        assert first.content[0].value == "Two days\nof talks."
        assert first.id.startswith("tag:portal.example,2026:report/")
        assert "content" not in told.entries[1]
        page = client.get("/reports/").content.decode()
        assert 'href="/reports/feed.atom"' in page
        items = json_feed(client, "/reports/feed.json")["items"]
        assert [item["language"] for item in items] == ["en", "sr"]
        assert [item["date_published"] for item in items] == [
            "2022-01-01T13:00:00+01:00",
            "2022-01-01T14:00:00+01:00",
        ]

    def test_report_of_an_archive_comes_first_and_keeps_its_instant(self, client, monkeypatch):
        monkeypatch.setattr(feeds, "NEWEST", 1)
        builders.report(builders.event("Of our own"), "Of our own", now=START + HOUR)
        archived = builders.report(builders.event(public=False), "Taken over", published=False)
        archived.publish(by=None, at=START - 9000 * HOUR, now=START + 2 * HOUR)
        told = atom(client, "/reports/feed.atom")
        assert titles(told) == [("Taken over", "First published.")]
        assert told.entries[0].updated == "2020-12-22T12:00:00+00:00"
        assert "published" not in told.entries[0]
        following = next(link.href for link in told.feed.links if link.rel == "next")
        older = atom(client, following.removeprefix(SITE))
        assert titles(older) == [("Of our own", "The report was published.")]
        assert [link.href for link in older.feed.links if link.rel == "next"] == []

    def test_costs_as_much_for_one_report_as_for_many(self, client):
        def queries():
            with CaptureQueriesContext(connection) as found:
                client.get("/reports/feed.atom")
            return len(found)

        builders.report(builders.event("First"), "First")
        queries()
        of_one = queries()
        for number in range(4):
            builders.report(builders.event(f"Event {number}"), f"Report {number}")
        queries()
        assert queries() == of_one


class TestNewThisWeek:
    def told(self, client, address="/events/new/"):
        return [
            (item["title"], item["side_note"]) for item in client.get(address).context["newest"]
        ]

    def test_goes_by_when_it_was_recorded_here(self, client):
        archived, old = builders.event("From the archive"), builders.event("Old")
        scheduled, coming = builders.event("Scheduled"), builders.event("Not yet due")
        now = timezone.now()
        day = datetime.timedelta(days=1)
        for event, at, recorded_at in [
            (archived, START, now - day),
            (old, now - 8 * day, now - 8 * day),
            (scheduled, now - 2 * day, now - 30 * day),
            (coming, now + day, now - day),
        ]:
            Update.objects.filter(event=event).update(at=at, recorded_at=recorded_at)
        words = f"recorded here on {dates.day(timezone.localtime(now - day))}"
        assert self.told(client) == [("From the archive", words), ("Scheduled", "")]
        assert self.told(client, "/") == [
            ("From the archive", words),
            ("Scheduled", ""),
            ("Old", ""),
        ]

    @pytest.mark.parametrize(
        ("told", "goes"),
        [
            # Where the site is a day begins an hour before that of UTC, in summer two.
            ("2026-03-10T08:00:00Z", "2026-03-17T23:00:00Z"),
            ("2026-03-10T22:59:59Z", "2026-03-17T23:00:00Z"),
            ("2026-03-10T23:00:00Z", "2026-03-18T23:00:00Z"),
            ("2026-03-28T12:00:00Z", "2026-04-04T22:00:00Z"),
        ],
    )
    def test_line_goes_with_a_day_which_is_when_kept_pages_end(
        self, client, monkeypatch, told, goes
    ):
        told, goes = map(datetime.datetime.fromisoformat, (told, goes))
        builders.event("Talks", public_from=told)
        Update.objects.update(at=told, recorded_at=told)
        last = goes - datetime.timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: last)
        assert self.told(client) == [("Talks", "")]
        assert caching.next_due(last) == goes
        monkeypatch.setattr(timezone, "now", lambda: goes)
        assert self.told(client) == []

    def test_tells_of_each_event_once_and_leaves_small_corrections_out(self, client):
        event, now = builders.event(), timezone.now()
        for turn, minor in enumerate((False, False, True)):
            with history.change(event, by=None, note=f"Change {turn}.", minor=minor, now=now):
                Source.objects.create(event=event, publisher=f"Publisher {turn}")
        page = client.get("/events/new/")
        assert [item["summary"] for item in page.context["newest"]] == ["Change 1."]
        assert 'href="/events/changes.atom"' in page.content.decode()
