"""Every status × step × role is decided here in plain data: a new one fails until it is, too."""

import copy
import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from events import steps
from events.models import Edition, Withdrawal
from events.steps import Step
from portal import history, roles
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db

Status = Edition.Status

# Who may take a step with a text of a status. The letters are told in WHO.
TABLE = """
              draft submitted returned scheduled live replaced withdrawn
edit          w     w         w        -         -    -        -
hand-in       w     -         w        -         -    -        -
send-back     -     p         -        -         -    -        -
publish       -     o         -        -         -    -        -
publish-alone p     p         p        -         -    -        -
move          -     -         -        p         -    -        -
drop          -     -         -        p         -    -        -
approve       -     -         -        o         o    o        o
discard       w     -         w        -         -    -        -
withdraw      -     -         -        -         p    -        -
bring-back    -     -         -        -         -    -        p
reopen        -     -         -        -         w    w        w
share         w     w         w        w         -    -        -
preview       r     r         r        r         r    r        r
compare       r     r         r        r         r    r        r
"""
# What a one-person office does otherwise.
OFFICE = """
              draft submitted returned scheduled live replaced withdrawn
publish       p     p         p        -         -    -        -
publish-alone -     -         -        -         -    -        -
"""
EVERYBODY = {"Author", "Editor", "Data protection officer", "Administrator"}
WHO = {
    "-": set(),
    "r": EVERYBODY,
    "w": {"Author", "Editor", "Administrator"},
    "p": {"Editor", "Administrator"},
    # The same, but not who handed it in or sent it out.
    "o": {"Editor", "Administrator"},
}
OTHERS_ONLY = {"o"}

LATER = timezone.now() + datetime.timedelta(days=1)


def table(text):
    """Return the letter for each step and status of a table."""
    head, *rows = text.strip().splitlines()
    found = {}
    for row in rows:
        step, *letters = row.split()
        found |= {
            (step, status): letter for status, letter in zip(head.split(), letters, strict=True)
        }
    return found


def expected(role, *, own, office):
    letters = table(TABLE) | (table(OFFICE) if office else {})
    return {
        key
        for key, letter in letters.items()
        if role in WHO[letter] and not (own and letter in OTHERS_ONLY)
    }


def texts(by):
    """Return a text in each status, handed in and sent out by somebody."""
    return {status: text_in(status, by) for status in Status}


def text_in(status, by, alone="Nobody else was in the house."):
    event = builders.event(f"Event with a text that is {status}")
    text = builders.report(event, "First", lead="Much.", body="<p>Much.</p>", published=False)
    if status != Status.DRAFT:
        text.hand_in(by=by)
    match status:
        case Status.RETURNED:
            text.send_back(by=by, remark="Mend it.")
        case Status.SCHEDULED:
            text.publish(by=by, alone=alone, at=LATER)
        case Status.LIVE | Status.REPLACED | Status.WITHDRAWN:
            text.publish(by=by, alone=alone)
    if status == Status.REPLACED:
        builders.report(event, "Second", published=False).publish(by=by)
    if status == Status.WITHDRAWN:
        with history.change(event, by=by):
            Withdrawal.objects.create(event=event, report=text.report, reason="It was wrong.")
    return text


def allowed(user, found):
    return {
        (str(step), str(status))
        for status, text in found.items()
        for step, reason in steps.refusals(text, user).items()
        if not reason
    }


def test_every_step_status_and_role_is_decided_here():
    decided = table(TABLE)
    assert {step for step, _status in decided} == set(Step.values)
    assert {status for _step, status in decided} == set(Status.values)
    assert set(roles.NAMES) == EVERYBODY


@pytest.fixture(scope="module")
def people(kept):
    """Return somebody whose role changes, and a colleague."""
    return staff("Author"), staff("Editor", "colleague")


@pytest.fixture(scope="module")
def own(people):
    return texts(people[0])


@pytest.fixture(scope="module")
def others(people):
    return texts(people[1])


def test_texts_are_in_the_status_that_they_stand_for(others):
    assert {s: t.status() for s, t in others.items()} == {s: s for s in Status}


def in_role(user, role):
    """Return the user in one role alone, as a new request would read them."""
    user.groups.set(Group.objects.filter(name=role))
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("office", [False, True], ids=["two readers", "one-person office"])
def test_step_is_open_to_whom_the_table_says(office, settings, people, own, others):
    settings.ONE_PERSON_OFFICE = office
    for is_own, found in [(True, own), (False, others)]:
        for role in roles.NAMES:
            who = in_role(people[0], role)
            assert allowed(who, found) == expected(role, own=is_own, office=office), (role, is_own)


def test_nobody_takes_a_step_with_a_text_limited_to_others_until_it_is_public(people, others):
    (user, colleague), found = people, copy.deepcopy(others)
    for text in found.values():
        with history.change(text.report.event, by=None):
            text.report.event.colleagues.add(colleague)
    for role in roles.NAMES:
        assert {status for _step, status in allowed(in_role(user, role), found)} == {"live"}


def test_one_step_is_asked_for_like_all_of_them():
    user, text = staff("Editor"), text_in(Status.SUBMITTED, staff("Author"))
    refused = steps.refusals(text, user)
    assert {step: steps.refusal(step, text, user) for step in Step} == refused
    assert {step for step in Step if steps.may(step, text, user)} == {
        step for step, reason in refused.items() if not reason
    }


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.LIVE])
def test_what_a_second_reader_published_is_approved_by_nobody_again(status):
    text = text_in(status, staff("Editor", "colleague"), alone="")
    assert not steps.may(Step.APPROVE, text, staff())


def test_replaced_text_is_opened_anew_only_while_no_other_is_written():
    user = staff()
    text = text_in(Status.REPLACED, staff("Editor", "colleague"))
    assert steps.may(Step.REOPEN, text, user)
    builders.report(text.report.event, "Third", published=False)
    assert not steps.may(Step.REOPEN, text, user)


def test_account_without_a_role_takes_no_step(others):
    user = staff("Author", "nobody")
    user.groups.clear()
    assert allowed(user, others) == set()
