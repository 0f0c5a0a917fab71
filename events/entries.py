"""What the search index tells of an event, of the texts of its reports and of its documents."""

import functools
import itertools
from collections import defaultdict
from operator import attrgetter

from portal.models import NEVER, Entry
from portal.prepared import Among, Prepared


def of(model, keys):
    """Yield the entries of some events, given by their keys; four questions."""
    asked = _asked(model)
    documents = _by("event_id", asked["documents"](keys))
    texts = _by("report.event_id", asked["texts"](keys))
    withdrawals = _by("report_id", asked["withdrawals"](keys) if texts else [])
    for event in asked["events"](keys):
        day = {"day": event.listed_on}
        # What is folded is the name, whose words count once, and the places.
        yield Entry.of(Entry.Kind.EVENT, event, printed=[event.name], text=event.folded, **day)
        for document in documents[event.pk]:
            seen = {"visible_from": NEVER} if document.withheld else {}
            yield Entry.of(
                Entry.Kind.DOCUMENT, document, owner=event, printed=[document.title], **day | seen
            )
        for report, written in _by("report_id", texts[event.pk]).items():
            for text, begins, ends in periods(written, withdrawals[report]):
                yield Entry.of(
                    Entry.Kind.REPORT,
                    text,
                    owner=event,
                    printed=[text.title],
                    text=text.folded,
                    visible_from=max(begins, event.visible_from),
                    visible_until=ends,
                    **day,
                )


def periods(texts, withdrawals):
    """Yield each text of a report with the instants between which it is the one that is read.

    Of a withdrawal that is planned for later and ends the time before it is lost as well: one
    period is kept, and none may be too long.
    """
    out = [text for text in texts if text.publish_at]
    out.sort(key=lambda text: (text.publish_at, text.sequence))
    for text in texts:
        if text not in out:
            yield text, NEVER, NEVER
    for text, following in itertools.zip_longest(out, out[1:]):
        begins, ends = text.publish_at, following.publish_at if following else NEVER
        for withdrawal in withdrawals:
            if withdrawal.lifted_at:
                begins = max(begins, withdrawal.lifted_at)
            else:
                ends = min(ends, withdrawal.at)
        yield text, begins, ends


def _by(name, rows):
    """Return rows by what they name."""
    found, named = defaultdict(list), attrgetter(name)
    for row in rows:
        found[named(row)].append(row)
    return found


@functools.cache
def _asked(model):
    """Return what is asked of some events, whose model cannot be imported here."""
    documents = model._meta.get_field("documents").related_model.objects
    reports = model._meta.get_field("reports").related_model
    texts = reports._meta.get_field("editions").related_model.objects
    withdrawals = reports._meta.get_field("withdrawals").related_model.objects
    asked = {
        "events": lambda keys: model.objects.filter(Among("pk", keys)).only(
            "name", "folded", "listed_on", "visible_from"
        ),
        "documents": lambda keys: documents.filter(Among("event", keys)).only(
            "event", "title", "withheld"
        ),
        "texts": lambda keys: (
            texts.filter(Among("report__event", keys))
            .select_related("report")
            .only("report__event", "title", "folded", "publish_at", "sequence")
        ),
        "withdrawals": lambda keys: withdrawals.filter(Among("report__event", keys)),
    }
    return {name: Prepared(build) for name, build in asked.items()}
