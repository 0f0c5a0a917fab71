"""Institutions as linked data, in the words of schema.org."""

from organisations.models import Organisation
from portal import linked
from portal.addresses import absolute
from portal.spans import machine

Kind = Organisation.Kind

TYPES = {
    Kind.AUTHORITY: "GovernmentOrganization",
    Kind.EU: "GovernmentOrganization",
    Kind.NGO: "NGO",
    Kind.ACADEMIC: "EducationalOrganization",
    Kind.MEDIA: "NewsMediaOrganization",
}


def named(organisation, now=None):
    """Return what names an institution wherever another thing tells of it."""
    page = absolute(organisation.page_url(now))
    return {
        "@type": TYPES.get(organisation.kind, "Organization"),
        "@id": page and linked.identity(organisation, "institution"),
        "name": organisation.name,
        "url": page,
    }


def described(organisation, page):
    """Return what the page of an institution says of it; `page` is its OrganisationPage."""
    # A misspelling is found by, and called no name.
    others = [o.name for o in page.names if o.kind != o.Kind.MISSPELLING]
    short = [organisation.acronym] if organisation.official_name else []
    address = {"@type": "PostalAddress", "addressCountry": organisation.country}
    return named(organisation, page.now) | {
        "legalName": organisation.official_name,
        "alternateName": [name for name in dict.fromkeys([*short, *others]) if name],
        "address": organisation.country and address,
        "sameAs": organisation.website,
        "logo": absolute(page.logo),
        "foundingDate": machine(organisation.since, organisation.since_precision),
        "dissolutionDate": machine(organisation.until, organisation.until_precision),
        "parentOrganization": named(page.ancestors[-1], page.now) if page.ancestors else None,
        "subOrganization": [
            named(row, page.now) for row in page.descendants if row.parent_id == organisation.pk
        ],
    }
