"""What all answers are made of: references to records, names and dates."""

import datetime
from typing import Literal

from django.conf import settings
from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field

from portal.addresses import absolute
from portal.spans import machine

LANGUAGE = "The language of the words, like `en` or `sr-latn`."


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Reference(Shape):
    """A record told of in another one: its number, its words, its page and its whole record."""

    id: int = Field(description="The number that the record keeps for ever.", examples=[12])
    name: str = Field(examples=["Ministry of Works"])
    language: str = Field(description=LANGUAGE, examples=["en"])
    url: str | None = Field(
        description="The page for people; none where the record has no page.",
        examples=["https://portal.example/organisations/ministry-of-works/"],
    )
    api: str | None = Field(
        description="The record in this API; none where it has no page.",
        examples=["https://portal.example/api/v1/organisations/12"],
    )


class OtherName(Shape):
    name: str = Field(examples=["MoW"])
    kind: Literal["official", "acronym", "translation", "alias", "former", "misspelling"]
    language: str = Field(description=f"{LANGUAGE} Empty: not stated.", examples=["en"])
    source: str = Field(description="Where the name was met.", examples=["Yearbook 2021"])


class Point(Shape):
    """A day as exactly as it is known."""

    date: str = Field(
        description="A year, a month or a day: `2021`, `2021-09` or `2021-09-01`.",
        examples=["2021-09"],
    )
    precision: Literal["day", "month", "year"]


class Period(Shape):
    """When an event was. Where the days are not known it lay between `earliest` and `latest`."""

    words: str = Field(description="The date as people read it.", examples=["Early September 2021"])
    earliest: datetime.date | None = Field(examples=["2021-09-01"])
    latest: datetime.date | None = Field(examples=["2021-09-10"])
    precision: Literal["days", "part", "month", "season", "year", "unknown"] = Field(
        description="Only with `days` are `earliest` and `latest` the first and the last day."
    )


def api_url(name, *args):
    return absolute(reverse(f"api:{name}", args=args))


def reference(record, kind, now):
    """Return the Reference to a person, an institution or a project; None for none."""
    if record is None:
        return None
    page = record.page_url(now)
    return Reference(
        id=record.pk,
        name=str(record),
        language=record.language,
        url=absolute(page) or None,
        api=api_url(kind, record.pk) if page else None,
    )


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


def hour(time):
    return time.isoformat("minutes") if time else None


def zone(event):
    """Return the zone of an event's hours: its own, or that of the site."""
    return event.time_zone or settings.TIME_ZONE if event.starts_at or event.ends_at else None
