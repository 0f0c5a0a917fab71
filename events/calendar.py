"""Events as a calendar: RFC 5545, and RFC 7986 for what a subscription needs.

An event whose day is not known is in no calendar, as it would need a day that nobody stated.
"""

import datetime
import functools
import zoneinfo

import icalendar
from django.conf import settings
from django.db.models import Count, Max, Min, OuterRef, Prefetch, Subquery
from django.db.models.functions import Greatest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listing, places
from events.models import Event, Update
from events.models.queryset import LISTED
from events.tables import EventTable
from events.views import elsewhere
from portal import dates, names
from portal.addresses import absolute, host
from portal.dates import Precision
from portal.feeds import readable
from portal.fields import country_name
from portal.missing import Missing
from portal.programs import kept
from portal.tables.columns import chunks, keys_of

MEDIA_TYPE = "text/calendar; charset=utf-8"
#: How often a program that subscribed asks again.
REFRESH = datetime.timedelta(days=1)
DAY = datetime.timedelta(days=1)

Status = Event.Status
# What was put off has no day until it is said to be planned again.
STATUSES = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


def uid(key):
    """Return the name of an event in calendars, which stays when its address moves."""
    return f"event-{key}@{host()}"


def told(events, language, now):
    """Read of events what a calendar says; costs two queries."""
    updates = Update.objects.due(now).filter(event=OuterRef("pk"), language__in=["", language])
    updates = updates.order_by().values("event")
    newest = Max(Greatest("at", "recorded_at"))
    return (
        events.listed(language, now)
        .only(*LISTED, "status_note", "starts_at", "ends_at", "time_zone")
        .annotate(
            changes=Subquery(updates.annotate(n=Count("pk")).values("n")),
            first_told=Subquery(updates.annotate(at_first=Min("at")).values("at_first")),
            changed=Subquery(updates.annotate(newest=newest).values("newest")),
        )
        .prefetch_related(Prefetch("part_of", Event.objects.public(now).only("pk")))
    )


def zone(event):
    return event.time_zone or settings.TIME_ZONE


def span(event):
    """Return when an event starts and ends: with hours, or as whole days and the day after.

    The hours are left to the description where they do not say when it ends.
    """
    one_day = event.earliest == event.latest
    if event.starts_at is not None and (one_day or event.ends_at is not None):
        clock = zoneinfo.ZoneInfo(zone(event))
        start = datetime.datetime.combine(event.earliest, event.starts_at, clock)
        end = event.ends_at and datetime.datetime.combine(event.latest, event.ends_at, clock)
        return start, end
    # RFC 5545, 3.8.2.2: the end of whole days is the first day that is not of them any more.
    return event.earliest, event.latest + DAY if event.latest < datetime.date.max else None


def location(event):
    """Return where an event is, in words: every place, and that it is online."""
    words = [
        ", ".join(part for part in (venue, city, country and country_name(country)) if part)
        for city, country, venue in event.towns or []
    ]
    if event.format != Event.Format.ON_SITE:
        words.append(event.get_format_display() if words else places.place(event.format, ()))
    return "; ".join(words)


def description(event):
    status = "" if event.was_held else capfirst(event.get_status_display())
    hours = dates.times(event.starts_at, event.ends_at)
    facts = [capfirst(event.get_kind_display()), status, event.when, hours]
    return "\n".join(filter(None, [" · ".join(filter(None, facts)), event.status_note]))


def entry(event):
    """Return one event, read by `told`, as a calendar has it."""
    start, end = span(event)
    takes_time = isinstance(start, datetime.datetime) and event.status not in STATUSES
    title, language = listing.title(event)
    if event.status == Status.POSTPONED:
        title = _("Postponed: %(title)s") % {"title": title}
    made = icalendar.Event.new(
        uid=uid(event.pk),
        # Without a METHOD both say when the entry was last revised (RFC 5545, 3.8.7.2).
        stamp=event.changed,
        last_modified=event.changed,
        created=event.first_told,
        sequence=event.changes - 1,
        start=start,
        end=end,
        location=readable(location(event)),
        description=readable(description(event)),
        categories=[capfirst(event.get_kind_display())],
        status=STATUSES.get(event.status, "CONFIRMED"),
        transparency="OPAQUE" if takes_time else "TRANSPARENT",
        url=absolute(event.get_absolute_url()),
        related_to=[uid(event.part_of.pk)] if event.part_of else [],
    )
    made.add("summary", readable(title), parameters={"LANGUAGE": language})
    return made


@functools.cache
def clock(name):
    """Return the rules of a time zone under its full name."""
    return icalendar.Timezone.from_tzid(name).to_ical()


def heading(name, words="", page="", source=""):
    """Return the calendar without its entries, as lines."""
    calendar = icalendar.Calendar.new(
        prodid=f"-//{settings.SITE_OWNER}//{settings.SITE_NAME}//{get_language().upper()}",
        # Of the names that programs knew before RFC 7986 the library escapes nothing.
        name=names.tidy(name),
        description=names.tidy(words) or None,
        url=page or None,
    )
    del calendar["UID"]
    if source:
        # RFC 7986 gives neither a usual type, so each is named.
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("source", source, parameters={"VALUE": "URI"})
    return calendar.to_ical().removesuffix(END)


END = b"END:VCALENDAR\r\n"


def headers(name):
    return {
        "Content-Disposition": content_disposition_header(True, name),
        "X-Robots-Tag": "noindex",
    }


class EventCalendar(EventTable):
    """The events of a list that have a day, to be subscribed to."""

    def answer(self):
        found = self.filterset.qs
        exact = found.filter(precision=Precision.DAYS)
        keys = keys_of(exact)
        sent = {"content_type": MEDIA_TYPE, "headers": headers("events.ics")}
        if self.request.method == "HEAD":
            return StreamingHttpResponse((), **sent)
        left_out = found.count() - len(keys)
        hours = exact.filter(starts_at__isnull=False).order_by()
        zones = {
            name or settings.TIME_ZONE
            for name in hours.values_list("time_zone", flat=True).distinct()
        }
        return StreamingHttpResponse(self.pieces(keys, zones, self.words(left_out)), **sent)

    def words(self, left_out):
        """Say what the calendar holds, and how much of the list has no place in it."""
        told = self.about(0).filters
        if left_out:
            without = ngettext(
                "%(n)s event is left out: its day is not known.",
                "%(n)s events are left out: their days are not known.",
                left_out,
            )
            told.append(without % {"n": left_out})
        return " · ".join(told)

    def pieces(self, keys, zones, words):
        address = absolute(f"{reverse('events:calendar')}{kept(self.filterset)}")
        page = self.page_url()
        yield heading(f"{settings.SITE_NAME}: {self.title}", words, page, address)
        yield from map(clock, sorted(zones))
        language = get_language()
        for some in chunks(keys):
            found = told(Event.objects.public(self.now), language, self.now).in_bulk(some)
            yield b"".join(entry(found[key]).to_ical() for key in some if key in found)
        yield END


@require_safe
def one(request, slug, year=0):
    """Give out one event that has a day."""
    now = timezone.now()
    public = told(Event.objects.public(now), get_language(), now)
    event = public.filter(address_year=year, slug=slug).first()
    if not event:
        return elsewhere(request, f"{year or 'undated'}/{slug}", now, address)
    if event.precision != Precision.DAYS:
        words = _("The day of this event is not known, so it is in no calendar.")
        raise Missing(words, _("Read about the event"), event.get_absolute_url())
    made = entry(event)
    rules = clock(zone(event)) if isinstance(made["DTSTART"].dt, datetime.datetime) else b""
    body = heading(listing.title(event)[0]) + rules + made.to_ical() + END
    return HttpResponse(body, content_type=MEDIA_TYPE, headers=headers(f"{slug}.ics"))


def address(event):
    return f"{event.get_absolute_url()}event.ics"
