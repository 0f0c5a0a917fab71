"""A text that was public keeps an address, and gives back no name that was taken out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Edition
from tests import builders
from tests.events.clock import at, change, withdraw
from tests.pages import words

pytestmark = pytest.mark.django_db


def text(event, hour, words="Old words.", **fields):
    told = builders.report(event, f"Title {hour}", body=f"<p>{words}</p>", now=at(hour), **fields)
    event.refresh_from_db()
    return told


def url(event, turn):
    return f"{event.get_absolute_url()}versions/{turn}/"


def statuses(client, event, most):
    return [client.get(url(event, turn)).status_code for turn in range(most + 1)]


def test_each_published_text_is_shown_as_it_was_for_ever(client):
    event = builders.event(public=False)
    text(event, 1, "The first words.", lead="A lead.", credits="The team")
    text(event, 2, "German words.", language="de")
    edition = builders.report(event, "Second", published=False, body="<p>The last words.</p>")
    edition.publish(by=None, note="A number was wrong.", now=at(3))
    assert statuses(client, event, 4) == [404, 200, 200, 200, 404]

    page = client.get(url(event, 1))
    told = words(page.content.decode())
    assert "Title 1 A lead." in told
    assert "The first words. The team" in told
    assert (
        "Version 1. It was public from January 1, 2022, 14:00 until January 1, 2022, 16:00; "
        "another text stands in its place now." in told
    )
    assert "January 1, 2022, 14:00 : First published." in told
    assert "Version 1 January 1, 2022, 14:00 Version 3 January 1, 2022, 16:00" in told
    assert "The last words." not in told
    assert page["X-Robots-Tag"] == "noindex"
    body = page.content.decode()
    assert '<meta name="robots" content="noindex">' in body
    assert f'rel="canonical" href="http://127.0.0.1:8000{event.get_absolute_url()}"' in body
    assert not page.cookies

    german = words(client.get(url(event, 2)).content.decode())
    assert "This report is written in German." in german
    newest = words(client.get(url(event, 3)).content.decode())
    assert "Version 3. It is the newest text of this report, public since January 1" in newest
    assert "16:00 : A number was wrong." in newest

    links = [update.version and update.version.url for update in history(client, event)]
    assert links == [url(event, 3), url(event, 1)]


def history(client, event):
    return client.get(event.get_absolute_url()).context["page"].history


def test_text_in_another_language_is_led_to_and_has_a_page_that_may_be_found(client):
    event = builders.event()
    text(event, 1)
    text(event, 2, "German words.", language="de")
    text(event, 3, "Newer German words.", language="de")
    page = client.get(event.get_absolute_url()).content.decode()
    link = f'<a href="{url(event, 3)}" hreflang="de"><bdi lang="de">Title 3</bdi></a>'
    assert page.count("Also in German:") == page.count(link) == 1

    robots = [client.get(url(event, turn)).get("X-Robots-Tag") for turn in (1, 2, 3)]
    assert robots == ["noindex", "noindex", None]
    german = client.get(url(event, 3)).content.decode()
    assert 'name="robots"' not in german
    assert f'rel="canonical" href="http://127.0.0.1:8000{url(event, 3)}"' in german

    withdraw(event, at(4), report=Edition.objects.get(title="Title 3").report)
    assert "Also in" not in client.get(event.get_absolute_url()).content.decode()


def test_the_only_text_is_shown_in_whatever_language_and_named_once(client):
    event = builders.event()
    text(event, 1, "German words.", language="de")
    assert "Also in" not in client.get(event.get_absolute_url()).content.decode()
    assert client.get(url(event, 1))["X-Robots-Tag"] == "noindex"


def test_number_stays_when_another_text_is_written_announced_and_published(client):
    event = builders.event()
    text(event, 1, "Words of one.")
    later = builders.report(event, "Later", published=False, now=at(2))
    later.publish(by=None, at=at(10**6), now=at(2))
    text(event, 3, "Words of two.", language="sr")
    assert statuses(client, event, 3) == [404, 200, 200, 404]
    assert "Words of two." in client.get(url(event, 2)).content.decode()


def test_text_that_nobody_could_read_has_no_page(client):
    event = builders.event(public=False)
    early = builders.report(event, "Title 0", published=False, now=at(0))
    Edition.objects.filter(pk=early.pk).update(state="approved", publish_at=at(0))
    change(event, at(1), public_from=at(1))
    text(event, 1)
    withdraw(event, at(2))
    text(event, 3, "While it was away.")
    text(event, 4, "Before it came back.")
    event.bring_back(by=None, now=at(5))
    text(event, 6)
    assert statuses(client, event, 6) == [404, 404, 200, 404, 200, 200, 404]


def test_withdrawn_report_and_withdrawn_event_say_why_and_show_nothing(client):
    event = builders.event()
    text(event, 1, "Old words.")
    text(event, 2, "New words.")
    event.withdraw(by=None, reason="The report was wrong.", report=event.reports.get(), now=at(3))
    assert [update.version for update in history(client, event)] == [None] * 4
    event.bring_back(by=None, report=event.reports.get(), now=at(4))
    assert statuses(client, event, 2) == [404, 200, 200]
    event.withdraw(by=None, reason="The report was wrong.", report=event.reports.get(), now=at(5))
    for reason in ("The report was wrong.", "All was wrong."):
        page = client.get(url(event, 1))
        assert page.status_code == 410
        assert reason in page.content.decode()
        assert "words." not in words(page.content.decode())
        event.withdraw(by=None, reason="All was wrong.", now=at(6))


def test_changed_address_leads_to_the_version_in_one_step(client):
    event = builders.event()
    text(event, 1)
    before = url(event, 1)
    change(event, at(2), slug="roads-again")
    change(event, at(3), earliest=None, latest=None, precision="unknown")
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/events/undated/roads-again/versions/1/",
    )
    assert client.get(answer["Location"]).status_code == 200


class TestNames:
    @pytest.fixture
    def event(self):
        event = builders.event()
        builders.line(event, person=builders.person("Ana Anić"))
        builders.person("Mila Milić", visibility="hidden")
        return event

    def is_closed(self, client, event, turn=1):
        page = client.get(url(event, turn))
        assert page.status_code == 200
        told = words(page.content.decode())
        closed = "The words of this version are not shown any more" in told
        assert closed == ("spoke" not in told)
        return closed, told

    def test_name_that_was_taken_out_is_given_back_by_no_version(self, client, event):
        text(event, 1, "Mila Milić spoke.")
        text(event, 2, "Mila Milić spoke first.", lead="With Ana Anić.")
        assert self.is_closed(client, event, 1)[0] is False
        text(event, 3, "Somebody spoke.")
        for turn in (1, 2):
            closed, told = self.is_closed(client, event, turn)
            assert closed
            assert "Milić" not in told
            assert "Anić" not in told
            assert f"Title {turn}" not in told
        assert self.is_closed(client, event, 3)[0] is False

    def test_text_in_which_a_name_was_redacted_is_shown(self, client, event):
        text(event, 1, "[name removed] spoke.")
        Edition.objects.update(redactions=1)
        text(event, 2, "Somebody spoke.")
        assert self.is_closed(client, event)[0] is False


def test_cost_does_not_grow_with_texts_and_people(client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(event, 1)).status_code == 200
        return len(queries)

    event = builders.event()
    builders.line(event, person=builders.person("Mila Milić"))
    text(event, 1)
    text(event, 2)
    assert cost() == 6
    for number, name in enumerate(["Pera Perić", "Vera Verić"], 3):
        builders.line(event, person=builders.person(name))
        text(event, number)
    assert cost() == 6
