from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.disclosure import LOOKED_THROUGH
from events.models import Edition, Event, Withdrawal
from events.pages import EventPage
from events.reading import readable
from events.versions import gives_back, version_url, versions
from events.views import elsewhere
from portal import citing, dates
from portal.citing import Citation
from portal.fields import language_name


@require_safe
def version(request, slug, turn, year=0):
    """Show a text of a report as it was published, for ever; never before or without its event."""
    now = timezone.now()
    event = Event.objects.public(now).filter(address_year=year, slug=slug).first()
    if not event:
        path = f"{year or 'undated'}/{slug}"
        return elsewhere(request, path, now, lambda moved: version_url(moved, turn))
    texts = versions(event, now, *LOOKED_THROUGH)
    text = next((text for text in texts if text.turn == turn and text.was_read), None)
    if not text:
        raise Http404
    if text.withdrawn:
        withdrawal = Withdrawal.objects.in_force(now).filter(report=text.report_id).first()
        return render(request, "410.html", {"withdrawal": withdrawal}, status=410)
    own = [other for other in texts if other.report_id == text.report_id and other.was_read]
    closed = text is not own[-1] and gives_back(event, text, own[-1])
    shown = Edition.objects.get(pk=own[-1].pk if closed else text.pk)
    alone = text is not _on_page(texts) and not text.until
    published = _("Published: %(moment)s") % {"moment": dates.moment(text.since)}
    context = {
        "cited": Citation(
            version_url(event, turn),
            shown.title,
            text.language,
            published,
            timezone.localtime(text.since),
            timezone.localdate(now),
            turn,
        ),
        "event": event,
        "version": text,
        "versions": own,
        "text": shown,
        "closed": closed,
        "alone": alone,
        "update": text.updates.due(now).first(),
        "foreign": "" if text.language == get_language() else language_name(text.language),
    }
    response = render(request, "events/version.html", context)
    if not alone:
        response["X-Robots-Tag"] = "noindex"
    return response


def _on_page(texts):
    """Return of the texts of an event the one that its page shows."""
    live = [text for text in texts if not (text.until or text.withdrawn)]
    language = get_language()
    return min(live, key=lambda text: (text.language != language, text.language, text.pk))


@require_safe
def cite(request, slug, form, year=0):
    now, language = timezone.now(), get_language()
    event = readable(now).filter(address_year=year, slug=slug).first()
    if event:
        return citing.answer(EventPage(event, language, now).citation, form)
    path = f"{year or 'undated'}/{slug}"
    return elsewhere(request, path, now, lambda moved: f"{moved.get_absolute_url()}cite.{form}")
