"""The rows of projects as files."""

from django.utils.translation import gettext_lazy as _

from events.models import Project, ProjectOrganisation
from events.project_filters import ProjectFilter
from events.project_rows import in_role
from events.project_views import summed_up, with_bodies
from portal import spans
from portal.tables.columns import ADDRESS, NUMBER, Column
from portal.tables.views import TableView

Role = ProjectOrganisation.Role


def names(*roles):
    return lambda project: [body.name for body in in_role(project, *roles)]


COLUMNS = [
    NUMBER,
    Column("title", _("Title"), lambda project: project.title, 60),
    Column("title_language", _("Language of the title"), lambda project: project.language, 10),
    Column("reference", _("Reference"), lambda project: project.reference),
    Column("programme", _("Programme"), lambda project: project.programme, 30),
    Column("dates", _("Dates"), spans.words),
    Column("from_day", _("From"), lambda project: project.since, 12),
    Column("to_day", _("To"), lambda project: project.until, 12),
    Column("funders", _("Funders"), names(Role.FUNDER), 40),
    Column("channels", _("Funds came through"), names(Role.CHANNEL), 40),
    Column("leads", _("Lead"), names(Role.LEAD), 40),
    Column("partners", _("Partners"), names(Role.PARTNER), 40),
    Column("team", _("Team"), lambda project: project.team.name if project.team else "", 40),
    Column("website", _("Website"), lambda project: project.website, 40),
    Column("events", _("Events"), lambda project: project.event_count, 10),
    Column("earliest_day", _("Earliest day of an event"), lambda project: project.first, 12),
    Column("latest_day", _("Latest day of an event"), lambda project: project.last, 12),
    ADDRESS,
]


class ProjectTable(TableView):
    model = Project
    filterset_class = ProjectFilter
    columns = COLUMNS
    stem, page, title = "projects", "projects:list", _("Projects")

    def read(self, keys):
        """Read some projects with their institutions and figures; costs two queries."""
        public = Project.objects.public(self.now).select_related("team")
        public = public.defer("about", "folded", "team__about", "team__folded")
        return with_bodies(summed_up(public, self.now)).in_bulk(keys)
