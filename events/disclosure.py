"""What changed between two published texts, as far as readers may open it.

Only where both texts were public one after the other and may still be read; and never where
a name was removed or is not shown now: what was taken out would be there for ever.
"""

from django.conf import settings

from events.mentions import folded, may_be_compared, people_around
from portal.addresses import page

#: What of the versions of a text is looked through.
LOOKED_THROUGH = ("credits", "folded")


def changes_url(event, key):
    """Return the address at which it stands what an update changed in the text."""
    year = [event.address_year] if event.address_year else []
    return page("events:changes", *year, event.slug, key)


def openable(event, updates, texts, now):
    """Return for each of these updates that may be opened the text before it and its own.

    By the key of the update; `texts` are the event's `versions` with what is looked through.
    Costs up to three queries if a text was replaced.
    """
    if not (settings.SHOW_CHANGES and event.is_visible(now)):
        return {}
    pairs = _pairs(event, updates, texts)
    people = people_around(event) if pairs else []
    return {
        key: (old, new)
        for key, (old, new) in pairs.items()
        if may_be_compared(folded(old), folded(new), people)
    }


def _pairs(event, updates, texts):
    """Return the two texts of each update that readers could read one after the other."""
    texts = [text for text in texts if not text.withdrawn]
    pairs = {update.pk: _pair(event, update, texts) for update in updates if update.edition_id}
    return {key: pair for key, pair in pairs.items() if pair}


def _pair(event, update, texts):
    """Return the text that an update brought after the one that it replaced, if both were read."""
    new = next((text for text in texts if text.pk == update.edition_id), None)
    # What came before the event was public, or while it was not, replaced what nobody read.
    if not new or new.publish_at <= event.public_from or new.kept_until:
        return None
    own = [text for text in texts if text.report_id == new.report_id]
    before = [text for text in own if text.publish_at < new.publish_at]
    together = [text for text in own if text.publish_at == new.publish_at]
    # Of texts that went out in one instant only the last was ever read.
    if not before or together[-1] is not new or before[-1].redactions or new.redactions:
        return None
    return before[-1], new
