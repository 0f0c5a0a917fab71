"""The rows of events as files."""

from django.conf import settings
from django.db.models import OuterRef, Prefetch
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import facts, listing, places
from events.filters import EventFilter
from events.models import Event, EventOrganisation, Project, Topic
from events.models.queryset import LISTED
from events.tallies import tallies
from organisations.names import called_on
from portal.addresses import absolute
from portal.aggregates import JSONRows
from portal.tables.columns import ADDRESS, NUMBER, Column, counted
from portal.tables.views import TableView

#: What a file says of an event beyond what a list prints.
TOLD = (
    "status_note starts_at ends_at time_zone date_basis date_note length_days "
    "attendance_number attendance_qualifier attendance_of attendance_words list_incomplete"
).split()


def time_zone(event):
    """Return by which clock the hours are, if there are hours."""
    hours = event.starts_at is not None or event.ends_at is not None
    return (event.time_zone or settings.TIME_ZONE) if hours else ""


def institutions(event):
    roles = dict(EventOrganisation.Role.choices)
    return [f"{name} ({roles[role]})" for name, role in event.body_rows or []]


COLUMNS = [
    NUMBER,
    Column("title", _("Title"), lambda event: listing.title(event)[0], 60),
    Column("title_language", _("Language of the title"), lambda event: listing.title(event)[1], 10),
    Column("name", _("Plain name"), lambda event: event.name, 50),
    Column("kind", _("Kind"), lambda event: capfirst(event.get_kind_display())),
    Column("status", _("Status"), lambda event: event.get_status_display(), 12),
    Column("status_note", _("Why postponed or cancelled"), lambda event: event.status_note),
    Column("form", _("Form"), lambda event: event.get_format_display()),
    Column("when", _("When"), lambda event: event.when, 28),
    Column("earliest_day", _("Earliest day"), lambda event: event.earliest, 12),
    Column("latest_day", _("Latest day"), lambda event: event.latest, 12),
    Column("date_known_to", _("Date known to the"), lambda event: event.get_precision_display()),
    Column("date_is", _("The date is"), lambda event: event.get_date_basis_display(), 12),
    Column("date_worked_out_from", _("Worked out from"), lambda event: event.date_note),
    Column("length_days", _("Length in days"), lambda event: event.length_days, 10),
    Column("starts_at", _("From (hour)"), lambda event: event.starts_at, 10),
    Column("ends_at", _("To (hour)"), lambda event: event.ends_at, 10),
    Column("time_zone", _("Time zone"), time_zone),
    Column("place", _("Where"), lambda event: places.towns(event.towns or []), 30),
    Column(
        "countries",
        _("Countries (codes)"),
        lambda event: list(dict.fromkeys(row[1] for row in event.towns or [] if row[1])),
        10,
    ),
    Column("institutions", _("Institutions and what they were to it"), institutions, 50),
    Column("projects", _("Projects"), lambda event: [row[0] for row in event.project_rows or []]),
    Column("topics", _("Topics"), lambda event: [row[0] for row in event.topic_rows or []]),
    Column(
        "part_of",
        _("Part of"),
        lambda event: listing.title(event.part_of)[0] if event.part_of else "",
    ),
    Column(
        "part_of_address",
        _("Address of what it is part of"),
        lambda event: absolute(event.part_of.get_absolute_url()) if event.part_of else "",
    ),
    Column("report", _("With a report"), lambda event: bool(event.has_report), 10),
    Column("people_named", _("People named"), lambda event: event.tally.people, 10),
    Column("people_not_named", _("Not shown by name"), lambda event: event.tally.hidden, 10),
    Column(
        "institutions_without_names",
        _("Institutions and countries without names"),
        lambda event: event.tally.bodies,
        10,
    ),
    Column("groups_without_names", _("Groups without names"), lambda event: event.tally.groups, 10),
    Column(
        "attendance_stated",
        _("How many came, as it was stated"),
        lambda event: "; ".join(entry["text"] for entry in facts.stated(event)),
    ),
    Column(
        "list_complete", _("List of participants complete"), lambda e: not e.list_incomplete, 10
    ),
    Column("last_updated", _("Last updated"), lambda event: event.last_updated, 18),
    ADDRESS,
]


class EventTable(TableView):
    model = Event
    filterset_class = EventFilter
    columns = COLUMNS
    stem, page, title = "events", "events:list", _("Events")

    def keys(self):
        return counted(self.filterset.in_order(self.filterset.mask()))

    def read(self, keys):
        """Read some events; costs two queries."""
        language = get_language()
        listed = Event.objects.public(self.now).listed(language, self.now)
        called = Coalesce(
            called_on(OuterRef("event__latest"), "organisation"), "organisation__name"
        )
        bodies = EventOrganisation.objects.filter(event=OuterRef("pk")).annotate(then=called)
        found = (
            listed.with_last_updated(language, self.now)
            .only(*LISTED, *TOLD)
            .annotate(
                body_rows=JSONRows(bodies, "then", "role"),
                project_rows=JSONRows(Project.objects.filter(events=OuterRef("pk")), "title"),
                topic_rows=JSONRows(Topic.objects.filter(events=OuterRef("pk")), "name"),
            )
            .prefetch_related(Prefetch("part_of", listed))
            .in_bulk(keys)
        )
        told = tallies(found.values(), self.filterset.moment)
        for event in found.values():
            event.tally = told[event.pk]
        return found
