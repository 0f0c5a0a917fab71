from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events import listing, project_rows
from events.models import Event, Project, ProjectOrganisation
from events.project_filters import ProjectFilter
from organisations.models import Organisation
from people.columns import index
from portal import citing
from portal.aggregates import JSONRows
from portal.citing import Citation
from portal.lists import ByKeys, FilteredListView, page_of
from portal.models import Address
from portal.prepared import Among, prepared
from portal.tables.views import table_links

EVENTS_A_PAGE = 25


def with_bodies(projects):
    """Read the institutions of projects along; whoever is part of a public project is public."""
    bodies = ProjectOrganisation.objects.select_related("organisation")
    return projects.prefetch_related(Prefetch("bodies", bodies.defer("organisation__about")))


def summed_up(projects, now):
    """Annotate how many public events were under projects, `first` and `last` day of them.

    A part counts with its whole, as in the list of events.
    """
    events = Event.objects.public(now).filter(projects=OuterRef("pk")).order_by().values("projects")
    wholes = events.wholes(Event.objects.public(now).filter(projects=OuterRef(OuterRef("pk"))))
    return projects.annotate(
        event_count=Coalesce(Subquery(wholes.annotate(n=Count("pk")).values("n")), 0),
        first=Subquery(events.annotate(day=Min("earliest")).values("day")),
        last=Subquery(events.annotate(day=Max("latest")).values("day")),
    )


@prepared
def listed(keys, now):
    """Some public projects as their list prints them."""
    funders = ProjectOrganisation.objects.filter(
        project=OuterRef("pk"), role=ProjectOrganisation.Role.FUNDER
    )
    found = Project.objects.public(now).filter(Among("pk", keys))
    return found.only("title", "language", "slug", "programme", "reference").annotate(
        funders=JSONRows(funders, "organisation__name")
    )


def with_figures(keys, moment, now):
    """Read some projects as their list prints them, with what `summed_up` tells of each."""
    projects = listed(keys, now)
    for project in projects:
        project.event_count, project.first, project.last = moment.project_figures(project.pk)
    return projects


class ProjectList(FilteredListView):
    model = Project
    filterset_class = ProjectFilter

    def get_queryset(self):
        super().get_queryset()
        return ByKeys(Project, with_figures, self.filterset.moment, self.filterset.now)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": [project_rows.project_row(row) for row in context["object_list"]],
            "trail": [{"label": _("Projects")}],
            "found": ngettext("project", "projects", context["paginator"].count),
            "ways_on": [{"label": _("All projects"), "url": reverse("projects:list")}],
            "files": table_links("projects", self.filterset),
        }


@require_safe
def detail(request, slug):
    now = timezone.now()
    public = Project.objects.public(now)
    project = with_bodies(summed_up(public, now)).filter(slug=slug).first()
    if project is None:
        return redirect(moved(public, slug), permanent=True)
    team = Organisation.objects.public(now).filter(pk=project.team_id).first()
    events = Event.objects.public(now).filter(projects=project)
    page = page_of(request, Paginator(events.wholes(events).only("part_of"), EVENTS_A_PAGE))
    return render(
        request,
        "events/project_detail.html",
        {
            "project": project,
            "cited": Citation.of_entry(project, project.title, now),
            "kicker": capfirst(project.programme) or _("Project"),
            "lead": project_rows.lead(project),
            "facts": project_rows.facts(project, team),
            "rows": listing.rows(page.object_list, index.at(now), now),
            "ways_on": ways_on(project),
            "page_obj": page,
            "trail": [
                {"label": _("Projects"), "url": reverse("projects:list")},
                {"label": project.title, "lang": project.language},
            ],
        },
    )


def ways_on(project):
    """Return where the lists show what took place under a project, and who took part in it."""
    question = urlencode({"project": project.slug})
    return [
        {"label": _("In the list of events"), "url": f"{reverse('events:list')}?{question}"},
        {
            "label": _("Who took part, entry by entry"),
            "url": f"{reverse('participation:list')}?{question}",
        },
    ]


@require_safe
def cite(request, slug, form):
    now = timezone.now()
    public = Project.objects.public(now)
    project = public.filter(slug=slug).first()
    if project is None:
        return redirect("projects:cite", moved(public, slug).slug, form, permanent=True)
    return citing.answer(Citation.of_entry(project, project.title, now), form)


def moved(public, slug):
    """Return the public project that had an address once; 404 if none had it."""
    address = get_object_or_404(Address, kind=Project._meta.label_lower, path=slug)
    project = get_object_or_404(public, pk=address.record_id)
    if project.slug == slug:
        raise Http404
    return project
