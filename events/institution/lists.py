"""Who came on an institution's behalf and in what it had a part, as far as its page is asked."""

import functools
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.institution import rows
from events.institution.part import MOST_SHARED, Part
from events.models import Event, EventOrganisation, Project, ProjectOrganisation, Role
from organisations.models import Organisation
from organisations.rows import events_word
from people.models import Person
from portal import charts
from portal.aggregates import JSONRows
from portal.filters import Choice

#: What is read of an institution to name it with its link.
BODY = ["organisation", "organisation__name", "organisation__slug", "organisation__language"]

PEOPLE_A_PAGE = 25
MOST_EVENTS = 10
MOST_PROJECTS = 10
MOST_BESIDE = 10


class OverTime:
    """The lists of an institution's page; `filterset` is its OverTimeFilter of public lines.

    What they hold and how many comes from the columns, the rows themselves from the database
    by their keys, each by the rule of what is public.
    """

    def __init__(self, organisation, filterset, now, language):
        self.organisation = organisation
        self.filterset = filterset
        self.now = now
        self.language = language
        self.part = Part(organisation, filterset, now)
        # Keys and no subquery: only of keys PostgreSQL knows how many lines they have.
        self.within = self.part.within.tolist()
        self.came = filterset.qs.order_by().filter(organisation__in=self.within)
        self.named = self.came.on_record(now)
        bodies = EventOrganisation.objects.public(now).order_by()
        self.bodies = filterset.bodies(bodies.filter(organisation__in=self.within))

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
    def numbers(self):
        """How many `people` are named, and of how many events.

        `events` are those it had a part in, `unnamed` those where nobody of it is named.
        """
        part = self.part
        return {
            "people": len(part.people),
            "events": len(part.events),
            "unnamed": part.unnamed,
        }

    @property
    def found(self):
        """What stands after the number of people: of what more the page tells."""
        people = ngettext("person named", "people named", self.numbers["people"])
        return f"{people} · {events_word(self.numbers['events'])}"

    # People, as they were

    @functools.cached_property
    def people_paginator(self):
        """All who are named, those last named first."""
        return Paginator(self.part.people, PEOPLE_A_PAGE)

    def people(self, page):
        """Return the rows of a page of people; costs two queries."""
        keys = page.object_list.tolist()
        if not keys:
            return []
        own = self.named.filter(person=OuterRef("pk")).values("person")
        of_role = self.named.filter(roles=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
        roles = Role.objects.in_language(self.language).filter(Exists(of_role))
        people = (
            Person.objects.public(self.now)
            .defer("biography", "folded")
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
        return [rows.person_row(people[key], posts[key]) for key in keys if key in people]

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
        keys = self.part.moment.events.pk[self.part.events[:MOST_EVENTS]].tolist()
        came = self.came.exclude(attendance="absent")
        lines = came.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
        bodies = self.bodies.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
        departments = {*self.within} - {self.organisation.pk}
        through = Organisation.objects.filter(pk__in=departments).filter(
            Q(pk__in=lines) | Q(pk__in=bodies)
        )
        told = Event.objects.public(self.now).listed(self.language, self.now)
        told = told.annotate(
            through=JSONRows(through, "name", "slug", "language"),
            roles=JSONRows(self.bodies.filter(event=OuterRef("pk")), "role"),
        ).in_bulk(keys)
        return [rows.event_row(told[key]) for key in keys if key in told]

    @functools.cached_property
    def years(self):
        """The events by year as a Chart, None if they are of one year."""
        return charts.columns(
            "years",
            _("Events by year"),
            _("Year"),
            [
                Choice(f"{year:04}", f"{year:04}", number, False, self.year_url(year))
                for year, number in self.part.years
            ],
        )

    def year_url(self, year):
        """Return the address of a year's events in their list, "" if that cannot ask for them."""
        asked = {"organisation": self.organisation.slug, "year": f"{year:04}"}
        return "" if self.filterset.chips else f"{reverse('events:list')}?{urlencode(asked)}"

    @functools.cached_property
    def beside(self):
        """Who took part in the most of the same events, the newest of them; costs a query."""
        numbers = self.part.beside
        least = min(sorted(numbers.values(), reverse=True)[:MOST_BESIDE], default=0)
        # All with as many as the last: the database puts them in the order of their names.
        keys = [key for key, number in numbers.items() if number >= least]
        found = Organisation.objects.public(self.now).filter(pk__in=keys).order_by("name", "pk")
        told = list(found.only("name", "slug", "language"))
        told.sort(key=lambda body: -numbers[body.pk])
        return [rows.beside_row(body, numbers[body.pk]) for body in told[:MOST_BESIDE]]

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
        parts = ProjectOrganisation.objects.public(self.now).filter(organisation__in=self.within)
        parts = self.filterset.parts(parts)
        own = parts.filter(project=OuterRef("pk"))
        found = Project.objects.public(self.now).filter(pk__in=parts.order_by().values("project"))
        found = found.defer("about", "folded").annotate(roles=JSONRows(own, "role"))
        return [rows.project_row(project) for project in found[: MOST_PROJECTS + 1]]
