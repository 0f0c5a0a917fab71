"""Days and instants of the sample, which is written down with strings."""

import datetime
import zoneinfo

from django.utils import timezone

from portal import dates

# Before anything of the sample happened: the directory was typed in then.
TYPED_IN = datetime.datetime(2024, 8, 12, 9, 0, tzinfo=zoneinfo.ZoneInfo("Europe/Belgrade"))


def moment(at):
    """Return the instant of "2024-09-24 15:30" in the site's zone, or as given; None for none."""
    if not at:
        return None
    if isinstance(at, str):
        return timezone.make_aware(datetime.datetime.fromisoformat(at))
    return at


def clock(text):
    return datetime.time.fromisoformat(text) if text else None


def since(text):
    """Return the first day of "2021", "2021-05" or "2021-05-14", and how far it is known."""
    parts = [int(part) for part in text.split("-")] if text else []
    precision = ["day", "year", "month", "day"][len(parts)]
    return (datetime.date(*[*parts, 1, 1][:3]) if parts else None), precision


def until(text):
    """Return the last day of "2021", "2021-05" or "2021-05-14", and how far it is known."""
    day, precision = since(text)
    if precision == "year":
        day = day.replace(month=12, day=31)
    elif precision == "month":
        day = dates.bounds(day.year, day.month)[1]
    return day, precision


def span(row):
    first, first_precision = since(row.since)
    last, last_precision = until(row.until)
    return {
        "since": first,
        "since_precision": first_precision,
        "until": last,
        "until_precision": last_precision,
    }
