"""The lists of words by which events and lines are filed: topics, and roles at an event."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from events.models import Role, Topic
from portal.api import paging
from portal.api.described import a_list
from portal.api.shapes import Shape

router = Router(tags=["Topics and roles"])


class TopicRow(Shape):
    id: int = Field(examples=[2])
    slug: str = Field(description="Its value in filters.", examples=["public-transport"])
    name: str = Field(examples=["Public transport"])


class TopicRows(Shape):
    items: list[TopicRow]
    next: str | None = Field(description="The address of the next page.")


class RoleRow(Shape):
    id: int = Field(examples=[6])
    slug: str = Field(description="Its value in filters.", examples=["speaker"])
    name: str = Field(examples=["Speaker"])
    names: dict[str, str] = Field(
        description="Its names in other languages.", examples=[{"de": "Rednerin, Redner"}]
    )
    speaking: bool = Field(description="Whether who has it is shown by name.")


class RoleRows(Shape):
    items: list[RoleRow]
    next: str | None = Field(description="The address of the next page.")


@router.get(
    "/topics",
    response=TopicRows,
    url_name="topics",
    summary="Topics of public events",
    operation_id="list_topics",
    openapi_extra=a_list(paging.parameters()),
)
def topics(request: HttpRequest, response: HttpResponse):
    public = Topic.objects.public(timezone.now())
    page = paging.page(request, response, public)
    items = [TopicRow(id=row.pk, slug=row.slug, name=row.name) for row in page.read(public)]
    return TopicRows(items=items, next=page.next)


@router.get(
    "/roles",
    response=RoleRows,
    url_name="roles",
    summary="Roles that somebody had at a public event",
    operation_id="list_roles",
    openapi_extra=a_list(paging.parameters()),
)
def roles(request: HttpRequest, response: HttpResponse):
    public = Role.objects.public(timezone.now())
    page = paging.page(request, response, public)
    items = [
        RoleRow(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            names={other.language: other.name for other in row.names.all()},
            speaking=row.speaking,
        )
        for row in page.read(public.prefetch_related("names"))
    ]
    return RoleRows(items=items, next=page.next)
