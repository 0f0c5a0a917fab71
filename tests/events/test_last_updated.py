import datetime
import re

import pytest
from django.utils import timezone

from events.models import Event, Source, Update
from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
SITEMAP = "/sitemap-events-0.xml"
BELGRADE = datetime.timezone(datetime.timedelta(hours=2))


class TestPage:
    INSTANT = datetime.datetime(2024, 4, 24, 15, 31, 12, 345678, tzinfo=BELGRADE)

    def stamp(self, client, event):
        return re.search("<strong>(Last updated:.*?)</strong>", content(client, event))[1]

    def change(self, event, at, **about):
        with history.change(event, by=None, now=at, **about):
            Source.objects.create(event=event, publisher=f"Publisher {at}")

    def test_english_prints_exactly_this_form(self, client):
        event = builders.event()
        self.change(event, self.INSTANT)
        assert self.stamp(client, event) == (
            'Last updated: <time datetime="2024-04-24T15:31:12+02:00">April 24, 2024, 15:31</time>'
        )

    def test_archive_claims_no_publication_here_at_the_instant_it_states(self, client):
        archive, own = builders.event("Archive", public=False), builders.event("Own")
        with history.change(archive, by=None):
            archive.public_from = self.INSTANT
            archive.save()
        assert "Published" in words(content(client, own))
        page = words(content(client, archive))
        assert "Last updated: April 24, 2024, 15:31" in page
        assert "Published" not in page

    def test_small_correction_does_not_move_it_and_is_listed(self, client):
        event = builders.event()
        self.change(event, self.INSTANT)
        self.change(event, timezone.now(), minor=True, note="Spelling.")
        assert "April 24, 2024, 15:31" in self.stamp(client, event)
        assert "Spelling. Small correction" in words(content(client, event))

    def test_text_in_another_language_does_not_move_it_beside_one_in_the_reader_s(self, client):
        event = builders.event()
        builders.report(event)
        self.change(event, self.INSTANT)
        builders.report(event, language="sr", now=timezone.now())
        assert "April 24, 2024, 15:31" in self.stamp(client, event)

    def test_text_in_another_language_that_readers_are_shown_moves_it_everywhere(self, client):
        event, other = builders.event(), builders.event("Other", slug="other")
        builders.report(event, "Први", language="sr", now=self.INSTANT - DAY)
        self.change(other, self.INSTANT - DAY / 2)
        builders.report(event, "Други", language="sr", now=self.INSTANT)
        page = content(client, event)
        instant = "2024-04-24T15:31:12+02:00"
        assert "Други" in page
        assert f'<time datetime="{instant}">' in self.stamp(client, event)
        assert f'"dateModified": "{instant}"' in page
        assert "15:31 The report was revised." in words(page.partition("Update history")[2])
        [lastmod] = re.findall(f"{event.slug}/</loc><lastmod>(.*?)<", client.get(SITEMAP).text)
        assert lastmod == instant
        assert f'<time datetime="{instant}">' in client.get("/reports/").text
        told = client.get(f"/api/v1/events/{event.pk}").json()["last_updated"]
        assert datetime.datetime.fromisoformat(told) == self.INSTANT.replace(microsecond=0)
        changed = client.get("/events/?sort=changed").text.partition("<main")[2]
        assert changed.index(event.get_absolute_url()) < changed.index(other.get_absolute_url())

    def test_it_does_not_go_back_when_the_text_that_readers_are_shown_goes(self, client):
        event = builders.event()
        report = builders.report(event, language="sr", now=self.INSTANT - DAY).report
        event.withdraw(by=None, reason="It was wrong.", report=report, now=self.INSTANT)
        assert "April 24, 2024, 15:31" in self.stamp(client, event)
        assert "The report was withdrawn: It was wrong." in words(content(client, event))

    def test_scheduled_change_waits_for_its_time(self, client):
        event = builders.event()
        self.change(event, self.INSTANT)
        Update.objects.create(
            event=event, at=timezone.now() + datetime.timedelta(days=1), note="Futureword"
        )
        page = content(client, event)
        assert "April 24, 2024, 15:31" in page
        assert "Futureword" not in page

    def test_history_is_told_newest_first_and_counted(self, client):
        event = builders.event()
        self.change(event, self.INSTANT, note="Second.")
        page = content(client, event)
        assert '<a href="#history">See all 2 updates</a>' in page
        notes = re.findall("<span><span>(.*?)</span>", page)
        assert notes == ["Second.", "First published."]


@pytest.mark.parametrize(
    ("instant", "printed", "machine"),
    [
        ("2024-03-31T00:00:00Z", "March 31, 2024, 01:00", "2024-03-31T01:00:00+01:00"),
        ("2024-03-31T00:59:59Z", "March 31, 2024, 01:59", "2024-03-31T01:59:59+01:00"),
        ("2024-03-31T01:00:00Z", "March 31, 2024, 03:00", "2024-03-31T03:00:00+02:00"),
        ("2024-03-31T01:59:59Z", "March 31, 2024, 03:59", "2024-03-31T03:59:59+02:00"),
        ("2024-10-27T00:30:00Z", "October 27, 2024, 02:30", "2024-10-27T02:30:00+02:00"),
        ("2024-10-27T00:59:59Z", "October 27, 2024, 02:59", "2024-10-27T02:59:59+02:00"),
        ("2024-10-27T01:00:00Z", "October 27, 2024, 02:00", "2024-10-27T02:00:00+01:00"),
        ("2024-10-27T01:30:00Z", "October 27, 2024, 02:30", "2024-10-27T02:30:00+01:00"),
        ("2024-12-31T23:00:00Z", "January 1, 2025, 00:00", "2025-01-01T00:00:00+01:00"),
    ],
)
def test_page_and_list_say_the_same_instant_around_both_changes_of_the_clock(
    client, instant, printed, machine
):
    at = datetime.datetime.fromisoformat(instant)
    event = builders.event()
    builders.report(event)
    with history.change(event, by=None, now=at):
        Source.objects.create(event=event, publisher="A newspaper")
    assert Event.objects.with_last_updated("en", at).get().last_updated == at
    told = re.compile(r'<time datetime="([^"]+)">([^<]+)</time></strong>')
    assert told.findall(content(client, event)) == [(machine, printed)]
    assert told.findall(client.get("/reports/").content.decode()) == [(machine, printed)]
