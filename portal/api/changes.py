"""The public history of events: what changed, and when."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Meta

from events.models import Event, Update
from portal.api import paging
from portal.api.described import A_LIST
from portal.api.operations import Operations
from portal.api.references import EventReference, event_reference
from portal.api.shapes import Instant, Rows, Shape, instant

operations = Operations("Changes")


class Change(Shape):
    id: Annotated[int, Meta(examples=[91])]
    at: Annotated[Instant, Meta(description="Since when readers see it.")]
    recorded_at: Annotated[
        Instant,
        Meta(description="When it was written here; later than `at` for an archive taken over."),
    ]
    note: Annotated[str, Meta(examples=["Changed: the place."])]
    language: Annotated[
        str,
        Meta(
            description="The language of the report that changed; empty: the facts.",
            examples=["en"],
        ),
    ]
    small: Annotated[bool, Meta(description="A small correction, which moves no “Last updated”.")]


class ChangeOfEvent(Change):
    event: EventReference


class ChangePage(Rows):
    items: list[ChangeOfEvent]


def facts(update):
    return {
        "id": update.pk,
        "at": instant(update.at),
        "recorded_at": instant(update.recorded_at),
        "note": update.note,
        "language": update.language,
        "small": update.minor,
    }


@operations.get(
    "changes",
    ChangePage,
    name="changes",
    summary="What changed in public events, the newest first",
    operation_id="list_changes",
    parameters=paging.parameters(),
    responses=A_LIST,
)
def changes(request):
    now = timezone.now()
    public = Update.objects.due(now).filter(event__visible_from__lte=now)
    page = paging.page(request, public, instant="at")
    told = page.read(public)
    events = Event.objects.public(now).listed(get_language(), now)
    events = events.in_bulk({update.event_id for update in told})
    items = [
        ChangeOfEvent(event=event_reference(events[update.event_id]), **facts(update))
        for update in told
        if update.event_id in events
    ]
    return ChangePage(items=items, next=page.next)
