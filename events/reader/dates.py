"""Dates as a text states them, in English and in Serbian of both alphabets."""

import datetime
import re
from typing import NamedTuple

from events.reader.found import FoundDate, Words
from portal import dates, names
from portal.dates import Part, Precision, Season

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
MONTHS = frozenset(_ENGLISH) | frozenset(
    "januar januara februar februara mart marta april aprila maj maja jun juna jul jula avgust "
    "avgusta septembar septembra oktobar oktobra novembar novembra decembar decembra".split()
)
_PARTS = {
    Part.EARLY: "beginning|start|early|first days|pocetkom|pocetak|pocetku",
    Part.MID: "middle|mid|sredinom|sredini|polovinom",
    Part.LATE: "end|late|krajem|kraju|last days",
}
_SEASONS = {
    Season.SPRING: "spring|proleca|prolece|prolecu",
    Season.SUMMER: "summer|leta|leto|letu",
    Season.AUTUMN: "autumn|fall|jesen|jeseni",
    Season.WINTER: "winter|zima|zime|zimu",
}

#: No event of ours lasts a thousand days.
_MOST_DIGITS = 3


def _months(name):
    return f"(?P<{name}>" + "|".join(month.pattern for month in _MONTHS) + r")\b\.?"


def _any(choices):
    return "|".join(words for words in choices.values())


_YEAR = r"(?P<year>[12]\d{3})\b(?![-–]\d)"
_OF_YEAR = rf"(?:,?\s(?:of\s)?{_YEAR})?"
_ORDINAL = r"(?:\.|\s?(?:st|nd|rd|th)\b)?"
_TO = r"\s?(?:[-–—]|to|and|do|i|&|through|until)\s?"
_DAY = rf"(?P<day>\d{{1,2}}){_ORDINAL}"
_LAST = rf"(?P<last>\d{{1,2}}){_ORDINAL}"
_THE = r"(?:the\s)?"
_PATTERNS = [
    (re.compile(pattern), precision)
    for pattern, precision in (
        (
            rf"\b{_DAY}\s(?:of\s)?{_months('first_month')}{_OF_YEAR.replace('year', 'first_year')}"
            rf"{_TO}{_THE}{_LAST}\s(?:of\s)?{_months('month')}{_OF_YEAR}",
            Precision.DAYS,
        ),
        (
            rf"\b{_months('first_month')}\s{_DAY}{_TO}{_months('month')}\s{_LAST}{_OF_YEAR}",
            Precision.DAYS,
        ),
        (rf"\b{_DAY}{_TO}{_THE}{_LAST}\s(?:of\s)?{_months('month')}{_OF_YEAR}", Precision.DAYS),
        (rf"\b{_DAY}(?:\s|(?<=\.))(?:of\s)?{_months('month')}{_OF_YEAR}", Precision.DAYS),
        (rf"\b{_months('month')}\s{_DAY}(?:{_TO}{_THE}{_LAST})?{_OF_YEAR}(?!\d)", Precision.DAYS),
        (
            rf"\b(?P<part>{_any(_PARTS)})(?:\sof\s|[\s-]){_THE}{_months('month')}{_OF_YEAR}",
            Precision.PART,
        ),
        (rf"\b{_months('month')},?\s(?:of\s)?{_YEAR}", Precision.MONTH),
        (
            rf"(?<![\d.])(?P<day>\d{{1,2}})\.?(?:\s?[-–]\s?(?P<last>\d{{1,2}}))?\."
            rf"\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
            Precision.DAYS,
        ),
        (r"\b(?P<year>[12]\d{3})-(?P<number>\d{2})-(?P<day>\d{2})\b", Precision.DAYS),
        (
            r"(?<![\d/])(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>[12]\d{3})\b",
            Precision.DAYS,
        ),
        (rf"\b(?P<season>{_any(_SEASONS)})\s(?:of\s)?{_YEAR}", Precision.SEASON),
        (r"\b(?:in|during|u|tokom)\s(?P<year>(?:19|20)\d{2})\b(?![-–/]\d)", Precision.YEAR),
        (r"\b(?P<year>(?:19|20)\d{2})\.\sgodin[eiu]\b", Precision.YEAR),
    )
]


class Stated(NamedTuple):
    """A date in a text: where it stands and what it says; without its year it has no days."""

    start: int
    end: int
    precision: Precision
    first: datetime.date | None
    last: datetime.date | None


def stated(text):
    """Return each date of a text in the order in which they stand."""
    latin, place = _in_latin(text)
    taken, found = bytearray(len(latin)), []
    for pattern, precision in _PATTERNS:
        for match in pattern.finditer(latin):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            days = _days(match.groupdict(), precision)
            taken[start:end] = b"1" * (end - start)
            if days is None:
                continue
            end = start + len(latin[start:end].rstrip(" ."))
            found.append(Stated(place[start], place[end], precision, *days))
    return sorted(found)


def _in_latin(text):
    """Return a text in small Latin letters, and where in it each of these letters stands."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    latin, place = [], []
    for at, character in enumerate(text):
        letters = _PLAIN.get(character) or names.to_latin(character).lower()
        letters = "".join(_PLAIN.get(letter, letter) for letter in letters)
        latin.append(letters)
        place += [at] * len(letters)
    return "".join(latin), [*place, len(text)]


_PLAIN = {"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "d", "\u00a0": " ", "\n": " "}


def _days(parts, precision):
    """Return the first and the last day, both None without a year; None for what is no date."""
    try:
        month = _month(parts)
        if not parts.get("year"):
            return _without_year(parts, month)
        year = int(parts["year"])
        if precision == Precision.YEAR:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if precision == Precision.SEASON:
            return dates.season_bounds(year, _which(_SEASONS, parts["season"]))
        if precision == Precision.PART:
            return dates.bounds(year, month, _which(_PARTS, parts["part"]))
        if not parts.get("day"):
            return dates.bounds(year, month)
        last = datetime.date(year, month, int(parts.get("last") or parts["day"]))
        first_month = _number(parts["first_month"]) if parts.get("first_month") else month
        first_year = int(parts.get("first_year") or year)
        first = datetime.date(first_year, first_month, int(parts["day"]))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _without_year(parts, month):
    """Return no days, if the day is one that a year may have."""
    if parts.get("day"):
        # Any leap year will do.
        datetime.date(2020, month, int(parts.get("last") or parts["day"]))
    return None, None


def _month(parts):
    if parts.get("number"):
        return int(parts["number"])
    return _number(parts["month"]) if parts.get("month") else 1


def _number(written):
    return next(at for at, month in enumerate(_MONTHS, 1) if month.fullmatch(written.rstrip(".")))


def _which(choices, written):
    return next(choice for choice, words in choices.items() if written in words.split("|"))


# What of a text tells of the event

_FIRST_SENTENCES, _OPENING, _NEAR = 4, 4, 4
_SERBIAN_LENGTHS = {
    "jednodnevn": 1,
    "dvodnevn": 2,
    "trodnevn": 3,
    "cetvorodnevn": 4,
    "petodnevn": 5,
}


def of_event(text, sentences, lexicon, later):
    """Return the dates at which a text says that the event was.

    `later` are the tokens of each sentence that tell of something to come.
    """
    found = []
    for date in stated(text):
        number, sentence = _sentence_at(sentences, date.start)
        if sentence is None:
            continue
        at = next(k for k, token in enumerate(sentence.tokens) if token.end > date.start)
        before = lexicon.not_of_event.within(sentence.folds, max(0, at - _NEAR), at)
        opens = number < _FIRST_SENTENCES and (at < _OPENING or date.precision == Precision.DAYS)
        held = opens or lexicon.held.within(sentence.folds)
        if held and not before and at not in sentence.in_quotes | later[number]:
            words = Words(date.start, date.end, text[date.start : date.end])
            found.append(FoundDate(words, date.precision.value, date.first, date.last))
    return found


def _sentence_at(sentences, start):
    for number, sentence in enumerate(sentences):
        if sentence.tokens[0].start <= start < sentence.tokens[-1].end:
            return number, sentence
    return 0, None


def length(sentences, lexicon):
    """Return of how many days the text says that the event was, None if it does not."""
    for sentence in sentences[:_FIRST_SENTENCES]:
        for at, token in enumerate(sentence.tokens):
            days = _length_in(sentence, lexicon, at, token.fold)
            if days:
                return days
    return None


def _length_in(sentence, lexicon, at, fold):
    number, _hyphen, rest = fold.partition("-")
    if rest in lexicon.days_long and number in lexicon.numbers:
        return lexicon.numbers[number]
    if fold == "-" and sentence.fold(at + 1) in lexicon.days_long:
        before = sentence.fold(at - 1)
        return int(before) if before.isdigit() and len(before) <= _MOST_DIGITS else None
    if lexicon.has_cases:
        return next((n for begin, n in _SERBIAN_LENGTHS.items() if fold.startswith(begin)), None)
    return None
