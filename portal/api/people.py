"""People named in the record."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from ninja import Router
from pydantic import Field

from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from people.views import portrait_of
from portal.addresses import absolute
from portal.api import paging
from portal.api.described import ONE_THAT_IS_GONE_OR_LEADS_ON, a_list
from portal.api.shapes import (
    LANGUAGE,
    OtherName,
    Point,
    Reference,
    Shape,
    other_names,
    point,
    reference,
)
from portal.duplicates.heirs import found_or_404
from portal.models import Erasure

router = Router(tags=["People"])


class PersonRow(Reference):
    """What a list tells of a person."""

    name: str = Field(description="As it is printed.", examples=["Ana Anić"])
    honorific: str = Field(examples=["Dr"])
    given_name: str = Field(examples=["Ana"])
    family_name: str = Field(examples=["Anić"])


class PersonRows(Shape):
    items: list[PersonRow]
    next: str | None = Field(description="The address of the next page.")


class Post(Shape):
    """A post held at an institution, apart from any event."""

    title: str = Field(examples=["Minister of Works"])
    language: str = Field(description=LANGUAGE, examples=["en"])
    organisation: Reference
    since: Point | None
    until: Point | None
    public_office: bool


class PersonRecord(PersonRow):
    url: str
    api: str
    other_names: list[OtherName]
    biography: str = Field(description="HTML.")
    portrait_url: str | None
    posts: list[Post] = Field(description="The last one begun first.")
    changed: datetime.datetime = Field(description="When the entry was last changed.")


class Removed(Shape):
    """Somebody who was removed for good: delete your copy of them."""

    id: int = Field(description="The number that the person had here.", examples=[12])
    at: datetime.datetime = Field(description="Since when nothing is held on them.")


class RemovedRows(Shape):
    items: list[Removed]
    next: str | None = Field(description="The address of the next page.")


def person_row(person, now):
    told = dict(reference(person, "person", now))
    return told | {
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
        changed=person.changed_at,
    )


@router.get(
    "/people",
    response=PersonRows,
    url_name="people",
    summary="People named in the record",
    operation_id="list_people",
    openapi_extra=a_list(paging.parameters(PersonFilter)),
)
def listed(request: HttpRequest, response: HttpResponse):
    now = timezone.now()
    people = Person.objects.public(now)
    page = paging.page(request, response, people, PersonFilter)
    rows = page.read(people.defer("biography", "folded"))
    items = [PersonRow(**person_row(row, now)) for row in rows]
    return PersonRows(items=items, next=page.next)


@router.get(
    "/people/{int:number}",
    response=PersonRecord,
    url_name="person",
    summary="One person",
    operation_id="get_person",
    openapi_extra=ONE_THAT_IS_GONE_OR_LEADS_ON,
)
def one(request: HttpRequest, number: int):
    now = timezone.now()
    person = found_or_404(readable(now), number)
    if person.pk != number:
        return redirect(person_row(person, now)["api"], permanent=True)
    return person_record(person, now)


@router.get(
    "/removed-people",
    response=RemovedRows,
    url_name="removed-people",
    summary="Numbers of people who were removed for good, for those who keep copies",
    operation_id="list_removed_people",
    openapi_extra=a_list(paging.parameters()),
)
def removed(request: HttpRequest, response: HttpResponse):
    erasures = Erasure.objects.all()
    page = paging.page(request, response, erasures, instant="at")
    items = [Removed(id=erasure.pk, at=erasure.at) for erasure in page.read(erasures)]
    return RemovedRows(items=items, next=page.next)
