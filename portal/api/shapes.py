"""What all answers are made of: references to records, names and dates."""

import datetime
from typing import Annotated

import msgspec
from django.conf import settings
from django.urls import reverse
from msgspec import Meta

from portal.addresses import absolute
from portal.spans import machine

LANGUAGE = "The language of the words, like `en` or `sr-latn`."
Language = Annotated[str, Meta(description=LANGUAGE, examples=["en"])]
#: Written to the millisecond, as everywhere on the site: msgspec itself writes six digits.
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of answers, which is not checked when it is made: tests check every answer.

    What the document tells of a shape is assigned to `__doc__`: Python leaves out docstrings
    when it is told to optimize, and keeps this.
    """


def one_of(*values):
    """Return the type of one of some words, in an order that Literal would not keep."""
    return Annotated[str, Meta(extra_json_schema={"enum": values})]


class Rows(Shape):
    """A page of a list: each list names the shape of its items."""

    items: list
    next: Annotated[str | None, Meta(description="The address of the next page.")]


class Reference(Shape):
    __doc__ = (
        "A record told of in another one: its number, its words, its page and its whole record."
    )

    id: Annotated[
        int, Meta(description="The number that the record keeps for ever.", examples=[12])
    ]
    name: Annotated[str, Meta(examples=["Ministry of Works"])]
    language: Language
    url: Annotated[
        str | None,
        Meta(
            description="The page for people; none where the record has no page.",
            examples=["https://portal.example/organisations/ministry-of-works/"],
        ),
    ]
    api: Annotated[
        str | None,
        Meta(
            description="The record in this API; none where it has no page.",
            examples=["https://portal.example/api/v1/organisations/12"],
        ),
    ]


class OtherName(Shape):
    name: Annotated[str, Meta(examples=["MoW"])]
    kind: one_of("official", "acronym", "translation", "alias", "former", "misspelling")
    language: Annotated[str, Meta(description=f"{LANGUAGE} Empty: not stated.", examples=["en"])]
    source: Annotated[str, Meta(description="Where the name was met.", examples=["Yearbook 2021"])]


class Point(Shape):
    __doc__ = "A day as exactly as it is known."

    date: Annotated[
        str,
        Meta(
            description="A year, a month or a day: `2021`, `2021-09` or `2021-09-01`.",
            examples=["2021-09"],
        ),
    ]
    precision: one_of("day", "month", "year")


class Period(Shape):
    __doc__ = (
        "When an event was. Where the days are not known it lay between `earliest` and `latest`."
    )

    words: Annotated[
        str, Meta(description="The date as people read it.", examples=["Early September 2021"])
    ]
    earliest: Annotated[datetime.date | None, Meta(examples=["2021-09-01"])]
    latest: Annotated[datetime.date | None, Meta(examples=["2021-09-10"])]
    precision: Annotated[
        one_of("days", "part", "month", "season", "year", "unknown"),
        Meta(
            description="Only with `days` are `earliest` and `latest` the first and the last day."
        ),
    ]


def api_url(name, *args):
    return absolute(reverse(f"api:{name}", args=args))


def reference(record, kind, now):
    """Return the Reference to a person, an institution or a project; None for none."""
    return None if record is None else Reference(**facts(record, kind, now))


def facts(record, kind, now):
    page = record.page_url(now)
    return {
        "id": record.pk,
        "name": str(record),
        "language": record.language,
        "url": absolute(page) or None,
        "api": api_url(kind, record.pk) if page else None,
    }


def period(event):
    return Period(
        words=event.when,
        earliest=event.earliest,
        latest=event.latest,
        precision=event.precision,
    )


def point(day, precision):
    """Return one end of a span; None if it is not known."""
    return Point(date=machine(day, precision), precision=precision) if day else None


def other_names(record):
    """Return the further names of a record; costs a query."""
    return [
        OtherName(name=row.name, kind=row.kind, language=row.language, source=row.source)
        for row in record.names.all()
    ]


def instant(at):
    """Return a moment as an Instant; None for none."""
    if at is None:
        return None
    text = at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def hour(time):
    return time.isoformat("minutes") if time else None


def zone(event):
    """Return the zone of an event's hours: its own, or that of the site."""
    return event.time_zone or settings.TIME_ZONE if event.starts_at or event.ends_at else None
