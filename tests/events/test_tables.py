import csv
import datetime
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventOrganisation, Place, ProjectOrganisation, Topic
from people.models import Person
from portal import history
from portal.tables import columns, formats
from tests import builders
from tests.nets.reading import read

pytestmark = pytest.mark.django_db

HEAD = {"count", "columns", "filters", "page", "read_on", "rows", "source", "title"}


def rows(client, address):
    """Return the rows of a file of any kind as its readers see them, by the names of columns."""
    response = client.get(address)
    assert response.status_code == 200, address
    body = b"".join(response) if response.streaming else response.content
    if ".json" in address:
        told = json.loads(body)
        assert set(told) == HEAD
        assert told["count"] == len(told["rows"])
        return told["rows"]
    if ".csv" in address:
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    names, *lines = openpyxl.load_workbook(io.BytesIO(body))["Rows"].values
    return [dict(zip(names, line, strict=True)) for line in lines]


def full_event():
    event = builders.event(
        "Radionica „=1+1“",
        precision="part",
        latest=datetime.date(2021, 9, 10),
        length_days=3,
        attendance_words="more than 60 guests",
    )
    ministry = builders.organisation("Ministry, of “Works”")
    with history.change(event, by=None, now=builders.LONG_AGO):
        Place.objects.create(event=event, city="Niš", country="RS")
        event.topics.add(Topic.objects.create(name="Asylum", slug="asylum"))
        EventOrganisation.objects.create(event=event, organisation=ministry, role="host")
        event.projects.add(builders.project("Better roads", in_directory=True))
    builders.line(event, person=builders.person("Цуцић"), organisation=ministry)
    builders.line(event, person=builders.person("Nevidljiva"), organisation=ministry, office=False)
    builders.line(event, country="SI")
    builders.report(event, "=Title\nof a report")
    return event


class TestEvents:
    def test_file_says_of_an_event_all_that_a_list_does(self, client, settings):
        settings.SITE_URL = "https://portal.example"
        event = full_event()
        [row] = rows(client, "/events/events.json")
        assert row == {
            "number": event.pk,
            "title": "=Title of a report",
            "title_language": "en",
            "name": "Radionica „=1+1“",
            "kind": "Workshop",
            "status": "held",
            "status_note": "",
            "form": "on site",
            "when": "Early September 2021",
            "earliest_day": "2021-09-01",
            "latest_day": "2021-09-10",
            "date_known_to": "early, middle or late in a month",
            "date_is": "stated",
            "date_worked_out_from": "",
            "length_days": 3,
            "starts_at": None,
            "ends_at": None,
            "time_zone": "",
            "place": "Niš, Serbia",
            "countries": ["RS"],
            "institutions": ["Ministry, of “Works” (host)"],
            "projects": ["Better roads"],
            "topics": ["Asylum"],
            "part_of": "",
            "part_of_address": "",
            "report": True,
            "people_named": 1,
            "people_not_named": 1,
            "institutions_without_names": 1,
            "groups_without_names": 0,
            "attendance_stated": "more than 60 guests",
            "list_complete": True,
            "last_updated": "2022-01-01T13:00:00+01:00",
            "address": f"https://portal.example{event.get_absolute_url()}",
        }

    def test_all_files_and_the_page_have_the_same_rows_in_the_same_order(self, client, settings):
        whole = builders.event("Whole", earliest=datetime.date(2021, 9, 2))
        builders.event("Part", part_of=whole, earliest=datetime.date(2021, 9, 3))
        builders.event("Draft", public=False)
        builders.event("Other year", earliest=datetime.date(2020, 1, 1))
        full_event()
        page = client.get("/events/?year=2021&q=")
        shown = [[row, *row["parts"]] for row in page.context["rows"]]
        links = [link["url"] for link in page.context["files"][:3]]
        assert links == [f"/events/events.{kind}?year=2021" for kind in ("csv", "xlsx", "json")]
        in_csv, in_xlsx, in_json = (rows(client, link) for link in links)
        addresses = {settings.SITE_URL + row["url"] for group in shown for row in group}
        assert [row["address"] for row in in_json] == [row["Address"] for row in in_csv]
        assert [row["address"] for row in in_json] == [row["Address"] for row in in_xlsx]
        assert {row["address"] for row in in_json} == addresses
        assert [row["name"] for row in in_json] == ["Part", "Whole", "Radionica „=1+1“"]
        assert [row["part_of"] for row in in_json] == ["Whole", "", ""]
        assert in_csv[-1]["Title"] == "'=Title of a report"
        assert in_xlsx[-1]["Title"] == "=Title of a report"

    def test_are_in_the_order_that_the_page_is_in(self, client):
        for name in ("Bravo", "alpha", "Charlie"):
            line = {"person": builders.person(f"Of {name}"), "country": "SI"}
            builders.line(builders.event(name), **line)
        order = ["alpha", "Bravo", "Charlie"]
        page = client.get("/events/?sort=name")
        assert [row["title"] for row in page.context["rows"]] == order
        told = rows(client, page.context["files"][2]["url"])
        assert [row["name"] for row in told] == order
        lines = rows(client, "/participation/participation.json?sort=name")
        assert [row["name"] for row in lines] == [f"Of {name}" for name in order]

    def test_filters_stand_in_the_file_in_words(self, client):
        builders.event()
        told = json.loads(read(client, "/events/events.json?year=2021&kind=workshop")[1])
        assert told["filters"] == ["Kind: Workshop", "Year: 2021"]
        assert told["page"].endswith("/events/?kind=workshop&year=2021")

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
    def test_filter_that_is_not_understood_is_refused_and_named(self, client, kind):
        builders.event()
        response = client.get(f"/events/events.{kind}?since=2026-13-99")
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert response.json() == {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "A filter was not understood, so nothing is given out.",
            "errors": [
                {
                    "parameter": "since",
                    "detail": "There is no such day: write it as year-month-day, like 2021-09-01.",
                }
            ],
        }

    def test_page_that_refuses_a_filter_links_no_file(self, client):
        assert client.get("/events/?since=x").context["files"] == []


class TestSending:
    def test_costs_the_same_number_of_queries_for_each_chunk(self, client, monkeypatch):
        for _turn in range(4):
            builders.event()
        # The first to ask reads the columns.
        rows(client, "/events/events.csv")
        costs = []
        for chunk in (4, 2, 1):
            monkeypatch.setattr(columns, "CHUNK", chunk)
            with CaptureQueriesContext(connection) as queries:
                assert len(rows(client, "/events/events.csv")) == 4
            costs.append(len(queries))
        # Which rows, and one for each chunk.
        assert costs == [2, 3, 5]

    def test_is_streamed_and_compressed_piece_by_piece(self, client):
        builders.event()
        response = client.get("/events/events.csv", headers={"accept-encoding": "gzip"})
        assert response.streaming
        assert response["Content-Encoding"] == "gzip"
        assert len(list(response)) > 1

    def test_head_reads_no_row(self, client):
        builders.event()
        with CaptureQueriesContext(connection) as queries:
            response = client.head("/events/events.xlsx")
        assert response["Content-Disposition"] == 'attachment; filename="events.xlsx"'
        assert not [q for q in queries if "has_report" in q["sql"]]

    def test_more_rows_than_a_sheet_holds_are_refused_not_cut(self, client, monkeypatch):
        builders.event()
        builders.event()
        monkeypatch.setattr(formats.XLSX, "most_rows", 1)
        response = client.get("/events/events.xlsx")
        assert response.status_code == 400
        detail = "A spreadsheet holds 1 rows at most: filter the list, or take the CSV."
        assert response.json()["detail"] == detail


class TestLines:
    @pytest.fixture
    def event(self):
        event = builders.event("Workshop")
        ministry = builders.organisation("Ministry", country="RS")
        ana, iva = builders.person("Ana", honorific="Dr"), builders.person("Hiddenname")
        named = {"position": "Head", "printed_name": "Анa", "note": "Online"}
        roles = [builders.role()]
        builders.line(event, person=ana, organisation=ministry, roles=roles, **named)
        hidden = {"position": "Hiddenpost", "note": "Hiddennote", "group": "Hiddengroup"}
        role = builders.role("Hiddenrole", speaking=False)
        builders.line(
            event, person=iva, organisation=ministry, office=False, roles=[role], **hidden
        )
        builders.line(event, country="SI", count=3, qualifier="about")
        builders.line(event, group="civil society")
        builders.line(event, person=builders.person("Absentname"), attendance="absent")
        return event

    @pytest.mark.parametrize("stem", ["/participation/participation", "event"])
    def test_say_who_came_and_of_whom_no_name_is_shown(self, client, event, settings, stem):
        stem = f"{event.get_absolute_url()}participants" if stem == "event" else stem
        told = rows(client, f"{stem}.json")
        assert told[0] | {"number": 0} == {
            "number": 0,
            "when": "September 1, 2021",
            "earliest_day": "2021-09-01",
            "latest_day": "2021-09-01",
            "event": "Workshop",
            "event_number": event.pk,
            "event_address": settings.SITE_URL + event.get_absolute_url(),
            "who": "Dr Ana",
            "named": True,
            "name": "Ana",
            "printed_name": "Анa",
            "person_address": f"{settings.SITE_URL}{told_person()}",
            "position": "Head",
            "institution": "Ministry",
            "institution_address": f"{settings.SITE_URL}/organisations/ministry/",
            "country": "Serbia",
            "country_code": "RS",
            "group": "",
            "roles": ["Speaker"],
            "count": 1,
            "count_words": "",
            "came": "came",
            "note": "Online",
            "language": "en",
        }
        assert [(row["who"], row["name"], row["count"]) for row in told[1:]] == [
            ("name not shown", None, 1),
            ("about 3 participants", None, 3),
            ("number not known", None, None),
        ]
        assert (told[1]["institution"], told[3]["group"]) == ("Ministry", "Civil society")
        for kind in ("csv", "xlsx", "json"):
            body = read(client, f"{stem}.{kind}")[1]
            assert "Dr Ana" in body
            assert not [word for word in ("Hidden", "Absent") if word in body]

    def test_of_a_moved_event_are_found_at_its_new_address(self, client, event):
        old = f"{event.get_absolute_url()}participants.csv"
        with history.change(event, by=None):
            event.slug = "other"
            event.save()
        assert client.get(old)["Location"] == "/events/2021/other/participants.csv"

    def test_are_linked_from_the_page_of_their_event(self, client, event):
        page = client.get(event.get_absolute_url()).content.decode()
        assert f'href="{event.get_absolute_url()}participants.xlsx"' in page
        empty = builders.event("Empty")
        assert "participants." not in client.get(empty.get_absolute_url()).content.decode()


def told_person():
    return Person.objects.get(name="Ana").get_absolute_url()


def test_institutions_say_what_they_are_part_of_and_how_often_they_came(client):
    ministry = builders.organisation("Ministry", country="RS", website="https://m.example/")
    office = builders.organisation("Office", parent=ministry, acronym="OF", kind="network")
    builders.line(builders.event(), person=builders.person(), organisation=office)
    builders.organisation("Draftbody")
    told = {row["name"]: row for row in rows(client, "/organisations/organisations.json")}
    assert set(told) == {"Ministry", "Office"}
    columns = ("kind", "country_code", "part_of", "website", "events", "people_named")
    assert [[told[name][column] for column in columns] for name in ("Ministry", "Office")] == [
        ["Public authority", "RS", "", "https://m.example/", 1, 1],
        ["Network", "", "Ministry", "", 1, 1],
    ]
    narrowed = rows(client, "/organisations/organisations.csv?country=RS")
    assert [row["Name"] for row in narrowed] == ["Ministry"]


def test_projects_say_who_pays_and_what_took_place(client):
    project = builders.project("Better roads", reference="=EU 7", programme="Twinning")
    with history.change(project, by=None):
        union = builders.organisation("The Union")
        ProjectOrganisation.objects.create(project=project, organisation=union, role="funder")
    builders.project("Draftproject")
    with history.change(event := builders.event(), by=None):
        event.projects.add(project)
    [row] = rows(client, "/projects/projects.json?q=roads")
    columns = ("title", "reference", "programme", "funders", "partners", "events", "earliest_day")
    assert [row[column] for column in columns] == [
        "Better roads",
        "=EU 7",
        "Twinning",
        ["The Union"],
        [],
        1,
        "2021-09-01",
    ]
