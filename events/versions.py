"""The texts of an event that went out, numbered so that they can be cited for ever.

They are numbered in the order in which they went out, over all languages of the event. No text
is ever given an instant before those that readers know, so a number stays with its text.
"""

import functools
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from events.mentions import folded, people_around
from events.models import Edition, Withdrawal
from portal.addresses import page
from portal.models import NEVER
from portal.prepared import Prepared


def version_url(event, turn):
    """Return the address at which a version stands for ever."""
    year = [event.address_year] if event.address_year else []
    return page("events:version", *year, event.slug, turn)


def told(texts, event, now):
    """Annotate what `numbered` asks of some texts of an event that went out."""
    taken_back = Withdrawal.objects.in_force(now).filter(report=OuterRef("report"))
    kept_away = (
        Withdrawal.objects.filter(event=event, at__lte=OuterRef("publish_at"))
        .filter(Q(report=None) | Q(report=OuterRef("report")))
        .annotate(end=Coalesce("lifted_at", Value(NEVER)))
        .filter(end__gte=OuterRef("publish_at"))
        .order_by("-end")
    )
    return texts.annotate(
        language=F("report__language"),
        withdrawn=Exists(taken_back),
        kept_until=Subquery(kept_away.values("end")[:1]),
    )


@functools.cache
def asked(columns):
    """Return the question for an event's texts with some columns."""

    def texts(event, now):
        every = told(Edition.objects.due(now).filter(report__event=event), event, now)
        return every.only("report", "sequence", "publish_at", "redactions", *columns)

    return Prepared(texts)


def versions(event, now, *columns):
    """Return the texts of a public event that went out, oldest first, with no more than `columns`.

    They are as `numbered` has them. Costs a query.
    """
    return numbered(event, asked(columns)(event.pk, now))


def numbered(event, texts):
    """Put all texts of a public event that went out in order, and say of each what became of it.

    `turn` is the number of each, `since` and `until` say when it was the text of its report,
    None while it is; `was_read` whether readers could ever open it, and `withdrawn` whether
    its report is taken back now.
    """
    texts = sorted(texts, key=attrgetter("publish_at", "pk"))
    for turn, text in enumerate(texts, 1):
        text.turn = turn
        text.since = max(text.publish_at, event.public_from)
        text.until = min((other.publish_at for other in _later(text, texts)), default=None)
        text.was_read = (text.kept_until or text.since) < (text.until or NEVER)
    return texts


def _later(text, texts):
    place = text.publish_at, text.sequence
    own = (other for other in texts if other.report_id == text.report_id)
    return [other for other in own if (other.publish_at, other.sequence) > place]


def gives_back(event, text, live):
    """Say whether a text holds a name that was removed from what readers read now; two queries."""
    now = folded(live)
    return any(somebody.is_removed(folded(text), now) for somebody in people_around(event))
