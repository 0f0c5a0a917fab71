"""Who came on an institution's behalf and in what it had a part, as far as its page is asked."""

import functools
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations import figures, rows
from organisations.figures import Body, Line
from organisations.models import Ancestry, Organisation
from organisations.page_filters import Role
from portal import charts
from portal.aggregates import JSONRows
from portal.filters import Choice

Event = Line._meta.get_field("event").related_model
Person = Line._meta.get_field("person").related_model
ProjectBody = Organisation._meta.get_field("projects_as").related_model
Project = ProjectBody._meta.get_field("project").related_model

#: What is read of an institution to name it with its link.
BODY = ["organisation", "organisation__name", "organisation__slug", "organisation__language"]

PEOPLE_A_PAGE = 25
MOST_EVENTS = 10
MOST_PROJECTS = 10
# With how many it took part is counted over the newest events alone, so that the cost has an end.
MOST_SHARED, MOST_BESIDE = 500, 10


class PeoplePaginator(Paginator):
    """Pages of the people of some lines, of whom it is known how many they are."""

    def __init__(self, lines, count):
        newest = lines.values("person").annotate(day=Max("event__listed_on"))
        super().__init__(newest.order_by("-day", "-person"), PEOPLE_A_PAGE)
        self.count = count


def with_family(organisations):
    """Annotate `family`, the keys of institutions and of their departments at any depth."""
    below = Ancestry.objects.filter(ancestor=OuterRef("pk")).order_by()
    return organisations.annotate(family=JSONRows(below, "descendant_id"))


class OverTime:
    """The lists of an institution's page, which is read `with_family`.

    `filterset` is its OverTimeFilter of public lines.
    """

    def __init__(self, organisation, filterset, now, language):
        self.organisation = organisation
        self.filterset = filterset
        self.now = now
        self.language = language
        # Keys and no subquery: only of keys PostgreSQL knows how many lines they have.
        self.within = [organisation.pk]
        if filterset.with_departments:
            self.within = [key for (key,) in organisation.family]
        lines = filterset.qs.order_by().filter(organisation__in=self.within)
        self.named = lines.on_record(now)
        self.came = lines.exclude(attendance="absent")
        bodies = Body.objects.public(now).order_by().filter(organisation__in=self.within)
        self.bodies = filterset.bodies(bodies)

    def url(self, name):
        """Return the address of a list with the institution and the filters of the page."""
        asked = {"organisation": self.organisation.slug, **self.filterset.parameters}
        return f"{reverse(name)}?{urlencode(asked, doseq=True)}"

    @property
    def lines_url(self):
        return self.url("participation:list")

    @property
    def ways_on(self):
        """List where the same rows are in the lists of the whole record, as label and address."""
        ways = [{"label": _("Entry by entry, in one table"), "url": self.lines_url}]
        if not self.filterset.given("since") and not self.filterset.given("until"):
            ways.append({"label": _("In the list of people"), "url": self.url("people:list")})
        return ways

    @property
    def events_url(self):
        """The address of the events in their list, if they are more and the list knows how to ask.

        That list asks for no role, and has the departments in.
        """
        narrower = self.filterset.given("role") or not self.filterset.with_departments
        more = self.numbers["events"] > len(self.events)
        return self.url("events:list") if more and not narrower else ""

    @property
    def projects_url(self):
        """The address of the projects in their list, if they are more; it asks for no time."""
        more = len(self._projects) > MOST_PROJECTS
        return self.url("projects:list") if more and not self.filterset.chips else ""

    @property
    def found(self):
        """What stands after the number of people: of what more the page tells."""
        people = ngettext("person named", "people named", self.numbers["people"])
        events = rows.events_word(self.numbers["events"])
        return f"{people} · {events}"

    # How many

    @functools.cached_property
    def numbers(self):
        """How many `people` are named, and of how many events: costs a query.

        `events` are those it had a part in, `unnamed` those where nobody of it is named.
        """
        alone = self.bodies.exclude(Exists(self.came.filter(event=OuterRef("event"))))
        told = Organisation.objects.filter(pk=self.organisation.pk).values(
            people=figures.number(self.named, "person"),
            in_lines=figures.number(self.came, "event"),
            alone=figures.number(alone, "event"),
            named=figures.number(self.came.filter(named=True, held=True), "event"),
            held=figures.number(self.came.filter(held=True), "event"),
        )[0]
        # Of what can have no row at all, nothing is asked, and nothing comes back.
        told = {name: number or 0 for name, number in told.items()}
        return {
            "people": told["people"],
            "events": told["in_lines"] + told["alone"],
            "unnamed": told["held"] - told["named"],
        }

    # People, as they were

    @functools.cached_property
    def people_paginator(self):
        """All who are named, those last named first."""
        return PeoplePaginator(self.named, self.numbers["people"])

    def people(self, page):
        """Return the rows of a page of people; costs three queries."""
        keys = [row["person"] for row in page.object_list]
        if not keys:
            return []
        own = self.named.filter(person=OuterRef("pk")).values("person")
        of_role = self.named.filter(roles=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
        roles = Role.objects.in_language(self.language).filter(Exists(of_role))
        people = (
            Person.objects.defer("biography", "folded")
            .annotate(
                events=own.annotate(n=Count("event", distinct=True)).values("n"),
                first=own.annotate(day=Min("event__earliest")).values("day"),
                last=own.annotate(day=Max("event__latest")).values("day"),
                role_names=JSONRows(roles, "printed"),
            )
            .in_bulk(keys)
        )
        posts = {}
        every = self.named.filter(person__in=keys).values("person", "position", "language", *BODY)
        every = every.annotate(first=Min("event__earliest"), last=Max("event__latest"))
        for post in every.order_by(F("last").desc(nulls_last=True), "position", "organisation_id"):
            posts.setdefault(post["person"], []).append(rows.post(post, self.organisation))
        return [rows.person_row(people[key], posts[key]) for key in keys]

    # Events

    @property
    def unnamed(self):
        """Say at how many events nobody of it is named; "" if at none."""
        number = self.numbers["unnamed"]
        words = ngettext(
            "At %(n)s event it was represented without names.",
            "At %(n)s events it was represented without names.",
            number,
        )
        return words % {"n": number} if number else ""

    @functools.cached_property
    def events(self):
        """The newest events that it had a part in, and through whom; costs a query."""
        public = Event.objects.public(self.now).filter(
            Q(pk__in=self.came.values("event")) | Q(pk__in=self.bodies.values("event"))
        )
        lines = self.came.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
        bodies = self.bodies.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
        through = Organisation.objects.exclude(pk=self.organisation.pk).filter(
            Q(pk__in=lines) | Q(pk__in=bodies)
        )
        told = public.listed(self.language, self.now).annotate(
            through=JSONRows(through, "name", "slug", "language"),
            roles=JSONRows(self.bodies.filter(event=OuterRef("pk")), "role"),
        )
        return [rows.event_row(event, Body.Role) for event in told[:MOST_EVENTS]]

    @functools.cached_property
    def years(self):
        """The events by year as a Chart, None if they are of one year; costs a query."""
        keys = self.came.values("event").union(self.bodies.values("event"))
        told = Event.objects.public(self.now).order_by().filter(pk__in=keys, address_year__gt=0)
        told = told.values_list("address_year").annotate(n=Count("pk"))
        return charts.columns(
            "years",
            _("Events by year"),
            _("Year"),
            [Choice(f"{year:04}", f"{year:04}", n, False, self.year_url(year)) for year, n in told],
        )

    def year_url(self, year):
        """Return the address of a year's events in their list, "" if that cannot ask for them."""
        asked = {"organisation": self.organisation.slug, "year": f"{year:04}"}
        return "" if self.filterset.chips else f"{reverse('events:list')}?{urlencode(asked)}"

    @functools.cached_property
    def beside(self):
        """Who took part in the most of the same events, the newest of them; costs a query."""
        keys = self.came.filter(held=True).values("event")
        newest = Event.objects.filter(pk__in=keys).values("pk")[:MOST_SHARED]
        lines = Line.objects.public(self.now).filter(held=True, event__in=newest)
        lines = lines.exclude(attendance="absent").exclude(organisation__in=self.within)
        lines = lines.filter(organisation__isnull=False).order_by().values(*BODY)
        told = lines.annotate(n=Count("event", distinct=True))
        return [
            rows.beside_row(row)
            for row in told.order_by("-n", "organisation__name", "organisation")[:MOST_BESIDE]
        ]

    @property
    def counted(self):
        """Say of how many events who took part in the same ones is counted, "" if of all."""
        if self.numbers["events"] <= MOST_SHARED:
            return ""
        words = _("Counted over the newest %(n)s events at which it was represented.")
        return words % {"n": MOST_SHARED}

    # Projects

    @property
    def projects(self):
        return self._projects[:MOST_PROJECTS]

    @functools.cached_property
    def _projects(self):
        """The projects that it has a part in, one more than are shown; costs a query."""
        parts = ProjectBody.objects.public(self.now).filter(organisation__in=self.within)
        parts = self.filterset.parts(parts)
        own = parts.filter(project=OuterRef("pk"))
        found = Project.objects.public(self.now).filter(pk__in=parts.order_by().values("project"))
        found = found.defer("about", "folded").annotate(roles=JSONRows(own, "role"))
        roles = ProjectBody.Role
        return [rows.project_row(project, roles) for project in found[: MOST_PROJECTS + 1]]
