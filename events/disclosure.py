"""What changed between two published texts, as far as readers may open it.

Only where both texts were public one after the other and may still be read; and never where
a name was removed or is not shown now: what was taken out would be there for ever.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from events.mentions import folded, may_be_compared, people_around
from events.models import Edition, Report, Withdrawal


def changes_url(event, key):
    """Return the address at which it stands what an update changed in the text."""
    year = [event.address_year] if event.address_year else []
    return reverse("events:changes", args=[*year, event.slug, key])


def openable(event, updates, now):
    """Return for each of these updates that may be opened the text before it and its own.

    By the key of the update; the texts are read without their words. Costs a query, and up to
    three more if a text was replaced.
    """
    brought = [update for update in updates if update.edition_id]
    if not (brought and settings.SHOW_CHANGES and event.is_visible(now)):
        return {}
    pairs = _pairs(event, brought, now)
    people = people_around(event) if pairs else []
    return {
        key: (old, new)
        for key, (old, new) in pairs.items()
        if may_be_compared(folded(old), folded(new), people)
    }


def _pairs(event, updates, now):
    """Return the two texts of each update that readers could read one after the other."""
    reports = Report.objects.public(now).filter(event=event)
    withdrawn = (
        Withdrawal.objects.filter(event=event, at__lte=OuterRef("publish_at"))
        .filter(Q(report=None) | Q(report=OuterRef("report")))
        .filter(Q(lifted_at=None) | Q(lifted_at__gte=OuterRef("publish_at")))
    )
    texts = Edition.objects.due(now).filter(report__in=reports.values("pk"))
    texts = texts.annotate(came_while_withdrawn=Exists(withdrawn)).order_by(
        "publish_at", "sequence"
    )
    texts = texts.only("report", "sequence", "publish_at", "credits", "folded", "redactions")
    texts = list(texts)
    pairs = {update.pk: _pair(event, update, texts) for update in updates}
    return {key: pair for key, pair in pairs.items() if pair}


def _pair(event, update, texts):
    """Return the text that an update brought after the one that it replaced, if both were read."""
    new = next((text for text in texts if text.pk == update.edition_id), None)
    # What came before the event was public, or while it was not, replaced what nobody read.
    if not new or new.publish_at <= event.public_from or new.came_while_withdrawn:
        return None
    own = [text for text in texts if text.report_id == new.report_id]
    before = [text for text in own if text.publish_at < new.publish_at]
    together = [text for text in own if text.publish_at == new.publish_at]
    # Of texts that went out in one instant only the last was ever read.
    if not before or together[-1] is not new or before[-1].redactions or new.redactions:
        return None
    return before[-1], new
