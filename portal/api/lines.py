"""The lines of the lists of participants: who came, on whose behalf, as what."""

from typing import Annotated

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Meta

from events.filters import LineFilter
from events.models import Event, Participation
from events.roles import did, role_rows
from organisations.names import as_called
from portal.api import paging
from portal.api.described import A_LIST
from portal.api.operations import Operations
from portal.api.references import EventReference, event_reference
from portal.api.shapes import Language, Reference, Rows, Shape, one_of, reference

operations = Operations("Participation")

WHO = (
    "`person`: by name. `person-not-named`: one person whose name is not shown, told of only by "
    "institution and country. `group`: an institution, a country or a group in words that came "
    "without names."
)


class RoleThen(Shape):
    slug: Annotated[str, Meta(examples=["speaker"])]
    name: Annotated[str, Meta(examples=["Speaker"])]


class Line(Shape):
    __doc__ = "Somebody at an event in one capacity. Who came in two has two lines and counts once."

    id: Annotated[int, Meta(examples=[340])]
    who: Annotated[one_of("person", "person-not-named", "group"), Meta(description=WHO)]
    person: Reference | None
    printed_name: Annotated[
        str, Meta(description="The name as it is printed at this event, if otherwise.")
    ]
    position: Annotated[
        str, Meta(description="The post as it was at the event.", examples=["Head of Planning"])
    ]
    organisation: Annotated[Reference | None, Meta(description="The institution then.")]
    country: Annotated[
        str, Meta(description="ISO 3166-1 alpha-2, if one is stated.", examples=["SI"])
    ]
    group: Annotated[str, Meta(description="A group in words.", examples=["civil society"])]
    roles: list[RoleThen]
    count: Annotated[
        int | None, Meta(description="How many a group was; none: not known.", examples=[4])
    ]
    qualifier: Annotated[
        one_of("exactly", "about", "more-than", "at-least"),
        Meta(description="How exact `count` is."),
    ]
    attendance: one_of("came", "expected")
    note: str
    language: Language


class LineOfEvent(Line):
    event: EventReference


class LinePage(Rows):
    items: list[LineOfEvent]


def facts(line, now):
    """Return what the public may know of a line read with `roles`, person and institution."""
    hidden = line.person_id and not line.named
    told = {
        "id": line.pk,
        "who": "person-not-named" if hidden else "person" if line.person_id else "group",
        "organisation": reference(line.organisation, "organisation", now),
        "country": line.country,
        "attendance": line.attendance,
        "language": line.language,
        "qualifier": line.qualifier,
        "count": None if line.person_id else line.count,
        # A post or a role may be all that is needed to find out who it was.
        "person": None,
        "roles": [],
        **dict.fromkeys(("printed_name", "position", "group", "note"), ""),
    }
    if hidden:
        return told
    return told | {
        "person": reference(line.person, "person", now),
        "roles": [RoleThen(slug=role.slug, name=role.printed) for role in did(line)],
        "printed_name": line.printed_name,
        "position": line.position,
        "group": line.group,
        "note": line.note,
    }


def readable(language, now):
    """Return the public lines with all that `facts` reads of them."""
    return (
        Participation.objects.public(now)
        .with_called()
        .select_related("person", "organisation")
        .defer("person__biography", "person__folded", "organisation__about", "organisation__folded")
        .annotate(role_rows=role_rows(language))
    )


@operations.get(
    "participation",
    LinePage,
    name="participation",
    summary="Who came to events that were held, on whose behalf, as what",
    operation_id="list_participation",
    parameters=paging.parameters(LineFilter),
    responses=A_LIST,
)
def participation(request):
    now, language = timezone.now(), get_language()
    lines = Participation.objects.public(now)
    page = paging.page(request, lines, LineFilter)
    events = Event.objects.public(now).listed(language, now)
    told = page.read(readable(language, now).prefetch_related(Prefetch("event", events)))
    as_called(told, "organisation")
    # Many lines of a page are of few events.
    events = {line.event_id: line.event for line in told}
    references = {key: event_reference(event) for key, event in events.items()}
    items = [LineOfEvent(event=references[line.event_id], **facts(line, now)) for line in told]
    return LinePage(items=items, next=page.next)
