"""“Where this person is” says of the name, and of each line, whether readers are told it."""

import datetime
import re

import pytest
from django.urls import reverse

from events.models import Edition
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(client):
    client.force_login(staff("Data protection officer"))
    return lambda person: client.get(reverse("admin:where", args=[person.pk])).text


def lines(page):
    """Return by event what the page says last of each line."""
    found = re.findall(r'events/event/\d+/change/">([^<]*)</a>([^\n]*)', page)
    return {
        event: re.sub("<[^>]*>", "", told).rpartition(" · ")[2].strip() for event, told in found
    }


def test_of_each_line_it_says_whether_readers_are_told_the_name(where):
    person = builders.person("Ana Anić")
    for name, fields in {
        "Named": {},
        "Of no office": {"office": False},
        "Hidden here": {"name_hidden": True},
    }.items():
        builders.line(builders.event(name), person=person, **fields)
    builders.line(builders.event("Draft", public=False), person=person)
    assert lines(where(person)) == {
        "Named": "shown by name",
        "Of no office": "not shown by name",
        "Hidden here": "not shown by name",
        "Draft": "by name once the event is public",
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "The name may be shown to the public: each line says whether it is."),
        ({"in_directory": True}, "The name is shown to the public, in the directory."),
        ({"visibility": "hidden"}, "The name is not shown to the public."),
    ],
)
def test_of_a_name_that_no_line_shows_it_does_not_say_that_readers_are_told_it(where, fields, said):
    person = builders.person("Ana Anić", **fields)
    builders.line(builders.event(), person=person, office=False)
    page = where(person)
    assert re.findall(r"The name [^.]*shown to the public[^.]*\.", page) == [said]
    assert lines(page) == {"Workshop on roads": "not shown by name"}


def test_texts_of_one_report_are_told_apart(where):
    person = builders.person("Ana Anić")
    event = builders.event("Roads")
    builders.line(event, person=person)
    went = builders.report(
        event,
        body="<p>Ana Anić spoke.</p>",
        now=datetime.datetime(2022, 3, 4, 9, tzinfo=datetime.UTC),
    )
    builders.saved(Edition(report=went.report, title="Anew", body="<p>Ana Anić spoke.</p>"))
    told = re.findall(r'<p class="correction-says">(.*?)</p>', where(person))
    assert told == [
        "Text of a report · sent out on March 4, 2022, 10:00 · Text",
        "Text of a report · being written · Text",
    ]
