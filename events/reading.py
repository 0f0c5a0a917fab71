"""What the page of an event asks the database: as many questions for any event."""

from typing import NamedTuple

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from events.models import (
    Document,
    Edition,
    Event,
    EventOrganisation,
    Participation,
    Photo,
    Place,
    Project,
    ProjectOrganisation,
    Session,
    Source,
    Topic,
    Update,
)
from events.roles import role_rows
from events.versions import told
from organisations.models import Ancestry
from organisations.names import called_on
from portal.aggregates import JSONRows
from portal.prepared import Among, prepared

# What of an event is read beside it, as rows of few fields: the fields, and what is public.
Speaking = Session.people.through
BESIDE = {
    Place: ("venue", "city", "country", "day", "language"),
    Topic: ("name", "slug"),
    Document: ("id", "title", "file", "language", "media_type", "size", "pages"),
    Photo: ("id", "file", "width", "height", "alternative_text", "caption", "credit", "language"),
    Source: ("publisher", "title", "url", "language", "date_as_printed", "differs"),
    Session: ("id", "title", "day", "starts_at", "ends_at", "place", "language"),
    Speaking: ("session_id", "participation_id"),
}


class ProjectTold(NamedTuple):
    """A project of an event, its address if the public sees it, and the names of who funds it."""

    title: str
    slug: str
    language: str
    programme: str
    seen: bool
    funders: list


def projects(now):
    """Return the rows of a `ProjectTold`, those of an event that an OuterRef names."""
    funders = ProjectOrganisation.objects.filter(
        project=OuterRef("pk"), role=ProjectOrganisation.Role.FUNDER
    )
    return Project.objects.filter(events=OuterRef("pk")).annotate(
        seen=ExpressionWrapper(Q(visible_from__lte=now), BooleanField()),
        funders=JSONRows(funders, "organisation__name"),
    )


def readable(now, seen=None):
    """Return the public events with all that their pages read beside them.

    `seen` is the instant by which an event and what is its own is looked at, for a preview
    `NEVER`: then all is there that will be public with it.
    """
    seen = seen or now
    of_event = {"event": OuterRef("pk")}
    beside = {
        Place: Place.objects.filter(**of_event),
        Topic: Topic.objects.filter(events=OuterRef("pk")),
        Document: Document.objects.public(seen).filter(**of_event),
        Photo: Photo.objects.public(seen).filter(**of_event),
        Source: Source.objects.filter(**of_event),
        Session: Session.objects.filter(**of_event),
        Speaking: Speaking.objects.filter(session__event=OuterRef("pk")),
    }
    return Event.objects.public(seen).annotate(
        **{
            f"{model._meta.model_name}_rows": JSONRows(beside[model], *fields)
            for model, fields in BESIDE.items()
        },
        project_rows=JSONRows(projects(now), *ProjectTold._fields),
        # Most stand alone: then nothing is asked of what is around them.
        is_alone=ExpressionWrapper(
            Q(part_of=None)
            & ~Exists(Event.objects.filter(part_of=OuterRef("pk")).order_by())
            & ~Exists(Event.related.through.objects.filter(from_event=OuterRef("pk"))),
            BooleanField(),
        ),
    )


@prepared
def at_address(now, year, slug):
    """The public event at an address, if one is there."""
    return readable(now).filter(address_year=year, slug=slug)


@prepared
def live_texts(event, now):
    """The texts of an event that the public reads, each with how many went out in all."""
    live = told(Edition.objects.live(now).filter(report__event=event), event, now)
    every = Edition.objects.due(now).filter(report__event=event).order_by()
    number = every.values("report__event").annotate(n=Count("pk")).values("n")
    live = live.annotate(went_out=Subquery(number))
    return live.select_related("report").order_by("report__language", "pk")


@prepared
def updates(event, now):
    """The public history of an event in all languages, the newest first."""
    return Update.objects.due(now).filter(event=event)


# What is told of an institution and of a person on the page of an event, and what finds them in
# its text: of who took part each has twenty columns more, three of them instants.
OF_BODIES = ("name", "slug", "language", "country", "kind", "parent", "visible_from", "folded")
OF_PEOPLE = ("name", "honorific", "language", "visibility", "visible_from", "folded")
OF_LINES = (
    *("person", "organisation", "country", "group", "position", "printed_name", "language"),
    *("count", "qualifier", "attendance", "note", "named"),
)


def fields(relation, names):
    """Return the names of fields of what a row points at."""
    return [f"{relation}__{name}" for name in names]


# Rows whose institution is called as on a day; without one as it is today.


@prepared
def bodies(event, seen, day):
    """What institutions were to an event."""
    rows = EventOrganisation.objects.public(seen).filter(event=event)
    rows = rows.select_related("organisation")
    rows = rows.only("organisation", "role", *fields("organisation", OF_BODIES))
    return rows.annotate(called=called_on(day, "organisation"))


@prepared
def lines(event, seen, day, language):
    """Who took part in an event: nobody of whom it is known that they did not come."""
    return (
        Participation.objects.public(seen)
        .filter(event=event)
        .exclude(attendance=Participation.Attendance.ABSENT)
        .select_related("person", "organisation")
        .only(*OF_LINES, *fields("person", OF_PEOPLE), *fields("organisation", OF_BODIES))
        .annotate(called=called_on(day, "organisation"), role_rows=role_rows(language))
    )


@prepared
def roots(keys, day):
    """The topmost institutions of which some others are departments."""
    rows = Ancestry.objects.filter(
        Among("descendant", keys), depth__gt=0, ancestor__parent__isnull=True
    )
    rows = rows.select_related("ancestor")
    rows = rows.only("ancestor", "descendant", *fields("ancestor", OF_BODIES))
    return rows.annotate(called=called_on(day, "ancestor"))


@prepared
def around(event, whole, language, now):
    """The whole, the parts and the related events of an event."""
    return Event.objects.public(now).around(event, whole).listed(language, now)
