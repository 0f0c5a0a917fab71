"""What the public will read, shown to staff before, with what becomes public with it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csp import csp_override

from events import previews
from events.admin.access import event_for, text_for
from events.admin.bar import counted, photos
from events.models import Edition, Participation
from events.pages import Files
from events.steps import Step, may
from portal import dates

Status = Edition.Status


@csp_override(settings.SECURE_CSP)
@previews.unlisted
def report_preview(request, pk, sequence):
    now = timezone.now()
    edition = text_for(request, pk, sequence)
    if not may(Step.PREVIEW, edition, request.user, now):
        raise PermissionDenied
    event = edition.report.event
    ways = [way(_("Back to the report"), "admin:events_report_change", pk)]
    if may(Step.SHARE, edition, request.user, now):
        ways.append(
            way(_("Show it to somebody outside"), "admin:events_report_proofs", pk, sequence)
        )
    sentences = [*of_text(edition, now), *becomes_public(event, now, edition)]
    return previews.show(
        request, event, now, files_of(event), edition, sentences=sentences, ways=ways
    )


@csp_override(settings.SECURE_CSP)
@previews.unlisted
def event_preview(request, pk):
    now = timezone.now()
    event = event_for(request, pk)
    sentences = [*of_event(event, now), *becomes_public(event, now)]
    ways = [way(_("Back to the event"), "admin:events_event_change", pk)]
    return previews.show(request, event, now, files_of(event), sentences=sentences, ways=ways)


@previews.unlisted
def photo(request, pk, photo, width, extension):
    return previews.photo(request, event_for(request, pk), photo, width, extension)


@previews.unlisted
def picture(request, pk, photo, width, extension):
    """Give a photo to whoever describes it in the event's form, even one that may not be shown."""
    event = event_for(request, pk, "events.change_event")
    return previews.photo(request, event, photo, width, extension, event.photos)


@previews.unlisted
def document(request, pk, document, name):
    return previews.document(request, event_for(request, pk), document, name)


def files_of(event):
    return Files("admin:events_event_photo", "admin:events_event_document", (event.pk,))


def way(label, name, *arguments):
    return {"label": label, "url": reverse(name, args=arguments)}


def of_text(edition, now):
    """Return which text this is, its state, and when readers see it."""
    status = edition.status(now)
    first = _("The report in %(language)s, text %(number)d: %(state)s.") % {
        "language": edition.report.get_language_display(),
        "number": edition.sequence,
        "state": status.label,
    }
    if edition.publish_at is None:
        return [first, _("It has no time to go out yet: an editor gives it one.")]
    if status == Status.SCHEDULED:
        words = _("It goes out on %(moment)s.")
    else:
        words = _("It went out on %(moment)s.")
    return [first, words % {"moment": dates.moment(edition.publish_at)}]


def of_event(event, now):
    if event.is_public(now):
        return [_("The event is public: readers see it like this.")]
    if event.public_from is None:
        return [_("The event is not public, and has no time to go out yet.")]
    if event.public_from > now:
        words = _("The event is not public yet: it will be on %(moment)s.")
        return [words % {"moment": dates.moment(event.public_from)}]
    return [_("The event was withdrawn: readers no longer see it.")]


def becomes_public(event, now, edition=None):
    """Return what readers will see that they do not see now, and what not even then."""
    if event.is_public(now):
        if edition is None or edition.is_out(now):
            sentences = []
        elif edition.report.live_edition(now):
            sentences = [
                _("This text takes the place of the one that readers see now; the facts stay.")
            ]
        else:
            sentences = [_("This text becomes public with it; the facts are public already.")]
    else:
        shown = [*([_("this text")] if edition else []), _("the facts"), *named(event)]
        shown += counted(event)
        sentences = [_("Public with it: %(what)s.") % {"what": ", ".join(shown)}]
    if hidden := photos(event):
        sentences.append(_("Not public even then: %(what)s.") % {"what": ", ".join(hidden)})
    return sentences


def named(event):
    """Return how many people the page names."""
    lines = Participation.objects.filter(event=event, named=True)
    came = lines.exclude(attendance=Participation.Attendance.ABSENT)
    number = came.values("person").distinct().count()
    words = ngettext("%(n)d person by name", "%(n)d people by name", number)
    return [words % {"n": number}] if number else []
