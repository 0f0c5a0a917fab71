import copy
import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.corrections import Search, Spelling, mend
from events.models import Edition, Update
from people.models import Person
from portal import history
from portal.models import Version
from tests import builders
from tests.events.clock import LONG_AGO, updated
from tests.staff import staff

pytestmark = pytest.mark.django_db

OLD, NEW = "Vladmir Berg", "Vladimir Berg"
NOTE = "The spelling of a name was corrected."


@pytest.fixture
def editor():
    return staff("Editor", "ed")


@pytest.fixture(scope="module")
def made(kept):
    """Return a public event in which the old spelling stands in every place that there is."""
    vladimir = builders.person(NEW)
    event = builders.event()
    builders.line(event, person=vladimir, printed_name=OLD, note=f"For {OLD}.")
    builders.document(event, f"Talk of {OLD}")
    builders.photo(event, alternative_text=f"{OLD} at a desk", caption=f"{OLD}, left", credit=OLD)
    with history.change(event, by=None, now=LONG_AGO):
        event.sessions.create(title=f"Opening by {OLD}")
    return event, vladimir


@pytest.fixture
def event(made):
    return copy.deepcopy(made[0])


@pytest.fixture
def vladimir(made):
    return copy.deepcopy(made[1])


def search(record, user, old=OLD, new=NEW, now=None):
    return Search(record, Spelling(old, new), user, now)


def mend_all(record, user, *, keep=True, old=OLD, new=NEW):
    found = search(record, user, old, new)
    keys = {key for sheet in found.sheets for key in sheet.keys}
    return mend(found, keys, by=user, note=NOTE, keep=keep)


def found_in(record, user, **spelling):
    return [
        (sheet.kind, spot.column, spot.hit.old, spot.ticked)
        for sheet in search(record, user, **spelling).sheets
        for spot in sheet.spots
    ]


def test_every_place_is_found(editor, event, vladimir):
    builders.report(event, f"{OLD} said", lead=OLD, body=f"<p>{OLD}</p>", credits=OLD)
    assert found_in(vladimir, editor) == [
        ("event", "printed_name", OLD, True),
        ("event", "note", OLD, True),
        ("event", "title", OLD, True),
        ("event", "title", OLD, True),
        ("event", "alternative_text", OLD, True),
        ("event", "caption", OLD, True),
        ("event", "credit", OLD, True),
        ("live", "title", OLD, True),
        ("live", "lead", OLD, True),
        ("live", "body", OLD, True),
        ("live", "credits", OLD, True),
    ]


def test_facts_are_mended_small_and_last_updated_stays(editor, event, vladimir):
    before = updated(event, timezone.now())
    mend_all(vladimir, editor)
    line = event.participations.get()
    assert (line.printed_name, line.note, line.named) == (NEW, f"For {NEW}.", True)
    assert event.documents.get().title == f"Talk of {NEW}"
    assert event.sessions.get().title == f"Opening by {NEW}"
    photo = event.photos.get()
    told = [photo.alternative_text, photo.caption, photo.credit]
    assert told == [f"{NEW} at a desk", f"{NEW}, left", NEW]
    newest = Update.objects.filter(event=event).first()
    assert (newest.note, newest.minor, newest.by) == (NOTE, True, editor)
    assert updated(event, timezone.now()) == before


def test_public_text_goes_out_again_small_and_waits_for_a_second_reader(editor, event, vladimir):
    first = builders.report(
        event, f"{OLD} said", lead="Much.", body=f"<p>{OLD} and <em>{OLD}</em></p>", credits=OLD
    )
    before = updated(event, timezone.now())
    assert mend_all(vladimir, editor) == 1
    live = Edition.objects.public().get()
    assert (live.title, live.lead, live.credits) == (f"{NEW} said", "Much.", NEW)
    assert live.body == f"<p>{NEW} and <em>{NEW}</em></p>"
    assert (live.published_by, live.approved_by) == (editor, None)
    assert list(Edition.objects.unread()) == [live]
    assert Edition.objects.get(pk=first.pk).title == f"{OLD} said"
    update = live.updates.get()
    assert (update.note, update.minor) == (NOTE, True)
    assert updated(event, timezone.now()) == before


def test_in_a_one_person_office_nobody_is_waited_for(editor, event, vladimir, settings):
    settings.ONE_PERSON_OFFICE = True
    builders.report(event, OLD)
    mend_all(vladimir, editor)
    assert Edition.objects.public().get().approved_by == editor
    assert not Edition.objects.unread().exists()


def test_draft_is_changed_in_place_and_the_public_text_too(editor, event, vladimir):
    builders.report(event, OLD)
    draft = builders.report(event, f"New: {OLD}", published=False)
    mend_all(vladimir, editor)
    draft.refresh_from_db()
    assert (draft.title, draft.state, draft.publish_at) == (f"New: {NEW}", "draft", None)
    assert Edition.objects.public().get().title == NEW
    assert Edition.objects.count() == 3
    assert "vladimir" in draft.folded


def test_reports_in_every_language_are_mended(editor, event, vladimir):
    builders.report(event, OLD)
    builders.report(event, f"Govorio je {OLD}", language="sr-latn")
    assert mend_all(vladimir, editor) == 2
    assert sorted(Edition.objects.public().values_list("title", flat=True)) == [
        f"Govorio je {NEW}",
        NEW,
    ]


def test_text_that_waits_for_its_time_is_shown_and_stays(editor, event, vladimir):
    builders.report(event, "First")
    waiting = builders.report(event, OLD, published=False)
    waiting.publish(by=None, at=timezone.now() + datetime.timedelta(days=1))
    sheet = search(vladimir, editor).sheets[-1]
    assert (sheet.kind, sheet.frozen, sheet.keys) == ("scheduled", True, [])
    mend(search(vladimir, editor), {sheet.spots[0].key}, by=editor, note=NOTE)
    waiting.refresh_from_db()
    assert (waiting.title, waiting.is_open()) == (OLD, False)


def test_replaced_words_are_history_and_not_found(editor, event, vladimir):
    builders.report(event, OLD)
    builders.report(event, "Replaced", now=LONG_AGO + datetime.timedelta(hours=1))
    assert "live" not in {kind for kind, *_rest in found_in(vladimir, editor)}


def test_what_is_limited_to_others_is_neither_shown_nor_touched(editor, event, vladimir):
    builders.report(event, OLD)
    draft = builders.report(event, f"Secret of {OLD}", published=False)
    other = builders.event(f"Hidden {OLD}", public=False)
    builders.line(other, person=vladimir, printed_name=OLD)
    colleague = staff("Author", "ana")
    for limited in (event, other):
        limited.colleagues.add(colleague)
    titles = [sheet.title for sheet in search(vladimir, editor).sheets]
    assert titles == ["Workshop on roads", f"{OLD} (report in English)"]
    mend_all(vladimir, editor)
    draft.refresh_from_db()
    assert draft.title == f"Secret of {OLD}"
    assert other.participations.get().printed_name == OLD


def test_what_may_be_somebody_else_is_not_ticked(editor, event, vladimir):
    namesake = builders.person("Vladimir Bergman")
    builders.line(event, person=namesake, printed_name=OLD)
    elsewhere = builders.event("Elsewhere")
    builders.report(elsewhere, f"Another {OLD}")
    builders.report(event, f"Vladmira Berga, {OLD}")
    found = search(vladimir, editor)
    doubts = [spot.doubt for sheet in found.sheets for spot in sheet.spots if not spot.ticked]
    assert sorted(doubts) == [
        "A longer form: is it the same name?",
        "Not in the list of this event: is it the same?",
        "This is a line of somebody else.",
    ]
    mend(found, found.ticked, by=editor, note=NOTE)
    titles = sorted(Edition.objects.public().values_list("title", flat=True))
    assert titles == [f"Another {OLD}", f"Vladmira Berga, {NEW}"]


def test_old_spelling_is_kept_so_that_it_is_found(editor, event, vladimir):
    mend_all(vladimir, editor)
    assert list(vladimir.names.values_list("name", "kind")) == [(OLD, "misspelling")]
    assert list(Person.objects.matching("vladmir berg")) == [vladimir]
    assert found_in(vladimir, editor) == []
    mend_all(vladimir, editor)
    assert vladimir.names.count() == 1


def test_old_spelling_can_be_let_go(editor, event, vladimir):
    mend_all(vladimir, editor, keep=False)
    assert not vladimir.names.exists()


def test_names_of_the_person_are_mended(editor):
    person = builders.person(
        OLD, given_name="Vladmir", family_name="Berg", biography=f"<p>{OLD}</p>"
    )
    with history.change(person, by=None):
        person.names.create(name=f"Dr {OLD}")
        person.names.create(name=f"{OLD}, jr", kind="misspelling")
    mend_all(person, editor)
    person.refresh_from_db()
    assert (person.name, person.biography) == (NEW, f"<p>{NEW}</p>")
    assert sorted(person.names.values_list("name", "kind")) == [
        (f"Dr {NEW}", "alias"),
        (OLD, "misspelling"),
        (f"{OLD}, jr", "misspelling"),
    ]
    version = Version.objects.filter(kind="people.person").first()
    assert (version.by, version.reason) == (editor, NOTE)


def test_institution_is_corrected_like_a_person(editor):
    body = builders.organisation("Ministry of Intrior", about="<p>The Ministry of Intrior.</p>")
    event = builders.event()
    builders.line(event, organisation=body, position="Head, Ministry of Intrior")
    builders.report(event, "With the MINISTRY OF INTRIOR")
    spelling = {"old": "Ministry of Intrior", "new": "Ministry of the Interior"}
    mend_all(body, editor, **spelling)
    body.refresh_from_db()
    assert (body.official_name, body.about) == (
        "Ministry of the Interior",
        "<p>The Ministry of the Interior.</p>",
    )
    assert (str(body), body.slug) == ("Ministry of the Interior", "ministry-of-intrior")
    assert event.participations.get().position == "Head, Ministry of the Interior"
    assert Edition.objects.public().get().title == "With the MINISTRY OF THE INTERIOR"


def test_nothing_is_saved_when_one_place_fails(editor, event, vladimir):
    builders.report(event, OLD)
    long = builders.report(builders.event("Long"), "x" * 287 + f" {OLD}", published=False)
    new = "Vladimir Karl Berg"
    versions = Version.objects.count()
    with pytest.raises(ValidationError):
        mend_all(vladimir, editor, new=new)
    assert event.participations.get().printed_name == OLD
    assert Edition.objects.public().get().title == OLD
    assert Edition.objects.get(pk=long.pk).title.endswith(OLD)
    assert (vladimir.names.count(), Version.objects.count()) == (0, versions)


def test_finding_is_told_from_any_other_by_what_changed(editor, event, vladimir):
    seen = search(vladimir, editor).seen
    assert search(vladimir, editor).seen == seen
    assert search(vladimir, editor, new="Vladimir Bergh").seen != seen
    with history.change(event, by=None):
        event.topics.create(name="Roads", slug="roads")
    assert search(vladimir, editor).seen != seen


def test_more_than_a_form_can_send_is_left_for_another_round(editor, event, vladimir):
    other = builders.event("Much")
    builders.report(other, "Much", body=f"<p>{f'{OLD} ' * 600}</p>")
    found = search(vladimir, editor)
    of_event, of_text = (len(sheet.spots) for sheet in found.sheets)
    assert (found.is_cut, of_event + of_text) == (True, 500)
    mend_all(vladimir, editor)
    rest = search(vladimir, editor)
    assert (rest.is_cut, [len(sheet.spots) for sheet in rest.sheets]) == (False, [100 + of_event])


def test_search_costs_the_same_for_one_event_and_for_three(editor, event, vladimir):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert search(vladimir, editor).sheets
        return len(queries)

    builders.report(event, OLD)
    one = cost()
    for number in range(2):
        more = builders.event(f"Number {number}")
        builders.line(more, person=vladimir, printed_name=OLD)
        builders.report(more, OLD)
        builders.document(more, OLD)
    assert (one, cost()) == (12, 12)


def test_no_more_is_read_than_a_form_can_send(editor, vladimir):
    for number in range(5):
        builders.report(builders.event(f"Number {number}"), "Roads", lead=f"{OLD} " * 300)

    def read(at_once):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("events.corrections.search.AT_ONCE", at_once)
            with CaptureQueriesContext(connection) as queries:
                found = search(vladimir, editor)
                assert [len(sheet.spots) for sheet in found.sheets] == [7, 300, 193]
        return len([q for q in queries if '"events_edition"."body"' in q["sql"].split("WHERE")[0]])

    assert (read(1), read(100)) == (2, 1)


HOSTILE = ["(a+)+$", "%_%", "\\", "<b>Ana</b>", "' OR 1=1 --", "Ana\x00Anić", "é" * 200, "…"]


@pytest.mark.parametrize("old", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_spelling_finds_only_itself(editor, event, vladimir, old):
    builders.report(event, "Title", lead="Ana", body="<p><strong>Ana</strong> aaaaaaaa</p>")
    assert found_in(vladimir, editor, old=old) == []


def test_hostile_spelling_stays_text(editor, event, vladimir):
    builders.report(event, "Title", body=f"<p>{OLD}</p>")
    mend_all(vladimir, editor, new='<img src=x onerror="alert(1)"> Berg')
    assert Edition.objects.public().get().body == (
        '<p>&lt;img src=x onerror="alert(1)"&gt; Berg</p>'
    )
