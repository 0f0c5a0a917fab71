"""Each public filter is answered by an index on PostgreSQL, and so is the order of each list.

Pages choose their rows from columns in memory and read them by key; what the database answers is
the same filters for files and programs, and the lists of institutions and projects.
"""

import pytest
from django.db import connection
from django.http import QueryDict

from events.filters import EventFilter, LineFilter
from events.models import Event, Participation, Project, Report, Topic
from events.project_filters import ProjectFilter
from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db

PAGE = 25
#: Of two that serve a question, statistics choose: of empty tables there are none. These serve
#: what every list asks, that a row is public, and stand aside while a filter is tried.
ASIDE = (
    "events_event_visible events_event_by_day events_line_body_visible events_line_on_record "
    "people_visible organisations_visible portal_entry_newest portal_entry_owner "
    "events_participation_capacity_once people_position_person_id_9d9a1a1e"
).split()
#: By list each filter, with what the condition of an index says of it.
FILTERS = {
    EventFilter: (
        Event,
        {
            "q=road": "words @@",
            "kind=workshop": "kind",
            "organisation=ministry": "organisation_id =",
            "country=RS": "country",
            "year=2021": "earliest",
            "since=2021-01-01": "latest >=",
            "until=2021-12-31": "earliest <=",
            "project=bridge": "project_id =",
            "topic=tolls": "topic_id =",
            "report=yes": "publish_at <=",
            "when=upcoming": "latest >=",
            "when=past": "latest <",
        },
    ),
    LineFilter: (
        Participation,
        {
            "q=road": "words @@",
            "kind=workshop": "kind",
            "organisation=ministry": "organisation_id =",
            "organisation=ministry&departments=0": "organisation_id =",
            "organisation=ministry&successors=1": "organisation_id =",
            "organisation_kind=ngo": "kind",
            "country=RS": "country",
            "role=speaker": "role_id =",
            "year=2021": "earliest",
            "since=2021-01-01": "latest >=",
            "until=2021-12-31": "earliest <=",
            "project=bridge": "project_id =",
            "topic=tolls": "topic_id =",
            "held_in=RS": "country",
            "event=2021/talks": "event_id =",
        },
    ),
    PersonFilter: (
        Person,
        {
            "q=ana": "words @@",
            "organisation=ministry": "organisation_id =",
            "organisation=ministry&affiliation=today": "organisation_id =",
            "organisation_kind=ngo": "kind",
            "role=speaker": "role_id =",
            "country=RS": "country",
            "year=2021": "earliest",
            "event=2021/talks": "event_id =",
        },
    ),
    OrganisationFilter: (
        Organisation,
        {"q=ministry": "words @@", "kind=ngo": "kind", "country=RS": "country"},
    ),
    ProjectFilter: (
        Project,
        {"q=bridge": "words @@", "organisation=ministry": "organisation_id ="},
    ),
}


def steer(*settings):
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(setting)


@pytest.fixture(scope="module")
def made(kept):
    """Make what the filters name; nothing else is in the tables."""
    if connection.vendor == "postgresql":
        # Room that rows of other tests took counts as rows when a plan is chosen.
        steer(
            "TRUNCATE events_event, events_project, events_topic, people_person, "
            "organisations_organisation, portal_entry CASCADE"
        )
    body = builders.organisation("Ministry", country="RS")
    event = builders.event("Talks", slug="talks")
    with history.change(event, by=None, now=builders.LONG_AGO):
        event.topics.add(Topic.objects.create(name="Tolls", slug="tolls"))
        event.projects.add(builders.project("Bridge"))
    builders.line(event, person=builders.person("Ana"), organisation=body)
    builders.line(event, organisation=body, roles=[builders.role("Speaker")])


@pytest.mark.parametrize(
    ("filterset_class", "question"),
    [(own, question) for own, (_model, asked) in FILTERS.items() for question in asked],
)
def test_filter_is_answered_by_an_index(made, filterset_class, question):
    if connection.vendor != "postgresql":
        return
    model, asked = FILTERS[filterset_class]
    steer(
        "SET LOCAL enable_seqscan = off",
        "ALTER TABLE portal_entry DROP CONSTRAINT portal_entry_once",
        *(f"DROP INDEX {index}" for index in ASIDE),
    )
    filterset = filterset_class(QueryDict(question), model.objects.public())
    assert not filterset.is_refused
    plan = filterset.qs.order_by("-pk").values("pk")[:PAGE].explain()
    used = [line for line in plan.splitlines() if "Index Cond" in line]
    assert [line for line in used if asked[question] in line], plan


def test_who_is_named_is_told_apart_by_an_index(made):
    if connection.vendor != "postgresql":
        return
    steer("SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off")
    filterset = LineFilter(QueryDict("named=yes"), Participation.objects.public())
    assert "events_line_on_record" in filterset.qs.order_by().values("pk").explain()


def test_every_filter_is_tried():
    for filterset_class, (_model, asked) in FILTERS.items():
        tried = {name for question in asked for name in QueryDict(question)}
        switches = {"departments", "successors", "affiliation"}
        untried = {*filterset_class.base_filters} - tried - switches
        assert untried - {"sort", "named"} == set()


@pytest.mark.parametrize(
    "rows",
    [
        lambda: Event.objects.public(),
        lambda: Participation.objects.took_part(),
        lambda: Person.objects.public(),
        lambda: Organisation.objects.public(),
        lambda: Project.objects.public(),
        lambda: Report.objects.public(),
    ],
)
def test_lists_for_programs_are_walked_by_the_primary_key(rows):
    if connection.vendor != "postgresql":
        return
    steer(*(f"SET LOCAL enable_{way} = off" for way in ("seqscan", "bitmapscan", "sort")))
    rows = rows()
    plan = rows.filter(pk__lt=1000).order_by("-pk").values("pk")[:PAGE].explain()
    assert f"using {rows.model._meta.db_table}_pkey" in plan
    assert "Sort" not in plan
