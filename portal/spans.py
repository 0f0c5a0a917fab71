"""A span from–to in words."""

import datetime
from calendar import monthrange

from django.utils.translation import gettext as _

from portal import dates
from portal.models import Span

KNOWN_TO = {
    Span.Precision.DAY: dates.Precision.DAYS,
    Span.Precision.MONTH: dates.Precision.MONTH,
    Span.Precision.YEAR: dates.Precision.YEAR,
}


def words(span: Span) -> str:
    """Return a span as exactly as it is known: "since 2019", "2019 – March 2021"; "" if not."""
    since = span.since and point(span.since, span.since_precision)
    until = span.until and point(span.until, span.until_precision)
    if since and until:
        joined = _("%(since)s – %(until)s") % {"since": since, "until": until}
        return since if since == until else joined
    if since:
        return _("since %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else ""


def point(day, precision) -> str:
    """Return one end of a span as exactly as it is known: "2019", "March 2021"."""
    return dates.period(day, day, KNOWN_TO[precision])


def years(first, last) -> str:
    """Return the years of two days: "2019–2021", "2021"; "" if no day is known."""
    return dates.period(first, last, dates.Precision.YEAR) if first or last else ""


def machine(day, precision) -> str:
    """Return one end of a span as ISO 8601, as exactly as it is known; "" if it is not."""
    return dates.machine_period(day, day, KNOWN_TO[precision])


def edge(day, precision, is_end) -> datetime.date:
    """Return the last day that an end may mean, the first that a beginning may."""
    first, last = day, day
    if precision != Span.Precision.DAY:
        first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if precision == Span.Precision.YEAR:
        first, last = first.replace(month=1), last.replace(month=12, day=31)
    return last if is_end else first
