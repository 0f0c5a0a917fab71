"""What the plain table of steps says is what the admin does, sent by whoever knows the form."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event, ProofLink, Report, Update, Withdrawal
from events.steps import Step, take
from portal import roles
from tests.nets.test_steps import OTHERS_ONLY, TABLE, WHO, table, texts
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

# Who deletes a whole report by the stock page: nobody one whose words have a time to go out.
DELETE = """
              draft submitted returned scheduled live replaced withdrawn
delete        p     p         p        -         -    -        -
"""
RECORDS = Edition, Report, Event, Update, Withdrawal, ProofLink
SOON = [f"{timezone.localtime() + datetime.timedelta(days=2):%Y-%m-%dT%H:%M}"]
#: What is typed into the fields that a step asks for.
TYPED = {
    Step.SEND_BACK: {"remark": ["Mend it."]},
    Step.PUBLISH: {"send_at": SOON},
    Step.PUBLISH_ALONE: {"alone": ["Nobody else is here."], "send_at": SOON},
    Step.MOVE: {"send_at": SOON},
    Step.WITHDRAW: {"withdrawal": ["The figures were wrong."]},
}
WORDS = {"title": ["Other"], "lead": ["Other."], "body": ["<p>Other.</p>"], "credits": [""]}
#: The steps with an address of their own; all others are buttons of the form.
PAGES = {
    Step.REOPEN: "admin:events_report_reopen",
    Step.SHARE: "admin:events_report_proofs",
    Step.PREVIEW: "admin:events_report_preview",
}


def stored():
    return {
        (model, row["id"]): row for model in RECORDS for row in model.objects.order_by().values()
    }


def send(client, step, text, form):
    """Send what the page of a step sends."""
    if step == Step.COMPARE:
        address = reverse("admin:events_report_compare", args=[text.report_id])
        return client.get(address, {"old": text.sequence, "new": text.sequence})
    if step == Step.PREVIEW:
        return client.get(reverse(PAGES[step], args=[text.report_id, text.sequence]))
    if step in PAGES:
        address = reverse(PAGES[step], args=[text.report_id, text.sequence])
        return client.post(address, {"newest": "0"})
    if step == "delete":
        address = reverse("admin:events_report_delete", args=[text.report_id])
        return client.post(address, {"post": "yes"})
    button = {"_continue": ["1"]} if step == Step.EDIT else {"_step": [f"{step} {text.pk}"]}
    typed = WORDS if step == Step.EDIT else TYPED.get(step, {})
    return client.post(address_of(text), form | typed | button)


def is_done(client, step, text, form, before):
    """Send a step, undo it, and say whether it was taken; one that was not changes nothing."""
    with transaction.atomic():
        response = send(client, step, text, form)
        after = stored()
        transaction.set_rollback(True)
    assert response.status_code in (200, 302, 403), (step, response.status_code)
    if step in (Step.PREVIEW, Step.COMPARE):
        assert after == before
        return response.status_code == 200
    if step == Step.EDIT:
        # New words for what readers have are a new text, and leave the old one as it was.
        after = {key: row for key, row in after.items() if key in before}
    return after != before


def address_of(text):
    return reverse("admin:events_report_change", args=[text.report_id])


@pytest.fixture(scope="module")
def desk(kept):
    """Return who handed in and sent out, a text in each status, and what its form sends.

    The form is that of somebody who may do everything.
    """
    colleague = staff("Editor", "colleague")
    found, client = texts(colleague), Client()
    client.force_login(staff("Administrator", "form-reader"))
    sent = {status: form_of(client.get(address_of(text))) for status, text in found.items()}
    return colleague, found, sent


def taken(client, user, role, found, sent, cells):
    """Return which of some steps with texts of a status somebody in a role can take."""
    user.groups.set(Group.objects.filter(name=role))
    before = stored()
    return {
        (step, status)
        for step, status in cells
        if is_done(client, step, found[status], sent[status], before)
    }


def sent_though_refused(cells):
    """Return for each status one cell of those that nobody may take."""
    return list({status: (step, status) for step, status in cells}.values())


@pytest.mark.parametrize("role", roles.NAMES)
@pytest.mark.usefixtures("undrawn")
def test_admin_takes_a_step_from_whom_the_table_says(client, desk, role):
    _colleague, found, sent = desk
    user = staff("Author")
    client.force_login(user)
    letters = table(TABLE) | table(DELETE)
    closed = [key for key, letter in letters.items() if letter == "-"]
    cells = [key for key in letters if key not in closed] + sent_though_refused(closed)
    assert taken(client, user, role, found, sent, cells) == {
        key for key in cells if role in WHO[letters[key]]
    }


def test_what_nobody_may_is_refused_at_the_door_of_every_page(desk):
    """Form and pages of a step come to this one function; administrators may most."""
    _colleague, found, _sent = desk
    for (step, status), letter in table(TABLE).items():
        if letter == "-":
            before = stored()
            with pytest.raises(ValidationError), transaction.atomic():
                take(Step(step), found[status], by=User.objects.get(username="form-reader"))
            assert stored() == before, (step, status)


@pytest.mark.usefixtures("undrawn")
def test_admin_takes_no_approval_of_their_own_from_anybody(client, desk):
    user, found, sent = desk
    client.force_login(user)
    cells = [key for key, letter in table(TABLE).items() if letter in OTHERS_ONLY]
    assert {step for step, _status in cells} == {"publish", "approve"}
    assert taken(client, user, "Editor", found, sent, cells) == set()
