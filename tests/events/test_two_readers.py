"""Two of the staff who press a button of the same report at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from events.models import Edition, Remark, Update, Withdrawal
from events.steps import Step, begin, take
from portal import history
from portal.models import Version
from tests import builders
from tests.portal.test_one_writer import meet
from tests.staff import staff

pytestmark = pytest.mark.django_db(transaction=True)


def presser(step, edition, by, **how):
    """Return work that takes a step with a text as it was read before the other came."""
    read = Edition.objects.get(pk=edition.pk)

    def work(writer):
        take(step, read, by=by, **how)
        writer.inside.set()

    return work


def first(step, edition, by, **how):
    """Return work that takes a step and stays inside the door until the other waits."""
    read = Edition.objects.get(pk=edition.pk)

    def work(writer):
        with history.change(read, by=by):
            take(step, read, by=by, **how)
            writer.stay()

    return work


def handed_in():
    said = {"lead": "Much.", "body": "<p>Much.</p>"}
    edition = builders.report(builders.event(public=False), published=False, **said)
    edition.hand_in(by=staff("Author"))
    return edition


def test_of_two_who_publish_the_second_is_told_and_it_goes_out_once():
    edition, one, other = handed_in(), staff("Editor"), staff("Editor", "other")
    errors = meet(
        first(Step.PUBLISH, edition, one),
        presser(Step.PUBLISH, edition, other, note="Again."),
    )
    assert errors[0] is None
    assert isinstance(errors[1], ValidationError)
    assert errors[1].messages == ["This cannot be done with a text that is “public”."]
    edition.refresh_from_db()
    assert edition.published_by == one
    assert [update.note for update in Update.objects.all()] == ["First published."]


def test_text_that_is_sent_back_is_not_published_by_another():
    edition, one, other = handed_in(), staff("Editor"), staff("Editor", "other")
    before = Version.objects.count()
    errors = meet(
        first(Step.SEND_BACK, edition, one, remark="Mend it."),
        presser(Step.PUBLISH, edition, other),
    )
    assert errors[0] is None
    assert errors[1].messages == ["This cannot be done with a text that is “sent back”."]
    assert Edition.objects.get().state == "returned"
    assert [remark.text for remark in Remark.objects.all()] == ["Mend it."]
    assert Version.objects.count() == before + 1


def test_report_is_withdrawn_once():
    edition = builders.report(builders.event())
    one, other = staff("Editor"), staff("Editor", "other")

    def withdraw(writer):
        read = Edition.objects.get(pk=edition.pk)
        with history.change(read.report.event, by=one):
            take(Step.WITHDRAW, read, by=one, reason="Wrong figures.")
            writer.stay()

    errors = meet(withdraw, presser(Step.WITHDRAW, edition, other, reason="Wrong names."))
    assert errors[0] is None
    assert errors[1].messages == ["This cannot be done with a text that is “withdrawn”."]
    assert [row.reason for row in Withdrawal.objects.all()] == ["Wrong figures."]


def test_words_are_not_changed_under_a_text_that_got_its_time():
    edition, one, author = handed_in(), staff("Editor"), staff("Author", "other")
    errors = meet(
        first(Step.PUBLISH, edition, one),
        presser(Step.EDIT, edition, author, words={"title": "Other words"}),
    )
    assert errors[0] is None
    assert errors[1].messages == ["This cannot be done with a text that is “public”."]
    assert [edition.title for edition in Edition.objects.all()] == ["What was said"]


def test_of_two_who_begin_a_new_text_the_second_is_told():
    edition = builders.report(builders.event())
    one, other = staff("Author"), staff("Author", "other")

    def start(by, title, stay):
        def work(writer):
            report = Edition.objects.get(pk=edition.pk).report
            with history.change(report, by=by):
                begin(report, {"title": title}, by=by)
                writer.stay() if stay else writer.inside.set()

        return work

    errors = meet(start(one, "One", stay=True), start(other, "Other", stay=False))
    assert errors[0] is None
    assert errors[1].messages == ["Somebody else began a new text meanwhile: open that one."]
    assert sorted(text.title for text in Edition.objects.all()) == ["One", "What was said"]


def test_discarded_text_is_not_handed_in():
    builders.report(builders.event())
    edition = builders.report(Edition.objects.get().report.event, "New", published=False)
    one, other = staff("Author"), staff("Author", "other")

    def discard(writer):
        read = Edition.objects.get(pk=edition.pk)
        with history.change(read.report, by=one):
            take(Step.DISCARD, read, by=one)
            writer.stay()

    errors = meet(discard, presser(Step.HAND_IN, edition, other))
    assert errors[0] is None
    assert errors[1].messages == ["Somebody else discarded this text meanwhile."]
    assert [text.title for text in Edition.objects.all()] == ["What was said"]
