"""The bar on top of the forms: what readers see of an event now, and what they do not."""

from types import SimpleNamespace

from django.db.models import Count
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Document, Edition, Event, Participation, Photo
from events.steps import PUBLISH
from portal import dates
from portal.fields import language_name
from portal.prepared import prepared


def bar(event, user, now=None):
    """Return the sentences of the bar and whether the event is public; constant queries.

    `user` is the one of the staff who reads them: of a public event the drafts may be limited.
    """
    now = now or timezone.now()
    asked = event.pk, user.pk, now
    shown = [_("facts"), *counted(event), *texts(_live(*asked), _("report in %(language)s"))]
    hidden = [*photos(event), *written(_written(*asked))]
    if event.is_visible(now):
        sentences = [_("Public: %(what)s.") % {"what": ", ".join(shown)}]
        if hidden:
            sentences.append(_("Not public: %(what)s.") % {"what": ", ".join(hidden)})
        return {"public": True, "sentences": sentences}
    if event.public_from and event.public_from > now:
        first = _("Not public yet: it will be on %(moment)s.")
        sentences = [first % {"moment": dates.moment(event.public_from)}]
    elif event.public_from:
        sentences = [_("Withdrawn: readers no longer see it.")]
    elif user.has_perm(PUBLISH):
        sentences = [_("Not public yet.")]
    else:
        sentences = [_("Not public yet: an editor publishes it, or its first report does.")]
    sentences.append(_("To be public then: %(what)s.") % {"what": ", ".join(shown)})
    if hidden:
        sentences.append(_("Not even then: %(what)s.") % {"what": ", ".join(hidden)})
    return {"public": False, "sentences": sentences}


def counted(event):
    lines, documents = sum(_lines(event.pk)), sum(_documents(event.pk))
    photos_shown = sum(_photos(event.pk))
    found = [
        (lines, ngettext("%(n)d line", "%(n)d lines", lines)),
        (documents, ngettext("%(n)d document", "%(n)d documents", documents)),
        (photos_shown, ngettext("%(n)d photo", "%(n)d photos", photos_shown)),
    ]
    return [words % {"n": n} for n, words in found if n]


def described(event):
    """Return the photos that readers see, or will when the event is public."""
    return Photo.objects.filter(event=event).presentable()


def undescribed(event):
    return Photo.objects.filter(event=event).exclude(pk__in=described(event).values("pk"))


def photos(event):
    count = sum(_left_out(event.pk))
    if not count:
        return []
    rest = undescribed(event)
    reasons = {
        _("no words on what is to be seen"): rest.filter(alternative_text="").exists(),
        _("no agreement of those in it"): rest.exclude(
            consent__in=[Photo.Consent.YES, Photo.Consent.NOBODY]
        ).exists(),
    }
    if event.protected and rest.filter(consent=Photo.Consent.YES).exists():
        reasons[_("somebody can be recognised")] = True
    why = [words for words, is_so in reasons.items() if is_so] or [_("somebody's name is hidden")]
    words = ngettext("%(n)d photo (%(why)s)", "%(n)d photos (%(why)s)", count)
    return [words % {"n": count, "why": ", ".join(why)}]


def texts(codes, words):
    languages = [language_name(code) for code in codes]
    return [words % {"language": get_text_list(sorted(languages), _("and"))}] if languages else []


def written(rows):
    """Return the texts that have no time to go out, by how far they are."""
    words = {
        Edition.State.DRAFT: _("text being written in %(language)s"),
        Edition.State.RETURNED: _("text sent back in %(language)s"),
        Edition.State.SUBMITTED: _("text waiting for a second reader in %(language)s"),
        Edition.State.APPROVED: _("text approved in %(language)s"),
    }
    return [
        sentence
        for state in words
        for sentence in texts([code for code, is_so in rows if is_so == state], words[state])
    ]


def _languages(event, user, now):
    """Return the languages of an event's texts, as far as one of the staff may read these."""
    texts = Edition.objects.open_to(SimpleNamespace(pk=user), now).filter(report__event=event)
    return texts.order_by().values_list("report__language", flat=True)


@prepared
def _live(event, user, now):
    return _languages(event, user, now).live(now)


@prepared
def _written(event, user, now):
    texts = _languages(event, user, now).filter(publish_at__isnull=True)
    return texts.values_list("report__language", "state")


def _number(rows):
    """Return how many of some rows of one event there are, nothing where there are none."""
    return rows.order_by().values("event").annotate(n=Count("pk")).values_list("n", flat=True)


@prepared
def _lines(event):
    return _number(Participation.objects.filter(event=event))


@prepared
def _documents(event):
    return _number(Document.objects.filter(event=event).given_out())


@prepared
def _photos(event):
    return _number(described(event))


@prepared
def _left_out(event):
    return _number(undescribed(event))


@prepared
def parts(event, user, now):
    """The parts of an event that one of the staff may open, the first of them first."""
    found = Event.objects.filter(part_of=event).open_to(SimpleNamespace(pk=user), now)
    return found.only("name").order_by("listed_on", "pk")
