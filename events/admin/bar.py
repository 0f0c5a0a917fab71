"""The bar on top of the forms: what readers see of an event now, and what they do not."""

from django.db.models import Count
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Document, Edition, Participation, Photo
from portal import dates
from portal.fields import language_name


def bar(event, user, now=None):
    """Return the sentences of the bar and whether the event is public; constant queries.

    `user` is the one of the staff who reads them: of a public event the drafts may be limited.
    """
    now = now or timezone.now()
    public = event.is_public(now)
    editions = Edition.objects.open_to(user, now).filter(report__event=event)
    editions = editions.select_related("report")
    shown = [_("facts"), *counted(event), *texts(editions.live(now), _("report in %(language)s"))]
    hidden = [
        *photos(event),
        *texts(
            editions.filter(publish_at__isnull=True),
            _("text being written in %(language)s"),
        ),
    ]
    if public:
        sentences = [_("Public: %(what)s.") % {"what": ", ".join(shown)}]
        if hidden:
            sentences.append(_("Not public: %(what)s.") % {"what": ", ".join(hidden)})
        return {"public": True, "sentences": sentences}
    if event.public_from and event.public_from > now:
        first = _("Not public yet: it will be on %(moment)s.")
        sentences = [first % {"moment": dates.moment(event.public_from)}]
    elif event.public_from:
        sentences = [_("Withdrawn: readers no longer see it.")]
    else:
        sentences = [_("Not public yet.")]
    sentences.append(_("To be public then: %(what)s.") % {"what": ", ".join(shown)})
    if hidden:
        sentences.append(_("Not even then: %(what)s.") % {"what": ", ".join(hidden)})
    return {"public": False, "sentences": sentences}


def counted(event):
    lines = Participation.objects.filter(event=event).count()
    documents = Document.objects.filter(event=event).given_out().count()
    photos_shown = described(event).count()
    found = [
        (lines, ngettext("%(n)d line", "%(n)d lines", lines)),
        (documents, ngettext("%(n)d document", "%(n)d documents", documents)),
        (photos_shown, ngettext("%(n)d photo", "%(n)d photos", photos_shown)),
    ]
    return [words % {"n": n} for n, words in found if n]


def described(event):
    """Return the photos that readers see, or will when the event is public."""
    return Photo.objects.filter(event=event).presentable()


def photos(event):
    every = Photo.objects.filter(event=event)
    rest = every.exclude(pk__in=described(event).values("pk"))
    count = rest.aggregate(n=Count("pk"))["n"]
    if not count:
        return []
    reasons = {
        _("no alternative text"): rest.filter(alternative_text="").exists(),
        _("no consent"): rest.exclude(
            consent__in=[Photo.Consent.YES, Photo.Consent.NOBODY]
        ).exists(),
    }
    if event.protected and rest.filter(consent=Photo.Consent.YES).exists():
        reasons[_("somebody can be recognised")] = True
    why = [words for words, is_so in reasons.items() if is_so] or [_("somebody's name is hidden")]
    words = ngettext("%(n)d photo (%(why)s)", "%(n)d photos (%(why)s)", count)
    return [words % {"n": count, "why": ", ".join(why)}]


def texts(editions, words):
    languages = [language_name(edition.report.language) for edition in editions]
    return [words % {"language": get_text_list(sorted(languages), _("and"))}] if languages else []
