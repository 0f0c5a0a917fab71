import datetime
import re

import pytest
from django.db.models import FETCH_RAISE, QuerySet, Value
from django.utils import timezone

from events.models import (
    Edition,
    EventOrganisation,
    Place,
    ProjectOrganisation,
    Session,
    Source,
    Topic,
    Withdrawal,
)
from portal import history
from tests import builders
from tests.events.clock import at
from tests.pages import but_for_its_number, content, words

pytestmark = pytest.mark.django_db


class TestTitle:
    def test_live_report_gives_title_lead_and_text(self, client):
        event = builders.event("Plain name")
        builders.report(event, "What was said", lead="In short.", body="<p>At <em>length</em>.</p>")
        page = content(client, event)
        assert "<h1>What was said</h1>" in page
        assert '<p class="lead">In short.</p>' in page
        assert '<div class="prose"><p>At <em>length</em>.</p></div>' in page
        assert "Event Plain name" in words(page)

    def test_event_without_report_has_its_own_name(self, client):
        event = builders.event("Plain name")
        builders.report(event, "Draftword", published=False)
        page = content(client, event)
        assert "<h1>Plain name</h1>" in page
        assert "Draftword" not in page
        assert "No report of this event is public." in page

    def test_facts_come_before_the_list_where_there_is_no_report_to_read_first(self, client):
        event = builders.event()
        builders.line(event, organisation=builders.organisation("Ministry"))
        parts = re.compile('class="facts"|id="who"|class="prose"')
        assert parts.findall(content(client, event)) == ['class="facts"', 'id="who"']
        builders.report(event, body="<p>At length.</p>")
        with_report = ['class="prose"', 'class="facts"', 'id="who"']
        assert parts.findall(content(client, event)) == with_report

    def test_replaced_text_is_absent(self, client):
        event = builders.event()
        builders.report(event, "Oldword")
        builders.report(event, "New title", now=timezone.now() - datetime.timedelta(days=1))
        page = content(client, event)
        assert "<h1>New title</h1>" in page
        assert "Oldword" not in page

    def test_report_in_another_language_is_printed_and_marked(self, client):
        event = builders.event()
        builders.report(event, "О путевима", language="sr", body="<p>Било је речи.</p>")
        page = content(client, event)
        assert '<h1 lang="sr">О путевима</h1>' in page
        assert '<div class="prose" lang="sr"><p>Било је речи.</p></div>' in page
        assert "This report is written in Serbian." in page

    def test_report_in_the_readers_language_comes_first(self, client):
        event = builders.event()
        builders.report(event, "Arabicword", language="ar")
        builders.report(event, "In English")
        page = content(client, event)
        assert "<h1>In English</h1>" in page
        assert '<bdi lang="ar" dir="rtl">Arabicword</bdi></a>' in page
        assert page.count("Arabicword") == 1

    def test_html_that_came_by_another_way_is_harmless(self, client):
        event = builders.event()
        edition = builders.report(event, published=False)
        hostile = "<p onclick=x>Words.</p><script>alert(1)</script>"
        Edition.objects.filter(pk=edition.pk).update(
            body=Value(hostile), state="approved", publish_at=builders.LONG_AGO
        )
        edition.refresh_from_db()
        assert edition.body == hostile
        assert '<div class="prose"><p>Words.</p></div>' in content(client, event)

    def test_year_in_the_trail_leads_to_its_events(self, client):
        page = content(client, builders.event())
        assert '<a href="/events/?year=2021">2021</a>' in page

    def test_undated_event_has_no_year(self, client):
        event = builders.event("Undated", earliest=None, precision="unknown")
        assert event.get_absolute_url() == "/events/undated/undated/"
        assert "When Date not known" in words(content(client, event))


class TestAddress:
    def test_changed_slug_and_year_answer_in_one_hop(self, client):
        event = builders.event("Workshop")
        old = event.get_absolute_url()
        with history.change(event, by=None):
            event.slug = "other"
            event.save()
        with history.change(event, by=None):
            event.earliest = event.latest = datetime.date(2020, 1, 1)
            event.save()
        for address in (old, "/events/2021/other/"):
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (301, "/events/2020/other/")

    def test_undated_event_that_got_its_date_moves(self, client):
        event = builders.event("Undated", earliest=None, precision="unknown")
        with history.change(event, by=None):
            event.earliest = event.latest = datetime.date(2020, 1, 1)
            event.precision = "days"
            event.save()
        response = client.get("/events/undated/undated/")
        assert (response.status_code, response["Location"]) == (301, "/events/2020/undated/")

    def test_draft_scheduled_and_unknown_answer_alike(self, client):
        draft = builders.event("Draft", public=False)
        soon = timezone.now() + datetime.timedelta(days=1)
        scheduled = builders.event("Scheduled", public_from=soon)
        never = "/events/2021/never/"
        addresses = [draft.get_absolute_url(), scheduled.get_absolute_url(), never]
        answers = [client.get(address) for address in addresses]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        pages = {
            but_for_its_number(answer).replace(address, never)
            for address, answer in zip(addresses, answers, strict=True)
        }
        assert len(pages) == 1

    @pytest.mark.parametrize(
        "address",
        [
            "0000/x",
            "99999/x",
            "2021/%00",
            "٢٠٢١/workshop",
            "9" * 5000 + "/x",
            "2021/" + "x" * 5000,
            "2021/%FF",
            "2021/a'b",
            "2021/%25",
            "0001/x",
            "9999/x",
        ],
    )
    def test_address_that_cannot_be_is_not_there(self, client, address):
        assert client.get(f"/events/{address}/").status_code == 404

    def test_withdrawn_event_answers_410_with_its_reason_at_every_address(self, client):
        event = builders.event("Withdrawnword")
        old = event.get_absolute_url()
        with history.change(event, by=None):
            event.slug = "other"
            event.save()
        with history.change(event, by=None):
            Withdrawal.objects.create(event=event, reason="It never took place.")
        for address in (old, event.get_absolute_url()):
            response = client.get(address)
            assert response.status_code == 410
            assert "It never took place." in response.content.decode()
            assert "Withdrawnword" not in response.content.decode()

    def test_withdrawn_report_leaves_the_event(self, client):
        event = builders.event("Plain name")
        edition = builders.report(event, "Withdrawnword", body="<p>Bodyword.</p>")
        with history.change(event, by=None):
            Withdrawal.objects.create(event=event, report=edition.report, reason="Mistaken.")
        page = content(client, event)
        assert "<h1>Plain name</h1>" in page
        assert "Withdrawnword" not in page
        assert "Bodyword" not in page


class TestQueries:
    def full(self, lines):
        """Make an event with every kind of part, several of each."""
        event = builders.event("Full", list_incomplete=True)
        whole, other = builders.event("Whole"), builders.event("Other")
        ministry = builders.organisation("Ministry of Works")
        rows = [
            builders.line(
                event,
                person=builders.person(f"Person {number}"),
                organisation=builders.organisation(f"Office {number}", parent=ministry),
                roles=[builders.role("Speaker"), builders.role("Host")],
            )
            for number in range(lines)
        ]
        with history.change(event, by=None):
            for number in range(lines):
                project = builders.project(f"Project {number}")
                ProjectOrganisation.objects.create(project=project, organisation=ministry)
                event.projects.add(project)
                event.topics.add(Topic.objects.create(name=f"T{number}", slug=f"t{number}"))
                Place.objects.create(event=event, city=f"Town {number}")
                Source.objects.create(event=event, publisher=f"Publisher {number}")
                EventOrganisation.objects.create(
                    event=event, organisation=rows[number].organisation
                )
                session = Session.objects.create(event=event, title=f"Session {number}")
                session.people.set(rows)
            event.part_of = whole
            event.related.add(other)
            event.save()
        for number in range(lines):
            builders.document(event, f"Document {number}")
            builders.photo(event)
        builders.report(event, body="<p>Words.</p>")
        return event

    @pytest.mark.parametrize("lines", [1, 3])
    def test_page_with_everything_takes_seven_queries(
        self, client, media_root, lines, django_assert_num_queries
    ):
        event = self.full(lines)
        with django_assert_num_queries(7):
            content(client, event)

    @pytest.mark.parametrize("replaced", [1, 3])
    def test_texts_that_were_replaced_take_some_more_but_no_more_for_several(
        self, client, media_root, replaced, django_assert_num_queries
    ):
        event = self.full(1)
        for turn in range(replaced):
            builders.report(event, now=at(turn + 1), body=f"<p>Words {turn}.</p>")
        with django_assert_num_queries(10):
            content(client, event)

    def test_no_row_is_fetched_by_itself(self, client, media_root, monkeypatch):
        event = self.full(2)
        original = QuerySet._fetch_all

        def strict(queryset):
            queryset._fetch_mode = FETCH_RAISE
            return original(queryset)

        monkeypatch.setattr(QuerySet, "_fetch_all", strict)
        assert "Office 1" in content(client, event)

    def test_visitor_gets_no_cookie(self, client):
        response = client.get(builders.event().get_absolute_url())
        assert response.cookies == {}
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_only_reading_is_answered(client, method):
    event = builders.event()
    assert getattr(client, method)(event.get_absolute_url()).status_code == 405
    assert getattr(client, method)("/events/").status_code == 405
