import datetime

import pytest
from django.http import QueryDict

from events.filters import LineFilter
from events.models import Place, Topic
from portal import history
from tests import builders
from tests.pages import words

pytestmark = pytest.mark.django_db

PATH = "/participation/"


@pytest.fixture(scope="module")
def lines(kept):
    """Three events; who came by name, without, hidden, to what was not held, to a draft."""
    first = builders.event("Asylum talks", slug="first", earliest=datetime.date(2021, 3, 1))
    second = builders.event(
        "Roads", slug="second", earliest=datetime.date(2022, 3, 1), kind="meeting"
    )
    off = builders.event("Called off", status="cancelled", earliest=datetime.date(2022, 4, 1))
    ministry = builders.organisation("Ministry of Works", country="RS")
    office = builders.organisation("Road Office", parent=ministry)
    after = builders.organisation("Ministry of Roads")
    with history.change(ministry, by=None):
        ministry.successors.add(after)
    speaker, chair = builders.role("Speaker"), builders.role("Chair")
    with history.change(first, by=None):
        first.projects.add(builders.project("Better roads"))
        first.topics.add(Topic.objects.create(name="Tolls", slug="tolls"))
        Place.objects.create(event=first, country="AT")
    ana, hidden = builders.person("Ana Anić"), builders.person("Hidden Man")
    own = {"position": "Minister", "group": "the team"}
    builders.line(first, person=ana, organisation=ministry, roles=[speaker], **own, order=1)
    builders.line(
        first, person=hidden, organisation=office, name_hidden=True, roles=[chair], **own, order=2
    )
    builders.line(first, organisation=office, count=3, qualifier="about", order=3)
    builders.line(second, country="SI", roles=[chair], order=1)
    builders.line(second, person=ana, organisation=after, order=2)
    builders.line(second, person=builders.person("Stayed Away"), attendance="absent")
    builders.line(off, organisation=ministry)
    builders.line(builders.event("Draft", public=False), organisation=ministry)


def told(client, query=""):
    """Return who and how many the rows tell of, by event."""
    return [
        (
            row["event"]["text"],
            (row.get("person") or {}).get("text", "–"),
            " ".join(item["text"] for item in row["behalf"]),
            row["count"],
        )
        for row in client.get(f"{PATH}?{query}").context["rows"]
    ]


ANA = ("Asylum talks", "Ana Anić", "Ministry of Works Serbia the team", "1")
HIDDEN = ("Asylum talks", "–", "Road Office", "1")
OFFICE = ("Asylum talks", "–", "Road Office", "about 3")
SLOVENIA = ("Roads", "–", "Slovenia", "not known")
LATER = ("Roads", "Ana Anić", "Ministry of Roads", "1")


def test_every_line_of_an_event_held_is_a_row_the_newest_event_first(client, lines):
    assert told(client) == [SLOVENIA, LATER, ANA, HIDDEN, OFFICE]


def test_of_who_is_not_shown_by_name_only_the_institution_is_told(client, lines):
    row = client.get(f"{PATH}?named=no&organisation=road-office").context["rows"][0]
    assert set(row) == {"date", "datetime", "event", "behalf", "count"}
    page = client.get(PATH).content.decode()
    assert "Hidden Man" not in page
    assert page.count("Minister<") == 1
    assert page.count('<span class="soft">not named</span>') == 3


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("named=yes", [LATER, ANA]),
        ("named=no", [SLOVENIA, HIDDEN, OFFICE]),
        ("q=asylum", [ANA, HIDDEN, OFFICE]),
        ("q=ana", [LATER, ANA]),
        ("q=hidden", []),
        ("q=stayed", []),
        ("kind=meeting", [SLOVENIA, LATER]),
        ("kind=meeting&kind=workshop&named=yes", [LATER, ANA]),
        ("topic=tolls&named=yes", [ANA]),
        ("project=better-roads&named=yes", [ANA]),
        ("since=2022-01-01", [SLOVENIA, LATER]),
        ("until=2021-12-31&named=yes", [ANA]),
        ("year=2022", [SLOVENIA, LATER]),
        ("held_in=AT&named=yes", [ANA]),
        ("country=SI", [SLOVENIA]),
        ("country=SI&country=RS", [SLOVENIA, ANA]),
        ("role=chair", [SLOVENIA]),
        ("role=chair&role=speaker", [SLOVENIA, ANA]),
        ("event=2021/first&named=yes", [ANA]),
        ("organisation=ministry-of-works", [ANA, HIDDEN, OFFICE]),
        ("organisation=ministry-of-works&departments=0", [ANA]),
        ("organisation=ministry-of-works&departments=0&successors=1", [LATER, ANA]),
        ("organisation=ministry-of-roads&successors=1&named=yes", [LATER, ANA]),
        ("organisation=ministry-of-roads&organisation=road-office", [LATER, HIDDEN, OFFICE]),
    ],
)
def test_filter(client, lines, query, rows):
    assert told(client, query) == rows


@pytest.mark.parametrize(
    "query",
    ["named=maybe", "successors=2", "kind=%00", "held_in=XX", "role=nobody", "project=none"],
)
def test_what_is_not_understood_is_said_beside_its_field_and_shows_nothing(client, lines, query):
    response = client.get(f"{PATH}?{query}")
    assert list(response.context["filterset"].errors) == [query.partition("=")[0]]
    assert response.context["rows"] == []


def test_files_find_the_same_lines_from_all_public_ones(lines):
    found = LineFilter(QueryDict("organisation=ministry-of-works")).qs
    assert [line.order for line in found.newest_first()] == [1, 2, 3]


def test_people_say_where_their_institution_came_without_names(client, lines):
    page = client.get("/people/?organisation=road-office&year=2021")
    assert page.context["unnamed"] == {
        "words": "… and 1 event where it was represented without names",
        "url": f"{PATH}?organisation=road-office&year=2021&named=no",
    }
    assert told(client, page.context["unnamed"]["url"].partition("?")[2]) == [HIDDEN, OFFICE]
    # Where one of it is named, or nobody is asked about, there is nothing to add.
    for query in ("organisation=ministry-of-works", "q=ana&organisation=road-office", ""):
        assert not client.get(f"/people/?{query}").context["unnamed"]


class TestWhoWorksThereToday:
    @pytest.fixture
    def posts(self, lines):
        for name, fields in {
            "Bojan": {"until": None},
            "Vera": {"until": datetime.date(2023, 1, 1)},
            "Nameonly": {"visibility": "name"},
        }.items():
            person = builders.person(
                name, in_directory=True, visibility=fields.pop("visibility", "page")
            )
            with history.change(person, by=None):
                body = person.positions.model.organisation.field.related_model.objects
                person.positions.create(
                    organisation=body.get(slug="road-office"), title="Clerk", **fields
                )

    def names(self, client, query):
        return [row["title"] for row in client.get(f"/people/?{query}").context["rows"]]

    def test_is_read_from_the_posts_that_their_pages_tell(self, client, posts):
        body = "organisation=ministry-of-works"
        assert self.names(client, f"{body}&affiliation=today") == ["Bojan"]
        assert self.names(client, f"{body}&affiliation=today&departments=0") == []
        assert self.names(client, f"{body}&affiliation=then") == ["Ana Anić"]
        assert self.names(client, "affiliation=today&q=vera") == ["Vera"]
        assert self.names(client, f"{body}&affiliation=today&year=2021") == []

    def test_is_said_beside_the_count_and_in_the_chip(self, client, posts):
        body = "organisation=road-office"
        response = client.get(f"/people/?{body}&affiliation=today")
        page = words(response.content.decode())
        assert "1 person from Road Office and its departments (works there today)" in page
        assert [(chip.label, chip.value) for chip in response.context["filterset"].chips] == [
            ("Institution today", "Road Office"),
            ("Who worked there", "Works there today"),
        ]
        then = words(client.get(f"/people/?{body}").content.decode())
        assert "0 people from Road Office and its departments (worked there at the time)" in then
