"""Lists for programs: which rows, in which order, and what is refused."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Update
from portal.api.site import LISTS
from portal.models import Erasure
from tests import builders
from tests.builders import LONG_AGO
from tests.nets.reading import public_words
from tests.nets.world import World

pytestmark = pytest.mark.django_db


def asked(client, name, **parameters):
    response = client.get(reverse(f"api:{name}"), parameters)
    assert response.status_code == 200, response.content
    return response.json()


def walked(client, name, **parameters):
    """Return the numbers of all rows of a list, from page to page."""
    told = asked(client, name, **parameters)
    numbers = [row["id"] for row in told["items"]]
    while told["next"]:
        told = client.get(told["next"]).json()
        numbers += [row["id"] for row in told["items"]]
    return numbers


def faults(client, name, **parameters):
    response = client.get(reverse(f"api:{name}"), parameters)
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert (response.status_code, told["status"], told["title"]) == (400, 400, "Bad Request")
    return {(error["parameter"], error["detail"]) for error in told["errors"]}


def test_list_is_walked_to_its_end_while_rows_are_added(client):
    events = [builders.event(f"Workshop {number}") for number in range(5)]
    builders.event("Draft", public=False)
    first = asked(client, "events", limit=2)
    assert [row["id"] for row in first["items"]] == [events[4].pk, events[3].pk]
    newer = builders.event("Added meanwhile")
    second = client.get(first["next"])
    assert [row["id"] for row in second.json()["items"]] == [events[2].pk, events[1].pk]
    assert second["Link"] == f'<{second.json()["next"]}>; rel="next"'
    last = client.get(second.json()["next"])
    assert [row["id"] for row in last.json()["items"]] == [events[0].pk]
    assert last.json()["next"] is None
    assert "Link" not in last
    assert walked(client, "events", limit=1)[0] == newer.pk


def test_changes_come_by_their_instant_and_none_before_its_time(client):
    now = timezone.now()
    event = builders.event()
    hour = datetime.timedelta(hours=1)
    for note, at in [("newest", now - hour), ("oldest", LONG_AGO - hour), ("to come", now + hour)]:
        Update.objects.create(event=event, note=note, at=at)
    # Two of one instant: the number decides which is first.
    twin = Update.objects.create(event=event, note="twin", at=LONG_AGO - hour, minor=True)
    notes = [row["note"] for row in asked(client, "changes")["items"]]
    assert notes == ["newest", "First published.", "twin", "oldest"]
    numbers = walked(client, "changes", limit=1)
    assert len(numbers) == 4
    assert numbers[2] == twin.pk


def test_changes_of_an_archive_that_was_public_before_1970_are_walked_to_their_end(client):
    for year in (1965, 1967, 1969):
        long_ago = datetime.datetime(year, 3, 4, 5, 6, 7, tzinfo=datetime.UTC)
        builders.event(f"Talks {year}", public_from=long_ago)
    newest_first = Update.objects.order_by("-at").values_list("pk", flat=True)
    assert walked(client, "changes", limit=1) == [*newest_first]


def test_filters_of_a_list_are_those_of_its_page(client):
    ministry = builders.organisation("Ministry of Works", country="RS")
    office = builders.organisation("Roads Office", parent=ministry)
    workshop = builders.event(kind="workshop")
    line = builders.line(workshop, person=builders.person(), organisation=office)
    meeting = builders.event("Meeting", kind="meeting", earliest=datetime.date(2022, 5, 1))
    builders.line(meeting, organisation=builders.organisation("Other Ministry"))
    assert walked(client, "events", organisation="ministry-of-works") == [workshop.pk]
    assert walked(client, "events", kind=["workshop", "meeting"]) == [meeting.pk, workshop.pk]
    assert walked(client, "events", year="2022") == [meeting.pk]
    assert walked(client, "participation", organisation="ministry-of-works") == [line.pk]
    assert walked(client, "people", q="anic") == [line.person_id]
    assert walked(client, "organisations", country="RS") == [ministry.pk]
    told = asked(client, "events", organisation="ministry-of-works", limit=1)
    assert told["next"] is None


def test_page_after_the_first_keeps_the_filters(client):
    kept = [builders.event(f"Workshop {number}") for number in range(3)]
    builders.event("Meeting", kind="meeting")
    assert walked(client, "events", kind="workshop", limit=2) == [e.pk for e in reversed(kept)]


STRANGE = "There is no such parameter here."
LIMIT = "Write a number from 1 to 100."
CURSOR = "Take the cursor from “next” of the page before."
REFUSED = [
    ("events", "yaer", "2021", STRANGE),
    ("topics", "q", "x", STRANGE),
    ("events", "page", "2", STRANGE),
    ("events", "sort", "name", STRANGE),
    ("events", "year", "21", "Write the year in four digits, like 2021."),
    (
        "events",
        "since",
        "2026-13-99",
        "There is no such day: write it as year-month-day, like 2021-09-01.",
    ),
    (
        "people",
        "organisation",
        "nobody",
        "No institution has such a name: write a part of it that you know.",
    ),
    ("people", "q", "%", "Write at least one letter or number."),
    ("people", "q", "\x00", "This holds a character that cannot be read: type the words anew."),
    ("events", "limit", "0", LIMIT),
    ("events", "limit", "101", LIMIT),
    ("events", "limit", "9" * 5000, LIMIT),
    ("events", "limit", "", LIMIT),
    ("events", "cursor", "-1", CURSOR),
    ("events", "cursor", "9" * 19, CURSOR),
    ("events", "cursor", "1-2", CURSOR),
    ("changes", "cursor", "2", CURSOR),
]


def test_what_is_not_understood_is_refused_by_its_name(client):
    builders.event()
    for name, parameter, value, detail in REFUSED:
        assert faults(client, name, **{parameter: value}) == {(parameter, detail)}


def test_all_faults_of_an_address_are_told_at_once(client):
    told = faults(client, "events", limit="x", year="x", other="x")
    assert {parameter for parameter, _detail in told} == {"limit", "year", "other"}


def test_name_that_several_institutions_have_is_refused_with_what_it_may_mean(client):
    for country in ("RS", "SI"):
        builders.organisation("Ministry of the Interior", country=country, in_directory=True)
    response = client.get(reverse("api:people"), {"organisation": "Ministry of the Interior"})
    assert response.json()["errors"][0]["meant"] == [
        "ministry-of-the-interior",
        "ministry-of-the-interior-2",
    ]


def test_cursor_beyond_every_number_finds_nothing_or_everything_and_breaks_nothing(client):
    event = builders.event()
    assert asked(client, "events", cursor="0")["items"] == []
    assert [row["id"] for row in asked(client, "events", cursor="9" * 18)["items"]] == [event.pk]
    far = "9" * 17 + "-" + "9" * 18
    assert len(asked(client, "changes", cursor=far)["items"]) == 1


QUERIES = {
    "changes": 3,
    "events": 2,
    "organisations": 3,
    "participation": 3,
    "people": 2,
    "projects": 2,
    "removed-people": 2,
    "reports": 3,
    "roles": 3,
    "topics": 2,
}


def test_list_costs_the_same_for_one_row_and_for_three(client):
    def costs():
        # The first reader after a change has what changed read.
        asked(client, "events")
        found = {}
        for name in LISTS:
            with CaptureQueriesContext(connection) as queries:
                told = asked(client, name)
            assert told["items"], name
            found[name] = len(queries)
        return found

    words = public_words()
    World(words)
    Erasure.objects.create(number=10**6)
    assert costs() == QUERIES
    for turn in range(2):
        World(words)
        Erasure.objects.create(number=turn + 1 + 10**6)
    assert costs() == QUERIES
