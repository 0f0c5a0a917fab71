"""One record as programs read it: whole, exact, and with no name that is not shown."""

import datetime
import json

import pytest
from django.db import connection
from django.urls import reverse

from events.models import Event
from events.rights.erasing import erase
from organisations.models import OrganisationName
from people.models import Person, PersonName, Position
from portal import history
from portal.models.record import NEVER
from tests import builders

SITE = "http://127.0.0.1:8000"
UPDATED = "2022-01-01T12:00:00Z"
NOWHERE = "There is nothing at this address, or it is not public."

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return builders.organisation("Ministry of Works", acronym="MoW", country="RS")


@pytest.fixture
def person(body):
    person = builders.person("Ana Anić", given_name="Ana", family_name="Anić", honorific="Dr")
    with history.change(person, by=None, now=builders.LONG_AGO):
        PersonName.objects.create(person=person, name="Ана Анић", kind="translation", language="sr")
        Position.objects.create(
            person=person,
            organisation=body,
            title="Minister",
            since=datetime.date(2019, 3, 1),
            since_precision="month",
            public_office=True,
        )
    return person


@pytest.fixture
def event(body, person):
    """A small event of which the days are not known."""
    event = builders.event(
        earliest=datetime.date(2021, 9, 1),
        latest=datetime.date(2021, 9, 10),
        precision="part",
        length_days=3,
    )
    speaker = builders.role()
    builders.line(event, person=person, organisation=body, position="Minister", roles=[speaker])
    builders.line(event, country="SI", count=4, qualifier="about", order=20)
    with history.change(event, by=None, now=builders.LONG_AGO):
        event.places.create(city="Belgrade", country="RS")
        event.sources.create(publisher="Roads Weekly", url="https://weekly.example/1")
    return event


def told(client, name, record):
    response = client.get(reverse(f"api:{name}", args=[record.pk]))
    assert response.status_code == 200
    return response.json()


def test_small_event_is_told_whole(client, event, body, person):
    ministry = {
        "id": body.pk,
        "name": "Ministry of Works",
        "language": "en",
        "url": f"{SITE}/organisations/ministry-of-works/",
        "api": f"{SITE}/api/v1/organisations/{body.pk}",
    }
    ana = {
        "id": person.pk,
        "name": "Ana Anić",
        "language": "en",
        "url": f"{SITE}/people/{person.pk}-ana-anic/",
        "api": f"{SITE}/api/v1/people/{person.pk}",
    }
    lines = event.participations.all()
    rest = {"attendance": "came", "language": "en", "note": "", "printed_name": "", "group": ""}
    assert told(client, "event", event) == {
        "id": event.pk,
        "url": f"{SITE}/events/2021/workshop-on-roads/",
        "api": f"{SITE}/api/v1/events/{event.pk}",
        "title": "Workshop on roads",
        "title_language": "en",
        "name": "Workshop on roads",
        "language": "en",
        "kind": "workshop",
        "status": "held",
        "status_note": "",
        "format": "on-site",
        "date": {
            "words": "Early September 2021",
            "earliest": "2021-09-01",
            "latest": "2021-09-10",
            "precision": "part",
        },
        "hours": {
            "length_days": 3,
            "starts_at": None,
            "ends_at": None,
            "time_zone": None,
            "basis": "stated",
            "basis_note": "",
        },
        "places": [
            {"venue": "", "city": "Belgrade", "country": "RS", "day": None, "language": "en"}
        ],
        "attendance": {
            "number": None,
            "qualifier": "exactly",
            "of": "",
            "words": "",
            "list_incomplete": False,
        },
        "registration_url": "",
        "stream_url": "",
        "recording_url": "",
        "bodies": [],
        "projects": [],
        "topics": [],
        "lines": [
            rest
            | {
                "id": lines[0].pk,
                "who": "person",
                "person": ana,
                "position": "Minister",
                "organisation": ministry,
                "country": "",
                "roles": [{"slug": "speaker", "name": "Speaker"}],
                "count": None,
                "qualifier": "exactly",
            },
            rest
            | {
                "id": lines[1].pk,
                "who": "group",
                "person": None,
                "position": "",
                "organisation": None,
                "country": "SI",
                "roles": [],
                "count": 4,
                "qualifier": "about",
            },
        ],
        "programme": [],
        "has_report": False,
        "reports": [],
        "documents": [],
        "photos": [],
        "sources": [
            {
                "publisher": "Roads Weekly",
                "title": "",
                "url": "https://weekly.example/1",
                "language": "en",
                "date_as_printed": "",
                "differs": "",
            }
        ],
        "last_updated": UPDATED,
        "updates": [
            {
                "id": update.pk,
                "at": UPDATED,
                "recorded_at": UPDATED,
                "note": update.note,
                "language": "",
                "small": False,
            }
            for update in event.updates.all()
        ],
        "part_of": None,
        "parts": [],
        "related": [],
    }


def test_of_whom_the_name_is_not_shown_only_the_institution_and_country_are_told(
    client, event, body, person
):
    hidden = builders.person("Mila Milić")
    builders.line(
        event,
        person=hidden,
        organisation=body,
        country="RS",
        position="Head of the Cabinet",
        printed_name="M. Milić",
        group="delegation",
        note="Came late.",
        office=False,
    )
    line = next(row for row in told(client, "event", event)["lines"] if row["country"] == "RS")
    silent = {
        name: line[name]
        for name in ("person", "position", "printed_name", "group", "note", "roles", "count")
    }
    assert line["who"] == "person-not-named"
    assert line["organisation"]["id"] == body.pk
    assert silent == {
        "person": None,
        "position": "",
        "printed_name": "",
        "group": "",
        "note": "",
        "roles": [],
        "count": None,
    }
    listed = client.get(reverse("api:participation")).json()["items"]
    assert [row["who"] for row in listed] == ["person-not-named", "group", "person"]
    assert "Mil" not in json.dumps(listed, ensure_ascii=False).replace("Ministr", "")


def test_who_did_not_come_is_in_no_answer(client, event):
    builders.line(event, person=builders.person("Vera Verić"), attendance="absent")
    assert [row["who"] for row in told(client, "event", event)["lines"]] == ["person", "group"]
    assert len(client.get(reverse("api:participation")).json()["items"]) == 2


def test_person_without_a_page_is_listed_by_name_alone(client, event, person):
    with history.change(person, by=None):
        person.visibility = Person.Visibility.NAME
        person.save()
    row = client.get(reverse("api:people")).json()["items"][0]
    assert (row["name"], row["url"], row["api"]) == ("Ana Anić", None, None)
    for address in (
        reverse("api:person", args=[person.pk]),
        reverse("twins:person-popolo", args=[person.pk, person.slug]),
    ):
        assert client.get(address).status_code == 404


def test_twin_of_a_page_says_what_the_api_says(client, event, body, person):
    project = builders.project(team=body, in_directory=True)
    for name, record, file in [
        ("event", event, "event.json"),
        ("person", person, "person.json"),
        ("organisation", body, "organisation.json"),
        ("project", project, "project.json"),
    ]:
        address = f"{record.get_absolute_url()}{file}"
        response = client.get(address)
        assert response["Content-Type"] == "application/json; charset=utf-8"
        assert response.json() == told(client, name, record)
        assert response["X-Robots-Tag"] == "noindex"
        assert (
            f'type="application/json" href="{address}"'
            in client.get(record.get_absolute_url()).content.decode()
        )


@pytest.mark.parametrize(
    ("microsecond", "fraction"), [(0, ""), (987, ".000"), (120_999, ".120"), (999_999, ".999")]
)
def test_moment_is_told_to_the_millisecond(client, event, person, microsecond, fraction):
    at = datetime.datetime(2022, 3, 4, 5, 6, 7, microsecond, tzinfo=datetime.UTC)
    Person.objects.update(changed_at=at)
    twins = [f"{person.get_absolute_url()}{file}.json" for file in ("person", "popolo")]
    answers = [told(client, "person", person), *(client.get(twin).json() for twin in twins)]
    moments = [answer.get("changed", answer.get("updated_at")) for answer in answers]
    assert moments == [f"2022-03-04T05:06:07{fraction}Z"] * 3


def test_twin_moves_with_its_page(client, event, body, person):
    with history.change(body, by=None):
        body.slug = "works"
        body.save()
    with history.change(event, by=None):
        event.slug = "roads"
        event.save()
    for old, new in [
        (
            "/organisations/ministry-of-works/organisation.json",
            "/organisations/works/organisation.json",
        ),
        ("/organisations/ministry-of-works/popolo.json", "/organisations/works/popolo.json"),
        ("/events/2021/workshop-on-roads/event.json", "/events/2021/roads/event.json"),
        (
            "/events/2021/workshop-on-roads/event.cpev.jsonld",
            "/events/2021/roads/event.cpev.jsonld",
        ),
        (f"/people/{person.pk}-x/person.json", f"/people/{person.pk}-ana-anic/person.json"),
    ]:
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_twin_that_is_gone_or_nowhere_is_told_as_the_api_does(client, event, person):
    event.withdraw(by=None, reason="Wrong.")
    erase(person, by=None, log=False)
    own, of_event = person.get_absolute_url(), event.get_absolute_url()
    assert client.get(of_event)["Content-Type"].startswith("text/html")
    for address, status, detail in [
        (f"{of_event}event.json", 410, "This was withdrawn: Wrong."),
        (f"{of_event}event.cpev.jsonld", 410, "This was withdrawn: Wrong."),
        (f"{own}person.json", 410, "What stood here was removed for good."),
        (f"{own}popolo.json", 410, "What stood here was removed for good."),
        ("/organisations/x/popolo.json", 404, NOWHERE),
        ("/projects/x/project.json", 404, NOWHERE),
        ("/events/undated/x/event.json", 404, NOWHERE),
    ]:
        response = client.get(address)
        told = response.json()
        assert (response.status_code, told["status"], told["detail"]) == (status, status, detail)
        assert response["Content-Type"] == "application/problem+json"
        assert response["X-Robots-Tag"] == "noindex"


def test_person_and_institution_as_popolo(client, event, body, person):
    parent = builders.organisation("Government", country="RS")
    with history.change(body, by=None):
        body.parent = parent
        body.website = "https://works.example/"
        body.since, body.since_precision = datetime.date(1991, 1, 1), "year"
        body.save()
        OrganisationName.objects.create(organisation=body, name="Works Office", kind="former")
    answer = client.get(f"{person.get_absolute_url()}popolo.json").json()
    assert answer.pop("updated_at")
    assert answer == {
        "id": str(person.pk),
        "name": "Ana Anić",
        "honorific_prefix": "Dr",
        "given_name": "Ana",
        "family_name": "Anić",
        "other_names": [{"name": "Ана Анић", "note": "translation"}],
        "links": [{"url": f"{SITE}/people/{person.pk}-ana-anic/", "note": "portal"}],
        "memberships": [
            {
                "role": "Minister",
                "person_id": str(person.pk),
                "organization_id": str(body.pk),
                "organization": {"id": str(body.pk), "name": "Ministry of Works"},
                "start_date": "2019-03",
            }
        ],
    }
    answer = client.get(f"{body.get_absolute_url()}popolo.json").json()
    assert answer.pop("updated_at")
    assert answer == {
        "id": str(body.pk),
        "name": "Ministry of Works",
        "other_names": [{"name": "Works Office", "note": "former"}],
        "classification": "authority",
        "parent_id": str(parent.pk),
        "parent": {"id": str(parent.pk), "name": "Government"},
        "founding_date": "1991",
        "links": [
            {"url": f"{SITE}/organisations/ministry-of-works/", "note": "portal"},
            {"url": "https://works.example/", "note": "website"},
        ],
    }


def test_report_that_is_withdrawn_between_two_looks_is_nowhere(client, event):
    edition = builders.report(event)
    address = reverse("api:report", args=[edition.report_id])
    assert client.get(address).json()["title"] == "What was said"
    meanwhile = [Event.objects.filter(pk=event.pk)]

    def withdrawn(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "events_report" in sql and meanwhile:
            meanwhile.pop().update(visible_from=NEVER)
        return found

    with connection.execute_wrapper(withdrawn):
        assert client.get(address).status_code == 404
    assert not meanwhile
