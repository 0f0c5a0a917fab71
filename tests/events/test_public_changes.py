"""What readers may open of what changed between two published texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Edition, Update
from people.models import Person, PersonName
from portal import history
from tests import builders
from tests.events.clock import at, change, withdraw

pytestmark = pytest.mark.django_db


def replaced(event=None, old="The old words.", new="The new words.", **fields):
    """Publish a text and an hour later another; return the event."""
    event = event or builders.event()
    builders.report(event, "First title", body=f"<p>{old}</p>", now=at(1), **fields)
    builders.report(event, "Second title", body=f"<p>{new}</p>", now=at(2), **fields)
    event.refresh_from_db()
    return event


def address(event, key=None):
    key = key or Update.objects.filter(event=event, edition__isnull=False).first().pk
    year = [event.address_year] if event.address_year else []
    return reverse("events:changes", args=[*year, event.slug, key])


def links(client, event):
    """Return the addresses of changes that the event's page leads to."""
    history = client.get(event.get_absolute_url()).context["page"].history
    return [update.changes for update in history if update.changes]


def is_open(client, event):
    """Say whether readers may open the newest change; link and page have to agree."""
    page = client.get(address(event))
    linked = address(event) in links(client, event)
    assert page.status_code == (200 if linked else 404)
    return linked


def test_readers_open_what_changed_between_two_published_texts(client):
    event = replaced(lead="A lead.", credits="Team")
    assert links(client, event) == [address(event)]
    page = client.get(address(event))
    assert [(part["label"], part["unchanged"]) for part in page.context["parts"]] == [
        ("Title", False),
        ("Lead", True),
        ("Text", False),
        ("Credits", True),
    ]
    body = page.content.decode()
    assert '<del><span class="spoken">removed: </span>old</del>' in body
    assert '<ins><span class="spoken">added: </span>new</ins>' in body
    assert '<meta name="robots" content="noindex">' in body
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address(event)}">' in body
    assert not page.cookies


def test_first_text_has_nothing_before_it(client):
    event = builders.event()
    builders.report(event, now=at(1))
    assert not is_open(client, event)


def test_small_correction_is_opened_as_well_and_marked(client):
    event = builders.event()
    builders.report(event, "First", now=at(1))
    edition = builders.report(event, "Second", published=False, now=at(2))
    edition.publish(by=None, minor=True, note="A slip of the pen.", now=at(2))
    assert is_open(client, event)
    page = client.get(address(event)).content.decode()
    assert "A slip of the pen." in page
    assert "Small correction" in page
    assert "Small correction" in client.get(event.get_absolute_url()).content.decode()


def test_each_text_is_compared_with_the_one_before_it(client):
    event = replaced()
    builders.report(event, "Third title", now=at(3))
    assert len(links(client, event)) == 2
    newest, older = (client.get(url).context for url in links(client, event))
    assert (newest["old"].title, newest["text"].title) == ("Second title", "Third title")
    assert (older["old"].title, older["text"].title) == ("First title", "Second title")


def test_facts_are_told_by_their_sentence_only(client):
    event = replaced()
    change(event, at(3), status_note="Facts", note="The facts changed.")
    update = Update.objects.get(note="The facts changed.")
    assert client.get(address(event, update.pk)).status_code == 404
    assert links(client, event) == [address(event, event.updates.get(edition__sequence=2).pk)]


def test_one_setting_turns_it_off(client, settings):
    event = replaced()
    assert is_open(client, event)
    settings.SHOW_CHANGES = False
    assert not is_open(client, event)


def test_event_without_a_date_has_the_page_too(client):
    event = replaced(builders.event(earliest=None, latest=None, precision="unknown"))
    assert address(event).startswith("/events/undated/")
    assert is_open(client, event)


class TestNotBothPublic:
    def test_text_that_is_still_to_come_is_not_opened(self, client):
        event = replaced()
        edition = builders.report(event, "Third", published=False, now=at(3))
        edition.publish(by=None, at=at(10**5), now=at(3))
        update = edition.updates.get()
        assert client.get(address(event, update.pk)).status_code == 404
        assert len(links(client, event)) == 1

    def test_text_replaced_before_the_event_was_public_was_read_by_nobody(self, client):
        event = builders.event(public=False)
        for hour in (1, 2):
            edition = builders.report(event, f"Title {hour}", published=False, now=at(hour))
            Edition.objects.filter(pk=edition.pk).update(state="approved", publish_at=at(hour))
            Update.objects.create(event=event, edition=edition, at=at(5), note="x", language="en")
        change(event, at(3), public_from=at(5))
        assert not is_open(client, event)

    def test_text_replaced_while_the_event_was_withdrawn_was_read_by_nobody(self, client):
        event = builders.event()
        builders.report(event, "First", now=at(1))
        row, _change = withdraw(event, at(2))
        builders.report(event, "Second", now=at(3))
        row.lifted_at = at(4)
        with history.change(event, by=None, now=at(4)):
            row.save()
        assert not is_open(client, event)

    def test_withdrawn_report_is_not_compared(self, client):
        event = replaced()
        assert is_open(client, event)
        withdraw(event, at(3), report=event.reports.get())
        assert not is_open(client, event)

    def test_withdrawn_event_says_so_here_as_well(self, client):
        event = replaced()
        withdraw(event, at(3))
        page = client.get(address(event))
        assert page.status_code == 410
        assert "First title" not in page.content.decode()

    def test_redacted_text_is_not_compared(self, client):
        event = replaced()
        Edition.objects.filter(sequence=1).update(redactions=1)
        assert not is_open(client, event)

    def test_update_of_another_event_is_not_there(self, client):
        event = replaced()
        other = builders.event("Another", slug="another")
        key = event.updates.get(edition__sequence=2).pk
        assert client.get(address(other, key)).status_code == 404

    def test_text_of_a_language_that_the_page_does_not_list_is_not_opened(self, client):
        event = replaced()
        builders.report(event, "Erster", language="de", now=at(3))
        builders.report(event, "Zweiter", language="de", now=at(4))
        update = event.updates.get(language="de", edition__sequence=2)
        assert client.get(address(event, update.pk)).status_code == 404


def test_moved_address_leads_on_in_one_step(client):
    event = replaced()
    before = address(event)
    change(event, at(3), slug="roads-again")
    event.refresh_from_db()
    key = event.updates.get(edition__sequence=2).pk
    page = client.get(before)
    assert (page.status_code, page["Location"]) == (301, address(event, key))


class TestNames:
    """It is off by itself where a name was removed, or is not shown now."""

    def named(self, client, old, new, name="Ana Anić", **fields):
        event = builders.event()
        builders.line(event, person=builders.person(name), **fields)
        return is_open(client, replaced(event, old, new))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Ana Anić spoke.", "The minister spoke."),
            ("ANA ANIĆ spoke.", "Somebody spoke."),
            ("Ана Анић spoke.", "Somebody spoke."),
            ("Ms Anić spoke.", "The minister spoke."),
            ("Ana Anić spoke.", "Ana spoke."),
            ("Ana Anić and Marko Anić spoke.", "Marko Anić spoke."),
        ],
    )
    def test_name_that_went_is_not_shown_by_a_comparison(self, client, old, new):
        assert not self.named(client, old, new)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Ana Anić spoke.", "Ana Anić spoke first."),
            ("The minister spoke.", "Ana Anić spoke."),
            ("Ms Anić spoke.", "Ana Anić spoke."),
            ("Ana Anic spoke.", "Ana Anić spoke."),
            ("One spoke.", "Two spoke."),
        ],
    )
    def test_name_that_stays_or_comes_is_no_reason(self, client, old, new):
        assert self.named(client, old, new)

    def test_misspelt_name_that_was_mended_is_no_reason(self, client):
        event = builders.event()
        person = builders.person("Vladimir Cucic")
        with history.change(person, by=None):
            PersonName.objects.create(person=person, name="Vladmir Cucic", kind="misspelling")
        builders.line(event, person=person)
        assert is_open(client, replaced(event, "Vladmir Cucic spoke.", "Vladimir Cucic spoke."))

    def test_other_name_that_went_counts_as_well(self, client):
        event = builders.event()
        person = builders.person("Ana Anić")
        with history.change(person, by=None):
            PersonName.objects.create(person=person, name="Ana Perić", kind="former")
        builders.line(event, person=person)
        assert not is_open(client, replaced(event, "Ana Perić spoke.", "Somebody spoke."))

    def test_name_as_printed_on_the_list_counts_as_well(self, client):
        old, new = "A. Anich spoke.", "Somebody spoke."
        assert not self.named(client, old, new, printed_name="A. Anich")

    @pytest.mark.parametrize("part", ["title", "lead", "credits"])
    def test_every_part_of_a_text_is_looked_through(self, client, part):
        event = builders.event()
        builders.line(event, person=builders.person("Ana Anić"))
        builders.report(event, **{"title": "First", part: "By Ana Anić"}, now=at(1))
        builders.report(event, "Second", now=at(2))
        event.refresh_from_db()
        assert not is_open(client, event)

    def test_who_was_taken_off_the_list_still_counts(self, client):
        event = builders.event()
        line = builders.line(event, person=builders.person("Ana Anić"))
        with history.change(event, by=None):
            line.delete()
        assert not is_open(client, replaced(event, "Ana Anić spoke.", "Somebody spoke."))

    def test_who_was_deleted_from_the_directory_still_counts(self, client):
        event = builders.event()
        person = builders.person("Ana Anić")
        line = builders.line(event, person=person)
        with history.change(event, by=None):
            line.delete()
        history.remove(person, by=None)
        assert not is_open(client, replaced(event, "Ana Anić spoke.", "Somebody spoke."))

    def test_who_is_hidden_counts_though_never_on_the_list(self, client):
        event = builders.event()
        builders.person("Ana Anić", visibility=Person.Visibility.HIDDEN)
        assert not is_open(client, replaced(event, "One, Ana Anić.", "Two, Ana Anić."))

    def test_who_is_on_another_list_only_does_not_count(self, client):
        builders.line(builders.event("Other", slug="other"), person=builders.person("Ana Anić"))
        event = builders.event()
        assert is_open(client, replaced(event, "Ana Anić spoke.", "Somebody spoke."))

    @pytest.mark.parametrize(
        "fields", [{"name_hidden": True}, {"office": False}, {"attendance": "absent"}]
    )
    def test_who_is_not_shown_by_name_now_is_not_shown_by_a_comparison(self, client, fields):
        assert not self.named(client, "One, Ana Anić.", "Two, Ana Anić.", **fields)

    def test_event_that_shows_nobody_shows_nobody_here(self, client):
        event = builders.event()
        builders.line(event, person=builders.person("Ana Anić"))
        event = replaced(event, "One, Ana Anić.", "Two, Ana Anić.")
        assert is_open(client, event)
        change(event, at(3), names_shown="nobody")
        assert address(event, event.updates.get(edition__sequence=2).pk) not in links(client, event)

    def test_short_name_is_not_found_inside_a_word(self, client):
        assert self.named(client, "The list.", "A roll.", name="Li")
        assert not self.named(client, "Li came.", "Somebody came.", name="Li")


def test_mailbox_behind_a_word_is_not_told(client):
    body = '<p>Write to <a href="mailto:ana@site.example">the office</a>.</p>'
    event = builders.event()
    builders.report(event, "First", body=body, now=at(1))
    builders.report(event, "Second", body="<p>Write to the office.</p>", now=at(2))
    assert is_open(client, event)
    page = client.get(address(event)).content.decode()
    assert "the same words; emphasis, links or form changed" in page
    assert "ana@site.example" not in page


def test_hostile_words_are_shown_as_words(client):
    hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    event = builders.event()
    builders.report(event, "Plain", lead="Plain", body="<p>Plain</p>", credits="Plain", now=at(1))
    edition = builders.report(
        event,
        hostile,
        published=False,
        lead=hostile,
        body=f"<p>{hostile.replace('<', '&lt;')}</p>",
        credits=hostile,
    )
    edition.publish(by=None, note=hostile, now=at(2))
    page = client.get(address(event)).content.decode()
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 5
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_cost_does_not_grow_with_texts_saves_and_people(client):
    def cost(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    event = builders.event()
    builders.line(event, person=builders.person("Mila Milić"))
    event = replaced(event)
    page, changes = event.get_absolute_url(), address(event)
    before = cost(page), cost(changes)
    for number, name in enumerate(["Pera Perić", "Vera Verić", "Mira Mirić"], 3):
        builders.line(event, person=builders.person(name))
        builders.person(f"Hidden {name}", visibility="hidden")
        builders.report(event, f"Title {number}", now=at(number))
    assert len(links(client, event)) == 4
    assert (cost(page), cost(changes)) == before
    assert before[1] == 6
