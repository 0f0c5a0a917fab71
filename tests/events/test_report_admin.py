import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Report
from tests import builders
from tests.staff import address_of, errors, form_of, staff, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def write(client, event, *, step=None, **words):
    """Write the report of an event, or open it and change its words; return the answer.

    There are a lead and a text, so that nothing stands in the way of publishing.
    """
    report = event.reports.first()
    add = f"{reverse('admin:events_report_add')}?event={event.pk}"
    url = reverse("admin:events_report_change", args=[report.pk]) if report else add
    data = form_of(client.get(url))
    for name in ("lead", "body"):
        data[name] = data[name] if data[name][0] else ["<p>One sentence.</p>"]
    data |= {name: [value] for name, value in words.items()}
    if step:
        data["_step"] = [step]
    return client.post(url, data)


def publish(client, event, **words):
    """Publish at once what an editor writes alone."""
    return write(client, event, step="publish-alone", alone="Urgent.", **words)


def texts(event):
    return [
        (edition.sequence, edition.title, edition.publish_at is not None)
        for edition in Edition.objects.filter(report__event=event).order_by("sequence")
    ]


def test_report_is_written_for_the_event_it_was_asked_for(client, editor, event):
    response = write(client, event, title="What was said", body="<p>Much.</p>")
    assert response.status_code == 302
    assert Report.objects.get().event == event
    assert texts(event) == [(1, "What was said", False)]


def test_words_are_cleaned_on_save(client, editor, event):
    write(client, event, title="Title", body="<p onclick='x()'>One<script>x()</script></p>")
    assert Edition.objects.get().body == "<p>One</p>"


def test_saving_again_keeps_to_the_text_being_written(client, editor, event):
    write(client, event, title="First")
    write(client, event, title="Second")
    assert texts(event) == [(1, "Second", False)]


def test_publishing_makes_the_event_public_and_links_to_the_page(client, editor, event):
    response = publish(client, event, title="What was said")
    event.refresh_from_db()
    assert event.is_public()
    assert texts(event) == [(1, "What was said", True)]
    assert event.get_absolute_url() in told(response)[0]
    assert [(u.note, u.minor) for u in event.updates.all()] == [("First published.", False)]


def test_live_words_stay_when_new_ones_are_saved(client, editor, event):
    publish(client, event, title="First")
    write(client, event, title="Second")
    assert texts(event) == [(1, "First", True), (2, "Second", False)]


def test_live_words_saved_unchanged_open_no_new_text(client, editor, event):
    publish(client, event, title="First", lead="One.\nTwo.", body="<p>x</p>")
    write(client, event)
    response = publish(client, event)
    assert texts(event) == [(1, "First", True)]
    assert errors(response) == ["Readers have this text already: change it first."]


def test_revision_tells_readers_the_sentence(client, editor, event):
    publish(client, event, title="First")
    publish(client, event, title="Second", note="The figures were added.")
    newest = event.updates.first()
    assert (newest.note, newest.minor, newest.language) == ("The figures were added.", False, "en")


def test_slip_of_the_pen_can_be_small(client, editor, event):
    publish(client, event, title="Frist")
    publish(client, event, title="First", minor="on")
    assert [u.minor for u in event.updates.all()] == [True, False]


def test_sentence_is_asked_for_only_after_the_first_publication(client, editor, event):
    write(client, event, title="First")
    url = reverse("admin:events_report_change", args=[event.reports.get().pk])
    assert 'name="minor"' not in client.get(url).content.decode()
    publish(client, event)
    write(client, event, title="Second")
    assert 'name="minor"' in client.get(url).content.decode()


def test_second_report_in_a_language_is_refused_and_keeps_the_words(client, editor, event):
    there = builders.report(event, published=False).report
    url = reverse("admin:events_report_add")
    data = {
        "event": "Workshop on roads",
        "language": "en",
        "title": "Other",
        "lead": "",
        "body": "",
    }
    response = client.post(url, data | {"credits": ""})
    assert errors(response) == [
        "This event has a report in that language already: "
        f'<a href="{address_of(there)}">open it</a>.'
    ]
    assert errors(response)[0] in response.text
    assert 'value="Other"' in response.content.decode()


@pytest.mark.parametrize(
    ("written", "chosen"),
    [([], "en"), (["en"], "sr"), (["sr"], "en"), (["en", "sr"], "en")],
)
def test_new_report_begins_in_a_language_that_has_none_yet(client, editor, event, written, chosen):
    builders.report(builders.event("Seminar"), language="sr")
    for language in written:
        builders.report(event, language=language, published=False)
    form = form_of(client.get(reverse("admin:events_report_add"), {"event": event.pk}))
    assert form["language"] == [chosen]


def test_title_is_needed(client, editor, event):
    assert errors(write(client, event, title=" \u202e ")) == ["This is empty: fill it in."]


def test_what_is_to_be_mended_stands_above_the_state_and_its_steps(client, editor, event):
    text = write(client, event, title="").text
    assert text.index("error-summary") < text.index("State and next steps")


def test_only_words_that_nobody_read_can_be_deleted(client, editor, event):
    draft, public = event, builders.event("Public")
    builders.report(draft, published=False)
    builders.report(public)
    for report in Report.objects.all():
        client.post(reverse("admin:events_report_delete", args=[report.pk]), {"post": "yes"})
    assert [report.event for report in Report.objects.all()] == [public]


class TestList:
    def rows(self, client, query=None):
        changes = client.get(reverse("admin:events_report_changelist"), query).context["cl"]
        return [str(report.event) for report in changes.result_list]

    def test_states_are_told_in_words(self, client, editor, event):
        builders.report(event, published=False)
        shown = builders.event("Shown")
        builders.report(shown)
        builders.report(shown, "New", published=False)
        page = client.get(reverse("admin:events_report_changelist")).content.decode()
        assert "being written" in page
        assert "public, a new text is being written" in page

    def test_text_that_waits_for_its_time_is_told_in_a_sentence(self, client, editor, event):
        builders.report(event)
        at = datetime.datetime(2099, 5, 4, 7, 0, tzinfo=datetime.UTC)
        builders.report(event, "New", published=False).publish(by=None, at=at)
        page = client.get(reverse("admin:events_report_changelist")).text
        assert "public, a new text goes out on May 4, 2099, 09:00" in page
        [report] = event.reports.all()
        page = client.get(reverse("admin:events_report_change", args=[report.pk])).text
        assert "Saved, a text is seen by nobody but staff." not in page
        listed = page.partition("<ol reversed>")[2].partition("</ol>")[0]
        assert listed.count("May 4, 2099, 09:00") == 1

    def test_report_is_found_by_event_and_by_words(self, client, editor, event):
        builders.report(event, "Цуцић speaks", published=False)
        builders.report(builders.event("Other"), published=False)
        assert self.rows(client, {"q": "cucic"}) == ["Workshop on roads"]
        assert self.rows(client, {"q": "roads"}) == ["Workshop on roads"]
        assert self.rows(client, {"q": "%"}) == []

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_costs_a_constant_number_of_queries(
        self, client, editor, count, django_assert_num_queries
    ):
        for number in range(count):
            builders.report(builders.event(f"Event {number}"))
        client.get(reverse("admin:events_report_changelist"))
        with django_assert_num_queries(7):
            client.get(reverse("admin:events_report_changelist"))


class TestAnotherLanguage:
    @pytest.fixture
    def report(self, event):
        return builders.report(event, published=False).report

    def put(self, client, report, language):
        url = reverse("admin:events_report_language", args=[report.pk])
        response = client.post(url, {"language": language})
        report.refresh_from_db()
        return response

    def test_text_begun_in_the_wrong_language_is_put_into_its_own(self, client, editor, report):
        url = reverse("admin:events_report_language", args=[report.pk])
        assert f'href="{url}"' in client.get(address_of(report)).text
        response = self.put(client, report, "sr")
        assert (report.language, report.editions.count()) == ("sr", 1)
        assert told(response) == ["The text is in this language: Serbian."]

    def test_language_that_has_a_report_already_is_refused(self, client, editor, event, report):
        builders.report(event, language="sr", published=False)
        page = self.put(client, report, "sr").text
        assert "This event has a report in that language already: open that one." in page
        assert report.language == "en"

    @pytest.mark.parametrize("days", [0, 9])
    def test_language_of_a_text_that_went_out_or_has_its_time_to_stays(
        self, client, editor, event, days
    ):
        edition = builders.report(event, published=False)
        edition.publish(by=None, at=timezone.now() + datetime.timedelta(days=days))
        report = edition.report
        url = reverse("admin:events_report_language", args=[report.pk])
        assert url not in client.get(address_of(report)).text
        page = self.put(client, report, "sr").text
        assert "Readers have this text, or it has its time to go out" in page
        assert report.language == "en"
