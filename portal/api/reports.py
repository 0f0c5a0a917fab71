"""Reports: what was said at an event, told in one language."""

import datetime

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from events.models import Edition, Event, Report, Update
from portal.api import paging
from portal.api.described import ONE, a_list
from portal.api.references import EventReference, event_reference
from portal.api.shapes import LANGUAGE, Shape

router = Router(tags=["Reports"])


class ReportText(Shape):
    """What was said, in the words that are public now."""

    id: int = Field(examples=[4])
    language: str = Field(description=LANGUAGE, examples=["en"])
    title: str = Field(examples=["What was said on roads"])
    lead: str = Field(examples=["Two towns agreed on a bridge."])
    body: str = Field(description="HTML.", examples=["<p>The bridge will be built.</p>"])
    credits: str = Field(description="Who wrote the text.")
    last_updated: datetime.datetime | None


class ReportRecord(ReportText):
    event: EventReference


class ReportPage(Shape):
    items: list[ReportRecord]
    next: str | None = Field(description="The address of the next page.")


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
        "last_updated": text.last_updated,
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


@router.get(
    "/reports",
    response=ReportPage,
    url_name="reports",
    summary="Reports with their texts",
    operation_id="list_reports",
    openapi_extra=a_list(paging.parameters()),
)
def listed(request: HttpRequest, response: HttpResponse):
    now = timezone.now()
    page = paging.page(request, response, Report.objects.public(now))
    found = records(page.keys, now)
    return ReportPage(items=[found[key] for key in page.keys if key in found], next=page.next)


@router.get(
    "/reports/{int:number}",
    response=ReportRecord,
    url_name="report",
    summary="One report",
    operation_id="get_report",
    openapi_extra=ONE,
)
def one(request: HttpRequest, number: int):
    now = timezone.now()
    report = get_object_or_404(Report.objects.public(now), pk=number)
    # It may have been withdrawn since.
    for record in records([report.pk], now).values():
        return record
    raise Http404
