"""A position that a list tells of and no post accounts for is offered to be recorded."""

import datetime

import pytest
from django.urls import reverse

from events.admin.posts import unrecorded
from people.models import Position
from portal import history
from portal.models import Version
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return builders.line(
        builders.event(public=False),
        person=builders.person("Ana Anić"),
        organisation=builders.organisation(),
        position="Commissioner",
    )


@pytest.fixture
def author(client):
    user = staff("Author")
    client.force_login(user)
    return user


def held(line, **fields):
    fields = {"organisation": line.organisation, "title": "Commissioner"} | fields
    with history.change(line.person, by=None):
        line.person.positions.create(**fields)


@pytest.mark.parametrize(
    ("post", "is_offered"),
    [
        ({}, False),
        ({"title": "Chief"}, False),
        ({"since": datetime.date(2021, 9, 1), "until": datetime.date(2021, 9, 1)}, False),
        ({"until": datetime.date(2021, 8, 31)}, True),
        ({"since": datetime.date(2021, 9, 2)}, True),
    ],
)
def test_only_what_no_post_of_that_day_covers_is_offered(line, post, is_offered):
    held(line, **post)
    assert list(unrecorded(line.event)) == [line] * is_offered


def test_post_elsewhere_with_another_title_covers_nothing(line):
    held(line, organisation=builders.organisation("Another office"), title="Chief")
    assert list(unrecorded(line.event)) == [line]


@pytest.mark.parametrize("fields", [{"position": ""}, {"organisation": None}, {"person": None}])
def test_line_that_says_no_post_is_not_offered(line, fields):
    event = builders.event("Another", public=False)
    told = {"position": "Clerk", "organisation": line.organisation, "person": line.person}
    builders.line(event, **told | fields, note="x")
    assert list(unrecorded(event)) == []


def test_event_without_a_day_offers_nothing(line):
    event = builders.event("Another", public=False, earliest=None, precision="unknown")
    builders.line(event, person=line.person, organisation=line.organisation, position="Clerk")
    assert list(unrecorded(event)) == []


@pytest.mark.parametrize(("answer", "until"), [("since", None), ("then", (2021, 12, 31))])
def test_one_tick_records_the_post_through_the_door(client, author, line, answer, until):
    form = reverse("admin:events_event_change", args=[line.event.pk])
    page = reverse("admin:events_event_posts", args=[line.event.pk])
    assert page in client.get(form).text
    answered = client.post(page, {f"line-{line.pk}": answer}, follow=True)
    assert "1 post was recorded." in answered.text
    assert page not in answered.text
    [post] = line.person.positions.all()
    assert (post.title, post.organisation, post.public_office) == (
        "Commissioner",
        line.organisation,
        True,
    )
    assert (post.since, post.since_precision) == (datetime.date(2021, 1, 1), "year")
    assert post.until == (until and datetime.date(*until))
    assert Version.objects.filter(kind="people.person", by=author).count() == 1


@pytest.mark.parametrize("said", ["not", "", "x"])
def test_what_is_not_chosen_is_not_recorded(client, author, line, said):
    page = reverse("admin:events_event_posts", args=[line.event.pk])
    client.post(page, {f"line-{line.pk}": said, f"line-{builders.NOBODYS}": "since"})
    assert Position.objects.count() == 0
    assert Version.objects.filter(kind="people.person").count() == 1
