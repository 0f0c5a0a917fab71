"""Dates in a text that are not the event's, in English and in Serbian of both alphabets."""

import datetime
import re

from django.utils.translation import gettext as _

from events.checks.finding import Finding, Severity, around, key
from portal import dates, names

_ENGLISH = (
    "january february march april may june july august september october november december"
).split()
# Each Serbian month by its stem, which takes the endings of every case.
_SERBIAN = [
    "januar",
    "februar",
    "mart",
    "april",
    "maj",
    "jun",
    "jul",
    "avgust",
    "septemb[ae]?r",
    "oktob[ae]?r",
    "novemb[ae]?r",
    "decemb[ae]?r",
]
_MONTHS = [
    re.compile(f"(?:{english}|{english[:3]}|{english[:4]}|{serbian}(?:a|u|i|om|em)?)")
    for english, serbian in zip(_ENGLISH, _SERBIAN, strict=True)
]
_MONTH = "(?P<month>" + "|".join(month.pattern for month in _MONTHS) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:\s?[-–]\s?(?P<last>\d{1,2}))?"
_YEAR = r"(?P<year>[12]\d{3})\b(?![-–]\d)"
_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"\b{_DAY}\.?\s?(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s{_YEAR}",
        rf"\b{_MONTH}\s{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"\b{_MONTH},?\s(?:of\s)?{_YEAR}",
        rf"(?<![\d.]){_DAY}\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        r"\b(?P<year>[12]\d{3})-(?P<number>\d{2})-(?P<day>\d{2})\b",
    )
]


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
    latin, place = _in_latin(text)
    taken, found = bytearray(len(latin)), []
    for pattern in _DATES:
        for match in pattern.finditer(latin):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"1" * (end - start)
            days = _days(match.groupdict())
            if days:
                found.append((place[start], place[end], *days))
    return sorted(found)


def _in_latin(text):
    """Return a text in small Latin letters, and where in it each of these letters stands."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    latin, place = [], []
    for at, character in enumerate(text):
        letters = names.to_latin(character).lower()
        latin.append(letters)
        place += [at] * len(letters)
    return "".join(latin), [*place, len(text)]


def _days(parts):
    year = int(parts["year"])
    month = int(parts["number"]) if parts.get("number") else _month(parts["month"])
    try:
        if not parts.get("day"):
            return dates.bounds(year, month)
        first = datetime.date(year, month, int(parts["day"]))
        last = parts.get("last")
        return first, (datetime.date(year, month, int(last)) if last else first)
    except ValueError:
        return None


def _month(written):
    return next(at for at, month in enumerate(_MONTHS, 1) if month.fullmatch(written))
