"""The rows of people as files."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.names import as_called
from people import rows
from people.filters import PersonFilter
from people.models import Person
from portal.addresses import absolute
from portal.fields import country_name
from portal.tables.columns import NUMBER, Column, counted
from portal.tables.views import TableView


def newest(value):
    """Return what a column says of somebody's newest line; nothing for those who have none."""
    return lambda person: value(person.newest) if person.newest else None


def institution(value):
    return newest(lambda line: value(line.organisation) if line.organisation else "")


def country(line):
    code = line.country or (line.organisation.country if line.organisation else "")
    return country_name(code) if code else ""


COLUMNS = [
    NUMBER,
    Column("name", _("Name"), lambda person: person.name, 30),
    Column("honorific", _("Honorific"), lambda person: person.honorific, 12),
    Column("given_name", _("Given name"), lambda person: person.given_name),
    Column("family_name", _("Family name"), lambda person: person.family_name),
    Column("name_language", _("Language of the name"), lambda person: person.language, 10),
    Column("events", _("Events"), lambda p: p.newest.events if p.newest else 0, 10),
    Column("earliest_day", _("Earliest day"), newest(lambda line: line.first), 12),
    Column("latest_day", _("Latest day"), newest(lambda line: line.last), 12),
    Column("position", _("Position at the newest event"), newest(lambda line: line.position), 40),
    Column("institution", _("Institution at the newest event"), institution(lambda b: b.name), 40),
    Column(
        "institution_address",
        _("Address of the institution"),
        institution(lambda body: absolute(body.get_absolute_url())),
        50,
    ),
    Column("country", _("Country at the newest event"), newest(country)),
    Column("roles", _("Roles at the newest event"), newest(rows.role_names)),
    Column(
        "printed_name",
        _("Name as printed at the newest event"),
        newest(lambda line: line.printed_name or line.person.name),
        30,
    ),
    Column(
        "address",
        _("Address"),
        lambda p: absolute(p.get_absolute_url()) if p.visibility == p.Visibility.PAGE else "",
        50,
    ),
]


class PersonTable(TableView):
    model = Person
    filterset_class = PersonFilter
    columns = COLUMNS
    stem, page, title = "people", "people:list", _("People")

    def keys(self):
        return counted(self.filterset.keys)

    def read(self, keys):
        """Read some people with the newest of the lines that fit; costs two queries."""
        people = Person.objects.public(self.now).defer("biography", "folded", "portrait")
        found = people.in_bulk(keys)
        lines = self.filterset.lines.newest_of(Person.objects.filter(pk__in=keys), get_language())
        lines = lines.defer("person__portrait", "organisation__logo")
        newest_of = {line.person_id: line for line in as_called(lines, "organisation")}
        for person in found.values():
            person.newest = newest_of.get(person.pk)
        return found
