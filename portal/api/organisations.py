"""Institutions: bodies that people speak for."""

import datetime
from typing import Literal

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from portal import files
from portal.addresses import absolute
from portal.api import paging
from portal.api.described import ONE_THAT_LEADS_ON, a_list
from portal.api.shapes import (
    OtherName,
    Point,
    Reference,
    Shape,
    other_names,
    point,
    reference,
)
from portal.duplicates.heirs import found_or_404

router = Router(tags=["Institutions"])


class OrganisationRow(Reference):
    """What a list tells of an institution."""

    url: str
    api: str
    slug: str = Field(description="Its value in filters.", examples=["ministry-of-works"])
    official_name: str = Field(
        description="Empty: only its letters or another name are known.",
        examples=["Ministry of Works"],
    )
    acronym: str = Field(examples=["MoW"])
    kind: Literal[*Organisation.Kind.values]
    country: str = Field(description="ISO 3166-1 alpha-2.", examples=["RS"])
    part_of: Reference | None = Field(description="The institution that it is a department of.")


class OrganisationRows(Shape):
    items: list[OrganisationRow]
    next: str | None = Field(description="The address of the next page.")


class OrganisationRecord(OrganisationRow):
    other_names: list[OtherName]
    about: str = Field(description="HTML.")
    website: str
    logo_url: str | None
    since: Point | None
    until: Point | None
    outcome: Literal[*(value or "exists" for value in Organisation.Outcome.values)] = Field(
        description="What became of it."
    )
    followed_by: list[Reference]
    came_before: list[Reference]
    departments: list[Reference] = Field(description="Those directly below it.")
    changed: datetime.datetime = Field(description="When the entry was last changed.")


def readable(now):
    """Return the public institutions, each with what it is a part of if that is public too."""
    public = Organisation.objects.public(now).defer("about", "folded")
    return Organisation.objects.public(now).prefetch_related(Prefetch("parent", public))


def organisation_row(organisation, now):
    return dict(reference(organisation, "organisation", now)) | {
        "slug": organisation.slug,
        "official_name": organisation.official_name,
        "acronym": organisation.acronym,
        "kind": organisation.kind,
        "country": organisation.country,
        "part_of": reference(organisation.parent, "organisation", now),
    }


def organisation_record(organisation, now):
    """Return all that is public of an institution read by `readable`; costs four queries."""
    public = Organisation.objects.public(now).defer("about", "folded")

    def references(rows):
        return [reference(row, "organisation", now) for row in rows]

    return OrganisationRecord(
        **organisation_row(organisation, now),
        other_names=other_names(organisation),
        about=organisation.about,
        website=organisation.website,
        logo_url=absolute(logo_of(organisation)) or None,
        since=point(organisation.since, organisation.since_precision),
        until=point(organisation.until, organisation.until_precision),
        outcome=organisation.outcome or "exists",
        followed_by=references(public.filter(predecessors=organisation)),
        came_before=references(public.filter(successors=organisation)),
        departments=references(public.filter(parent=organisation)),
        changed=organisation.changed_at,
    )


def logo_of(organisation):
    made = files.smallest(organisation.logo, organisation.logo_width)
    return made and reverse("organisations:logo", args=[organisation.slug, *made])


@router.get(
    "/organisations",
    response=OrganisationRows,
    url_name="organisations",
    summary="Institutions",
    operation_id="list_organisations",
    openapi_extra=a_list(paging.parameters(OrganisationFilter)),
)
def listed(request: HttpRequest, response: HttpResponse):
    now = timezone.now()
    public = Organisation.objects.public(now)
    page = paging.page(request, response, public, OrganisationFilter)
    rows = page.read(readable(now).defer("about", "folded"))
    items = [OrganisationRow(**organisation_row(row, now)) for row in rows]
    return OrganisationRows(items=items, next=page.next)


@router.get(
    "/organisations/{int:number}",
    response=OrganisationRecord,
    url_name="organisation",
    summary="One institution",
    operation_id="get_organisation",
    openapi_extra=ONE_THAT_LEADS_ON,
)
def one(request: HttpRequest, number: int):
    now = timezone.now()
    organisation = found_or_404(readable(now), number)
    if organisation.pk != number:
        return redirect(organisation_row(organisation, now)["api"], permanent=True)
    return organisation_record(organisation, now)
