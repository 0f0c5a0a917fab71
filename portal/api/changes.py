"""The public history of events: what changed, and when."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from events.models import Event, Update
from portal.api import paging
from portal.api.described import a_list
from portal.api.references import EventReference, event_reference
from portal.api.shapes import Shape

router = Router(tags=["Changes"])


class Change(Shape):
    id: int = Field(examples=[91])
    at: datetime.datetime = Field(description="Since when readers see it.")
    recorded_at: datetime.datetime = Field(
        description="When it was written here; later than `at` for an archive taken over."
    )
    note: str = Field(examples=["Changed: the place."])
    language: str = Field(
        description="The language of the report that changed; empty: the facts.", examples=["en"]
    )
    small: bool = Field(description="A small correction, which moves no “Last updated”.")


class ChangeOfEvent(Change):
    event: EventReference


class ChangePage(Shape):
    items: list[ChangeOfEvent]
    next: str | None = Field(description="The address of the next page.")


def facts(update):
    return {
        "id": update.pk,
        "at": update.at,
        "recorded_at": update.recorded_at,
        "note": update.note,
        "language": update.language,
        "small": update.minor,
    }


@router.get(
    "/changes",
    response=ChangePage,
    url_name="changes",
    summary="What changed in public events, the newest first",
    operation_id="list_changes",
    openapi_extra=a_list(paging.parameters()),
)
def changes(request: HttpRequest, response: HttpResponse):
    now = timezone.now()
    public = Update.objects.due(now).filter(event__visible_from__lte=now)
    page = paging.page(request, response, public, instant="at")
    told = page.read(public)
    events = Event.objects.public(now).listed(get_language(), now)
    events = events.in_bulk({update.event_id for update in told})
    items = [
        ChangeOfEvent(event=event_reference(events[update.event_id]), **facts(update))
        for update in told
        if update.event_id in events
    ]
    return ChangePage(items=items, next=page.next)
