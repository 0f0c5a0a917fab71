"""The feeds of reports and of all public changes."""

from django.db.models import F, OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import listing
from events.filters import EventFilter
from events.models import Event, Report, Update
from portal.addresses import absolute, tag
from portal.feeds import Entry, FeedView
from portal.filters import PortalFilterSet


class ChangeFeed(FeedView):
    """Every line of the public history, small corrections too, as it became known here."""

    filterset_class = EventFilter
    stem, page, title = "changes", "events:list", gettext_lazy("All changes")

    def found(self):
        return Event.objects.public(self.now)

    def rows(self):
        told = Update.objects.due(self.now).filter(event__visible_from__lte=self.now).as_told()
        if self.filterset.filtered:
            told = told.filter(event__in=self.filterset.qs.order_by().values("pk"))
        return told

    def entries(self, rows):
        """Read the events of some updates; costs a query."""
        listed = Event.objects.public(self.now).listed(get_language(), self.now)
        events = listed.in_bulk({update.event_id for update in rows})
        return [
            change(update, events[update.event_id]) for update in rows if update.event_id in events
        ]


def change(update, event):
    title, language = listing.title(event)
    kind = capfirst(event.get_kind_display())
    return Entry(
        id=tag("change", update.pk),
        title=title,
        language=language,
        url=absolute(event.get_absolute_url()),
        updated=update.at,
        published=update.at if update.recorded_at <= update.at else None,
        summary=update.note,
        tags=(kind, _("Small correction")) if update.minor else (kind,),
    )


class ReportFeed(FeedView):
    """The reports, the one with the change that became known here last first."""

    filterset_class = PortalFilterSet
    stem, page, title = "feed", "reports:list", gettext_lazy("Reports")

    def found(self):
        return Report.objects.public(self.now)

    def rows(self):
        first = Update.objects.due(self.now).filter(edition__report=OuterRef("pk"))
        first = first.filter(recorded_at__lte=F("at")).order_by("at", "pk")
        return (
            self.filterset.qs.newest_told_first(self.now)
            .with_last_updated(self.now)
            .only("language")
            .annotate(note=F("newest__note"), published=Subquery(first.values("at")[:1]))
        )

    def entries(self, rows):
        """Read the words of some reports; costs a query."""
        public = Report.objects.public(self.now).listed(self.now)
        found = public.in_bulk([row.pk for row in rows])
        return [report(row, listing.report(found[row.pk])) for row in rows if row.pk in found]


def report(row, printed):
    return Entry(
        id=tag("report", row.pk),
        title=printed["title"],
        language=printed["title_lang"],
        url=absolute(printed["url"]),
        updated=row.last_updated,
        published=row.published,
        summary=row.note,
        content=printed["lead"],
        tags=(printed["kind"],),
    )
