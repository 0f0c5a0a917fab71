"""What the search index tells of an event, of the texts of its reports and of its documents."""

import itertools

from portal.models import NEVER, Entry


def of(event):
    """Yield the entries of an event read with all that they are made of."""
    day = {"day": event.listed_on}
    # What is folded is the name, whose words count once, and the places.
    yield Entry.of(Entry.Kind.EVENT, event, printed=[event.name], text=event.folded, **day)
    for document in event.documents.all():
        seen = {"visible_from": NEVER} if document.withheld else {}
        yield Entry.of(
            Entry.Kind.DOCUMENT, document, owner=event, printed=[document.title], **day | seen
        )
    for report in event.reports.all():
        for text, begins, ends in periods(report):
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


def periods(report):
    """Yield each text of a report with the instants between which it is the one that is read.

    Of a withdrawal that is planned for later and ends the time before it is lost as well: one
    period is kept, and none may be too long.
    """
    texts = list(report.editions.all())
    out = [text for text in texts if text.publish_at]
    out.sort(key=lambda text: (text.publish_at, text.sequence))
    for text in texts:
        if text not in out:
            yield text, NEVER, NEVER
    for text, following in itertools.zip_longest(out, out[1:]):
        begins, ends = text.publish_at, following.publish_at if following else NEVER
        for withdrawal in report.withdrawals.all():
            if withdrawal.lifted_at:
                begins = max(begins, withdrawal.lifted_at)
            else:
                ends = min(ends, withdrawal.at)
        yield text, begins, ends
