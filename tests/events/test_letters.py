import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event, Remark, Request
from portal import dates, history
from portal.models import Letter, MailWishes
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)


def person(role, name, **fields):
    user = staff(role, name)
    user.email = f"{name}@ministry.example"
    for field, value in fields.items():
        setattr(user, field, value)
    user.save()
    return user


def written(by, event=None, title="What was said"):
    event = event or builders.event(public=False)
    edition = Edition(report=event.reports.create(), title=title)
    with history.change(edition, by=by):
        edition.save()
    return edition


def told():
    """Return to whom something was written, and what, since the last time it was asked."""
    letters = [(letter.to.split("@")[0], letter.subject) for letter in Letter.objects.all()[::-1]]
    Letter.objects.all().delete()
    return letters


def limit(event, *colleagues):
    with history.change(event, by=None):
        event.colleagues.set(colleagues)


def test_handing_in_tells_those_who_may_publish_but_not_who_did_it():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    person("Editor", "gone", is_active=False)
    person("Editor", "silent", email="")
    person("Author", "other")
    person("Data protection officer", "officer")
    deaf = person("Editor", "deaf")
    MailWishes.objects.create(user=deaf, waiting=False)
    written(author).hand_in(by=author)
    [letter] = Letter.objects.all()
    assert letter.to == "mila@ministry.example"
    assert told() == [("mila", "Waits for a second reader: What was said")]
    written(editor, builders.event("Another", public=False)).hand_in(by=editor)
    assert told() == []


def test_letter_leads_to_the_form_by_the_sites_own_address(settings):
    settings.SITE_URL = "https://portal.example"
    author = person("Author", "ana", first_name="Ana", last_name="Anić")
    person("Editor", "mila")
    edition = written(author)
    edition.hand_in(by=author)
    path = reverse("admin:events_report_change", args=[edition.report_id])
    body = Letter.objects.get().body
    assert f"\nhttps://portal.example{path}\n" in body
    assert body.startswith("Ana Anić handed in a report.")
    assert "https://portal.example/admin/my-mail/" in body


def test_sending_back_tells_who_wrote_and_who_handed_in_with_the_remark():
    wrote, handed, editor = person("Author", "ana"), person("Author", "iva"), person("Editor", "m")
    edition = written(wrote)
    edition.hand_in(by=handed)
    told()
    edition.send_back(by=editor, remark="Name the town.\nAnd the day.")
    letters = Letter.objects.order_by("to")
    assert [letter.to for letter in letters] == ["ana@ministry.example", "iva@ministry.example"]
    assert "> Name the town.\n> And the day." in letters[0].body


def test_author_without_a_role_any_more_hears_nothing_of_what_they_wrote():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    edition = written(author)
    edition.hand_in(by=author)
    told()
    author.groups.clear()
    edition.send_back(by=editor, remark="Who said that?")
    edition.hand_in(by=editor)
    edition.publish(by=editor)
    assert told() == []


def test_publishing_tells_the_authors_since_when():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    edition = written(author)
    edition.hand_in(by=author)
    told()
    edition.publish(by=editor, now=datetime.datetime(2026, 7, 1, 10, 0, tzinfo=datetime.UTC))
    [letter] = Letter.objects.all()
    assert letter.to == "ana@ministry.example"
    assert "public since July 1, 2026, 12:00 (Europe/Belgrade)" in letter.body


@pytest.mark.parametrize(
    ("of_the_report", "words"),
    [
        (False, "The report goes out with the event, which is not public yet."),
        (True, "The report is withdrawn: bring it back."),
    ],
)
def test_publishing_what_is_withdrawn_tells_the_authors_what_it_waits_for(of_the_report, words):
    author, editor = person("Author", "ana"), person("Editor", "mila")
    event = builders.event()
    report = builders.report(event).report
    event.withdraw(by=None, reason="Wrong", report=report if of_the_report else None)
    for title, at in (("Better", None), ("Best", NOW + datetime.timedelta(days=2))):
        edition = Edition(report=report, title=title)
        with history.change(edition, by=author):
            edition.save()
        edition.publish(by=editor, at=at)
    later, now = Letter.objects.order_by("-pk")
    assert (now.subject, now.body.splitlines()[0]) == ("Published, but not public: Better", words)
    assert later.subject == "Goes out: Best"
    assert later.body.splitlines()[0].endswith(f" (Europe/Belgrade). {words}")


def test_another_report_that_is_withdrawn_keeps_none_back():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    event = builders.event()
    other = builders.report(event, language="sr").report
    event.withdraw(by=None, reason="Wrong", report=other)
    written(author, event).publish(by=editor)
    assert told() == [("ana", "Public: What was said")]


def test_scheduling_tells_the_authors_when_it_goes_out():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    edition = written(author)
    edition.hand_in(by=author)
    told()
    edition.publish(by=editor, at=NOW + datetime.timedelta(days=2), now=NOW)
    [letter] = Letter.objects.all()
    assert letter.subject == "Goes out: What was said"
    assert "goes out on" in letter.body


def test_who_sent_a_text_back_is_no_author_of_it():
    author, editor, second = person("Author", "ana"), person("Editor", "m"), person("Editor", "s")
    edition = written(author)
    edition.hand_in(by=author)
    edition.send_back(by=editor, remark="Name the town.")
    edition.hand_in(by=author)
    told()
    edition.publish(by=second)
    assert told() == [("ana", "Public: What was said")]


def test_who_publishes_their_own_text_gets_no_letter():
    editor = person("Editor", "mila")
    written(editor).publish(by=editor, alone="Nobody else is here.")
    assert told() == []


def test_nothing_of_a_limited_draft_is_written_to_others():
    author, inside = person("Author", "ana"), person("Editor", "inside")
    person("Editor", "outside")
    handed = person("Author", "handed")
    edition = written(author)
    limit(edition.report.event, author, inside)
    edition.hand_in(by=handed)
    assert told() == [("inside", "Waits for a second reader: What was said")]
    edition.send_back(by=inside, remark="Mend it.")
    assert told() == [("ana", "Sent back: What was said")]
    Remark.objects.propose(Event.objects.get(), "Another day.", by=author)
    assert told() == [("inside", "A change is proposed: Workshop on roads")]


def test_proposal_tells_those_who_may_change_a_public_event():
    author = person("Author", "ana")
    for role, name in (("Editor", "e"), ("Data protection officer", "d"), ("Administrator", "a")):
        person(role, name)
    event = builders.event()
    remark = Remark.objects.propose(event, "It was the 2nd.", by=author)
    assert (remark.text, remark.by, remark.report) == ("It was the 2nd.", author, None)
    assert {name for name, _subject in told()} == {"e", "d", "a"}


def test_proposal_about_a_public_event_reaches_all_whoever_its_drafts_are_limited_to():
    author = person("Author", "ana")
    person("Editor", "outside")
    event = builders.event()
    limit(event, author)
    event.refresh_from_db()
    Remark.objects.propose(event, "It was the 2nd.", by=author)
    assert told() == [("outside", "A change is proposed: Workshop on roads")]


def test_hostile_title_and_remark_stay_words():
    author, editor = person("Author", "ana"), person("Editor", "mila")
    edition = written(author, title="Title\r\nBcc: all@ministry.example")
    edition.hand_in(by=author)
    [(_to, subject)] = told()
    assert subject == "Waits for a second reader: Title Bcc: all@ministry.example"
    edition.send_back(by=editor, remark="Mend\r\n.\r\n\r\nhttps://evil.example")
    assert "> Mend\n> .\n>\n> https://evil.example" in Letter.objects.get().body


def test_letters_of_a_step_that_is_refused_are_not_kept():
    author = person("Author", "ana")
    person("Editor", "mila")
    edition = written(author)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edition.hand_in(by=author)
        assert Letter.objects.count() == 1
        raise ZeroDivisionError
    assert Letter.objects.count() == 0


def test_letters_cost_the_same_for_one_reader_and_for_three(django_assert_num_queries):
    author = person("Author", "ana")
    person("Editor", "one")
    first = written(author)
    with django_assert_num_queries(21):
        first.hand_in(by=author)
    person("Editor", "two")
    person("Editor", "three")
    second = written(author, builders.event("Another", public=False))
    with django_assert_num_queries(21):
        second.hand_in(by=author)


def ask(client, mail="ana@home.example", **fields):
    sent = {"wish": "hide", "name": "Ana Anić", "mail": mail, "words": "Please."} | fields
    assert client.post(reverse("requests:ask"), sent).status_code == 302


def test_who_asks_something_has_a_receipt_with_its_number_and_day(client, settings):
    settings.SITE_NAME, settings.SITE_CONTACT = "The Record", "portal@office.example"
    ask(client)
    request, letter = Request.objects.get(), Letter.objects.get()
    day = dates.day(timezone.localdate(request.received_at + datetime.timedelta(days=30)))
    assert (letter.to, letter.subject) == (
        "ana@home.example",
        f"Your request {request.pk} has come",
    )
    assert letter.body == (
        f"Your request has come to The Record. It has the number {request.pk}.\n"
        f"The answer comes to this address by {day}.\n"
        "If none comes, write to portal@office.example.\n"
        "If you asked for nothing, somebody else gave your address: there is nothing to do.\n"
    )


def test_receipt_names_who_answers_once_the_record_is_closed(client, settings):
    settings.SITE_CONTACT = "portal@office.example"
    settings.CLOSED = datetime.date(2026, 1, 31)
    settings.CLOSED_CONTACT = "the State Archive"
    ask(client)
    assert "If none comes, write to the State Archive.\n" in Letter.objects.get().body
    page = client.get(reverse("requests:sent")).text
    assert "If no answer comes, write to the State Archive." in page
    assert "write to <a" not in page


def test_receipt_carries_nothing_that_was_typed_and_comes_once_a_day(client):
    ask(client, name="Buy now", words="https://spam.example")
    ask(client, mail="ANA@home.example", words="https://spam.example/2")
    letter = Letter.objects.get()
    assert Request.objects.count() == 2
    assert ("Buy" in letter.body, "spam" in letter.body + letter.subject) == (False, False)
    Request.objects.update(received_at=NOW - datetime.timedelta(days=2))
    ask(client, words="Again.")
    assert Letter.objects.count() == 2
