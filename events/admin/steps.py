"""The panel on top of a form: in which state something is, and what can be done next."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Edition, Event, Report
from events.steps import COMING, RULES, Status, Step, event_steps
from portal import dates, names

#: The steps that wait for somebody to take them: the first of these offered is the main one.
NEXT = (Step.PUBLISH, Step.HAND_IN)
#: Those with a place in the panel, in its order.
PLACED = (
    *NEXT,
    Step.SEND_BACK,
    Step.PUBLISH_ALONE,
    Step.MOVE,
    Step.DROP,
    Step.APPROVE,
    Step.WITHDRAW,
    Step.BRING_BACK,
    Step.DISCARD,
)
#: What readers have, or had until it was withdrawn.
READ = (Status.LIVE, Status.WITHDRAWN)


@dataclass
class Offer:
    """A step as a button, with the fields that it asks for."""

    value: str
    label: str
    what: str
    fields: list = field(default_factory=list)
    is_main: bool = False

    @property
    def is_wrong(self):
        return any(bound.errors for bound in self.fields)


@dataclass
class Block:
    """One text in the panel: its state in a word, what is to be known of it, its steps."""

    state: str
    status: str = ""
    of: str = ""
    sentences: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    offers: list = field(default_factory=list)


def panel(report, every, form, user):
    """Return the blocks of the panel, made of every Text; none yet of a report to be added."""
    if report is None:
        return [first_block(form, user)]
    coming = next((text for text in every if text.status in COMING), None)
    out = next((text for text in every if text.status in READ), None)
    blocks = []
    if coming:
        blocks.append(block(coming, form, user, is_public=bool(out)))
    if out:
        blocks.append(block(out, form, user, is_public=True))
        if not coming and form.writes:
            blocks[-1].sentences.append(on_writing_on(report, out.status))
    return blocks


def on_writing_on(report, status):
    """Say what becomes of the words that went out when others are written."""
    if status == Status.WITHDRAWN:
        return _("Change the words below and save: readers see none until it is brought back.")
    if report.event.is_public():
        return _("Change the words below and save: readers keep these until the new are public.")
    return _("Change the words below and save: these stand until the new are published.")


def first_block(form, user):
    may = user.has_perm(RULES[Step.HAND_IN].permission)
    return Block(
        state=_("not saved yet"),
        status="new",
        of=_("This text"),
        sentences=[_("Saved, a text is seen by nobody but staff.")],
        offers=offers([Step.HAND_IN] if may else [], Edition(), form, is_public=False),
    )


def block(text, form, user, *, is_public):
    edition, status = text.edition, text.status
    steps = [step for step in PLACED if step in text.steps]
    if Step.PUBLISH in steps and Step.PUBLISH_ALONE in steps:
        # Who may be the second reader needs no reason.
        steps.remove(Step.PUBLISH_ALONE)
    return Block(
        state=state_of(edition, status),
        status=status.value,
        of=_("What went out") if status in READ else _("This text"),
        sentences=list(sentences(edition, status, user)),
        remarks=list(edition.remarks.open().select_related("by")),
        offers=offers(steps, edition, form, is_public=is_public),
    )


def event_panel(event, form, user):
    """Return the panel of an event, empty where the user has no step to take."""
    return [_event_block(step, event, form) for step in event_steps(event, user)]


def _event_block(step, event, form):
    fields, reasons = [], []
    if step == Step.PUBLISH:
        state, label = _("not public"), _("publish at once")
        what = _("Readers see the event now, also without a report.")
    elif step == Step.WITHDRAW:
        state, label = _("public"), _("withdraw the whole event")
        what = _("Its page, its reports and its people are gone; at its address readers read why.")
        fields = [form["withdrawal"]]
    else:
        state, label = _("withdrawn"), _("bring the event back")
        what = _("Readers see the event again, with all that was public.")
        reasons = [row.reason for row in event.withdrawals.in_force()[:1]]
    offer = Offer(value=step.value, label=capfirst(label), what=what, fields=fields)
    return Block(state=state, of=_("This event"), sentences=reasons, offers=[offer])


def state_of(edition, status):
    """Return the state of a text in words, with the time for one that is still to go out."""
    if status == Status.SCHEDULED:
        return _("goes out on %(moment)s") % {"moment": dates.moment(edition.publish_at)}
    return str(status.label)


def sentences(edition, status, user):
    if edition.submitted_by_id and status == Status.SUBMITTED:
        who = {
            "who": names.colleague(edition.submitted_by),
            "moment": dates.moment(edition.submitted_at),
        }
        yield _("Handed in by %(who)s on %(moment)s.") % who
        if edition.submitted_by_id == user.pk and not settings.ONE_PERSON_OFFICE:
            yield _("You handed this in yourself: somebody else publishes it.")
    if edition.is_unread():
        yield _("Published without a second reader by %(who)s: “%(reason)s”") % {
            "who": names.colleague(edition.published_by),
            "reason": edition.alone_reason,
        }
    if status in (Status.LIVE, Status.SCHEDULED) and not edition.report.event.is_public():
        yield _("Readers see it only when the event is public.")


def versions(every):
    """Return what the list of all texts says of each; only of several is there a list."""
    if len(every) < 2:
        return []
    return [
        {
            "edition": text.edition,
            "state": state_of(text.edition, text.status),
            # When it goes out is said by its state.
            "at": text.status != Status.SCHEDULED
            and (text.edition.publish_at or text.edition.changed_at),
            "by": text.edition.published_by,
            "unread": text.edition.is_unread(),
            "steps": [
                (f"{step.value} {text.edition.pk}", capfirst(label(step)))
                for step in (Step.REOPEN, Step.APPROVE)
                if step in text.steps and text.status not in (*COMING, *READ)
            ],
        }
        for text in every
    ]


def offers(steps, edition, form, *, is_public):
    main = next((step for step in NEXT if step in steps), None)
    return [
        Offer(
            value=f"{step.value} {edition.pk}" if edition.pk else step.value,
            label=capfirst(label(step)),
            what=what(step, edition, is_public=is_public),
            fields=[form[name] for name in asked(form, step, is_public=is_public)],
            is_main=step == main,
        )
        for step in steps
    ]


def asked(form, step, *, is_public):
    """Return the fields of a step; readers are told what changed only where they read already."""
    names = form.ASKED.get(step, {}).values()
    return [name for name in names if is_public or name not in ("note", "minor")]


def label(step):
    if step == Step.PUBLISH and not settings.ONE_PERSON_OFFICE:
        return _("approve and publish")
    return str(step.label)


def what(step, edition, *, is_public):
    """Say in a sentence what a step does."""
    if step == Step.PUBLISH or step == Step.PUBLISH_ALONE:
        at = _("Readers see it at once, or at the time that you give; from then on its words stay.")
        if step == Step.PUBLISH_ALONE:
            return at + " " + _("It stays marked until somebody else approves it.")
        return at
    if step == Step.DISCARD:
        if not is_public:
            return _("The text is thrown away, and the report with it.")
        return _("The text is thrown away; what is public stays.")
    return {
        Step.HAND_IN: _("A second reader is asked to look at it."),
        Step.SEND_BACK: _("It goes back with your remark to be mended."),
        Step.MOVE: _("It goes out at the new time."),
        Step.DROP: _("Its time is dropped; the words can be changed again."),
        Step.APPROVE: _("You say as the second reader that it is right."),
        Step.WITHDRAW: _("Readers no longer see the report; the history of the event says why."),
        Step.BRING_BACK: _("Readers see the report again."),
    }[step]


def done(step, report):
    """Return the level and the sentence of what is said after a step."""
    if step not in (Step.PUBLISH, Step.PUBLISH_ALONE, Step.MOVE):
        return messages.SUCCESS, {
            Step.EDIT: _("Saved."),
            Step.HAND_IN: _("Handed in: a second reader is asked to look at it."),
            Step.SEND_BACK: _("Sent back with your remark."),
            Step.DROP: _("It does not go out; the words can be changed again."),
            Step.APPROVE: _("Approved afterwards."),
            Step.DISCARD: _("The text was discarded."),
            Step.WITHDRAW: _("The report was withdrawn: readers no longer see it."),
            Step.BRING_BACK: _("The report is public again."),
            Step.REOPEN: _("A new text was begun with these words."),
        }[step]
    coming, event = report.coming_edition(), Event.objects.get(pk=report.event_id)
    if coming:
        return messages.SUCCESS, capfirst(state_of(coming, coming.status())) + "."
    if Report.objects.public().filter(pk=report.pk).exists():
        link = _('The report is public: <a href="{}">read it as readers do</a>.')
        return messages.SUCCESS, format_html(link, event.get_absolute_url())
    if event.is_public():
        return messages.WARNING, _("The report is withdrawn: bring it back.")
    return messages.WARNING, _("The report goes out with the event, which is not public yet.")
