"""Who came on an institution's behalf and in what it had a part, as far as its page is asked."""

import functools
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext

from organisations import rows
from organisations.figures import Body, Line
from organisations.models import Organisation
from organisations.page_filters import Role

Event = Line._meta.get_field("event").related_model
Person = Line._meta.get_field("person").related_model
ProjectBody = Organisation._meta.get_field("projects_as").related_model
Project = ProjectBody._meta.get_field("project").related_model

#: What is read of an institution to name it with its link.
BODY = [
    "organisation",
    "organisation__name",
    "organisation__slug",
    "organisation__language",
]

PEOPLE_A_PAGE = 25
MOST_EVENTS = 10
MOST_PROJECTS = 10


class PeoplePaginator(Paginator):
    """Counts the people of some lines without looking for the newest line of each."""

    def __init__(self, lines):
        self.lines = lines
        newest = lines.values("person").annotate(day=Max("event__listed_on"))
        super().__init__(newest.order_by("-day", "-person"), PEOPLE_A_PAGE)

    @functools.cached_property
    def count(self):
        return self.lines.values("person").distinct().count()


class OverTime:
    """The lists of an institution's page; `filterset` is its OverTimeFilter of public lines."""

    def __init__(self, organisation, filterset, now, language):
        self.organisation = organisation
        self.filterset = filterset
        self.now = now
        self.language = language
        within = Organisation.objects.filter(pk=organisation.pk)
        if filterset.with_departments:
            within = Organisation.objects.within(organisation)
        self.within = within.order_by().values("pk")
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
        people = ngettext("person named", "people named", self.people_paginator.count)
        events = rows.events_word(self.numbers["events"])
        return f"{people} · {events}"

    # People, as they were

    @functools.cached_property
    def people_paginator(self):
        """All who are named, those last named first; counting them costs a query."""
        return PeoplePaginator(self.named)

    def people(self, page):
        """Return the rows of a page of people; costs four queries."""
        keys = [row["person"] for row in page.object_list]
        if not keys:
            return []
        lines = self.named.filter(person__in=keys)
        told = {
            row.pop("person"): row
            for row in lines.values("person").annotate(
                events=Count("event", distinct=True),
                first=Min("event__earliest"),
                last=Max("event__latest"),
            )
        }
        posts, roles = {}, {}
        newest_first = [F("last").desc(nulls_last=True), "position", "organisation_id"]
        every = lines.values("person", "position", "language", *BODY).annotate(
            first=Min("event__earliest"), last=Max("event__latest")
        )
        for post in every.order_by(*newest_first):
            posts.setdefault(post["person"], []).append(post)
        held = Role.objects.in_language(self.language).filter(participations__in=lines)
        for person, role in held.values_list("participations__person", "printed").distinct():
            roles.setdefault(person, []).append(role)
        people = Person.objects.defer("biography").in_bulk(keys)
        return [
            rows.person_row(
                people[key],
                told[key],
                [rows.post(post, self.organisation) for post in posts[key]],
                roles.get(key, []),
            )
            for key in keys
        ]

    # Events

    @functools.cached_property
    def numbers(self):
        """How many events it had a part in, and at how many nobody of it is named.

        Costs two queries: those of which lines tell, and those where it had a role alone.
        """
        of_each = self.came.values("event").annotate(
            shown=Max(Case(When(named=True, then=1), default=0)),
            held=Max(Case(When(held=True, then=1), default=0)),
        )
        told = of_each.aggregate(
            events=Count("event"), unnamed=Count("event", filter=Q(shown=0, held=1))
        )
        in_lines = self.came.filter(event=OuterRef("event"))
        alone = self.bodies.exclude(Exists(in_lines)).values("event").distinct().count()
        return {"events": told["events"] + alone, "unnamed": told["unnamed"]}

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
        """The newest events that it had a part in; costs three queries."""
        public = Event.objects.public(self.now).filter(
            Q(pk__in=self.came.values("event")) | Q(pk__in=self.bodies.values("event"))
        )
        shown = list(public.listed(self.language, self.now)[:MOST_EVENTS])
        if not shown:
            return []
        roles, through = {}, {}
        for part in self.bodies.filter(event__in=shown).values("event", "role", *BODY):
            roles.setdefault(part["event"], {})[Body.Role(part["role"]).label] = True
            through.setdefault(part["event"], {})[part["organisation"]] = rows.body(part)
        lines = self.came.filter(event__in=shown).order_by("organisation")
        for line in lines.values("event", *BODY).distinct():
            through.setdefault(line["event"], {})[line["organisation"]] = rows.body(line)
        for bodies in through.values():
            bodies.pop(self.organisation.pk, None)
        return [
            rows.event_row(event, roles.get(event.pk, []), through.get(event.pk, {}).values())
            for event in shown
        ]

    # Projects

    @property
    def projects(self):
        return self._projects[:MOST_PROJECTS]

    @functools.cached_property
    def _projects(self):
        """The projects that it has a part in, one more than are shown; costs two queries."""
        parts = ProjectBody.objects.public(self.now).filter(organisation__in=self.within)
        parts = self.filterset.parts(parts)
        found = Project.objects.public(self.now).filter(pk__in=parts.order_by().values("project"))
        shown = list(found.defer("about")[: MOST_PROJECTS + 1])
        if not shown:
            return []
        roles = {}
        for part in parts.filter(project__in=shown):
            role = capfirst(part.get_role_display())
            roles.setdefault(part.project_id, {})[role] = True
        return [rows.project_row(project, roles[project.pk]) for project in shown]
