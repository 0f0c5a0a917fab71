import datetime
import re

import pytest
from django.utils import timezone

from events.models import Source, Update
from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db

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

    def test_text_in_another_language_does_not_move_it(self, client):
        event = builders.event()
        self.change(event, self.INSTANT)
        builders.report(event, language="sr", now=timezone.now())
        assert "April 24, 2024, 15:31" in self.stamp(client, event)

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
