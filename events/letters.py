"""What is told by mail, in the transaction in which it happens: to staff, and to those who asked
for something about themselves.

Nobody hears of a draft that is limited to others, and nobody of what they did themselves.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import dates, names
from portal.letters import link, write
from portal.models import Version
from portal.prepared import prepared


def waiting(edition):
    """Tell those who may publish that a text waits for a second reader."""
    readers = _staff("waiting", "events.publish_edition").exclude(pk=edition.submitted_by_id)
    _send(
        _able_to_open(readers, edition.report.event),
        _("Waits for a second reader: %(title)s") % {"title": edition.title},
        _("%(who)s handed in a report. Read it, then publish it or send it back with a remark.")
        % {"who": names.colleague(edition.submitted_by)},
        edition,
    )


def returned(edition, remark):
    """Tell the authors that their text was sent back, and why."""
    _send(
        _authors(edition, "returned", remark.by),
        _("Sent back: %(title)s") % {"title": edition.title},
        _("%(who)s sent your report back with this remark:") % {"who": names.colleague(remark.by)}
        + f"\n\n{_quoted(remark.text)}\n\n"
        + _("Mend it and hand it in again."),
        edition,
    )


def published(edition, now=None):
    """Tell the authors that their text is public, when it goes out, or what it waits for."""
    event, now = edition.report.event, now or timezone.now()
    at = max(filter(None, [edition.publish_at, event.public_from]))
    subject, words = _("Public: %(title)s"), _("Your report is public since %(moment)s.")
    waits = _withdrawn(edition.report, now)
    if at > now:
        subject, words = _("Goes out: %(title)s"), _("Your report goes out on %(moment)s.")
    elif waits:
        subject, words = _("Published, but not public: %(title)s"), ""
    _send(
        _authors(edition, "published", edition.published_by),
        subject % {"title": edition.title},
        f"{words % {'moment': _moment(at)}} {waits}".strip(),
        edition,
    )


def _withdrawn(report, now):
    """Return in a sentence what a report waits for; "" if nothing of it is withdrawn."""
    withdrawn = set(report.event.withdrawals.in_force(now).values_list("report", flat=True))
    if None in withdrawn:
        return _("The report goes out with the event, which is not public yet.")
    return _("The report is withdrawn: bring it back.") if report.pk in withdrawn else ""


def proposed(remark):
    """Tell those who may change a public event that somebody proposes it."""
    event = remark.event
    readers = _staff("waiting", "events.change_public").exclude(pk=remark.by_id)
    # What is public may be opened by all, whoever its drafts are limited to.
    if not event.is_visible(remark.at):
        readers = _able_to_open(readers, event)
    words = _("%(who)s proposes a change. Make it, or say that it is settled.")
    write(
        (
            reader.email,
            _("A change is proposed: %(title)s") % {"title": event},
            _letter(
                words % {"who": names.colleague(remark.by)} + f"\n\n{_quoted(remark.text)}",
                event.name,
                reverse("admin:events_event_change", args=[event.pk]),
            ),
        )
        for reader in readers
    )


def asked(request, *, receipt):
    """Tell the data protection officers that somebody asks something, and who asked, too."""
    officers = User.objects.with_perm("people.erase_person").filter(is_active=True, is_staff=True)
    words = _("Somebody asks: “%(wish)s”. It is to be answered by %(day)s.") % {
        "wish": request.get_wish_display(),
        "day": dates.moment(request.due),
    }
    # Who asked stands on the desk alone: letters lie about.
    body = f"{words}\n\n{link(reverse('admin:case', args=[request.pk]))}\n"
    subject = _("Request %(number)d of a person") % {"number": request.pk}
    told = [(user.email, subject, body) for user in officers.exclude(email="").order_by("pk")]
    write(told + ([_receipt(request)] if receipt else []))


def _receipt(request):
    """Return what who asked can keep. Nothing that was typed: the address may be a stranger's."""
    said = {
        "number": request.pk,
        "site": settings.SITE_NAME,
        "day": dates.day(timezone.localdate(request.due)),
    }
    words = [
        _("Your request has come to %(site)s. It has the number %(number)d.") % said,
        _("The answer comes to this address by %(day)s.") % said,
        _("If you asked for nothing, somebody else gave your address: there is nothing to do."),
    ]
    # Who answers once the record is closed may be somebody else.
    if mail := settings.CLOSED_CONTACT or settings.SITE_CONTACT:
        words.insert(2, _("If none comes, write to %(mail)s.") % {"mail": mail})
    body = "\n".join(words)
    return request.mail, _("Your request %(number)d has come") % said, f"{body}\n"


def answered(request):
    """Send the answer to whoever asked."""
    subject = _("Answer to your request %(number)d") % {"number": request.pk}
    write([(request.mail, subject, f"{request.answer}\n")])


def _staff(wish, permission):
    """Return the staff with an address and a permission who want to hear of something."""
    unwilling = {f"mail_wishes__{wish}": False}
    return (
        User.objects.with_perm(permission)
        .filter(is_active=True, is_staff=True)
        .exclude(email="")
        .exclude(**unwilling)
        .order_by("pk")
    )


def _authors(edition, wish, doer):
    """Return who handed a text in or wrote on it, but for whoever takes the step."""
    kind = edition._meta.label_lower
    # To send a text back, with the remark as the reason, is not to write on it.
    keys = {edition.submitted_by_id, *_wrote(kind, edition.pk)} - {None, doer and doer.pk}
    # Who may read no reports any more hears nothing of a draft.
    authors = _staff(wish, "events.view_report").filter(pk__in=keys)
    return _able_to_open(authors, edition.report.event) if keys else []


@prepared
def _wrote(kind, record_id):
    """Who changed a record without giving a reason."""
    wrote = Version.objects.filter(kind=kind, record_id=record_id, reason="").order_by()
    return wrote.values_list("by", flat=True)


def _able_to_open(users, event):
    colleagues = list(event.colleagues.values_list("pk", flat=True))
    return users.filter(pk__in=colleagues) if colleagues else users


def _send(readers, subject, words, edition):
    path = reverse("admin:events_report_change", args=[edition.report_id])
    body = _letter(words, f"{edition.title}\n{edition.report.event.name}", path)
    write((reader.email, subject, body) for reader in readers)


def _letter(words, what, path):
    wishes = _("Choose what you hear of by mail: %(address)s") % {
        "address": link(reverse("admin:my_mail"))
    }
    return f"{words}\n\n{what}\n{link(path)}\n\n-- \n{wishes}\n"


def _quoted(text):
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _moment(at):
    """Return an instant with the zone in which it is told: a letter is read anywhere."""
    return f"{dates.moment(at)} ({timezone.get_current_timezone_name()})"
