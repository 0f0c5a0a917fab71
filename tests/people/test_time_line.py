"""Posts and appearances of a person on one time line."""

import datetime
import re

import pytest

from people import views
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


def year(number):
    return {"since": datetime.date(number, 1, 1), "since_precision": "year"}


@pytest.fixture
def ana():
    person, body = builders.person("Ana Anić"), builders.organisation(in_directory=True)
    with history.change(person, by=None):
        person.positions.create(organisation=body, title="Clerk", **year(2019))
        person.positions.create(
            organisation=body,
            title="Head",
            until=datetime.date(2022, 3, 5),
            **year(2021),
        )
        person.positions.create(organisation=body, title="Member")
    return person


def told(client, person, page=1):
    parts = client.get(person.get_absolute_url(), {"page": page}).context["years"]
    return [
        (
            part["year"],
            [row["title"] for row in part["rows"] if "capacities" in row],
            [
                (row["side"], *row["tags"], row["title"])
                for row in part["rows"]
                if "capacities" not in row
            ],
        )
        for part in parts
    ]


def test_beginning_and_end_of_a_post_stand_among_the_events_of_the_year(client, ana):
    builders.line(builders.event("Workshop"), person=ana)
    assert told(client, ana) == [
        (2022, [], [("March 5, 2022", "End of the post", "Head")]),
        (2021, ["Workshop"], [("2021", "Beginning of the post", "Head")]),
        (2019, [], [("2019", "Beginning of the post", "Clerk")]),
    ]


def test_end_that_is_still_to_come_is_not_told(client, ana):
    builders.line(builders.event("Workshop"), person=ana)
    with history.change(ana, by=None):
        ana.positions.filter(title="Head").update(until=datetime.date(2999, 1, 1))
    assert [part[0] for part in told(client, ana)] == [2021, 2019]


def test_each_point_stands_on_one_page(client, ana, monkeypatch):
    monkeypatch.setattr(views, "LINES_A_PAGE", 1)
    for number in (2020, 2021):
        day = datetime.date(number, 1, 1)
        builders.line(builders.event(f"Event {number}", earliest=day), person=ana)
    pages = [told(client, ana, page) for page in (1, 2)]
    points = [[(y, len(p)) for y, _events, p in page if p] for page in pages]
    assert points == [[(2022, 1), (2021, 1)], [(2019, 1)]]


def test_posts_and_events_of_a_year_stand_in_the_order_of_their_days(client):
    person, body = builders.person(), builders.organisation(in_directory=True)

    def post(title, **ends):
        person.positions.create(organisation=body, title=title, **ends)

    with history.change(person, by=None):
        post("Clerk", until=datetime.date(2021, 6, 1), until_precision="month")
        post("Adviser", since=datetime.date(2021, 6, 30), since_precision="month")
        post("Head", since=datetime.date(2021, 6, 17), until=datetime.date(2021, 12, 10))
        post("Member", since=datetime.date(2021, 5, 5), since_precision="year")
        post("Chair", until=datetime.date(2021, 2, 5), until_precision="year")
    for name, month, day in (("June", 6, 17), ("December", 12, 10), ("January", 1, 2)):
        first = datetime.date(2021, month, day)
        builders.line(builders.event(name, earliest=first, latest=first), person=person)
    [part] = client.get(person.get_absolute_url()).context["years"]
    assert [(row["title"], *row.get("tags", ())) for row in part["rows"]] == [
        ("Chair", "End of the post"),
        ("Head", "End of the post"),
        ("December",),
        ("Clerk", "End of the post"),
        ("June",),
        ("Head", "Beginning of the post"),
        ("Adviser", "Beginning of the post"),
        ("January",),
        ("Member", "Beginning of the post"),
    ]
    html = client.get(person.get_absolute_url()).text
    printed = re.findall(r"<h3>.*?<bdi[^>]*>(.*?)</bdi>", html.split("2021</h2>")[1])
    assert printed == [row["title"] for row in part["rows"]]
