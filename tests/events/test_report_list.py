import datetime

import pytest
from django.utils import timezone

from events.models import Place, Source, Withdrawal
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def reports(client, address="/reports/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.context["rows"]


def titles(client):
    return [report["title"] for report in reports(client)]


def change(event, at, **about):
    with history.change(event, by=None, now=at, **about):
        Source.objects.create(event=event, publisher=f"Publisher {at}")


class TestOrder:
    @pytest.fixture
    def events(self):
        events = [builders.event(name) for name in ("A", "B", "C")]
        for number, event in enumerate(events):
            builders.report(event, event.name, now=builders.LONG_AGO + number * DAY)
        return events

    def test_newest_report_comes_first(self, client, events):
        assert titles(client) == ["C", "B", "A"]

    def test_change_of_the_facts_puts_a_report_first(self, client, events):
        at = builders.LONG_AGO + 9 * DAY
        change(events[0], at)
        assert titles(client) == ["A", "C", "B"]
        assert reports(client)[0]["updated"] == "January 10, 2022, 13:00"

    def test_small_correction_moves_nothing(self, client, events):
        change(events[0], builders.LONG_AGO + 9 * DAY, minor=True)
        assert titles(client) == ["C", "B", "A"]

    def test_another_language_moves_only_its_own_report(self, client, events):
        builders.report(events[0], "О путевима", language="sr", now=builders.LONG_AGO + 9 * DAY)
        assert titles(client) == ["О путевима", "C", "B", "A"]

    def test_each_is_listed_once_however_often_it_changed(self, client, events):
        for days in (10, 11, 12):
            change(events[1], builders.LONG_AGO + days * DAY)
        assert titles(client) == ["B", "C", "A"]


class TestRow:
    def test_row_prints_instant_title_lead_and_event(self, client):
        event = builders.event("Plain name", kind="meeting")
        with history.change(event, by=None, now=builders.LONG_AGO):
            Place.objects.create(event=event, city="Niš", country="RS")
        builders.report(event, "What was said", lead="In short.")
        page = client.get("/reports/").content.decode()
        assert '<time datetime="2022-01-01T13:00:00+01:00">January 1, 2022, 13:00</time>' in page
        (row,) = reports(client)
        assert (row["title"], row["lead"]) == ("What was said", "In short.")
        assert (row["kind"], row["date"], row["place"]) == (
            "Meeting",
            "September 1, 2021",
            "Niš, Serbia",
        )
        assert row["url"] == event.get_absolute_url()

    def test_words_in_another_language_are_marked(self, client):
        builders.report(builders.event(), "О путевима", language="sr")
        page = client.get("/reports/").content.decode()
        assert 'lang="sr">О путевима</a>' in page
        assert reports(client)[0]["foreign"] == "Serbian"


def test_draft_scheduled_and_withdrawn_are_absent(client):
    builders.report(builders.event(), "Shown")
    builders.report(builders.event("B"), "Draftword", published=False)
    gone, taken = builders.event("C"), builders.event("D")
    withdrawn = builders.report(gone, "Withdrawnword")
    builders.report(taken, "Takenword")
    with history.change(gone, by=None):
        Withdrawal.objects.create(event=gone, report=withdrawn.report, reason="Mistaken.")
    with history.change(taken, by=None):
        Withdrawal.objects.create(event=taken, reason="Mistaken.")
    later = builders.report(builders.event("E"), "Scheduledword", published=False)
    later.publish(by=None, at=timezone.now() + DAY)
    response = client.get("/reports/")
    assert [row["title"] for row in response.context["rows"]] == ["Shown"]
    assert response.context["page_obj"].paginator.count == 1
    page = response.content.decode()
    assert [w for w in ("Draft", "Withdrawn", "Taken", "Scheduled") if f"{w}word" in page] == []


def test_reports_are_counted_from_the_second_on_at_which_they_can_be_read(client, monkeypatch):
    due = timezone.now().replace(microsecond=0) + datetime.timedelta(hours=1)
    event = builders.event()
    builders.report(event)
    second = builders.report(event, language="sr", published=False)
    second.publish(by=None, at=due)

    def counted(at):
        monkeypatch.setattr(timezone, "now", lambda: at)
        listed = client.get("/reports/").context["page_obj"].paginator.count
        (figure,) = [one for one in client.get("/").context["figures"] if "report" in one["label"]]
        return listed, figure["number"]

    assert counted(due - datetime.timedelta(seconds=1)) == (1, 1)
    assert counted(due) == (2, 2)
    event.refresh_from_db()
    event.withdraw(by=None, reason="It was wrong.", now=due)
    assert counted(due + datetime.timedelta(seconds=1)) == (0, 0)


def test_report_of_an_archive_that_was_public_before_1970_is_listed(client):
    for year in (1965, 1975):
        at = datetime.datetime(year, 3, 4, tzinfo=datetime.UTC)
        builders.report(builders.event(f"Talks {year}", public=False), f"Of {year}", now=at)
    assert titles(client) == ["Of 1975", "Of 1965"]
    events = client.get("/events/?sort=changed").context["rows"]
    assert [row["title"] for row in events] == ["Of 1975", "Of 1965"]


def test_pages_hold_25(client):
    for number in range(26):
        builders.report(builders.event(f"Event {number}"), f"Report {number}")
    assert len(reports(client)) == 25
    assert [row["title"] for row in reports(client, "/reports/?page=2")] == ["Report 0"]
    assert client.get("/reports/?page=3").status_code == 404


def test_empty_record_says_so(client):
    assert "No report is public yet" in client.get("/reports/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_two_queries_and_reads_no_text(client, rows, django_assert_num_queries):
    for number in range(rows):
        event = builders.event(f"Event {number}")
        builders.report(event, body="<p>Words.</p>")
        change(event, builders.LONG_AGO + DAY)
    # The first reader after a change has what changed read.
    reports(client)
    with django_assert_num_queries(2) as queries:
        assert len(reports(client)) == rows
    assert not [query for query in queries if '"body"' in query["sql"]]
