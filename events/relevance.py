"""How well events fit the words that were typed."""

from people.relevance import places
from portal.models import Entry

Kind = Entry.Kind


def of_events(words, size, now):
    """Return by key how well events fit some words, by their names before their reports.

    Costs three queries.
    """
    entries = Entry.objects.public(now)
    named, told = (entries.best(words, kind).keys for kind in (Kind.EVENT, Kind.REPORT))
    texts = entries.filter(kind=Kind.REPORT, record_id__in=told)
    event_of = dict(texts.values_list("record_id", "owner_id"))
    return places(list(dict.fromkeys([*named, *(event_of[key] for key in told)])), size)
