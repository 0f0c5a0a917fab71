"""Dates as they are known, printed for readers and for machines.

The formats of plain dates are Django's named ones (portal/formats has the English). What they
have no name for, a range say, is a format of its own that translators set: its context is
"date format" and its letters are those of Django's `date` filter.
"""

import calendar
import datetime

from django.db import models
from django.utils import dateformat, formats, timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from portal.words import capital, said_again


class Precision(models.TextChoices):
    DAYS = "days", _("exact days")
    PART = "part", _("early, middle or late in a month")
    MONTH = "month", _("the month only")
    SEASON = "season", _("the season only")
    YEAR = "year", _("the year only")
    UNKNOWN = "unknown", _("date not known")


class Part(models.TextChoices):
    EARLY = "early", _("early in the month")
    MID = "mid", _("in the middle of the month")
    LATE = "late", _("late in the month")


class Season(models.TextChoices):
    SPRING = "spring", _("spring")
    SUMMER = "summer", _("summer")
    AUTUMN = "autumn", _("autumn")
    WINTER = "winter", _("winter")


# Meteorological seasons: the three months that begin with this one.
FIRST_MONTHS = {Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9, Season.WINTER: 12}


def moment(at: datetime.datetime) -> str:
    """Return an instant in the current time zone: "April 24, 2024, 15:31"; nothing for none."""
    # Without its zone, as the same instant is told otherwise in another one.
    return _moment(_local(at).replace(tzinfo=None)) if at else ""


@said_again
def _moment(local):
    return formats.date_format(local, "DATETIME_FORMAT")


def day(date: datetime.date) -> str:
    """Return a day: "April 24, 2024"; nothing for none."""
    # Two instants that are the same may be of two days, each where it is told.
    return _day(date.date() if isinstance(date, datetime.datetime) else date) if date else ""


@said_again
def _day(date):
    return formats.date_format(date, "DATE_FORMAT")


@said_again
def period(
    earliest: datetime.date | None, latest: datetime.date | None, precision: Precision | str
) -> str:
    """Return the dates in words that claim no more than is known: "early September 2021".

    One missing end is read as the other one. Begins with a small letter where English does.
    """
    earliest, latest = earliest or latest, latest or earliest
    printed = _PRINTED.get(precision)
    if not earliest or not printed:
        return gettext("date not known")
    return printed(earliest, latest)


def printed(words: str, *period_of) -> str:
    """Return a date as pages print it: in words of its own, or in those of its period."""
    return words or capital(period(*period_of))


def times(starts_at: datetime.time | None, ends_at: datetime.time | None) -> str:
    """Return the hours of an event: "09:00–17:00", or the one that is known."""
    start = "" if starts_at is None else formats.time_format(starts_at, "TIME_FORMAT")
    end = "" if ends_at is None else formats.time_format(ends_at, "TIME_FORMAT")
    if start and end:
        return _close_range(start, end)
    return start or (end and gettext("until %(time)s") % {"time": end})


_LENGTHS = {
    1: _("one day"),
    2: _("two days"),
    3: _("three days"),
    4: _("four days"),
    5: _("five days"),
    6: _("six days"),
    7: _("seven days"),
    8: _("eight days"),
    9: _("nine days"),
    10: _("ten days"),
}


def length(days: int | None) -> str:
    """Return a number of days, in words up to ten; nothing for none."""
    if not days:
        return ""
    if days in _LENGTHS:
        return str(_LENGTHS[days])
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def machine_moment(at: datetime.datetime) -> str:
    """Return an instant as <time datetime> takes it: "2024-04-24T15:31:00+02:00".

    WHATWG HTML, "valid global date and time string": at most milliseconds, which nobody
    reads here, and an offset in whole minutes, which local times before the railways lack.
    """
    if not at:
        return ""
    local = _local(at)
    if local.utcoffset() % datetime.timedelta(minutes=1):
        local = local.astimezone(datetime.UTC)
    return local.isoformat(timespec="seconds")


def machine_period(
    earliest: datetime.date | None, latest: datetime.date | None, precision: Precision | str
) -> str:
    """Return where a period begins, as exactly as <time datetime> can truly say it, or "".

    WHATWG HTML, "valid date string", "valid month string" and a year of four digits.
    """
    first = earliest or latest
    if not first:
        return ""
    written = first.isoformat()
    cut = {Precision.DAYS: 10, Precision.PART: 7, Precision.MONTH: 7, Precision.YEAR: 4}
    return written[: cut.get(precision, 0)]


def bounds(
    year: int, month: int, part: Part | str | None = None
) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of a month or of a third of it; ValueError if none such."""
    first = datetime.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    if not part:
        return first, last
    return {
        Part.EARLY: (first, first.replace(day=10)),
        Part.MID: (first.replace(day=11), first.replace(day=20)),
        Part.LATE: (first.replace(day=21), last),
    }[Part(part)]


def season_bounds(year: int, season: Season | str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of a season; winter is that which begins in the year.

    ValueError if there is no such year or season. Winter 9999 ends with the calendar.
    """
    month = FIRST_MONTHS[Season(season)]
    first = datetime.date(year, month, 1)
    if month < 12:
        return first, bounds(year, month + 2)[1]
    if year == datetime.MAXYEAR:
        return first, datetime.date.max
    return first, bounds(year + 1, 2)[1]


def around(date: datetime.date, precision: Precision | str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day of what a day lies in: its month for MONTH, and so on."""
    match precision:
        case Precision.PART:
            part = Part.EARLY if date.day <= 10 else Part.MID if date.day <= 20 else Part.LATE
            return bounds(date.year, date.month, part)
        case Precision.MONTH:
            return bounds(date.year, date.month)
        case Precision.SEASON:
            season, year = _season(date)
            # The winter of the calendar's first January began before the calendar.
            return season_bounds(year, season) if year else bounds(date.year, date.month)
        case Precision.YEAR:
            return date.replace(month=1, day=1), date.replace(month=12, day=31)
    return date, date


def _local(at: datetime.datetime) -> datetime.datetime:
    """Return the instant in the current time zone, in its own where the calendar ends."""
    try:
        return timezone.localtime(at)
    except OverflowError:
        return at


def _range(first: str, last: str) -> str:
    """Join two dates of which at least one has words of its own."""
    return gettext("%(first)s – %(last)s") % {"first": first, "last": last}


def _close_range(first: str, last: str) -> str:
    """Join two numbers or two names."""
    return gettext("%(first)s–%(last)s") % {"first": first, "last": last}


def _days(earliest, latest):
    if earliest == latest:
        return day(earliest)
    if earliest.year != latest.year:
        return _range(day(earliest), day(latest))
    if earliest.month != latest.month:
        first_format = pgettext("date format: first of days in two months of a year", "F j")
        return _range(dateformat.format(earliest, first_format), day(latest))
    first_format = pgettext("date format: first of days in one month", "F j")
    last_format = pgettext("date format: last of days in one month", "j, Y")
    return _close_range(
        dateformat.format(earliest, first_format), dateformat.format(latest, last_format)
    )


def _parts(earliest, latest):
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return _part_of_month(earliest)
    return _range(_part_of_month(earliest), _part_of_month(latest))


def _part_of_month(date):
    month_format = pgettext("date format: month after early, mid or late", "F Y")
    month = {"month": dateformat.format(date, month_format)}
    if date.day <= 10:
        return gettext("early %(month)s") % month
    if date.day <= 20:
        return gettext("mid-%(month)s") % month
    return gettext("late %(month)s") % month


def _months(earliest, latest):
    whole = formats.date_format(latest, "YEAR_MONTH_FORMAT")
    if earliest.year != latest.year:
        return _range(formats.date_format(earliest, "YEAR_MONTH_FORMAT"), whole)
    if earliest.month != latest.month:
        first_format = pgettext("date format: first of two months of a year", "F")
        return _close_range(dateformat.format(earliest, first_format), whole)
    return whole


def _seasons(earliest, latest):
    first, last = _season(earliest), _season(latest)
    if first == last:
        return _season_of_year(*first)
    return _range(_season_of_year(*first), _season_of_year(*last))


def _season(date):
    """Return the season of a day and the year in which that season begins."""
    if date.month < 3:
        return Season.WINTER, date.year - 1
    return list(Season)[date.month // 3 - 1], date.year


def _season_of_year(season, year):
    written = {"year": f"{year:04d}"}
    if season == Season.SPRING:
        return gettext("spring %(year)s") % written
    if season == Season.SUMMER:
        return gettext("summer %(year)s") % written
    if season == Season.AUTUMN:
        return gettext("autumn %(year)s") % written
    following = f"{year + 1:04d}"
    same_century = following[:-2] == written["year"][:-2]
    both = f"{written['year']}/{following[-2:] if same_century else following}"
    return gettext("winter %(year)s") % {"year": both}


def _years(earliest, latest):
    first, last = f"{earliest.year:04d}", f"{latest.year:04d}"
    return first if first == last else _close_range(first, last)


_PRINTED = {
    Precision.DAYS: _days,
    Precision.PART: _parts,
    Precision.MONTH: _months,
    Precision.SEASON: _seasons,
    Precision.YEAR: _years,
}
