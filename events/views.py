import datetime
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listing
from events.disclosure import LOOKED_THROUGH, changes_url, openable
from events.feeds import ChangeFeed, ReportFeed
from events.filters import EventFilter
from events.linked import described
from events.models import Edition, Event, Update, Withdrawal
from events.pages import EventPage
from events.reading import at_address
from events.revisions import compared
from events.versions import versions
from portal import charts, linked
from portal.addresses import ask_about
from portal.feeds import feed_links
from portal.lists import FilteredListView, page_of
from portal.models import Address
from portal.programs import kept
from portal.tables.views import table_links

WEEK = datetime.timedelta(days=7)
#: An archive taken over may bring thousands at once; the feed has them all.
MOST_NEWS = 100


class Listed(NamedTuple):
    """An event of which no more is known than of which other it is a part; 0 for none."""

    pk: int
    part_of_id: int


class InColumns:
    """Events by their keys as the columns have them; their rows are read by `listing.rows`."""

    model = Event

    def __init__(self, moment):
        self.moment = moment

    def in_bulk(self, keys):
        places = self.moment.index.event_places.of(np.array(keys, dtype=np.int64))
        wholes = self.moment.events.part_of[places].tolist()
        return {key: Listed(key, whole) for key, whole in zip(keys, wholes, strict=True)}


class EventList(FilteredListView):
    """All events, newest first.

    A part that fits stands under its whole where that fits too, and by itself where not; so
    each is found once, and what only a part says is found.
    """

    model = Event
    filterset_class = EventFilter

    def get_queryset(self):
        super().get_queryset()
        return InColumns(self.filterset.moment)

    def charts(self):
        years = self.filterset.linked_choices_of("year", charts.MOST_YEARS)
        kinds = self.filterset.linked_choices_of("kind")
        no_day = listing.no_day(self.filterset.unknown("year"))
        return [
            charts.columns("years", _("Events by year"), _("Year"), years, no_day),
            charts.ranks("kinds", _("Events by kind"), _("Kind"), kinds),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        number = context["paginator"].count
        return context | {
            "rows": listing.rows(context["object_list"], self.filterset.moment, self.filterset.now),
            "trail": [{"label": _("Events")}],
            "found": ngettext("event", "events", number),
            "ways_on": [{"label": _("All events"), "url": reverse("events:list")}],
            "files": table_links("events", self.filterset),
            "calendar": f"{reverse('events:calendar')}{kept(self.filterset)}",
            "feeds": feed_links("events", ChangeFeed, self.filterset),
        }


@require_safe
def of_year(request, year):
    """Lead from the address of an event that was cut short to the events of its year."""
    return redirect(f"{reverse('events:list')}?year={year:04d}", permanent=True)


@require_safe
def new(request):
    """Show what was put on the record or changed here today and in the seven days before.

    By whole days, so that nothing goes at an instant that no kept page waits for.
    """
    now = timezone.now()
    since = timezone.make_aware(
        datetime.datetime.combine(timezone.localdate(now) - WEEK, datetime.time()),
        timezone.get_default_timezone(),
    )
    newest = Update.objects.newest(now).filter(told_at__gte=since)
    every = reverse("events:list")
    context = {
        "newest": listing.news(newest[:MOST_NEWS], now),
        "feeds": feed_links("events", ChangeFeed),
        "ways_on": [{"label": _("All events"), "url": every}],
        "trail": [{"label": _("Events"), "url": every}, {"label": _("New this week")}],
    }
    return render(request, "events/new.html", context)


@require_safe
def detail(request, slug, year=0):
    now, language = timezone.now(), get_language()
    if found := at_address(now, year, slug):
        page = EventPage(found[0], language, now)
        told = linked.in_page(described(page), linked.breadcrumb(page.trail))
        context = {"page": page, "linked": told, "actions": [ask_about(request.path)]}
        return render(request, "events/event_detail.html", context)
    return elsewhere(request, f"{year or 'undated'}/{slug}", now)


@require_safe
def changes(request, slug, key, year=0):
    """Show what an update changed in the words of a report."""
    now, language = timezone.now(), get_language()
    if not settings.SHOW_CHANGES:
        raise Http404
    event = Event.objects.public(now).filter(address_year=year, slug=slug).first()
    if not event:
        path = f"{year or 'undated'}/{slug}"
        return elsewhere(request, path, now, lambda moved: changes_url(moved, key))
    updates = event.updates.told_in(language, now).select_related("edition__report")
    update = get_object_or_404(updates, pk=key)
    texts = versions(event, now, *LOOKED_THROUGH) if update.edition_id else []
    if update.pk not in (found := openable(event, [update], texts, now)):
        raise Http404
    old = get_object_or_404(Edition, pk=found[key][0].pk)
    context = {
        "event": event,
        "update": update,
        "text": update.edition,
        "old": old,
        "parts": compared(old, update.edition, addresses=False),
        "trail": [
            {"label": _("Events"), "url": reverse("events:list")},
            {
                "label": update.edition.title,
                "url": event.get_absolute_url(),
                "lang": update.edition.report.language,
            },
            {"label": _("What changed")},
        ],
    }
    return render(request, "events/changes.html", context)


def withdrawn(request, withdrawal):
    return render(request, "410.html", {"withdrawal": withdrawal}, status=410)


def elsewhere(request, path, now, page=Event.get_absolute_url, gone=withdrawn):
    """Answer for an address at which no public event is: moved, withdrawn or never there.

    `page` gives the address of the page at which a moved event is looked for, `gone` the answer
    for one that was withdrawn.
    """
    address = get_object_or_404(Address, kind=Event._meta.label_lower, path=path)
    moved = Event.objects.public(now).filter(pk=address.record_id).first()
    if moved:
        return redirect(page(moved), permanent=True)
    withdrawals = Withdrawal.objects.in_force(now).filter(report=None, event=address.record_id)
    withdrawal = withdrawals.filter(event__public_from__lte=now).first()
    if withdrawal:
        return gone(request, withdrawal)
    raise Http404


@require_safe
def reports(request):
    """Show the reports, the one with the newest change first."""
    now = timezone.now()
    keys = listing.report_keys(now)
    page = page_of(request, Paginator(keys, FilteredListView.paginate_by))
    context = {
        "page_obj": page,
        "rows": listing.reports(page.object_list.tolist(), now),
        "trail": [{"label": _("Reports")}],
        "found": ngettext("report", "reports", len(keys)),
        "feeds": feed_links("reports", ReportFeed),
    }
    return render(request, "events/report_list.html", context)
