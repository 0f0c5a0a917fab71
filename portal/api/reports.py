"""Reports: what was said at an event, told in one language."""

from typing import Annotated

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Meta

from events.models import Edition, Event, Report, Update
from portal.api import paging
from portal.api.described import A_LIST, ONE
from portal.api.operations import Operations
from portal.api.references import EventReference, event_reference
from portal.api.shapes import Instant, Language, Rows, Shape, instant

operations = Operations("Reports")


class ReportText(Shape):
    __doc__ = "What was said, in the words that are public now."

    id: Annotated[int, Meta(examples=[4])]
    language: Language
    title: Annotated[str, Meta(examples=["What was said on roads"])]
    lead: Annotated[str, Meta(examples=["Two towns agreed on a bridge."])]
    body: Annotated[str, Meta(description="HTML.", examples=["<p>The bridge will be built.</p>"])]
    credits: Annotated[str, Meta(description="Who wrote the text.")]
    last_updated: Instant | None


class ReportRecord(ReportText):
    event: EventReference


class ReportPage(Rows):
    items: list[ReportRecord]


def live(now):
    """Return the public texts with `last_updated`, the instant that the page of each prints."""
    counting = Update.objects.counting_beside(
        OuterRef("report__event"), OuterRef("report__language"), now
    )
    return (
        Edition.objects.public(now)
        .select_related("report")
        .defer("folded")
        .annotate(last_updated=Subquery(counting.values("at")[:1]))
    )


def facts(text):
    """Return what is told of a text read by `live`."""
    return {
        "id": text.report_id,
        "language": text.report.language,
        "title": text.title,
        "lead": text.lead,
        "body": text.body,
        "credits": text.credits,
        "last_updated": instant(text.last_updated),
    }


def records(keys, now):
    """Return the records of some public reports, by the number of each."""
    texts = {text.report_id: text for text in live(now).filter(report__in=keys)}
    events = Event.objects.public(now).listed(get_language(), now)
    events = events.in_bulk({text.report.event_id for text in texts.values()})
    return {
        key: ReportRecord(event=event_reference(events[text.report.event_id]), **facts(text))
        for key, text in texts.items()
        if text.report.event_id in events
    }


@operations.get(
    "reports",
    ReportPage,
    name="reports",
    summary="Reports with their texts",
    operation_id="list_reports",
    parameters=paging.parameters(),
    responses=A_LIST,
)
def listed(request):
    now = timezone.now()
    page = paging.page(request, Report.objects.public(now))
    found = records(page.keys, now)
    return ReportPage(items=[found[key] for key in page.keys if key in found], next=page.next)


@operations.get(
    "reports/<int:number>",
    ReportRecord,
    name="report",
    summary="One report",
    operation_id="get_report",
    responses=ONE,
)
def one(request, number):
    now = timezone.now()
    report = get_object_or_404(Report.objects.public(now), pk=number)
    # It may have been withdrawn since.
    for record in records([report.pk], now).values():
        return record
    raise Http404
