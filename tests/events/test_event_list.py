import datetime

import pytest
from django.utils import timezone

from events.models import Place, Topic, Withdrawal
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)


def titles(client, address="/events/"):
    response = client.get(address)
    assert response.status_code == 200
    return [row["title"] for row in response.context["rows"]]


def full_event(number):
    """Make an event with everything that a row can print, and a part."""
    event = builders.event(f"Workshop {number}", earliest=datetime.date(2021, 9, number))
    with history.change(event, by=None, now=builders.LONG_AGO):
        Place.objects.create(event=event, city="Niš", country="RS")
        event.topics.add(Topic.objects.get_or_create(name="Roads", slug="roads")[0])
    body = builders.organisation(f"Ministry {number}")
    builders.line(event, person=builders.person(f"Person {number}"), organisation=body)
    builders.line(event, organisation=body)
    builders.report(event, f"Report {number}", body="<p>Words.</p>")
    builders.event(f"Part {number}", part_of=event)
    return event


class TestRow:
    def test_newest_comes_first_and_undated_last(self, client):
        builders.event("Undated", earliest=None, precision="unknown")
        builders.event("Old", earliest=datetime.date(2019, 1, 1))
        builders.event("New", earliest=datetime.date(2022, 1, 1))
        assert titles(client) == ["New", "Old", "Undated"]

    def test_events_of_one_day_keep_one_order(self, client):
        for name in ["First", "Second", "Third"]:
            builders.event(name)
        assert titles(client) == ["Third", "Second", "First"]

    def test_draft_scheduled_and_withdrawn_are_absent(self, client):
        builders.event("Shown")
        builders.event("Draftword", public=False)
        builders.event("Scheduledword", public_from=timezone.now() + TOMORROW)
        gone = builders.event("Withdrawnword")
        with history.change(gone, by=None):
            Withdrawal.objects.create(event=gone, reason="An error.")
        page = client.get("/events/").content.decode()
        assert "Shown" in page
        assert not [w for w in ("Draftword", "Scheduledword", "Withdrawnword") if w in page]

    def test_title_is_that_of_the_live_report_in_the_readers_language(self, client):
        told = builders.event("Plain name")
        builders.report(told, "What the report says")
        foreign = builders.event("Another name")
        builders.report(foreign, "О путевима", language="sr")
        draft = builders.event("Third name")
        builders.report(draft, "Draftword", published=False)
        assert titles(client) == ["Third name", "Another name", "What the report says"]

    def test_row_tells_who_came_and_where(self, client):
        event = full_event(1)
        builders.line(event, person=builders.person("Hidden One"), office=False, organisation=None)
        builders.line(event, group="civil society")
        builders.line(event, person=builders.person("Absent"), attendance="absent")
        row = client.get("/events/").context["rows"][0]
        assert row["tally"] == [
            "1 person named",
            "1 participant not shown by name",
            "1 institution or country without names",
            "1 group without names",
        ]
        assert (row["date"], row["datetime"]) == ("September 1, 2021", "2021-09-01")
        assert (row["kind"], row["place"], row["report"]) == ("Workshop", "Niš, Serbia", True)

    def test_who_is_awaited_is_not_said_to_have_come(self, client):
        event = builders.event(status="planned", earliest=datetime.date(2121, 1, 1))
        builders.line(event, person=builders.person(), attendance="expected")
        row = client.get("/events/").context["rows"][0]
        assert (row["tally"], row["status"]) == (["1 person expected by name"], "planned")

    def test_towns_of_one_country_name_it_once(self, client):
        event = builders.event()
        with history.change(event, by=None):
            for order, (city, country) in enumerate(
                [("Belgrade", "RS"), ("Niš", "RS"), ("Vienna", "AT")]
            ):
                Place.objects.create(event=event, city=city, country=country, order=order)
        row = client.get("/events/").context["rows"][0]
        assert row["place"] == "Belgrade, Niš, Serbia, Vienna, Austria"


class TestPart:
    @pytest.fixture
    def whole(self):
        whole = builders.event("Summit", earliest=datetime.date(2021, 9, 1))
        for number in (1, 2):
            builders.event(f"Day {number}", part_of=whole, earliest=datetime.date(2021, 9, number))
        return whole

    def test_part_stands_with_its_whole_once(self, client, whole):
        response = client.get("/events/")
        (row,) = response.context["rows"]
        assert [part["title"] for part in row["parts"]] == ["Day 1", "Day 2"]
        assert response.context["paginator"].count == 1
        assert response.content.decode().count(">Day 1</a>") == 1

    def test_filter_that_fits_only_the_part_finds_it_with_its_whole_named(self, client, whole):
        (row,) = client.get("/events/?q=day+2").context["rows"]
        assert row["title"] == "Day 2"
        assert row["whole"]["title"] == "Summit"

    def test_part_of_a_draft_stands_alone_without_a_word_of_it(self, client):
        whole = builders.event("Draftword", public=False)
        builders.event("Day 1", part_of=whole)
        response = client.get("/events/")
        assert [row["title"] for row in response.context["rows"]] == ["Day 1"]
        assert "Draftword" not in response.content.decode()

    def test_draft_part_is_absent_under_its_whole(self, client, whole):
        builders.event("Draftword", part_of=whole, public=False)
        assert "Draftword" not in client.get("/events/").content.decode()


class TestPaging:
    def test_page_keeps_the_filter(self, client):
        for number in range(26):
            builders.event(f"Meeting {number}", kind="meeting")
        builders.event("Workshop")
        response = client.get("/events/?kind=meeting")
        assert len(response.context["rows"]) == 25
        assert "?kind=meeting&amp;page=2#results" in response.content.decode()
        assert titles(client, "/events/?kind=meeting&page=2") == ["Meeting 0"]

    @pytest.mark.parametrize("page", ["abc", "-1", "0", "1e30", "2", "9" * 5000, "%00"])
    def test_page_that_is_not_there_answers_404(self, client, page):
        builders.event()
        assert client.get(f"/events/?page={page}").status_code == 404

    def test_page_that_is_not_there_leads_to_the_first_of_the_same_list(self, client):
        builders.event()
        page = client.get("/events/?kind=workshop&page=9&year=2021")
        assert page.status_code == 404
        assert "The list has no page of this number" in page.text
        assert '<a class="more" href="/events/?kind=workshop&amp;year=2021">' in page.text
        assert '<a class="more" href="/events/">' in client.get("/events/?page=x").text
        assert "first page of the list" not in client.get("/nothing/?page=9").text


class TestWord:
    def test_count_is_said_in_words(self, client):
        builders.event()
        assert '<strong class="number">1</strong> event' in client.get("/events/").content.decode()

    def test_title_says_by_what_the_list_is_filtered(self, client):
        builders.event()
        assert "<title>Events – " in client.get("/events/").content.decode()
        assert "<title>Events (Words: roads) – " in client.get("/events/?q=roads").content.decode()

    def test_list_without_a_fit_says_so_and_leads_to_all(self, client):
        builders.event()
        page = client.get("/events/?q=xyzzy").content.decode()
        assert "No event fits all of this" in page
        assert '<a href="/events/">All events</a>' in page

    @pytest.mark.parametrize(
        "name", ["events", "people", "participation", "organisations", "projects"]
    )
    def test_words_that_fit_nothing_lead_to_the_search(self, client, name):
        builders.event("Roads & bridges")
        way = '<a class="more" href="/search/?q=Raods%20%26%20bridges">'
        page = client.get(f"/{name}/?q=Raods+%26+bridges").text
        assert f"{way}Search the whole record for “Raods &amp; bridges”</a>" in page
        assert "Search the whole record for" not in client.get(f"/{name}/?year=1999").text
        assert way not in client.get(f"/{name}/?q=Roads").text

    def test_address_of_an_event_cut_short_leads_to_the_events_of_its_year(self, client):
        answer = client.get("/events/2021/")
        assert (answer.status_code, answer.url) == (301, "/events/?year=2021")
        assert client.get("/events/0000/").status_code == 404

    def test_empty_record_says_so(self, client):
        assert "No event is public yet" in client.get("/events/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_two_queries_or_three_whatever_its_rows(client, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        full_event(number)
    # The first reader after a change has what changed read.
    titles(client)
    with django_assert_num_queries(2):
        assert len(titles(client)) == rows
    every = "organisation=ministry-1&topic=roads&report=yes&year=2021"
    titles(client, f"/events/?{every}")
    with django_assert_num_queries(3):
        titles(client, f"/events/?{every}")


def test_list_reads_no_report_text(client, django_assert_num_queries):
    full_event(1)
    titles(client)
    with django_assert_num_queries(2) as queries:
        client.get("/events/")
    assert not [query for query in queries if '"body"' in query["sql"]]
    assert not [query for query in queries if '"status_note"' in query["sql"]]
