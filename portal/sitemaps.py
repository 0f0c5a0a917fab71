"""What search engines are told of: an index, and parts of at most 10,000 addresses.

A part is a stretch of permanent numbers, so an address never moves to another part and none is
found by counting the rows before it. https://www.sitemaps.org/protocol.html
"""

from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Edition, Event, Project
from events.versions import version_url
from organisations.models import Organisation
from people.models import Person
from portal import dates

PART = 10_000
MEDIA_TYPE = "application/xml; charset=utf-8"
PAGES = (
    "home",
    "events:list",
    "reports:list",
    "people:list",
    "organisations:list",
    "projects:list",
    "open-data",
    "accessibility",
    "privacy",
)


def events(now):
    told = Event.objects.with_last_updated(settings.LANGUAGE_CODE, now)
    return told.public(now).only("slug", "address_year")


def people(now):
    """Return those with a page who hold a public office; all others are kept out of indexes."""
    return Person.objects.public(now).with_page().in_office(now).only("name", "changed_at")


def organisations(now):
    return Organisation.objects.public(now).only("slug", "changed_at")


def projects(now):
    return Project.objects.public(now).only("slug", "changed_at")


def texts(now):
    """Return the texts that no page of an event shows: they have pages of their own."""
    found = Edition.objects.apart(settings.LANGUAGE_CODE, now).select_related("report__event")
    told = Greatest("publish_at", "report__event__public_from")
    event = [f"report__event__{name}" for name in ("slug", "address_year")]
    return found.annotate(told_at=told).only("report__language", *event)


KINDS = {
    "events": events,
    "texts": texts,
    "people": people,
    "organisations": organisations,
    "projects": projects,
}
#: What says when a page last changed, where that is not when its record did.
INSTANTS = {"events": "last_updated", "texts": "told_at"}


@require_safe
def index(request):
    now = timezone.now()
    parts = [reverse("sitemap-pages")]
    for kind, rows in KINDS.items():
        numbers = rows(now).order_by().annotate(part=F("pk") / PART)
        numbers = sorted(numbers.values_list("part", flat=True).distinct())
        parts += [reverse("sitemap-part", args=[kind, number]) for number in numbers]
    return render(request, "sitemap_index.xml", {"parts": parts}, content_type=MEDIA_TYPE)


@require_safe
def pages(request):
    return urlset((reverse(name), None) for name in PAGES)


@require_safe
def part(request, kind, number):
    now, first = timezone.now(), number * PART
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind](now).filter(pk__gte=first, pk__lt=first + PART).order_by("pk")
    instant = INSTANTS.get(kind, "changed_at")
    rows = [(address(row), getattr(row, instant)) for row in found]
    if not rows:
        raise Http404
    return urlset(rows)


def address(row):
    if isinstance(row, Edition):
        return version_url(row.report.event, row.turn)
    return row.get_absolute_url()


def urlset(rows):
    """Send addresses with the instants of their last change; a template is slow for so many."""
    lines = [
        f"<url><loc>{escape(settings.SITE_URL + path)}</loc>"
        + (f"<lastmod>{dates.machine_moment(at)}</lastmod>" if at else "")
        + "</url>\n"
        for path, at in rows
    ]
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(lines)}</urlset>\n',
        content_type=MEDIA_TYPE,
    )
