"""References to events from whatever tells of one."""

from typing import Annotated

from msgspec import Meta

from events import listing
from portal.addresses import absolute
from portal.api.shapes import Period, Reference, api_url, period


class EventReference(Reference):
    name: Annotated[
        str,
        Meta(
            description="The title of its report, or else its plain name.",
            examples=["Workshop on roads"],
        ),
    ]
    date: Period


def event_reference(event):
    """Return the reference to a public event read by `listed`."""
    words, language = listing.title(event)
    return EventReference(
        id=event.pk,
        name=words,
        language=language,
        url=absolute(event.get_absolute_url()),
        api=api_url("event", event.pk),
        date=period(event),
    )
