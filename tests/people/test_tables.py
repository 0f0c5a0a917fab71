import gc
import json

import pytest

from portal.tables import columns
from tests import builders
from tests.nets.reading import read

pytestmark = pytest.mark.django_db


def rows(client, question=""):
    response, body = read(client, f"/people/people.json{question}")
    assert response.status_code == 200
    return json.loads(body)["rows"]


def test_file_says_of_somebody_what_the_list_does(client, settings):
    settings.SITE_URL = "https://portal.example"
    body = builders.organisation("Ministry", country="RS")
    person = builders.person("Цуцић", honorific="Mr", family_name="Цуцић")
    line = {"person": person, "organisation": body, "roles": [builders.role()]}
    builders.line(builders.event(), position="=Chair", printed_name="Cucic", **line)
    assert rows(client) == [
        {
            "number": person.pk,
            "name": "Цуцић",
            "honorific": "Mr",
            "given_name": "",
            "family_name": "Цуцић",
            "name_language": "en",
            "events": 1,
            "earliest_day": "2021-09-01",
            "latest_day": "2021-09-01",
            "position": "=Chair",
            "institution": "Ministry",
            "institution_address": "https://portal.example/organisations/ministry/",
            "country": "Serbia",
            "roles": ["Speaker"],
            "printed_name": "Cucic",
            "address": f"https://portal.example/people/{person.pk}-cucic/",
        }
    ]


def test_file_has_the_people_of_its_page_and_nobody_else(client):
    ministry, office = builders.organisation("Ministry"), builders.organisation("Office")
    event = builders.event()
    shown = builders.person("Ana")
    builders.line(event, person=shown, organisation=ministry)
    builders.line(builders.event(), person=shown, organisation=office)
    builders.line(event, person=builders.person("Other"), organisation=office)
    builders.line(event, person=builders.person("Hiddenname"), organisation=ministry, office=False)
    nameless = builders.person("Without Page", visibility="name", in_directory=True)
    page = client.get("/people/?organisation=ministry")
    [row] = rows(client, "?organisation=ministry")
    assert [row["name"]] == [shown["title"] for shown in page.context["rows"]]
    assert (row["institution"], row["events"]) == ("Ministry", 1)
    everybody = {row["name"]: row["address"] for row in rows(client)}
    assert set(everybody) == {"Ana", "Other", nameless.name}
    assert everybody[nameless.name] == ""


def test_rows_are_gone_when_they_are_written(client, monkeypatch):
    """A row in a circle waits for the collector, and thousands of them do in a long file."""
    monkeypatch.setattr(columns, "CHUNK", 1)
    event, body = builders.event(), builders.organisation("Ministry")
    for name in ("Ana", "Bo", "Iva"):
        builders.line(event, person=builders.person(name), organisation=body)
    pieces = client.get("/people/people.csv").streaming_content
    written = [next(pieces), next(pieces)]
    gc.collect()
    written.append(next(pieces))
    assert gc.collect() == 0
    assert [b"Ana" in written[1], b"Bo" in written[2], len([*pieces])] == [True, True, 1]
