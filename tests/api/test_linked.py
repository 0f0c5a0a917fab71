"""Events, people and institutions as linked data, in their pages and beside them."""

import datetime
import json

import pytest
from django.utils import timezone
from rdflib import RDF, Literal, Namespace

from events.linked import when
from people.models import Position
from portal import history, vocabulary
from portal.sample import founding as sample
from portal.sample.loader import Loader
from tests import builders
from tests.api.linked_data import SCRIPT, complaints, document, in_page, reads_json_ld
from tests.nets.reading import public_words
from tests.nets.world import World

pytestmark = [pytest.mark.django_db, reads_json_ld]

SCHEMA = Namespace("https://schema.org/")
CV = Namespace("http://data.europa.eu/m8g/")
TIME = Namespace("http://www.w3.org/2006/time#")
DCT = Namespace("http://purl.org/dc/terms/")


def cpev(client, event):
    return document(client, f"{event.get_absolute_url()}event.cpev.jsonld")


def one(graph, kind):
    [found] = graph.subjects(RDF.type, kind)
    return found


@pytest.fixture
def founding():
    # What migrate makes is gone where a test before this one emptied every table.
    vocabulary.settle()
    loader = Loader(timezone.now())
    for row in sample.BODIES:
        loader.body(row)
    for row in sample.PEOPLE:
        loader.human(row)
    loader.project(sample.PROJECT)
    loader.event(sample.EVENT)
    return loader.events[sample.SLUG]


@pytest.fixture
def world():
    return World(public_words())


def test_founding_case_fits_the_shapes_and_invents_no_day(client, founding):
    graph = in_page(client, founding)
    assert complaints(graph, "schema_org") == ""
    [event] = graph.subjects(SCHEMA.subjectOf)
    assert {*graph.objects(event, SCHEMA.startDate)} == {Literal("2021-09")}
    assert {*graph.objects(event, SCHEMA.endDate)} == {Literal("2021-09")}
    text = graph.value(event, SCHEMA.subjectOf)
    assert graph.value(text, SCHEMA.dateModified) == Literal("2024-04-24T15:31:00+02:00")
    speakers = {
        str(graph.value(person, SCHEMA.name))
        for role in graph.subjects(RDF.type, SCHEMA.PerformanceRole)
        for person in graph.objects(role, SCHEMA.performer)
    }
    assert speakers == {"Vladimir Cucić", "Magnus Ovilius"}
    said = {
        (str(graph.value(role, SCHEMA.roleName)), str(graph.value(body, SCHEMA.name)))
        for role in graph.subjects(RDF.type, SCHEMA.OrganizationRole)
        for body in graph.objects(role, SCHEMA.affiliation)
    }
    refugees = "Commissariat for Refugees and Migration"
    assert said == {
        ("Commissioner for Refugees and Migration", refugees),
        ("Deputy Commissioner", refugees),
        ("Chair of the European Migration Network", "European Migration Network"),
    }
    graph = cpev(client, founding)
    assert complaints(graph, "cpev") == ""
    time = graph.value(one(graph, CV.PublicEvent), TIME.hasTime)
    assert str(graph.value(time, DCT.description)) == "Early September 2021"
    assert graph.value(time, TIME.hasBeginning) is None
    bounds = graph.value(time, TIME.intervalDuring)
    days = [graph.value(bounds, end / TIME.inXSDDate) for end in (TIME.hasBeginning, TIME.hasEnd)]
    assert [day.toPython() for day in days] == [
        datetime.date(2021, 9, 1),
        datetime.date(2021, 9, 10),
    ]
    assert str(graph.value(time, TIME.hasXSDDuration)) == "P3D"
    assert len({*graph.objects(None, CV.hasParticipation)}) == 12


def test_event_person_and_institution_with_everything_fit_the_shapes(client, world):
    for record in (world.event, world.part, world.person, world.body, world.department):
        graph = in_page(client, record)
        assert complaints(graph, "schema_org") == ""
        assert one(graph, SCHEMA.BreadcrumbList)
    for event in (world.event, world.part):
        assert complaints(cpev(client, event), "cpev") == ""
    person = one(in_page(client, world.person), SCHEMA.Person)
    assert str(person).endswith("#person")
    graph = in_page(client, world.department)
    [above] = graph.objects(None, SCHEMA.parentOrganization)
    assert str(graph.value(above, SCHEMA.name)) == world.body.name


def test_shapes_find_what_is_wrong(client, world):
    """Shapes that no graph could miss would prove nothing."""
    graph = in_page(client, world.event)
    [event] = graph.subjects(SCHEMA.subjectOf)
    graph.set((event, SCHEMA.startDate, Literal("early September")))
    assert "startDate" in complaints(graph, "schema_org")
    graph = cpev(client, world.event)
    graph.remove((None, TIME.hasEnd, None))
    assert "XoneConstraint" in complaints(graph, "cpev")


@pytest.mark.parametrize(
    ("dates", "start", "end"),
    [
        ({"latest": datetime.date(2021, 9, 3)}, "2021-09-01", "2021-09-03"),
        (
            {"starts_at": datetime.time(9), "ends_at": datetime.time(17, 30)},
            "2021-09-01T09:00:00+02:00",
            "2021-09-01T17:30:00+02:00",
        ),
        ({"precision": "month"}, "2021-09", "2021-09"),
        ({"precision": "year"}, "2021", "2021"),
        ({"precision": "season"}, None, None),
        ({"precision": "unknown", "earliest": None}, None, None),
    ],
)
def test_dates_are_told_as_exactly_as_they_are_known(dates, start, end):
    event = builders.event(**dates)
    assert [told or None for told in when(event)] == [start, end]


@pytest.mark.parametrize(
    ("status", "day", "addresses"),
    [
        ("planned", 1, {"https://stream.example/"}),
        ("planned", 0, {"https://stream.example/"}),
        ("cancelled", 1, set()),
        ("postponed", 1, set()),
        ("held", -1, set()),
    ],
)
def test_stream_is_told_while_the_page_offers_it(client, status, day, addresses):
    when = timezone.localdate() + datetime.timedelta(days=day)
    event = builders.event(
        format="online",
        status=status,
        earliest=when,
        latest=when,
        stream_url="https://stream.example/",
        registration_url="https://register.example/",
    )
    graph = in_page(client, event)
    place = one(graph, SCHEMA.VirtualLocation)
    assert {str(address) for address in graph.objects(place, SCHEMA.url)} == addresses
    page = client.get(event.get_absolute_url()).text
    assert ("Watch live" in page) == bool(addresses)
    assert ("https://register.example/" in page) == bool(addresses)
    assert complaints(graph, "schema_org") == ""


def test_who_is_not_shown_by_name_or_did_not_come_is_in_no_linked_data(client):
    event = builders.event()
    body = builders.organisation()
    builders.line(event, person=builders.person("Mila Milić"), organisation=body, office=False)
    builders.line(event, person=builders.person("Vera Verić"), attendance="absent")
    shown = builders.line(event, person=builders.person("Ana Anić"), position="Minister")
    page = client.get(event.get_absolute_url()).content.decode()
    twin = client.get(f"{event.get_absolute_url()}event.cpev.jsonld").content.decode()
    for told in (SCRIPT.findall(page)[0], twin):
        assert shown.person.name in told
        assert "Milić" not in told
        assert "Verić" not in told


def test_nobody_attends_what_was_not_held(client):
    event = builders.event(status="planned", earliest=datetime.date(2031, 9, 1))
    speaker = builders.role()
    builders.line(event, person=builders.person("Ana Anić"), roles=[speaker])
    builders.line(event, person=builders.person("Mila Milić"))
    graph = in_page(client, event)
    assert {*graph.objects(None, SCHEMA.attendee)} == set()
    [role] = graph.subjects(RDF.type, SCHEMA.PerformanceRole)
    assert str(graph.value(role, SCHEMA.performer / SCHEMA.name)) == "Ana Anić"


def test_words_cannot_end_the_script_that_they_stand_in(client):
    hostile = "</script><!-- <script>alert(1)</script> & ]]> \u2028"
    event = builders.event(hostile)
    page = client.get(event.get_absolute_url()).content.decode()
    [script] = SCRIPT.findall(page)
    assert not set("<>&") & set(script)
    assert json.loads(script)["@graph"][0]["name"] == event.name


def test_post_that_ended_is_told_with_its_dates(client):
    body = builders.organisation(in_directory=True)
    person = builders.person(in_directory=True)
    with history.change(person, by=None):
        Position.objects.create(
            person=person,
            organisation=body,
            title="Minister",
            since=datetime.date(2019, 1, 1),
            since_precision="year",
            until=datetime.date(2021, 9, 3),
        )
    graph = in_page(client, person)
    role = one(graph, SCHEMA.OrganizationRole)
    told = [str(graph.value(role, SCHEMA[name])) for name in ("roleName", "startDate", "endDate")]
    assert told == ["Minister", "2019", "2021-09-03"]
