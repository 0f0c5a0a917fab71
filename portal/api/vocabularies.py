"""The lists of words by which events and lines are filed: topics, and roles at an event."""

from typing import Annotated

from django.utils import timezone
from msgspec import Meta

from events.models import Role, Topic
from portal.api import paging
from portal.api.described import A_LIST
from portal.api.operations import Operations
from portal.api.shapes import Rows, Shape

operations = Operations("Topics and roles")


class TopicRow(Shape):
    id: Annotated[int, Meta(examples=[2])]
    slug: Annotated[str, Meta(description="Its value in filters.", examples=["public-transport"])]
    name: Annotated[str, Meta(examples=["Public transport"])]


class TopicRows(Rows):
    items: list[TopicRow]


class RoleRow(Shape):
    id: Annotated[int, Meta(examples=[6])]
    slug: Annotated[str, Meta(description="Its value in filters.", examples=["speaker"])]
    name: Annotated[str, Meta(examples=["Speaker"])]
    names: Annotated[
        dict[str, str],
        Meta(description="Its names in other languages.", examples=[{"de": "Rednerin, Redner"}]),
    ]
    speaking: Annotated[bool, Meta(description="Whether who has it is shown by name.")]


class RoleRows(Rows):
    items: list[RoleRow]


@operations.get(
    "topics",
    TopicRows,
    name="topics",
    summary="Topics of public events",
    operation_id="list_topics",
    parameters=paging.parameters(),
    responses=A_LIST,
)
def topics(request):
    public = Topic.objects.public(timezone.now())
    page = paging.page(request, public)
    items = [TopicRow(id=row.pk, slug=row.slug, name=row.name) for row in page.read(public)]
    return TopicRows(items=items, next=page.next)


@operations.get(
    "roles",
    RoleRows,
    name="roles",
    summary="Roles that somebody had at a public event",
    operation_id="list_roles",
    parameters=paging.parameters(),
    responses=A_LIST,
)
def roles(request):
    public = Role.objects.public(timezone.now())
    page = paging.page(request, public)
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
