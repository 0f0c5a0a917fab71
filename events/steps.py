"""What can be done with a text of a report: in which status, and by whom.

One table says it for the form, the desk, the tests and docs/editing.md. A status or a step
that nobody has decided about is a KeyError, not a silent yes.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition

Status = Edition.Status

DRAFTS = frozenset({Status.DRAFT, Status.RETURNED})
OPEN = DRAFTS | {Status.SUBMITTED}
COMING = OPEN | {Status.SCHEDULED}
OUT = frozenset({Status.LIVE, Status.REPLACED, Status.WITHDRAWN})
EVERY = frozenset(Status)


class Step(models.TextChoices):
    EDIT = "edit", gettext_lazy("write on")
    HAND_IN = "hand-in", gettext_lazy("hand in")
    SEND_BACK = "send-back", gettext_lazy("send back")
    PUBLISH = "publish", gettext_lazy("publish")
    PUBLISH_ALONE = "publish-alone", gettext_lazy("publish without a second reader")
    MOVE = "move", gettext_lazy("move to another time")
    DROP = "drop", gettext_lazy("do not send out")
    APPROVE = "approve", gettext_lazy("approve afterwards")
    DISCARD = "discard", gettext_lazy("discard")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")
    BRING_BACK = "bring-back", gettext_lazy("bring back")
    REOPEN = "reopen", gettext_lazy("open as a new text")
    SHARE = "share", gettext_lazy("show an outsider")
    PREVIEW = "preview", gettext_lazy("preview")
    COMPARE = "compare", gettext_lazy("compare")


@dataclass(frozen=True)
class Rule:
    statuses: frozenset
    permission: str


WRITE, PUBLISH, READ = "events.change_report", "events.publish_edition", "events.view_report"

RULES = {
    Step.EDIT: Rule(OPEN, WRITE),
    Step.HAND_IN: Rule(DRAFTS, WRITE),
    Step.SEND_BACK: Rule(frozenset({Status.SUBMITTED}), PUBLISH),
    Step.PUBLISH: Rule(frozenset({Status.SUBMITTED}), PUBLISH),
    Step.PUBLISH_ALONE: Rule(OPEN, PUBLISH),
    Step.MOVE: Rule(frozenset({Status.SCHEDULED}), PUBLISH),
    Step.DROP: Rule(frozenset({Status.SCHEDULED}), PUBLISH),
    Step.APPROVE: Rule(OUT | {Status.SCHEDULED}, PUBLISH),
    Step.DISCARD: Rule(DRAFTS, WRITE),
    Step.WITHDRAW: Rule(frozenset({Status.LIVE}), PUBLISH),
    Step.BRING_BACK: Rule(frozenset({Status.WITHDRAWN}), PUBLISH),
    Step.REOPEN: Rule(OUT, WRITE),
    Step.SHARE: Rule(COMING, WRITE),
    Step.PREVIEW: Rule(EVERY, READ),
    Step.COMPARE: Rule(EVERY, READ),
}


def may(step, edition, user, now=None):
    """Say whether a user may take a step with a text; costs up to four queries.

    Who may not open what is limited to others may take none with it.
    """
    return not refusal(step, edition, user, now)


def refusal(step, edition, user, now=None):
    """Return in a sentence why a user may not take a step with a text; "" if they may."""
    rule = RULES[Step(step)]
    if not user.has_perm(rule.permission):
        return _("Your account may not do that.")
    if not Edition.objects.open_to(user, now).filter(pk=edition.pk).exists():
        return _("This is limited to others.")
    status = edition.status(now)
    if status not in _statuses(step, rule):
        return _("This cannot be done with a text that is “%(status)s”.") % {"status": status.label}
    return _second_reader(step, edition, user) or _one_open(step, edition)


def _statuses(step, rule):
    """A one-person office publishes what was never handed in."""
    return OPEN if step == Step.PUBLISH and settings.ONE_PERSON_OFFICE else rule.statuses


def _second_reader(step, edition, user):
    if step == Step.PUBLISH and edition.submitted_by_id == user.pk:
        if not settings.ONE_PERSON_OFFICE:
            return _("You handed this in yourself: somebody else publishes it.")
    elif step == Step.PUBLISH_ALONE and settings.ONE_PERSON_OFFICE:
        return _("In a one-person office no reason is needed: publish it.")
    elif step == Step.APPROVE:
        if not edition.is_unread():
            return _("A second reader has seen this.")
        if user.pk in (edition.published_by_id, edition.submitted_by_id):
            return _("You sent this out yourself: somebody else approves it.")
    return ""


def _one_open(step, edition):
    if step == Step.REOPEN and edition.report.open_edition():
        return _("A newer text is being written already: open that one.")
    return ""
