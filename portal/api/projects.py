"""Projects: the frames that pay."""

import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from pydantic import Field

from events.models import Project, ProjectOrganisation
from events.project_filters import ProjectFilter
from events.project_views import with_bodies
from portal.api import paging
from portal.api.described import ONE, a_list
from portal.api.shapes import Point, Reference, Shape, point, reference

router = Router(tags=["Projects"])


class ProjectRow(Reference):
    """What a list tells of a project."""

    name: str = Field(description="The title.", examples=["Better roads"])
    url: str
    api: str
    slug: str = Field(description="Its value in filters.", examples=["better-roads"])
    programme: str = Field(examples=["EU Twinning"])
    reference: str = Field(description="The contract or grant number.", examples=["SR 17-01"])


class ProjectRows(Shape):
    items: list[ProjectRow]
    next: str | None = Field(description="The address of the next page.")


class Part(Shape):
    role: Literal[*ProjectOrganisation.Role.values]
    organisation: Reference


class ProjectRecord(ProjectRow):
    about: str = Field(description="HTML.")
    website: str
    since: Point | None
    until: Point | None
    team: Reference | None = Field(description="Its own team, as an institution.")
    bodies: list[Part] = Field(description="Funders, channels of funds, leads, partners.")
    changed: datetime.datetime = Field(description="When the entry was last changed.")


def project_row(project, now):
    return dict(reference(project, "project", now)) | {
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
        changed=project.changed_at,
    )


@router.get(
    "/projects",
    response=ProjectRows,
    url_name="projects",
    summary="Projects",
    operation_id="list_projects",
    openapi_extra=a_list(paging.parameters(ProjectFilter)),
)
def listed(request: HttpRequest, response: HttpResponse):
    now = timezone.now()
    public = Project.objects.public(now)
    page = paging.page(request, response, public, ProjectFilter)
    rows = page.read(public.defer("about", "folded"))
    items = [ProjectRow(**project_row(row, now)) for row in rows]
    return ProjectRows(items=items, next=page.next)


@router.get(
    "/projects/{int:number}",
    response=ProjectRecord,
    url_name="project",
    summary="One project",
    operation_id="get_project",
    openapi_extra=ONE,
)
def one(request: HttpRequest, number: int):
    now = timezone.now()
    return project_record(get_object_or_404(readable(now), pk=number), now)
