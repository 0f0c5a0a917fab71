"""The rows of institutions as files."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from events.institution.figures import figures
from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from organisations.rows import kind
from portal import spans
from portal.addresses import absolute
from portal.fields import country_name
from portal.tables.columns import ADDRESS, NUMBER, Column
from portal.tables.views import TableView


def became(body):
    return body.get_outcome_display() if body.outcome else ""


COLUMNS = [
    NUMBER,
    Column("name", _("Name"), lambda body: body.name, 60),
    Column("name_language", _("Language of the name"), lambda body: body.language, 10),
    Column("full_name_known", _("Full name known"), lambda body: body.full_name_known, 10),
    Column("acronym", _("Acronym"), lambda body: body.acronym, 12),
    Column("kind", _("Kind"), kind),
    Column("country", _("Country"), lambda body: country_name(body.country)),
    Column("country_code", _("Country (code)"), lambda body: body.country, 10),
    Column("part_of", _("Part of"), lambda body: body.parent.name if body.parent else "", 40),
    Column(
        "part_of_address",
        _("Address of what it is part of"),
        lambda body: absolute(body.parent.get_absolute_url()) if body.parent else "",
        50,
    ),
    Column("existed", _("Existed"), spans.words),
    Column("existed_from", _("Existed from"), lambda body: body.since, 12),
    Column("existed_to", _("Existed to"), lambda body: body.until, 12),
    Column("became", _("What became of it"), became),
    Column("website", _("Website"), lambda body: body.website, 40),
    Column("events", _("Events"), lambda body: body.figures["events"], 10),
    Column("people_named", _("People named"), lambda body: body.figures["people"], 10),
    ADDRESS,
]


class OrganisationTable(TableView):
    model = Organisation
    filterset_class = OrganisationFilter
    columns = COLUMNS
    stem, page, title = "organisations", "organisations:list", _("Institutions")

    def read(self, keys):
        """Read some institutions with their figures; costs two queries."""
        public = Organisation.objects.public(self.now).defer("about", "folded")
        found = public.prefetch_related(Prefetch("parent", public)).in_bulk(keys)
        numbers = figures(found.values(), self.now)
        for body in found.values():
            body.figures = numbers[body.pk]
        return found
