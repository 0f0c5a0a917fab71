"""Projects: the frames that pay."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from msgspec import Meta

from events.models import Project, ProjectOrganisation
from events.project_filters import ProjectFilter
from events.project_views import with_bodies
from portal.api import paging
from portal.api.described import A_LIST, ONE
from portal.api.operations import Operations
from portal.api.shapes import (
    Instant,
    Point,
    Reference,
    Rows,
    Shape,
    facts,
    instant,
    one_of,
    point,
    reference,
)

operations = Operations("Projects")


class ProjectRow(Reference):
    __doc__ = "What a list tells of a project."

    name: Annotated[str, Meta(description="The title.", examples=["Better roads"])]
    url: str
    api: str
    slug: Annotated[str, Meta(description="Its value in filters.", examples=["better-roads"])]
    programme: Annotated[str, Meta(examples=["EU Twinning"])]
    reference: Annotated[
        str, Meta(description="The contract or grant number.", examples=["SR 17-01"])
    ]


class ProjectRows(Rows):
    items: list[ProjectRow]


class Part(Shape):
    role: one_of(*ProjectOrganisation.Role.values)
    organisation: Reference


class ProjectRecord(ProjectRow):
    about: Annotated[str, Meta(description="HTML.")]
    website: str
    since: Point | None
    until: Point | None
    team: Annotated[Reference | None, Meta(description="Its own team, as an institution.")]
    bodies: Annotated[list[Part], Meta(description="Funders, channels of funds, leads, partners.")]
    changed: Annotated[Instant, Meta(description="When the entry was last changed.")]


def project_row(project, now):
    return facts(project, "project", now) | {
        "slug": project.slug,
        "programme": project.programme,
        "reference": project.reference,
    }


def readable(now):
    """Return the public projects; whoever is part of one is public."""
    projects = Project.objects.public(now).select_related("team")
    return with_bodies(projects.defer("folded", "team__about", "team__folded"))


def project_record(project, now):
    """Return all that is public of a project read by `readable`."""
    team = project.team if project.team and project.team.is_visible(now) else None
    return ProjectRecord(
        **project_row(project, now),
        about=project.about,
        website=project.website,
        since=point(project.since, project.since_precision),
        until=point(project.until, project.until_precision),
        team=reference(team, "organisation", now),
        bodies=[
            Part(role=body.role, organisation=reference(body.organisation, "organisation", now))
            for body in project.bodies.all()
        ],
        changed=instant(project.changed_at),
    )


@operations.get(
    "projects",
    ProjectRows,
    name="projects",
    summary="Projects",
    operation_id="list_projects",
    parameters=paging.parameters(ProjectFilter),
    responses=A_LIST,
)
def listed(request):
    now = timezone.now()
    public = Project.objects.public(now)
    page = paging.page(request, public, ProjectFilter)
    rows = page.read(public.defer("about", "folded"))
    items = [ProjectRow(**project_row(row, now)) for row in rows]
    return ProjectRows(items=items, next=page.next)


@operations.get(
    "projects/<int:number>",
    ProjectRecord,
    name="project",
    summary="One project",
    operation_id="get_project",
    responses=ONE,
)
def one(request, number):
    now = timezone.now()
    return project_record(get_object_or_404(readable(now), pk=number), now)
