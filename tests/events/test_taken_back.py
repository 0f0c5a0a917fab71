"""A text that goes out while its report is withdrawn: readers are told when they can read it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Update
from tests import builders
from tests.events.clock import at, change, updated
from tests.pages import content, words

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def report():
    """A report that readers had for an hour, until it was withdrawn."""
    report = builders.report(builders.event(), now=at(1)).report
    report.event.withdraw(by=None, reason="It was wrong.", report=report, now=at(2))
    return report


def publish(report, now, **how):
    edition = builders.report(report.event, "The second", published=False, now=now)
    edition.publish(by=None, now=now, **how)
    return edition


def told(report, now):
    """Return what readers are told after the withdrawal, each with its hour, the newest first."""
    lines = report.event.updates.due(now).filter(at__gt=at(2))
    return [((line.at - at(0)) / HOUR, line.note) for line in lines]


def bring_back(report, now):
    Event.objects.get(pk=report.event_id).bring_back(by=None, report=report, now=now)


def test_it_is_told_when_the_report_is_brought_back(report):
    publish(report, at(3), note="A number was wrong.")
    assert (told(report, at(9)), updated(report.event, at(9))) == ([], 2)
    bring_back(report, at(10))
    assert told(report, at(10)) == [
        (10, "The report is public again."),
        (10, "A number was wrong."),
    ]
    assert (updated(report.event, at(9)), updated(report.event, at(10))) == (2, 10)


def test_a_small_correction_stays_small(report):
    publish(report, at(3), note="A letter.", minor=True)
    bring_back(report, at(4))
    assert report.event.updates.get(note="A letter.").minor


@pytest.mark.parametrize(("back", "expected"), [(4, 6), (8, 8)])
@pytest.mark.parametrize("planned", ["before", "meanwhile"])
def test_one_that_goes_out_later_is_told_once_both_are_so(planned, back, expected):
    report = builders.report(builders.event(), now=at(1)).report
    withdrawal = {"by": None, "reason": "It was wrong.", "report": report, "now": at(2)}
    if planned == "before":
        publish(report, at(1.5), at=at(6))
        report.event.withdraw(**withdrawal)
    else:
        report.event.withdraw(**withdrawal)
        publish(report, at(3), at=at(6))
    assert told(report, at(back - 0.1)) == []
    bring_back(report, at(back))
    lines = {note: hour for hour, note in told(report, at(9))}
    assert lines == {"The report is public again.": back, "The report was revised.": expected}


def test_one_that_is_moved_or_dropped_meanwhile_waits_all_the_same(report):
    edition = publish(report, at(3), at=at(6))
    edition.move(by=None, at=at(5), now=at(4))
    assert told(report, at(9)) == []
    edition.drop(by=None, now=at(4.5))
    bring_back(report, at(7))
    assert told(report, at(9)) == [(7, "The report is public again.")]


def test_text_in_another_language_is_told_as_ever(report):
    other = builders.report(report.event, "Други", language="sr", now=at(3))
    assert [line.at for line in other.updates.all()] == [at(3)]


def test_event_that_is_still_to_come_does_not_begin_with_what_is_withdrawn():
    event = builders.event(public_from=at(5))
    report = builders.report(event, now=at(1)).report
    event.withdraw(by=None, reason="It was wrong.", report=report, now=at(2))
    change(event, at(3), public_from=at(6))
    assert [(line.at, line.note) for line in event.updates.due(at(9))] == [
        (at(6), "First published.")
    ]
    bring_back(report, at(4))
    assert {(line.at, line.note) for line in event.updates.due(at(9))} == {
        (at(6), "First published."),
        (at(6), "The report was published."),
    }


def test_pages_feeds_and_columns_say_nothing_of_it_meanwhile(client, report):
    event = report.event
    publish(report, timezone.now() - HOUR, note="Xqzword.")
    pages = [
        *(content(client, event), client.get("/reports/feed.atom").text),
        *(client.get("/events/feed.atom").text, client.get("/").text),
        *(client.get("/api/v1/changes").text, client.get(f"/api/v1/events/{event.pk}").text),
    ]
    assert [page for page in pages if "Xqzword" in page or "was revised" in page] == []
    bring_back(report, timezone.now())
    assert "Xqzword." in words(content(client, event))


def test_lists_go_by_what_readers_were_told(client, report):
    other = builders.event("Other", slug="other")
    change(other, at(4), name="Another")
    publish(report, at(5))

    def order():
        page = client.get("/events/?sort=changed").text.partition("<main")[2]
        return sorted((other, report.event), key=lambda e: page.index(e.get_absolute_url()))

    assert order() == [other, report.event]
    bring_back(report, at(6))
    assert order() == [report.event, other]


def test_staff_read_that_the_sentence_waits(client, django_user_model, report):
    publish(report, at(3), note="A number was wrong.")
    client.force_login(django_user_model.objects.create_superuser("editor"))
    page = words(client.get(reverse("admin:events_event_sentences", args=[report.event_id])).text)
    assert "When the report is brought back: A number was wrong." in page
    assert Update.objects.get(note="A number was wrong.").at.year == 9999
