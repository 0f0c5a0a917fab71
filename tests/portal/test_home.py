import datetime

import pytest
from django.utils import timezone

from events.models import Source, Withdrawal
from portal import history
from tests import builders
from tests.pages import words

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def home(client):
    response = client.get("/")
    assert response.status_code == 200
    return response


def change(event, at, **about):
    with history.change(event, by=None, now=at, **about):
        Source.objects.create(event=event, publisher=f"Publisher {at}")


class TestNew:
    def told(self, client):
        return [(item["title"], item["summary"]) for item in home(client).context["newest"]]

    def test_newest_change_of_each_event_comes_first(self, client):
        first, second = builders.event("First"), builders.event("Second")
        change(first, builders.LONG_AGO + DAY, note="A source.")
        change(first, builders.LONG_AGO + 2 * DAY, note="Another source.")
        change(second, builders.LONG_AGO + 3 * DAY, note="Spelling.", minor=True)
        assert self.told(client) == [("First", "Another source."), ("Second", "First published.")]

    def test_six_are_told_at_most(self, client):
        for number in range(8):
            event = builders.event(f"Event {number}")
            change(event, builders.LONG_AGO + number * DAY)
        assert [title for title, _note in self.told(client)] == [
            f"Event {number}" for number in (7, 6, 5, 4, 3, 2)
        ]

    def test_instant_is_printed_in_the_sites_form(self, client):
        change(builders.event(), datetime.datetime(2024, 4, 24, 13, 31, tzinfo=datetime.UTC))
        assert (
            '<time datetime="2024-04-24T15:31:00+02:00">April 24, 2024, 15:31</time>'
            in home(client).content.decode()
        )


class TestComing:
    def test_soonest_comes_first_and_what_is_over_is_absent(self, client):
        today = timezone.localdate()
        builders.event("Later", status="planned", earliest=today + 9 * DAY)
        builders.event("Sooner", status="planned", earliest=today + DAY)
        builders.event("Over", earliest=today - DAY)
        assert [row["title"] for row in home(client).context["coming"]] == ["Sooner", "Later"]

    def test_cancelled_event_is_marked(self, client):
        builders.event(status="cancelled", earliest=timezone.localdate() + DAY)
        assert '<span class="tag status cancelled">cancelled</span>' in (
            home(client).content.decode()
        )


class TestFigures:
    def figures(self, client):
        return {figure["label"]: figure["number"] for figure in home(client).context["figures"]}

    def test_figures_are_those_of_the_lists(self, client):
        ministry = builders.organisation("Ministry")
        event = builders.event("Whole")
        builders.event("Part", part_of=event)
        builders.event("Draft", public=False)
        builders.report(event)
        builders.report(builders.event("Another"), published=False)
        builders.line(event, person=builders.person("Ana"), organisation=ministry)
        builders.line(event, person=builders.person("Iva"), organisation=ministry)
        builders.line(event, person=builders.person("Clerk"), office=False)
        builders.line(event, person=builders.person("Absent"), attendance="absent")
        builders.organisation("Of no event")
        assert self.figures(client) == {
            "events": 2,
            "report": 1,
            "people named": 2,
            "institution": 1,
        }
        lists = ["/events/", "/reports/", "/people/", "/organisations/"]
        counts = [client.get(address).context["page_obj"].paginator.count for address in lists]
        assert counts == [2, 1, 2, 1]

    def test_empty_record_is_zeroes(self, client):
        assert set(self.figures(client).values()) == {0}
        assert "Nothing is public yet." in home(client).content.decode()


def test_draft_scheduled_and_withdrawn_are_absent(client):
    planned = {"status": "planned", "earliest": timezone.localdate() + DAY}
    builders.event("Draftword", public=False, **planned)
    builders.event("Scheduledword", public_from=timezone.now() + DAY, **planned)
    gone = builders.event("Withdrawnword", **planned)
    with history.change(gone, by=None):
        Withdrawal.objects.create(event=gone, reason="Mistaken.")
    page = home(client).content.decode()
    assert [w for w in ("Draft", "Scheduled", "Withdrawn") if f"{w}word" in page] == []


def test_search_leads_to_everything(client):
    page = home(client).content.decode()
    assert '<form class="search" action="/search/" role="search"' in page
    assert 'name="q"' in page


def test_figures_are_those_of_the_lists_and_are_never_added_up(client):
    for number, year in enumerate([2021, 2021, 2024]):
        day = datetime.date(year, 5, 1)
        event = builders.event(f"Event {number}", slug=f"event-{number}", earliest=day)
        builders.line(event, person=builders.person(f"Person {number}"))
        builders.line(event, person=builders.person(f"Hidden {number}"), office=False)
    builders.line(event, country="SI", count=9)
    draft = builders.event("Draft", slug="draft", public=False)
    builders.line(draft, person=builders.person("Somebody"))
    page = home(client)
    for row in page.context["years"].rows:
        assert client.get(row.url).context["page_obj"].paginator.count == row.count
    assert [(row.label, row.count) for row in page.context["years"].rows] == [
        ("2024", 1),
        ("2021", 2),
    ]
    assert (
        "3 entries by name 4 entries without a name how many people came in all is not known"
    ) in words(page.content.decode())
    for named, number in (("yes", 3), ("no", 4)):
        listed = client.get(f"/participation/?named={named}").context["page_obj"].paginator.count
        assert listed == number


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_five_queries_whatever_its_rows(client, rows, django_assert_num_queries):
    for number in range(rows):
        tomorrow = timezone.localdate() + DAY
        event = builders.event(f"Event {number}", status="planned", earliest=tomorrow)
        builders.line(event, person=builders.person(f"Person {number}"))
        builders.report(event)
    home(client)
    with django_assert_num_queries(5):
        home(client)
