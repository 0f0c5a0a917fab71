import copy
import datetime
import io
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from events.models import EventOrganisation, ProjectOrganisation
from people.columns import index
from people.models import Person
from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db


def host(event, organisation, role="organiser"):
    with history.change(event, by=None):
        EventOrganisation.objects.create(event=event, organisation=organisation, role=role)


def take_part(project, organisation, role="partner"):
    with history.change(project, by=None):
        ProjectOrganisation.objects.create(project=project, organisation=organisation, role=role)


class TestPage:
    def test_title_tells_ministries_of_one_name_apart(self, client):
        for country, told in [("RS", ", Serbia"), ("LI", ", Liechtenstein"), ("", "")]:
            body = builders.organisation("Ministry", country=country, in_directory=True)
            page = content(client, body)
            assert f"<title>Ministry{told} – Institutions – " in page
            assert f'content="Ministry{told} in the public record' in page

    def test_tells_names_by_kind_and_what_became_of_it(self, client):
        new = builders.organisation("Ministry of Everything", in_directory=True)
        secret = builders.organisation("Secret Successor")
        old = builders.organisation(
            "Ministry of Works",
            acronym="MW",
            country="RS",
            website="https://www.works.example/",
            since=datetime.date(1992, 1, 1),
            since_precision="year",
            until=datetime.date(2012, 6, 1),
            until_precision="month",
            outcome="merged",
            in_directory=True,
        )
        with history.change(old, by=None):
            old.names.create(name="Министарство радова", kind="translation", language="sr")
            old.successors.set([new, secret])
        page = words(content(client, old))
        assert (
            "Acronym MW Translation Министарство радова Existed 1992 – June 2012"
            " What became of it Merged into another Website works.example"
        ) in page
        assert (
            "Public authority · Serbia Ministry of Works Followed by: Ministry of Everything "
        ) in page
        assert "Secret" not in page
        assert "Until June 2012: Ministry of Works" in words(content(client, new))

    def test_body_known_by_its_letters_says_so(self, client):
        body = builders.organisation("", acronym="EMN", in_directory=True)
        assert "Full name not known" in content(client, body)

    def test_stands_between_what_it_is_part_of_and_its_departments(self, client):
        top = builders.organisation("Government")
        ministry = builders.organisation("Ministry", parent=top)
        office = builders.organisation("Office", parent=ministry)
        desk = builders.organisation("Desk", parent=office)
        builders.organisation("Unused Department", parent=ministry)
        builders.line(builders.event(), organisation=desk)
        html = content(client, ministry)
        page = words(html)
        assert "Home Institutions Government Ministry Public authority" in page
        assert "Departments Office Desk" in page
        assert "Part of Government" in page
        assert "Unused" not in page

    def test_people_stand_with_the_posts_they_held_then_newest_first(self, client):
        ministry = builders.organisation("Ministry")
        office = builders.organisation("Office", parent=ministry)
        ana, boris = builders.person("Ana"), builders.person("Boris", visibility="name")
        early = builders.event("Early", earliest=datetime.date(2019, 1, 1))
        late = builders.event("Late", earliest=datetime.date(2021, 1, 1))
        builders.line(early, person=ana, organisation=ministry, position="Adviser")
        builders.line(early, person=boris, organisation=ministry, roles=[builders.role()])
        builders.line(late, person=ana, organisation=office, position="Head of Office")
        builders.line(late, person=ana, organisation=office, position="Speaker for all")
        elsewhere = builders.event("Elsewhere", earliest=datetime.date(2022, 1, 1))
        builders.line(elsewhere, person=boris, position="Film Star")
        html = content(client, ministry)
        page = words(html)
        assert (
            "People, as they were 2 events 2019–2021 Ana"
            " Head of Office · Office (2021) Speaker for all · Office (2021) Adviser (2019)"
            " 1 event 2019 Boris Speaker Events"
        ) in page
        assert "Film Star" not in page
        assert f'href="{boris.get_absolute_url()}"' not in html

    def test_people_of_one_event_stand_by_their_names(self, client):
        ministry = builders.organisation("Ministry")
        event = builders.event()
        for name in ("Ana", "Ceca", "Boris"):
            person = builders.person(name, visibility="name" if name == "Ceca" else "page")
            builders.line(event, person=person, organisation=ministry)
        page = words(content(client, ministry))
        assert re.findall("Ana|Boris|Ceca", page) == ["Ana", "Boris", "Ceca"]

    def test_events_tell_what_it_was_to_them(self, client):
        ministry = builders.organisation("Ministry")
        office = builders.organisation("Office", parent=ministry)
        hosted = builders.event("Hosted", earliest=datetime.date(2021, 2, 1))
        host(hosted, ministry, "host")
        sent = builders.event("Sent people", earliest=datetime.date(2021, 1, 1))
        builders.line(sent, organisation=office, count=2)
        drafted = builders.event("Draft", public=False)
        host(drafted, ministry)
        page = words(content(client, ministry))
        assert "0 people named · 2 events" in page
        assert "Events February 1, 2021 Hosted Workshop Host January 1, 2021" in page
        assert "Sent people Workshop Office" in page
        assert "At 1 event it was represented without names." in page
        assert "Draft" not in page

    def test_an_event_with_a_name_is_not_one_without(self, client):
        ministry = builders.organisation("Ministry")
        event = builders.event()
        builders.line(event, organisation=ministry, count=2)
        builders.line(event, person=builders.person("Ana"), organisation=ministry)
        assert "without names" not in content(client, ministry)

    def test_hidden_people_are_in_no_figure(self, client):
        ministry = builders.organisation("Ministry")
        hidden = builders.person("Hidden Person", visibility="hidden")
        builders.line(builders.event(), person=hidden, organisation=ministry)
        page = content(client, ministry)
        assert "Hidden Person" not in page
        assert "Nobody who came on its behalf is named in our records." in page

    def test_projects_tell_its_roles(self, client):
        ministry = builders.organisation("Ministry")
        project = builders.project("Better roads", in_directory=True)
        take_part(project, ministry, "funder")
        take_part(project, ministry, "lead")
        take_part(builders.project("Draft project"), ministry)
        page = words(content(client, ministry))
        assert "Projects Better roads Funder Lead" in page
        assert "Draft project" not in page

    def test_people_are_paged_and_events_lead_on(self, client):
        ministry = builders.organisation("Ministry")
        event = builders.event("Large", names_shown="everybody", names_reason="They agreed.")
        with history.change(event, by=None):
            for person in Person.objects.create_named([f"P {n:02}" for n in range(26)], by=None):
                event.participations.create(person=person, organisation=ministry)
        for number in range(10):
            host(builders.event(f"Event {number}", earliest=datetime.date(2020, 1, 1)), ministry)
        first = client.get(ministry.get_absolute_url(), {"until": "2022-01-01"})
        second = client.get(ministry.get_absolute_url(), {"until": "2022-01-01", "page": "2"})
        assert [row["title"] for row in first.context["rows"]] == [f"P {n:02}" for n in range(25)]
        assert [row["title"] for row in second.context["rows"]] == ["P 25"]
        assert len(first.context["lists"].events) == 10
        html = first.content.decode()
        assert "26 people named · 11 events" in words(html)
        assert '?until=2022-01-01&amp;page=2#results"' in html
        asked = "?organisation=ministry&amp;until=2022-01-01"
        assert f'<a class="more" href="/events/{asked}">All 11 events</a>' in html
        assert f'<a class="more" href="/participation/{asked}">Entry by entry' in html
        for page in ["0", "3", "x"]:
            assert client.get(ministry.get_absolute_url(), {"page": page}).status_code == 404


@pytest.fixture(scope="module")
def made(kept):
    """Return a ministry of which three came over the years, one of them for its office."""
    ministry = builders.organisation("Ministry")
    office = builders.organisation("Office", parent=ministry)
    for year, name, body, role in [
        (2019, "Ana", ministry, "Speaker"),
        (2020, "Boris", ministry, "Chair"),
        (2021, "Vera", office, "Speaker"),
    ]:
        event = builders.event(f"Day of {name}", earliest=datetime.date(year, 3, 1))
        person = builders.person(name)
        builders.line(event, person=person, organisation=body, roles=[builders.role(role)])
    host(builders.event("Hosted", earliest=datetime.date(2020, 6, 1)), ministry)
    since = datetime.date(2021, 1, 1)
    take_part(builders.project("Late", in_directory=True, since=since), ministry)
    take_part(builders.project("Undated", in_directory=True), office)
    return ministry


@pytest.fixture
def ministry(made):
    return copy.deepcopy(made)


class TestNarrowed:
    """The page of an institution as its filters leave it."""

    def test_shows_what_fits_and_counts_it(self, client, ministry):
        for asked, people, events, projects in [
            ({}, "Vera Boris Ana", "Vera Hosted Boris Ana", "Late Undated"),
            ({"since": "2020-06-01"}, "Vera", "Vera Hosted", "Late Undated"),
            ({"until": "2020-06-01"}, "Boris Ana", "Hosted Boris Ana", "Undated"),
            ({"departments": "0"}, "Boris Ana", "Hosted Boris Ana", "Late"),
            ({"role": ["speaker"]}, "Vera Ana", "Vera Ana", ""),
            ({"role": ["speaker", "chair"], "until": "2020-12-31"}, "Boris Ana", "Boris Ana", ""),
        ]:
            response = client.get(ministry.get_absolute_url(), asked)
            lists = response.context["lists"]
            assert [row["title"] for row in response.context["rows"]] == people.split(), asked
            held = [row["title"].removeprefix("Day of ") for row in lists.events]
            assert held == events.split(), asked
            assert [row["title"] for row in lists.projects] == projects.split(), asked
            assert lists.numbers["events"] == len(held), asked

    def test_a_chip_takes_its_filter_off_and_keeps_the_others(self, client, ministry):
        asked = {"since": "2019-06-01", "role": "chair", "departments": "0"}
        response = client.get(ministry.get_absolute_url(), asked)
        assert [(chip.value, chip.url) for chip in response.context["filterset"].chips] == [
            ("June 1, 2019", "?role=chair&departments=0"),
            ("Chair", "?since=2019-06-01&departments=0"),
            ("left out", "?since=2019-06-01&role=chair"),
        ]

    def test_what_is_not_understood_is_told_and_nothing_shown(self, client, ministry):
        for asked, message in [
            ({"since": "2026-13-99"}, "There is no such day"),
            ({"since": "2021-02-01", "until": "2021-01-01"}, "The last day lies before"),
            ({"role": "king"}, "This is not one of the choices"),
            ({"departments": "%"}, "Write 0 to leave the departments out"),
            ({"role": "\x00", "page": "9"}, "This is not one of the choices"),
        ]:
            response = client.get(ministry.get_absolute_url(), asked)
            page = response.content.decode()
            assert response.status_code == 200
            assert message in page
            assert [name for name in ("Ana", "Hosted", "Undated") if name in page] == []
            assert "<title>Ministry – Institutions (filter not understood)" in page


def test_logo_is_given_as_webp_with_a_png_beside_it(client):
    body = builders.organisation("Ministry of Works", in_directory=True)
    data = io.BytesIO()
    Image.new("RGBA", (40, 20)).save(data, "PNG")
    body.logo = ContentFile(data.getvalue(), "a.png")
    builders.saved(body)
    page = client.get(body.get_absolute_url()).content.decode()
    address = f"{body.get_absolute_url()}logo-40"
    assert f'<source type="image/webp" srcset="{address}.webp"><img ' in page
    assert f'src="{address}.png" width="240"' in page
    for extension, begins in (("webp", b"RIFF"), ("png", b"\x89PNG")):
        response = client.get(f"{address}.{extension}")
        assert response["Content-Type"] == f"image/{extension}"
        assert b"".join(response.streaming_content)[:4] == begins


class TestAddress:
    def test_address_that_it_had_leads_on_in_one_hop(self, client):
        body = builders.organisation("Ministry of Works", in_directory=True)
        for slug in ["second", "third"]:
            with history.change(body, by=None):
                body.slug = slug
                body.save()
        for old in ["ministry-of-works", "second"]:
            response = client.get(f"/organisations/{old}/")
            assert (response.status_code, response.headers["Location"]) == (
                301,
                "/organisations/third/",
            )
            logo = client.get(f"/organisations/{old}/logo-480.png")
            assert (logo.status_code, logo.headers["Location"]) == (
                301,
                "/organisations/third/logo-480.png",
            )

    def test_what_is_not_public_is_a_404_under_every_address(self, client):
        body = builders.organisation("Secret Ministry", slug="old")
        with history.change(body, by=None):
            body.slug = "new"
            body.save()
        for slug in ["old", "new", "none", "9" * 5000, "%25", "_"]:
            assert client.get(f"/organisations/{slug}/").status_code == 404
            assert client.get(f"/organisations/{slug}/logo-480.png").status_code == 404


def test_queries_do_not_grow(client):
    ministry = builders.organisation("Ministry", parent=builders.organisation("Government"))
    project = builders.project(in_directory=True)
    take_part(project, ministry)

    def cost(number):
        office = builders.organisation(f"Office {number}", parent=ministry)
        event = builders.event(f"Event {number}")
        host(event, office)
        person = builders.person(f"Person {number}")
        builders.line(event, person=person, organisation=office, roles=[builders.role()])
        builders.line(event, organisation=ministry)
        # The first to ask after a change reads the columns.
        index.at(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            content(client, ministry)
        return len(queries)

    assert [cost(1), cost(2), cost(3)] == [13, 13, 13]


def test_its_years_and_who_took_part_in_the_same_events_are_counted(client):
    ministry = builders.organisation("Ministry")
    section = builders.organisation("Section", parent=ministry)
    often, once = builders.organisation("Often there"), builders.organisation("Once there")
    absent = builders.organisation("Absent", in_directory=True)
    builders.organisation("Elsewhere", in_directory=True)
    for number, year in enumerate([2021, 2021, 2024]):
        day = datetime.date(year, 5, 1)
        event = builders.event(f"Event {number}", slug=f"event-{number}", earliest=day)
        builders.line(event, organisation=[ministry, section, ministry][number], count=2)
        builders.line(event, organisation=often)
        builders.line(event, organisation=often, count=4)
        builders.line(event, organisation=absent, attendance="absent")
    builders.line(event, organisation=once)
    draft = builders.event("Draft", slug="draft", public=False)
    planned = builders.event("Planned", slug="planned", status="cancelled")
    for other in (draft, planned):
        builders.line(other, organisation=ministry)
        builders.line(other, organisation=once)
    lists = client.get(ministry.get_absolute_url()).context["lists"]
    assert [(row["text"], row["events"]) for row in lists.beside] == [
        ("Often there", "3 events"),
        ("Once there", "1 event"),
    ]
    assert [(row.label, row.count) for row in lists.years.rows] == [("2024", 1), ("2021", 3)]
    found = client.get(lists.years.rows[1].url).context["page_obj"].paginator.count
    assert found == 3
    narrowed = client.get(f"{ministry.get_absolute_url()}?departments=0&until=2022-01-01")
    lists = narrowed.context["lists"]
    assert [(row["text"], row["events"]) for row in lists.beside] == [("Often there", "1 event")]
    assert lists.years is None
