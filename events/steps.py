"""What can be done with a text of a report: in which status, and by whom.

One table says it for the form, the desk, the tests and docs/editing.md. A status or a step
that nobody has decided about is a KeyError, not a silent yes.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.checks import errors, findings, unanswered
from events.models import Edition, Event
from portal import history
from portal.models import Site
from portal.prepared import prepared

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


#: The steps that give a text to readers, before which what is odd in it is asked.
PUBLISHING = (Step.PUBLISH, Step.PUBLISH_ALONE)


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
    """Say whether a user may take a step with a text; costs up to five queries.

    Who may not open what is limited to others may take none with it.
    """
    return not refusal(step, edition, user, now)


def refusal(step, edition, user, now=None):
    """Return in a sentence why a user may not take a step with a text; "" if they may."""
    step = Step(step)
    return refusals(edition, user, now, [step])[step]


def refusals(edition, user, now=None, steps=Step):
    """Return for each step why a user may not take it with a text, "" where they may."""
    is_open = edition.pk in _open(edition.report_id, user.pk, now or timezone.now())
    status, coming = edition.status(now), edition.report.coming_edition(now)
    return {step: _reason(step, edition, user, is_open, status, coming) for step in steps}


@prepared
def _open(report, user, now):
    """The texts of a report that one of the staff may read."""
    texts = Edition.objects.open_to(SimpleNamespace(pk=user), now).filter(report=report)
    return texts.order_by().values_list("pk", flat=True)


@dataclass(frozen=True)
class Text:
    """A text of a report with its status and the steps that somebody may take with it."""

    edition: Edition
    status: Status
    steps: list


def texts(report, user, now=None):
    """Return every Text of a report, the newest first; costs four queries."""
    now = now or timezone.now()
    people = "submitted_by", "published_by", "approved_by"
    editions = list(report.editions.select_related(*people).order_by("-sequence"))
    due = [edition for edition in editions if edition.publish_at and edition.publish_at <= now]
    live = max(due, key=lambda edition: (edition.publish_at, edition.sequence), default=None)
    coming = next((edition for edition in editions if edition not in due), None)
    withdrawn = report.withdrawals.in_force(now).exists()
    may_open = set(_open(report.pk, user.pk, now))
    found = []
    for edition in editions:
        if edition in due and edition != live:
            status = Status.REPLACED
        elif edition == live:
            status = Status.WITHDRAWN if withdrawn else Status.LIVE
        else:
            status = Status.SCHEDULED if edition.publish_at else Status(edition.state)
        is_open = edition.pk in may_open
        steps = [s for s in Step if not _reason(s, edition, user, is_open, status, coming)]
        found.append(Text(edition, status, steps))
    return found


def _reason(step, edition, user, is_open, status, coming):
    rule = RULES[step]
    if not user.has_perm(rule.permission):
        return _("Your account may not do that.")
    if not is_open:
        return _("This is limited to others.")
    if status not in _statuses(step, rule):
        return _("This cannot be done with a text that is “%(status)s”.") % {"status": status.label}
    if step == Step.REOPEN and coming:
        if coming.publish_at:
            return _("A newer text has its time to go out: drop that first.")
        return _("A newer text is being written already: open that one.")
    if step == Step.DROP and coming and coming.pk != edition.pk:
        return _("A newer text is being written already: discard that first.")
    return _second_reader(step, edition, user)


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


def event_steps(event, user, now=None):
    """Return what may be done with the whole event as it is stored; three queries."""
    if not user.has_perm(PUBLISH) or event.is_shut_to(user, now):
        return []
    if event.withdrawals.in_force(now).filter(report=None).exists():
        return [Step.BRING_BACK]
    if event.is_public(now):
        return [Step.WITHDRAW]
    now = now or timezone.now()
    is_out = Event.objects.filter(pk=event.pk, public_from__lte=now).exists()
    return [] if is_out else [Step.PUBLISH]


def take_event_step(step, event, *, by, reason="", now=None):
    """Publish an event, withdraw it or bring it back; ValidationError if it may not be.

    Taken inside its door.
    """
    if step not in event_steps(event, by, now):
        raise ValidationError(
            _("This cannot be done: somebody else did it, or your account may not."),
            code="refused",
        )
    if step == Step.PUBLISH:
        event.public_from = history.whole(now or timezone.now())
        event.save(update_fields=["public_from"])
    elif step == Step.WITHDRAW:
        event.withdraw(by=by, reason=reason, now=now)
    else:
        event.bring_back(by=by, now=now)


def take(step, edition, *, by, now=None, **how):
    """Take a step with a text; ValidationError with the reason if it may not be taken.

    `how` goes to the method that takes it. No other writer is let in between the question
    and the step, so of two who press at once the second is told.
    """
    with transaction.atomic():
        Site.objects.hold()
        try:
            edition.refresh_from_db()
        except Edition.DoesNotExist:
            raise gone() from None
        if reason := refusal(step, edition, by, now):
            raise ValidationError(reason, code="refused")
        if reason := _open_questions(step, edition):
            raise ValidationError(reason, code="questions")
        return _TAKEN[step](edition, by=by, now=now, **how)


def _open_questions(step, edition):
    """Return in a sentence what stands in the way of publishing a text; "" if nothing does."""
    if step not in PUBLISHING:
        return ""
    found = findings(edition)
    count = len(errors(found)) + len(unanswered(found))
    words = ngettext(
        "One thing is to be mended or answered under “Before you publish”.",
        "%(count)d things are to be mended or answered under “Before you publish”.",
        count,
    )
    return words % {"count": count} if count else ""


def begin(report, words, *, by, now=None):
    """Begin a text of a report with some words, unless another is under way."""
    with transaction.atomic():
        Site.objects.hold()
        if report.coming_edition(now):
            raise ValidationError(
                _("Somebody else began a new text meanwhile: open that one."), code="coming"
            )
        edition = Edition(report=report)
        edition.write(by=by, words=words, now=now)
        return edition


def gone():
    return ValidationError(_("Somebody else discarded this text meanwhile."), code="gone")


def _reopen(edition, *, by, now=None):
    return begin(edition.report, edition.words, by=by, now=now)


def _withdraw(edition, *, by, reason, now=None):
    return edition.report.event.withdraw(by=by, reason=reason, report=edition.report, now=now)


def _bring_back(edition, *, by, now=None):
    return edition.report.event.bring_back(by=by, report=edition.report, now=now)


_TAKEN = {
    Step.EDIT: Edition.write,
    Step.HAND_IN: Edition.hand_in,
    Step.SEND_BACK: Edition.send_back,
    Step.PUBLISH: Edition.publish,
    Step.PUBLISH_ALONE: Edition.publish,
    Step.MOVE: Edition.move,
    Step.DROP: Edition.drop,
    Step.APPROVE: Edition.approve,
    Step.DISCARD: Edition.discard,
    Step.WITHDRAW: _withdraw,
    Step.BRING_BACK: _bring_back,
    Step.REOPEN: _reopen,
}
