"""The lines of lists of who took part as files: of all lists, or of one event."""

from django.db.models import OuterRef, Prefetch
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import listing
from events.delegations import number, participants
from events.filters import LineFilter
from events.models import Event, Participation, Role
from events.views import elsewhere
from organisations.models import Organisation
from organisations.names import as_called
from people.models import Person
from people.rows import full_name
from portal.addresses import absolute
from portal.aggregates import JSONRows
from portal.fields import country_name
from portal.filters import PortalFilterSet
from portal.tables.columns import NUMBER, Column, counted, keys_of
from portal.tables.views import TableView

Attendance = Participation.Attendance


def told(value):
    """Return what a column says of a line; of who is not shown by name nothing."""
    return lambda line: value(line) if line.named or not line.person_id else None


def named(value):
    """Return what a column says of the person of a line that is shown by name."""
    return lambda line: value(line) if line.named else None


def body(value):
    return lambda line: value(line.organisation) if line.organisation else ""


def who(line):
    """Return in words who a line stands for."""
    if line.named:
        return full_name(line.person)
    return _("name not shown") if line.person_id else participants(line)


def country_code(line):
    return line.country or (line.organisation.country if line.organisation else "")


def how_many(line):
    """Return how many a line stands for, None where it is not known."""
    return 1 if line.person_id else line.count


def how_exactly(line):
    return number(line.count, line.qualifier) if line.count else ""


COLUMNS = [
    NUMBER,
    Column("when", gettext_lazy("When"), lambda line: line.event.printed, 28),
    Column("earliest_day", gettext_lazy("Earliest day"), lambda line: line.event.earliest, 12),
    Column("latest_day", gettext_lazy("Latest day"), lambda line: line.event.latest, 12),
    Column("event", gettext_lazy("Event"), lambda line: line.event.heading, 60),
    Column("event_number", gettext_lazy("Number of the event"), lambda line: line.event_id, 10),
    Column(
        "event_address",
        gettext_lazy("Address of the event"),
        lambda line: line.event.address,
        60,
    ),
    Column("who", gettext_lazy("Who"), who, 30),
    Column("named", gettext_lazy("Shown by name"), lambda line: line.named, 10),
    Column("name", gettext_lazy("Name"), named(lambda line: line.person.name), 30),
    Column(
        "printed_name",
        gettext_lazy("Name as printed then"),
        named(lambda line: line.printed_name or line.person.name),
        30,
    ),
    Column(
        "person_address",
        gettext_lazy("Address of the person"),
        named(lambda line: absolute(line.person.page_url())),
        50,
    ),
    Column("position", gettext_lazy("Position then"), told(lambda line: line.position), 40),
    Column("institution", gettext_lazy("Institution then"), body(lambda body: body.name), 40),
    Column(
        "institution_address",
        gettext_lazy("Address of the institution"),
        body(lambda body: body.address),
        50,
    ),
    Column("country", gettext_lazy("Country"), lambda line: country_name(country_code(line))),
    Column("country_code", gettext_lazy("Country (code)"), country_code, 10),
    Column("group", gettext_lazy("Group in words"), told(lambda line: capfirst(line.group)), 30),
    Column(
        "roles",
        gettext_lazy("Roles"),
        lambda line: [
            name for (name,) in line.role_names or [] if line.named or not line.person_id
        ],
    ),
    Column("count", gettext_lazy("How many"), how_many, 10),
    Column("count_words", gettext_lazy("How many, as it is known"), how_exactly),
    Column("came", gettext_lazy("Came?"), lambda line: line.get_attendance_display(), 12),
    Column("note", gettext_lazy("Note"), told(lambda line: line.note), 30),
    Column("language", gettext_lazy("Language of the words"), lambda line: line.language, 10),
]


class LineTable(TableView):
    model = Participation
    filterset_class = LineFilter
    columns = COLUMNS
    stem, page, title = "participation", "participation:list", gettext_lazy("Who took part")

    def found(self):
        return super().found().newest_first()

    def keys(self):
        return counted(self.filterset.keys)

    def read(self, keys):
        """Read some lines; costs four queries.

        Many lines share an event or an institution: what is said of these is made once.
        """
        language = get_language()
        roles = Role.objects.in_language(language).filter(participations=OuterRef("pk"))
        bodies = Organisation.objects.only("name", "slug", "country", "visible_from")
        people = Person.objects.only("name", "honorific", "visibility", "visible_from")
        found = (
            Participation.objects.public(self.now)
            .with_called()
            .annotate(role_names=JSONRows(roles, "printed"))
            .prefetch_related(
                Prefetch("event", Event.objects.listed(language, self.now)),
                Prefetch("organisation", bodies),
                Prefetch("person", people),
            )
            .in_bulk(keys)
        )
        for event in {line.event for line in found.values()}:
            event.printed, event.heading = event.when, listing.title(event)[0]
            event.address = absolute(event.get_absolute_url())
        for body in {line.organisation for line in found.values()} - {None}:
            body.address = absolute(body.page_url(self.now))
        as_called(found.values(), "organisation")
        return found


class ParticipantTable(LineTable):
    """The list of one event, as its page shows it."""

    filterset_class = PortalFilterSet
    stem = "participants"

    def get(self, request, slug, year=0):
        event = Event.objects.public(self.now).filter(address_year=year, slug=slug).first()
        if not event:
            name = f"participants.{self.format.extension}"
            path = f"{year or 'undated'}/{slug}"
            return elsewhere(
                request, path, self.now, lambda moved: f"{moved.get_absolute_url()}{name}"
            )
        self.event = event
        return super().get(request)

    def found(self):
        lines = Participation.objects.public(self.now).filter(event=self.event)
        return lines.exclude(attendance=Attendance.ABSENT)

    def keys(self):
        return keys_of(self.filterset.qs)

    def page_url(self):
        return absolute(self.event.get_absolute_url())

    def about(self, count):
        return super().about(count)._replace(title=f"{self.title}: {self.event}")
