"""Events: rows of a list, and one with all that belongs to it."""

import datetime
from typing import Annotated

from django.db.models import OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Meta, convert

from events import listing
from events.filters import EventFilter
from events.models import (
    Document,
    Event,
    EventOrganisation,
    Photo,
    Session,
    Source,
    Topic,
    Withdrawal,
)
from events.pages import EventPage
from events.programme import shown
from events.reading import readable
from portal import uploads
from portal.addresses import absolute
from portal.aggregates import JSONRows
from portal.api import changes, lines, paging, reports
from portal.api.described import A_LIST, ONE_THAT_MAY_BE_GONE
from portal.api.operations import Operations
from portal.api.problems import Gone
from portal.api.references import EventReference, event_reference
from portal.api.shapes import (
    Instant,
    Language,
    Period,
    Reference,
    Rows,
    Shape,
    api_url,
    hour,
    instant,
    one_of,
    period,
    reference,
    zone,
)

operations = Operations("Events")


class PlaceThen(Shape):
    venue: Annotated[str, Meta(examples=["Town hall"])]
    city: Annotated[str, Meta(examples=["Belgrade"])]
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2.", examples=["RS"])]


class EventRow(Shape):
    __doc__ = "What a list tells of an event."

    id: Annotated[int, Meta(description="The number that the event keeps for ever.", examples=[7])]
    url: Annotated[str, Meta(examples=["https://portal.example/events/2021/workshop-on-roads/"])]
    api: Annotated[str, Meta(examples=["https://portal.example/api/v1/events/7"])]
    title: Annotated[
        str,
        Meta(
            description="The title of its report, or else its plain name.",
            examples=["What was said on roads"],
        ),
    ]
    title_language: Language
    name: Annotated[str, Meta(description="Its plain name.", examples=["Workshop on roads"])]
    language: Language
    kind: one_of(*Event.Kind.values)
    status: one_of(*Event.Status.values)
    format: one_of(*Event.Format.values)
    date: Period
    places: list[PlaceThen]
    has_report: Annotated[bool, Meta(description="Whether a report of it is public.")]
    last_updated: Annotated[
        Instant | None,
        Meta(description="The instant of the newest change that readers were told of."),
    ]


class EventRows(Rows):
    items: list[EventRow]


class Place(PlaceThen):
    day: Annotated[datetime.date | None, Meta(description="If only on one day.")]
    language: Language


class Body(Shape):
    role: one_of(*EventOrganisation.Role.values)
    organisation: Reference


class TopicReference(Shape):
    slug: Annotated[str, Meta(examples=["public-transport"])]
    name: Annotated[str, Meta(examples=["Public transport"])]


class Attendance(Shape):
    __doc__ = "How many came as it was stated; never added up from the lines."

    number: Annotated[int | None, Meta(examples=[60])]
    qualifier: one_of(*Event.Qualifier.values)
    of: Annotated[str, Meta(description="Of whom.", examples=["officials"])]
    words: Annotated[str, Meta(description="As it was stated.", examples=["more than 60 guests"])]
    list_incomplete: Annotated[
        bool, Meta(description="Whether the list is known not to be complete.")
    ]


class Hours(Shape):
    length_days: Annotated[int | None, Meta(examples=[3])]
    starts_at: Annotated[str | None, Meta(examples=["09:00"])]
    ends_at: Annotated[str | None, Meta(examples=["17:30"])]
    time_zone: Annotated[str | None, Meta(examples=["Europe/Belgrade"])]
    basis: Annotated[
        one_of(*Event.DateBasis.values),
        Meta(description="Whether the date was stated or worked out."),
    ]
    basis_note: Annotated[str, Meta(description="From what it was worked out.")]


class ProgrammeItem(Shape):
    title: Annotated[str, Meta(examples=["Opening"])]
    language: Language
    day: datetime.date | None
    starts_at: Annotated[str | None, Meta(examples=["09:00"])]
    ends_at: Annotated[str | None, Meta(examples=["09:30"])]
    place: str
    lines: Annotated[list[int], Meta(description="The lines of those who speak, by their numbers.")]


class DocumentFile(Shape):
    id: int
    title: Annotated[str, Meta(examples=["Agenda"])]
    language: Language
    url: Annotated[str, Meta(examples=["https://portal.example/documents/3/agenda.pdf"])]
    media_type: Annotated[str, Meta(examples=["application/pdf"])]
    size: Annotated[int, Meta(description="In bytes.", examples=[48213])]
    pages: Annotated[int | None, Meta(examples=[2])]


class PhotoFile(Shape):
    id: int
    url: Annotated[str, Meta(examples=["https://portal.example/photos/5/1600.jpg"])]
    width: int | None
    height: int | None
    alternative_text: Annotated[str, Meta(examples=["A long table"])]
    caption: str
    credit: str
    language: Language


class WrittenSource(Shape):
    publisher: Annotated[str, Meta(examples=["Roads Weekly"])]
    title: str
    url: str
    language: Language
    date_as_printed: str
    differs: Annotated[str, Meta(description="What the source says otherwise.")]


class EventRecord(EventRow):
    __doc__ = "An event with all that belongs to it."

    status_note: Annotated[str, Meta(description="Why it was postponed or cancelled.")]
    places: list[Place]
    hours: Hours
    attendance: Attendance
    registration_url: str
    stream_url: str
    recording_url: str
    bodies: Annotated[list[Body], Meta(description="Organisers, hosts, funders, partners.")]
    projects: list[Reference]
    topics: list[TopicReference]
    lines: list[lines.Line]
    programme: list[ProgrammeItem]
    reports: list[reports.ReportText]
    documents: list[DocumentFile]
    photos: list[PhotoFile]
    sources: list[WrittenSource]
    updates: Annotated[
        list[changes.Change], Meta(description="Its public history, the newest first.")
    ]
    part_of: EventReference | None
    parts: list[EventReference]
    related: list[EventReference]


def event_row(event):
    """Return what a list tells of an event read by `listed` and `with_last_updated`."""
    words, language = listing.title(event)
    return {
        "id": event.pk,
        "url": absolute(event.get_absolute_url()),
        "api": api_url("event", event.pk),
        "title": words,
        "title_language": language,
        "name": event.name,
        "language": event.language,
        "kind": event.kind,
        "status": event.status,
        "format": event.format,
        "date": period(event),
        "has_report": event.has_report,
        "last_updated": instant(event.last_updated),
    }


def event_record(event, language, now):
    """Return all that is public of an event read by `readable`; costs eight queries."""
    page = EventPage(event, language, now)
    event.has_report, event.last_updated = page.edition is not None, page.last_updated
    event.title = page.title if page.title_language == language else None
    texts = reports.live(now).filter(report__event=event).order_by("report__language", "pk")
    near = {kind: [*map(event_reference, events)] for kind, events in page.around.items()}
    return EventRecord(
        **event_row(event),
        status_note=event.status_note,
        hours=Hours(
            length_days=event.length_days,
            starts_at=hour(event.starts_at),
            ends_at=hour(event.ends_at),
            time_zone=zone(event),
            basis=event.date_basis,
            basis_note=event.date_note,
        ),
        attendance=Attendance(
            number=event.attendance_number,
            qualifier=event.attendance_qualifier,
            of=event.attendance_of,
            words=event.attendance_words,
            list_incomplete=event.list_incomplete,
        ),
        registration_url=event.registration_url,
        stream_url=event.stream_url,
        recording_url=event.recording_url,
        places=[
            Place(
                venue=row.venue,
                city=row.city,
                country=row.country,
                day=row.day,
                language=row.language,
            )
            for row in page.places
        ],
        bodies=[
            Body(role=row.role, organisation=reference(row.organisation, "organisation", now))
            for row in page.bodies
        ],
        projects=[
            reference(row, "project", now) for row in event.projects.defer("about", "folded")
        ],
        topics=[TopicReference(slug=row.slug, name=row.name) for row in page.beside(Topic)],
        lines=[lines.Line(**lines.facts(line, now)) for line in page.lines],
        programme=programme(event, page.lines),
        reports=[reports.ReportText(**reports.facts(text)) for text in texts],
        documents=[document(row) for row in page.beside(Document)],
        photos=[photo(row) for row in page.beside(Photo)],
        sources=[convert(row, WrittenSource, from_attributes=True) for row in page.beside(Source)],
        updates=[changes.Change(**changes.facts(row)) for row in page.every_update],
        part_of=next(iter(near["whole"]), None),
        parts=near["parts"],
        related=near["related"],
    )


def programme(event, told):
    """Return the items of the programme with those of the lines told that may be named."""
    people = Session.people.through.objects.filter(session=OuterRef("pk"))
    sessions = Session.objects.filter(event=event).annotate(
        speakers=JSONRows(people, "participation_id")
    )
    fit = {line.pk for line in told if shown(line)}
    return [
        ProgrammeItem(
            title=session.title,
            language=session.language,
            day=session.day,
            starts_at=hour(session.starts_at),
            ends_at=hour(session.ends_at),
            place=session.place,
            lines=[key for (key,) in session.speakers or [] if key in fit],
        )
        for session in sessions
    ]


def document(row):
    return DocumentFile(
        id=row.pk,
        title=row.title,
        language=row.language,
        url=absolute(row.get_absolute_url()),
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
    )


def photo(row):
    widest = uploads.served_widths(row.width)[-1]
    return PhotoFile(
        id=row.pk,
        url=absolute(reverse("files:photo", args=[row.pk, widest, "jpg"])),
        width=row.width,
        height=row.height,
        alternative_text=row.alternative_text,
        caption=row.caption,
        credit=row.credit,
        language=row.language,
    )


@operations.get(
    "events",
    EventRows,
    name="events",
    summary="Events",
    operation_id="list_events",
    parameters=paging.parameters(EventFilter),
    responses=A_LIST,
)
def listed(request):
    now, language = timezone.now(), get_language()
    page = paging.page(request, Event.objects.public(now), EventFilter)
    events = Event.objects.public(now).listed(language, now).with_last_updated(language, now)
    items = [EventRow(**event_row(event), places=places(event)) for event in page.read(events)]
    return EventRows(items=items, next=page.next)


def places(event):
    return [
        PlaceThen(city=city, country=country, venue=venue)
        for city, country, venue in event.towns or []
    ]


@operations.get(
    "events/<int:number>",
    EventRecord,
    name="event",
    summary="One event with all that belongs to it",
    operation_id="get_event",
    responses=ONE_THAT_MAY_BE_GONE,
)
def one(request, number):
    now, language = timezone.now(), get_language()
    event = readable(now).filter(pk=number).first()
    if event is None:
        raise gone_or_nowhere(number, now)
    return event_record(event, language, now)


def gone_or_nowhere(number, now):
    """Return what to raise for an event that is not public: withdrawn, or none that was told."""
    told = Event.objects.filter(pk=number, public_from__lte=now)
    withdrawal = Withdrawal.objects.in_force(now).filter(report=None, event__in=told).first()
    return Gone(withdrawal.reason) if withdrawal else Http404()
