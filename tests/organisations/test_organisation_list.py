import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import EventOrganisation
from people.columns import index
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


def rows(client, query=""):
    response = client.get(f"/organisations/{query}")
    assert response.status_code == 200
    return response.context["rows"]


def names(client, query=""):
    return [row["title"] for row in rows(client, query)]


def host(event, organisation):
    with history.change(event, by=None):
        EventOrganisation.objects.create(event=event, organisation=organisation)


class TestRow:
    def test_tells_acronym_kind_country_and_parent(self, client):
        ministry = builders.organisation("Ministry of Works", acronym="MW", country="RS")
        office = builders.organisation("Roads Office", parent=ministry)
        builders.line(builders.event(), organisation=office)
        first, second = rows(client)
        assert [item["text"] for item in first["meta"]] == ["MW", "Public authority", "Serbia"]
        assert [item["text"] for item in second["meta"]] == [
            "Public authority",
            "part of Ministry of Works",
        ]

    def test_parent_that_is_not_public_is_not_told(self, client):
        secret = builders.organisation("Secret Ministry")
        builders.organisation("Roads Office", parent=secret, in_directory=True)
        assert names(client) == ["Roads Office"]
        assert "Secret" not in client.get("/organisations/").content.decode()

    def test_body_known_by_its_letters_says_so(self, client):
        builders.organisation("", acronym="EMN", in_directory=True)
        builders.organisation("Ministry", in_directory=True)
        assert [(row["title"], row["tags"]) for row in rows(client)] == [
            ("EMN", ["Full name not known"]),
            ("Ministry", []),
        ]

    def test_figures_count_departments_and_nothing_twice(self, client):
        ministry = builders.organisation("Ministry of Works")
        office = builders.organisation("Roads Office", parent=ministry)
        person = builders.person("Ana Anić")
        both = builders.event("Spoke and hosted")
        host(both, ministry)
        builders.line(both, person=person, organisation=ministry)
        builders.line(both, person=person, organisation=office, position="Also")
        builders.line(both, person=builders.person("Boris"), organisation=office)
        hosted = builders.event("Only hosted")
        host(hosted, ministry)
        host(hosted, office)
        assert [(row["side"], row["side_note"]) for row in rows(client)] == [
            ("2 events", "2 people named"),
            ("2 events", "2 people named"),
        ]

    def test_figures_count_only_what_is_public(self, client):
        ministry = builders.organisation("Ministry of Works", in_directory=True)
        hidden = builders.person("Hidden", visibility="hidden")
        builders.line(builders.event("One"), person=hidden, organisation=ministry)
        draft = builders.event("Draft", public=False)
        host(draft, ministry)
        builders.line(draft, person=builders.person("Dora"), organisation=ministry)
        absent = builders.person("Absent")
        builders.line(
            builders.event("Two"), person=absent, organisation=ministry, attendance="absent"
        )
        assert [(row["side"], row["side_note"]) for row in rows(client)] == [("1 event", "")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=works", ["Ministry of Works"]),
        ("?q=МИНИСТР", ["Ministry of Works"]),
        ("?kind=ngo", ["Helpers"]),
        ("?kind=ngo&kind=network", ["Helpers", "Network"]),
        ("?country=RS", ["Helpers", "Ministry of Works"]),
        ("?country=RS&country=SI", ["Helpers", "Ministry of Works", "Network"]),
        ("?country=RS&kind=ngo", ["Helpers"]),
        ("?country=rs", []),
        ("?kind=none", []),
        ("?q=%00", []),
        ("?q=%25", []),
    ],
)
def test_filter(client, query, found):
    builders.organisation("Ministry of Works", country="RS", in_directory=True)
    builders.organisation("Helpers", country="RS", kind="ngo", in_directory=True)
    builders.organisation("Network", country="SI", kind="network", in_directory=True)
    builders.organisation("Not Public Works", country="RS", kind="ngo")
    assert names(client, query) == found


def test_department_in_use_makes_the_whole_public(client):
    ministry = builders.organisation("Ministry")
    office = builders.organisation(
        "Office", parent=builders.organisation("Sector", parent=ministry)
    )
    event = builders.event(public_from=None, public=False, earliest=datetime.date(2021, 9, 1))
    builders.line(event, organisation=office)
    assert names(client) == []
    with history.change(event, by=None):
        event.public_from = builders.LONG_AGO
        event.save()
    assert names(client) == ["Ministry", "Office", "Sector"]


def test_queries_do_not_grow(client):
    def cost(number):
        above = builders.organisation(f"Government {number}", in_directory=True)
        office = builders.organisation(f"Office {number}", parent=above)
        builders.line(builders.event(), person=builders.person(), organisation=office)
        # The first to ask after a change reads the columns.
        index.at(timezone.now())
        with CaptureQueriesContext(connection) as queries:
            rows(client)
        return len(queries)

    assert [cost(1), cost(2), cost(3)] == [4, 4, 4]
