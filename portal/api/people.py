"""People named in the record."""

from typing import Annotated

from django.shortcuts import redirect
from django.utils import timezone
from msgspec import Meta

from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from people.views import portrait_of
from portal.addresses import absolute
from portal.api import paging
from portal.api.described import A_LIST, ONE_THAT_IS_GONE_OR_LEADS_ON
from portal.api.operations import Operations
from portal.api.shapes import (
    Instant,
    Language,
    OtherName,
    Point,
    Reference,
    Rows,
    Shape,
    facts,
    instant,
    other_names,
    point,
    reference,
)
from portal.duplicates.heirs import found_or_404
from portal.models import Erasure

operations = Operations("People")


class PersonRow(Reference):
    __doc__ = "What a list tells of a person."

    name: Annotated[str, Meta(description="As it is printed.", examples=["Ana Anić"])]
    honorific: Annotated[str, Meta(examples=["Dr"])]
    given_name: Annotated[str, Meta(examples=["Ana"])]
    family_name: Annotated[str, Meta(examples=["Anić"])]


class PersonRows(Rows):
    items: list[PersonRow]


class Post(Shape):
    __doc__ = "A post held at an institution, apart from any event."

    title: Annotated[str, Meta(examples=["Minister of Works"])]
    language: Language
    organisation: Reference
    since: Point | None
    until: Point | None
    public_office: bool


class PersonRecord(PersonRow):
    url: str
    api: str
    other_names: list[OtherName]
    biography: Annotated[str, Meta(description="HTML.")]
    portrait_url: str | None
    posts: Annotated[list[Post], Meta(description="The last one begun first.")]
    changed: Annotated[Instant, Meta(description="When the entry was last changed.")]


class Removed(Shape):
    __doc__ = "Somebody who was removed for good: delete your copy of them."

    id: Annotated[int, Meta(description="The number that the person had here.", examples=[12])]
    at: Annotated[Instant, Meta(description="Since when nothing is held on them.")]


class RemovedRows(Rows):
    items: list[Removed]


def person_row(person, now):
    return facts(person, "person", now) | {
        "honorific": person.honorific,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }


def readable(now):
    """Return the people who have a page."""
    return Person.objects.public(now).with_page()


def posts_of(person, now):
    """Return the posts that somebody held at public institutions; costs a query."""
    posts = person.positions.filter(organisation__in=Organisation.objects.public(now))
    return posts.select_related("organisation").defer("organisation__about", "organisation__folded")


def person_record(person, now):
    """Return all that is public of a person who has a page; costs two queries."""
    return PersonRecord(
        **person_row(person, now),
        other_names=other_names(person),
        biography=person.biography,
        portrait_url=absolute(portrait_of(person)) or None,
        posts=[
            Post(
                title=post.title,
                language=post.language,
                organisation=reference(post.organisation, "organisation", now),
                since=point(post.since, post.since_precision),
                until=point(post.until, post.until_precision),
                public_office=post.public_office,
            )
            for post in posts_of(person, now)
        ],
        changed=instant(person.changed_at),
    )


@operations.get(
    "people",
    PersonRows,
    name="people",
    summary="People named in the record",
    operation_id="list_people",
    parameters=paging.parameters(PersonFilter),
    responses=A_LIST,
)
def listed(request):
    now = timezone.now()
    people = Person.objects.public(now)
    page = paging.page(request, people, PersonFilter)
    rows = page.read(people.defer("biography", "folded"))
    items = [PersonRow(**person_row(row, now)) for row in rows]
    return PersonRows(items=items, next=page.next)


@operations.get(
    "people/<int:number>",
    PersonRecord,
    name="person",
    summary="One person",
    operation_id="get_person",
    responses=ONE_THAT_IS_GONE_OR_LEADS_ON,
)
def one(request, number):
    now = timezone.now()
    person = found_or_404(readable(now), number)
    if person.pk != number:
        return redirect(person_row(person, now)["api"], permanent=True)
    return person_record(person, now)


@operations.get(
    "removed-people",
    RemovedRows,
    name="removed-people",
    summary="Numbers of people who were removed for good, for those who keep copies",
    operation_id="list_removed_people",
    parameters=paging.parameters(),
    responses=A_LIST,
)
def removed(request):
    erasures = Erasure.objects.all()
    page = paging.page(request, erasures, instant="at")
    items = [Removed(id=erasure.pk, at=instant(erasure.at)) for erasure in page.read(erasures)]
    return RemovedRows(items=items, next=page.next)
