from django.db.models import OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import line_rows, listing
from events.filters import LineFilter
from events.models import Participation, Role
from organisations.names import as_called
from people import rows
from portal import charts
from portal.addresses import page
from portal.aggregates import JSONRows
from portal.lists import ByKeys, FilteredListView
from portal.prepared import Among, prepared
from portal.tables.views import table_links


@prepared
def public_lines(keys, language, now):
    roles = Role.objects.in_language(language).filter(participations=OuterRef("pk"))
    return (
        Participation.objects.public(now)
        .filter(Among("pk", keys))
        .order_by()
        .with_called()
        .annotate(role_names=JSONRows(roles, "printed", "slug"))
        .select_related("person", "organisation")
        .defer("person__biography", "person__folded", "organisation__about", "organisation__folded")
    )


def lines_listed(keys, language, now):
    """Return some public lines with their events as lists print these; costs two queries."""
    lines = public_lines(keys, language, now)
    events = listing.listed([*{line.event_id for line in lines}], language, now)
    by_key = {event.pk: event for event in events}
    found = [line for line in lines if line.event_id in by_key]
    for line in found:
        line.event = by_key[line.event_id]
    return found


class LineList(FilteredListView):
    """Every line of every public list, the newest event first."""

    model = Participation
    filterset_class = LineFilter

    def get_queryset(self):
        super().get_queryset()
        return ByKeys(Participation, lines_listed, get_language(), self.filterset.now)

    def charts(self):
        named = self.filterset.linked_choices_of("named")
        countries = self.filterset.linked_choices_of("country")
        kinds = self.filterset.linked_choices_of("organisation_kind")
        years = self.filterset.linked_choices_of("year", charts.MOST_YEARS)
        no_day = listing.no_day(self.filterset.unknown("year"))
        no_country = rows.no_country(self.filterset.unknown("country"))
        no_institution = rows.no_institution(self.filterset.unknown("organisation_kind"))
        return [
            charts.ranks("named", _("Entries by name or not"), _("Entries"), named),
            charts.columns("years", _("Entries by year"), _("Year"), years, no_day),
            charts.ranks("countries", _("Entries by country"), _("Country"), countries, no_country),
            charts.ranks(
                "institutions",
                _("Entries by kind of institution"),
                _("Kind of institution"),
                kinds,
                no_institution,
            ),
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        number = context["paginator"].count
        lines = as_called(context["object_list"], "organisation")
        return context | {
            "rows": [line_rows.row(line) for line in lines],
            "heads": line_rows.heads(),
            "trail": [{"label": _("Who took part")}],
            "found": line_rows.found(number, self.filterset),
            "ways_on": [
                {"label": _("All lists of who took part"), "url": page("participation:list")}
            ],
            "files": table_links("participation", self.filterset),
        }
