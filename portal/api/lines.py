"""The lines of the lists of participants: who came, on whose behalf, as what."""

from typing import Literal

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from events.filters import LineFilter
from events.models import Event, Participation
from events.roles import did, role_rows
from organisations.names import as_called
from portal.api import paging
from portal.api.described import a_list
from portal.api.references import EventReference, event_reference
from portal.api.shapes import LANGUAGE, Reference, Shape, reference

router = Router(tags=["Participation"])


class RoleThen(Shape):
    slug: str = Field(examples=["speaker"])
    name: str = Field(examples=["Speaker"])


class Line(Shape):
    """Somebody at an event in one capacity. Who came in two has two lines and counts once."""

    id: int = Field(examples=[340])
    who: Literal["person", "person-not-named", "group"] = Field(
        description=(
            "`person`: by name. `person-not-named`: one person whose name is not shown, told of "
            "only by institution and country. `group`: an institution, a country or a group in "
            "words that came without names."
        )
    )
    person: Reference | None
    printed_name: str = Field(description="The name as it is printed at this event, if otherwise.")
    position: str = Field(
        description="The post as it was at the event.", examples=["Head of Planning"]
    )
    organisation: Reference | None = Field(description="The institution then.")
    country: str = Field(description="ISO 3166-1 alpha-2, if one is stated.", examples=["SI"])
    group: str = Field(description="A group in words.", examples=["civil society"])
    roles: list[RoleThen]
    count: int | None = Field(description="How many a group was; none: not known.", examples=[4])
    qualifier: Literal["exactly", "about", "more-than", "at-least"] = Field(
        description="How exact `count` is."
    )
    attendance: Literal["came", "expected"]
    note: str
    language: str = Field(description=LANGUAGE, examples=["en"])


class LineOfEvent(Line):
    event: EventReference


class LinePage(Shape):
    items: list[LineOfEvent]
    next: str | None = Field(description="The address of the next page.")


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


@router.get(
    "/participation",
    response=LinePage,
    url_name="participation",
    summary="Who came to events that were held, on whose behalf, as what",
    operation_id="list_participation",
    openapi_extra=a_list(paging.parameters(LineFilter)),
)
def participation(request: HttpRequest, response: HttpResponse):
    now, language = timezone.now(), get_language()
    lines = Participation.objects.public(now)
    page = paging.page(request, response, lines, LineFilter)
    events = Event.objects.public(now).listed(language, now)
    told = page.read(readable(language, now).prefetch_related(Prefetch("event", events)))
    as_called(told, "organisation")
    # Many lines of a page are of few events.
    events = {line.event_id: line.event for line in told}
    references = {key: event_reference(event) for key, event in events.items()}
    items = [LineOfEvent(event=references[line.event_id], **facts(line, now)) for line in told]
    return LinePage(items=items, next=page.next)
