"""The page of one institution: what it shows, read in a number of queries that never grows."""

import functools

from django.db.models import Q
from django.utils.translation import gettext as _

from organisations import rows
from organisations.models import Organisation, OrganisationName
from portal import files
from portal.addresses import page
from portal.citing import Citation
from portal.fields import country_name
from portal.prepared import prepared

Project = Organisation._meta.get_field("team_of").related_model

MOST_DEPARTMENTS = 200


@prepared
def at_address(slug, now):
    """The public institution at an address, if one is there."""
    return Organisation.objects.public(now).filter(slug=slug)


def briefly(now):
    return Organisation.objects.public(now).defer("about", "folded")


@prepared
def above(organisation, now):
    found = briefly(now).filter(descendants__descendant=organisation, descendants__depth__gt=0)
    return found.order_by("-descendants__depth")


@prepared
def below(organisation, now):
    found = briefly(now).filter(ancestors__ancestor=organisation, ancestors__depth__gt=0)
    return found.order_by("ancestors__depth", "sort_key", "pk")[: MOST_DEPARTMENTS + 1]


@prepared
def before_and_after(organisation, now):
    """The public institutions before and after one; `follows` says of each that it came after."""
    links = Organisation.successors.through.objects
    before = links.filter(to_organisation=organisation).values("from_organisation")
    after = links.filter(from_organisation=organisation).values("to_organisation")
    found = briefly(now).filter(Q(pk__in=before) | Q(pk__in=after))
    return found.annotate(follows=Q(pk__in=after)).order_by("until", "pk")


@prepared
def team_of(organisation, now):
    return Project.objects.public(now).filter(team=organisation).defer("about", "folded")


@prepared
def names(organisation):
    return OrganisationName.objects.filter(organisation=organisation)


class OrganisationPage:
    """What the page of an institution says of itself; its lists are in events.institution."""

    def __init__(self, organisation, now):
        self.organisation = organisation
        self.now = now

    @property
    def title(self):
        """The name and the country: every country has a ministry of that name."""
        return ", ".join(filter(None, [self.organisation.name, self.country]))

    @property
    def country(self):
        return self.organisation.country and country_name(self.organisation.country)

    @property
    def kicker(self):
        return " · ".join(filter(None, [rows.kind(self.organisation), self.country]))

    @property
    def logo(self):
        made = files.smallest(self.organisation.logo, self.organisation.logo_width)
        return made and page("organisations:logo", self.organisation.slug, *made)

    @property
    def logo_webp(self):
        return files.webp_of(self.logo)

    @property
    def citation(self):
        return Citation.of_entry(self.organisation, self.organisation.name, self.now)

    @functools.cached_property
    def names(self):
        """Its further names; costs a query."""
        return names(self.organisation.pk)

    # What it is a part of, and what is a part of it

    @functools.cached_property
    def ancestors(self):
        """The public institutions above, the topmost first; costs a query."""
        return above(self.organisation.pk, self.now)

    @property
    def trail(self):
        return [
            {"label": _("Institutions"), "url": page("organisations:list")},
            *(
                {"label": row.name, "url": row.get_absolute_url(), "lang": row.language}
                for row in self.ancestors
            ),
            {"label": self.organisation.name, "lang": self.organisation.language},
        ]

    @functools.cached_property
    def descendants(self):
        """The public departments at any depth, one more than are shown; costs a query."""
        return below(self.organisation.pk, self.now)

    @property
    def departments(self):
        return rows.tree(self.organisation, self.descendants[:MOST_DEPARTMENTS])

    @property
    def more_departments(self):
        return len(self.descendants) > MOST_DEPARTMENTS

    # What came before it and after it

    @functools.cached_property
    def lineage(self):
        """The public institutions before and after it, each with when; costs a query."""
        return [rows.kin(row) for row in before_and_after(self.organisation.pk, self.now)]

    # The facts

    @functools.cached_property
    def facts(self):
        """The facts beside the words; costs a query."""
        return rows.facts(
            self.organisation,
            self.names,
            self.ancestors,
            [
                {"text": row.title, "url": row.get_absolute_url(), "lang": row.language}
                for row in team_of(self.organisation.pk, self.now)
            ],
        )
