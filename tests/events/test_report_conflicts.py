"""Two who write at the text of one report: the second is told, and keeps what was typed."""

import html

import pytest

from events.models import Edition
from events.rights import covering
from portal.models import SetAside
from tests import builders
from tests.portal.test_conflicts import Editor, kept
from tests.staff import address_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return Editor("one")


@pytest.fixture
def two():
    return Editor("two")


def words(report):
    edition = report.coming_edition()
    return edition.title, edition.lead, edition.credits


def test_second_text_is_kept_and_put_onto_the_first(one, two):
    report = builders.report(builders.event(public=False), published=False).report
    first, second = one.open(report), two.open(report)
    assert one.save(report, first, lead="Theirs", title="Their title").status_code == 302
    aside = kept(two.save(report, second, credits="Mine", title="My title", body="<p>My words</p>"))
    assert words(report) == ("Their title", "Theirs", "")
    page = two.client.get(aside.get_absolute_url())
    assert [(str(b["theirs"].after), b["mine"].after) for b in page.context["both"]] == [
        ("Their title", "My title")
    ]
    edition = report.coming_edition()
    data = {"apply": "1", "seen": f"{edition.pk}:{edition.number}"}
    assert two.client.post(aside.get_absolute_url(), data).status_code == 302
    assert words(report) == ("My title", "Theirs", "Mine")
    assert report.coming_edition().body == "<p>My words</p>"
    assert report.editions.count() == 1
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("published", [False, True])
def test_name_of_who_was_hidden_meanwhile_does_not_come_back_with_a_text(two, published):
    event, ana = builders.event(), builders.person("Ana Anić")
    edition = builders.report(event, body="<p>By Ana Anić.</p>", published=published)
    report = edition.report
    typed = two.open(report)
    covering.hide(ana, by=None, reason="They asked")
    aside = kept(two.save(report, typed, body="<p>By Ana Anić, at noon.</p>"))
    assert two.put(aside, edition).status_code == 302
    assert report.coming_edition().body == "<p>By [name not shown], at noon.</p>"


def test_name_of_who_was_hidden_meanwhile_does_not_come_back_with_facts(two):
    event, ana = builders.event("Visit of Ana Anić"), builders.person("Ana Anić")
    typed = two.open(event)
    covering.hide(ana, by=None, reason="They asked")
    name, note = "Visit of Ana Anić to Niš", "Where Ana Anić went"
    aside = kept(two.save(event, typed, name=name, note=note))
    assert two.put(aside, event).status_code == 302
    event.refresh_from_db()
    assert event.name == "Visit of [name not shown] to Niš"
    assert event.updates.first().note == "Where [name not shown] went"


def test_text_written_while_the_other_published_begins_a_new_one(one, two):
    edition = builders.report(builders.event(public=False), published=False)
    report = edition.report
    second = two.open(report)
    edition.publish(by=None)
    aside = kept(two.save(report, second, lead="Mine"))
    assert Edition.objects.get().lead == ""
    edition.refresh_from_db()
    data = {"apply": "1", "seen": f"{edition.pk}:{edition.number}"}
    assert two.client.post(aside.get_absolute_url(), data).status_code == 302
    assert words(report) == ("What was said", "Mine", "")
    edition.refresh_from_db()
    assert edition.lead == ""


def test_step_is_not_taken_with_words_that_were_not_seen(one, two):
    report = builders.report(builders.event(public=False), published=False).report
    first, second = one.open(report), two.open(report)
    one.save(report, first, lead="Theirs")
    answer = two.client.post(address_of(report), second | {"_step": ["hand-in"]}, follow=True)
    assert "you had changed nothing" in answer.text
    assert Edition.objects.get().state == "draft"
    assert not SetAside.objects.exists()


@pytest.mark.parametrize(
    ("step", "typed", "label"),
    [
        ("send-back", {"remark": "Name the <b> speakers"}, "What is to be mended?"),
        ("publish", {"send_at": "2031-05-04T12:00:00"}, "Goes out on"),
    ],
)
def test_what_was_typed_for_a_step_is_kept_though_no_word_was_changed(step, typed, label):
    editor, second = Editor("one"), Editor("two")
    report = builders.report(builders.event(public=False), published=False).report
    sent = editor.open(report) | {"_step": ["hand-in"]}
    editor.client.post(address_of(report), sent)
    opened = second.open(report)
    editor.save(report, editor.open(report), lead="Theirs")
    answer = second.save(report, opened | {"_step": [step]}, **typed)
    aside = kept(answer)
    (text,) = typed.values()
    assert second.client.get(aside.get_absolute_url()).context["steps"] == [(label, text)]
    edition = Edition.objects.get()
    assert (edition.state, edition.lead) == ("submitted", "Theirs")
    data = {"apply": "1", "seen": f"{edition.pk}:{edition.number}"}
    page = second.client.post(aside.get_absolute_url(), data, follow=True)
    assert f"The step was not taken. “{label}” said: {text}" in [
        str(message) for message in page.context["messages"]
    ]
    assert html.escape(text) in page.text
    assert not SetAside.objects.exists()


def test_number_of_another_report_shows_nothing_of_it(two):
    report = builders.report(builders.event(public=False), published=False).report
    other = builders.report(builders.event("Secret", public=False), "Hidden words", published=False)
    data = two.open(report) | {"opened": [f"{other.pk}:{other.number}"]}
    aside = kept(two.save(report, data, lead="Mine"))
    assert "Hidden words" not in str(aside.data)
    assert "Hidden words" not in two.client.get(aside.get_absolute_url()).text


def test_sentence_for_readers_is_kept_though_nothing_else_was_typed(one, two):
    event = builders.event()
    first, second = one.open(event), two.open(event)
    assert one.save(event, first, attendance_words="sixty", note="Counted").status_code == 302
    aside = kept(two.save(event, second, note="A slip of the pen"))
    assert "A slip of the pen" in two.client.get(aside.get_absolute_url()).text
