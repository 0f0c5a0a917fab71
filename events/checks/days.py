"""Dates that are not the event's: in a text, in English and in Serbian of both alphabets, and in
its programme and places.
"""

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, around, key
from events.reader.dates import stated
from portal import dates
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


def days_of_rows(event):
    """Return the days outside the event's that its programme or a place has; one query."""
    if not event.earliest:
        return []
    words = {
        "sessions": _("The programme has the day %(day)s; the event has: %(when)s."),
        "places": _("A place has the day %(day)s; the event has: %(when)s."),
    }
    outside = Q(day__lt=event.earliest) | Q(day__gt=event.latest)
    sessions, places = (
        getattr(event, name).filter(outside).order_by().values_list(Value(name), "day")
        for name in words
    )
    return [
        Finding(
            key("day", name, day.isoformat()),
            Severity.WARNING,
            words[name] % {"day": dates.day(day), "when": event.when},
            _("Mend the day, or say that it is meant."),
            place=name,
            ready=(_("This day is meant."),),
        )
        # A union gives each pair once.
        for name, day in sorted(sessions.union(places).order_by())
    ]


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
