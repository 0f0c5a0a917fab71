"""Dates in a text that are not the event's, in English and in Serbian of both alphabets."""

from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, around, key
from events.reader.dates import stated
from portal.dates import Precision

#: As exactly known as this a date can be another than the event's.
EXACT = (Precision.DAYS, Precision.PART, Precision.MONTH)


def other_days(read, event):
    """Return the days and months with their year that lie outside the event's days."""
    if not event.earliest:
        return []
    found = {}
    for passage in read:
        for start, end, first, last in spans(passage.text):
            if last < event.earliest or first > event.latest:
                of = key("date", first.isoformat(), last.isoformat())
                found.setdefault(of, _finding(of, passage, start, end, event))
    return list(found.values())


def _finding(of, passage, start, end, event):
    return Finding(
        of,
        Severity.WARNING,
        _("The text says “%(date)s”; the event was: %(when)s.")
        % {"date": passage.text[start:end], "when": event.when},
        _("Mend the date, or say that another day is meant."),
        around(passage.text, start, end),
        passage.place,
        (_("Another day is meant."),),
    )


def spans(text):
    """Return each full date in a text: where it stands, its first and its last day."""
    return [
        (date.start, date.end, date.first, date.last)
        for date in stated(text)
        if date.first and date.precision in EXACT
    ]
