import datetime
import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.filters import EventFilter
from events.models import Event, EventOrganisation, Place, Topic
from portal import history
from portal.questions import orders
from tests import builders

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def titles(client, query):
    return [row["title"] for row in client.get(f"/events/?{query}").context["rows"]]


def chips(client, query):
    response = client.get(f"/events/?{query}")
    return [(chip.label, chip.value) for chip in response.context["filterset"].chips]


def with_place(event, **fields):
    with history.change(event, by=None):
        Place.objects.create(event=event, **fields)
    return event


class TestWords:
    @pytest.mark.parametrize("query", ["đerdap", "Djerdap", "ЂЕРДАП", "derdap"])
    def test_every_spelling_finds_the_place(self, client, query):
        with_place(builders.event("Found"), city="Đerdap")
        builders.event("Other")
        assert titles(client, f"q={query}") == ["Found"]

    def test_words_of_a_public_report_find_its_event(self, client):
        builders.report(builders.event("Plain"), "Told", body="<p>Of trout and eels.</p>")
        builders.report(builders.event("Draft"), body="<p>Of trout.</p>", published=False)
        assert titles(client, "q=trout") == ["Told"]

    def test_every_word_has_to_fit(self, client):
        builders.event("Roads and rails")
        builders.event("Roads")
        assert titles(client, "q=rails+roads") == ["Roads and rails"]

    @pytest.mark.parametrize("query", ["100%25", "a_b", "o'hara", "%22quoted%22", "back%5Cslash"])
    def test_signs_are_no_wildcards(self, client, query):
        builders.event("Roads")
        assert titles(client, f"q={query}") == []


class TestTime:
    @pytest.fixture(autouse=True)
    def events(self, db):
        today = timezone.localdate()
        builders.event("Past", earliest=today - DAY)
        builders.event("Today", earliest=today)
        builders.event("Ahead", earliest=today + DAY, status="planned")
        builders.event("Undated", earliest=None, precision="unknown")

    def test_upcoming_begins_today_and_tells_the_next_first(self, client):
        assert titles(client, "when=upcoming") == ["Today", "Ahead"]
        assert titles(client, "when=upcoming&sort=name") == ["Ahead", "Today"]
        page = client.get("/events/?when=upcoming")
        assert [order.label for order in orders(page.context["filterset"])] == [
            "Next event first",
            "By name",
            "Newest change first",
        ]

    def test_past_ends_yesterday(self, client):
        assert titles(client, "when=past") == ["Past"]


class TestDays:
    @pytest.fixture(autouse=True)
    def events(self, db):
        builders.event(
            "Over the year", earliest=datetime.date(2020, 12, 30), latest=datetime.date(2021, 1, 2)
        )
        builders.event("September", earliest=datetime.date(2021, 9, 1))

    def test_year_finds_what_may_have_touched_it(self, client):
        assert titles(client, "year=2020") == ["Over the year"]
        assert titles(client, "year=2021") == ["September", "Over the year"]
        assert titles(client, "year=2020&year=2021") == ["September", "Over the year"]

    def test_days_are_both_included(self, client):
        assert titles(client, "since=2021-01-02&until=2021-09-01") == [
            "September",
            "Over the year",
        ]
        assert titles(client, "since=2021-01-03") == ["September"]
        assert titles(client, "until=2021-08-31") == ["Over the year"]

    @pytest.mark.parametrize("list_", ["/events/", "/participation/"])
    def test_labels_of_days_can_be_taken_for_no_country(self, client, list_):
        page = client.get(list_).text
        labels = [
            re.search(f'<label for="id_{name}">(.*?)</label>', page)[1]
            for name in ("since", "until")
        ]
        assert labels == ["Since", "Until"]

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_ends_of_the_calendar_are_days(self, client, day):
        response = client.get(f"/events/?since={day}&until={day}")
        assert (response.status_code, response.context["rows"]) == (200, [])

    @pytest.mark.parametrize("year", ["0001", "9999"])
    def test_ends_of_the_calendar_are_years(self, client, year):
        assert titles(client, f"year={year}") == []


class TestChoices:
    def test_kind(self, client):
        builders.event("Workshop", kind="workshop")
        builders.event("Meeting", kind="meeting")
        assert titles(client, "kind=meeting") == ["Meeting"]

    def test_country_is_where_it_was_held(self, client):
        with_place(builders.event("Vienna"), country="AT")
        with_place(builders.event("Belgrade"), country="RS")
        assert titles(client, "country=AT") == ["Vienna"]
        assert titles(client, "country=AT&country=RS") == ["Belgrade", "Vienna"]

    def test_project(self, client):
        under = builders.event("Under it")
        builders.event("Not under it")
        with history.change(under, by=None):
            under.projects.add(builders.project("Better roads"))
        assert titles(client, "project=better-roads") == ["Under it"]
        assert chips(client, "project=better-roads") == [("Project", "Better roads")]

    def test_topic(self, client):
        about = builders.event("About it")
        builders.event("Not about it")
        with history.change(about, by=None):
            about.topics.add(Topic.objects.create(name="Tolls", slug="tolls"))
        assert titles(client, "topic=tolls") == ["About it"]

    def test_report(self, client):
        builders.report(builders.event("Told"), "Told")
        builders.report(builders.event("Draft"), published=False)
        assert titles(client, "report=yes") == ["Told"]

    def test_topic_and_project_of_a_draft_are_not_offered(self, client):
        builders.event("Public")
        draft = builders.event("Draft", public=False)
        with history.change(draft, by=None):
            draft.topics.add(Topic.objects.create(name="Secrettopic", slug="secrettopic"))
            draft.projects.add(builders.project("Secretproject"))
        page = client.get("/events/?topic=secrettopic")
        assert page.context["rows"] == []
        assert "Secret" not in page.content.decode()


class TestInstitution:
    @pytest.fixture
    def ministry(self):
        return builders.organisation("Ministry of Works")

    def test_department_counts_as_its_ministry(self, client, ministry):
        office = builders.organisation("Road Office", parent=ministry)
        builders.line(builders.event("By a line"), organisation=office)
        hosted = builders.event("As a host")
        with history.change(hosted, by=None):
            EventOrganisation.objects.create(event=hosted, organisation=ministry, role="host")
        builders.event("Without it")
        assert titles(client, "organisation=ministry-of-works") == ["As a host", "By a line"]
        assert titles(client, "organisation=road-office") == ["By a line"]

    def test_name_typed_in_any_spelling_finds_it(self, client, ministry):
        builders.line(builders.event("By a line"), organisation=ministry)
        assert titles(client, "organisation=MINISTRY+of+works") == ["By a line"]

    def test_who_did_not_come_does_not_count(self, client, ministry):
        came, absent = builders.event("Came"), builders.event("Stayed away")
        builders.line(came, organisation=ministry)
        builders.line(absent, organisation=ministry, attendance="absent")
        assert titles(client, "organisation=ministry-of-works") == ["Came"]


class TestRefusal:
    """What is not understood shows the error beside its field and no rows."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("q", "%00"),
            ("q", "%25"),
            ("q", "a" * 5000),
            ("when", "sometime"),
            ("kind", "%00"),
            ("kind", "9" * 5000),
            ("country", "XX"),
            ("country", "%00"),
            ("year", "abc"),
            ("year", "0000"),
            ("year", "99999"),
            ("year", "٢٠٢١"),
            ("year", "9" * 5000),
            ("since", "2026-13-99"),
            ("since", "%00"),
            ("until", "yesterday"),
            ("organisation", "no-such-body"),
            ("organisation", "%00"),
            ("organisation", "(a%2B)%2B$"),
            ("project", "no-such-project"),
            ("topic", "'--"),
            ("report", "maybe"),
        ],
    )
    def test_error_stands_beside_its_field(self, client, field, value):
        builders.event("Roads")
        response = client.get(f"/events/?{field}={value}")
        assert response.status_code == 200
        assert list(response.context["filterset"].errors) == [field]
        assert response.context["rows"] == []
        assert f'<a href="#id_{field}' in response.content.decode()

    def test_what_was_typed_is_kept(self, client):
        page = client.get("/events/?since=2026-13-99&year=abc&q=%25").content.decode()
        assert '<input type="text" name="since" value="2026-13-99"' in page
        assert 'name="year" value="abc"' in page
        assert 'name="q" value="%"' in page

    def test_days_in_the_wrong_order_are_refused(self, client):
        builders.event("Roads")
        response = client.get("/events/?since=2021-02-01&until=2021-01-01")
        assert list(response.context["filterset"].errors) == ["until"]
        assert response.context["rows"] == []

    def test_broken_utf_8_is_text(self, client):
        builders.event("Roads")
        response = client.get("/events/?q=%FF%FE")
        assert 'name="q" value="\ufffd\ufffd"' in response.content.decode()

    def test_unknown_parameter_narrows_nothing(self, client):
        builders.event("Roads")
        assert titles(client, "utm=1") == ["Roads"]


def test_question_grows_by_each_value_and_not_by_each_pair_of_them():
    bodies = [builders.organisation(f"Body {n}", in_directory=True).slug for n in range(8)]

    def length(number):
        asked = QueryDict(mutable=True)
        asked.setlist("organisation", bodies[:number])
        asked.setlist("year", [str(2000 + n) for n in range(number)])
        asked.setlist("country", ["RS", "SI", "AT", "HR", "HU", "DE", "FR", "IT"][:number])
        return len(str(EventFilter(asked, Event.objects.public()).qs.query))

    assert length(8) < 2.5 * length(4)


def test_chips_take_off_one_value_each(client):
    builders.event("Roads", kind="meeting")
    response = client.get("/events/?kind=meeting&year=2021&q=roads&page=1")
    assert [(chip.label, chip.value, chip.url) for chip in response.context["filterset"].chips] == [
        ("Words", "roads", "?kind=meeting&year=2021"),
        ("Kind", "Meeting", "?year=2021&q=roads"),
        ("Year", "2021", "?kind=meeting&q=roads"),
    ]


def test_filters_hold_on_public_events_only(client):
    builders.event("Public", kind="meeting")
    builders.event("Draft", kind="meeting", public=False)
    assert titles(client, "kind=meeting&year=2021&q=%D0%B0") == []
    assert titles(client, "kind=meeting&year=2021") == ["Public"]
    assert Event.objects.count() == 2
