"""Institutions: bodies that people speak for."""

from typing import Annotated

from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from msgspec import Meta

from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from portal import files
from portal.addresses import absolute
from portal.api import paging
from portal.api.described import A_LIST, ONE_THAT_LEADS_ON
from portal.api.operations import Operations
from portal.api.shapes import (
    Instant,
    OtherName,
    Point,
    Reference,
    Rows,
    facts,
    instant,
    one_of,
    other_names,
    point,
    reference,
)
from portal.duplicates.heirs import found_or_404

operations = Operations("Institutions")


class OrganisationRow(Reference):
    __doc__ = "What a list tells of an institution."

    url: str
    api: str
    slug: Annotated[str, Meta(description="Its value in filters.", examples=["ministry-of-works"])]
    official_name: Annotated[
        str,
        Meta(
            description="Empty: only its letters or another name are known.",
            examples=["Ministry of Works"],
        ),
    ]
    acronym: Annotated[str, Meta(examples=["MoW"])]
    kind: one_of(*Organisation.Kind.values)
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2.", examples=["RS"])]
    part_of: Annotated[
        Reference | None, Meta(description="The institution that it is a department of.")
    ]


class OrganisationRows(Rows):
    items: list[OrganisationRow]


class OrganisationRecord(OrganisationRow):
    other_names: list[OtherName]
    about: Annotated[str, Meta(description="HTML.")]
    website: str
    logo_url: str | None
    since: Point | None
    until: Point | None
    outcome: Annotated[
        one_of(*(value or "exists" for value in Organisation.Outcome.values)),
        Meta(description="What became of it."),
    ]
    followed_by: list[Reference]
    came_before: list[Reference]
    departments: Annotated[list[Reference], Meta(description="Those directly below it.")]
    changed: Annotated[Instant, Meta(description="When the entry was last changed.")]


def readable(now):
    """Return the public institutions, each with what it is a part of if that is public too."""
    public = Organisation.objects.public(now).defer("about", "folded")
    return Organisation.objects.public(now).prefetch_related(Prefetch("parent", public))


def organisation_row(organisation, now):
    return facts(organisation, "organisation", now) | {
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
        changed=instant(organisation.changed_at),
    )


def logo_of(organisation):
    made = files.smallest(organisation.logo, organisation.logo_width)
    return made and reverse("organisations:logo", args=[organisation.slug, *made])


@operations.get(
    "organisations",
    OrganisationRows,
    name="organisations",
    summary="Institutions",
    operation_id="list_organisations",
    parameters=paging.parameters(OrganisationFilter),
    responses=A_LIST,
)
def listed(request):
    now = timezone.now()
    public = Organisation.objects.public(now)
    page = paging.page(request, public, OrganisationFilter)
    rows = page.read(readable(now).defer("about", "folded"))
    items = [OrganisationRow(**organisation_row(row, now)) for row in rows]
    return OrganisationRows(items=items, next=page.next)


@operations.get(
    "organisations/<int:number>",
    OrganisationRecord,
    name="organisation",
    summary="One institution",
    operation_id="get_organisation",
    responses=ONE_THAT_LEADS_ON,
)
def one(request, number):
    now = timezone.now()
    organisation = found_or_404(readable(now), number)
    if organisation.pk != number:
        return redirect(organisation_row(organisation, now)["api"], permanent=True)
    return organisation_record(organisation, now)
