"""A picture says what its numbers say, and where nothing can be compared there is none."""

import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from events.filters import EventFilter
from events.models import Event
from portal import charts
from portal.filters import Choice
from tests import builders
from tests.pages import words


def choice(label, count, *, chosen=False):
    return Choice(label, label, count, chosen, url=f"?x={label}")


def test_columns_stand_for_every_year_between_and_for_none_that_is_not_there():
    chart = charts.columns(
        "years",
        "Events",
        "Year",
        [choice("2021", 4, chosen=True), choice("2024", 1), choice("2025", 8)],
    )
    assert [(bar.label, bar.count, bar.chosen) for bar in chart.bars] == [
        ("2021", 4, True),
        ("2022", 0, False),
        ("2023", 0, False),
        ("2024", 1, False),
        ("2025", 8, False),
    ]
    heights = [bar.height for bar in chart.bars]
    assert heights == [charts.HIGH // 2, 0, 0, charts.HIGH // 8, charts.HIGH]
    assert {bar.y + bar.height for bar in chart.bars} == {charts.HEAD + charts.HIGH}
    assert [row.label for row in chart.rows] == ["2025", "2024", "2021"]
    assert chart.text == "The highest number is 8: 2025. All numbers stand in the table below."


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2, 1, 2), "2: 2023, 2021"),
        ((1, 1, 1), "1: 2023, 2022, 2021"),
        ((3,) * 4, "3: 2024, 2023, 2022, …"),
    ],
)
def test_of_years_with_the_same_number_none_is_told_as_the_first_of_them(counts, told):
    years = [choice(str(year), count) for year, count in enumerate(counts, 2021)]
    text = charts.columns("years", "Events", "Year", years).text
    assert text.startswith(f"The highest number is {told}. ")


def test_many_years_stay_inside_the_picture_and_are_not_all_written():
    chart = charts.columns("y", "Events", "Year", [choice(str(y), 1) for y in range(1900, 2030)])
    assert len(chart.bars) == charts.MOST_COLUMNS
    assert chart.bars[-1].x + chart.bars[-1].width <= charts.WIDTH
    assert [bar.label for bar in chart.bars if bar.label] == [
        "1979",
        "1989",
        "1999",
        "2009",
        "2019",
        "2029",
    ]
    assert {bar.shown for bar in chart.bars} == {None}
    assert len(chart.rows) == 130


def test_bars_are_in_the_order_of_their_length_whatever_is_chosen():
    found = [
        choice("Few", 1, chosen=True),
        choice("Most", 300),
        choice("Some", 150),
        choice("No", 0),
    ]
    chart = charts.ranks("kinds", "Events", "Kind", found)
    assert [(bar.label, bar.width, bar.chosen) for bar in chart.bars] == [
        ("Most", charts.WIDTH, False),
        ("Some", charts.WIDTH // 2, False),
        ("Few", 1, True),
    ]


@pytest.mark.parametrize("make", [charts.columns, charts.ranks])
def test_one_number_alone_makes_no_picture(make):
    assert make("key", "Title", "Of", [choice("2021", 3)]) is None
    assert make("key", "Title", "Of", []) is None


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def events(self):
        for number, (year, kind) in enumerate(
            [(2021, "workshop"), (2021, "seminar"), (2023, "workshop")]
        ):
            day = timezone.datetime(year, 5, 1).date()
            builders.event(f"Event {number}", slug=f"event-{number}", earliest=day, kind=kind)
        for name, public in (("Draft", False), ("Some day", True)):
            fields = {"earliest": None, "latest": None, "precision": "unknown"}
            builders.event(name, slug=name[:4], public=public, kind="workshop", **fields)

    def test_pictures_follow_the_filters_and_lead_to_the_rows_that_they_count(self, client, events):
        page = client.get("/events/?kind=workshop")
        years, kinds = page.context["charts"]
        assert [(bar.label, bar.count) for bar in years.bars] == [
            ("2021", 1),
            ("2022", 0),
            ("2023", 1),
        ]
        assert [(row.label, row.count, row.chosen) for row in kinds.rows] == [
            ("Workshop", 3, True),
            ("Seminar", 1, False),
        ]
        for row in years.rows:
            rows = EventFilter(QueryDict(row.url[1:]), Event.objects.public()).total
            assert rows == row.count
        html = page.content.decode()
        assert html.count('role="img"') == 2
        assert "style=" not in html
        for name in re.findall('aria-labelledby="(years-title years-text)"', html)[0].split():
            assert html.count(f'id="{name}"') == 1
        assert "Events by year" in words(html)
        # What is not known is counted beside the picture and added to no bar.
        assert "Day not known: 1" in words(html)

    def test_who_took_part_is_drawn_by_country_and_kind_of_institution(self, client):
        bodies = [builders.organisation(kind, kind=kind) for kind in ("ngo", "media")]
        event = builders.event()
        for number, (body, country) in enumerate([(0, "SI"), (0, "RS"), (1, ""), (None, "SI")]):
            person = builders.person(f"Person {number}")
            body = None if body is None else bodies[body]
            builders.line(event, person=person, organisation=body, country=country)
        builders.line(event, organisation=bodies[0])
        told = {
            path: {
                chart.key: ([(row.label, row.count) for row in chart.rows], chart.unknown)
                for chart in client.get(path).context["charts"]
            }
            for path in ("/people/", "/participation/")
        }
        assert told == {
            "/people/": {
                "countries": ([("Slovenia", 2), ("Serbia", 1)], "Country not known: 1"),
                "institutions": ([("Civil society", 2), ("Media", 1)], "Institution not known: 1"),
            },
            "/participation/": {
                "named": ([("Shown by name", 4), ("Not shown by name", 1)], ""),
                "countries": ([("Slovenia", 2), ("Serbia", 1)], "Country not known: 2"),
                "institutions": ([("Civil society", 3), ("Media", 1)], "Institution not known: 1"),
            },
        }

    def test_no_picture_is_drawn_of_a_filter_that_is_not_understood(self, client, events):
        page = client.get("/events/?year=x&kind=workshop")
        assert page.context["charts"] == []
        assert '<meta name="robots" content="noindex">' in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "known_by"),
        [
            ("", ""),
            ("?utm_source=x&kind=", ""),
            ("?year=2023&page=1&kind=workshop", "?kind=workshop&amp;year=2023"),
            ("?year=2023&year=2021&year=2023", "?year=2021&amp;year=2023"),
            ("?q=%22%3E%3Cb%3E+event", "?q=%22%3E%3Cb%3E+event"),
            ("?year=x&kind=workshop", ""),
        ],
    )
    def test_list_is_known_by_one_address_whatever_the_order_of_its_filters(
        self, client, events, asked, known_by
    ):
        page = client.get(f"/events/{asked}").content.decode()
        canonical = re.findall('<link rel="canonical" href="(.*?)">', page)
        assert canonical == [f"http://127.0.0.1:8000/events/{known_by}"]
        assert f'<span class="on-paper">{canonical[0]}</span>' in page
