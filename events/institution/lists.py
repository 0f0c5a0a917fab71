"""Who came on an institution's behalf and in what it had a part, as far as its page is asked."""

import functools
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.institution import reading, rows
from events.institution.part import MOST_SHARED, Part
from events.models import Event
from organisations.rows import events_word
from people.models import Person
from portal import charts
from portal.addresses import page
from portal.filters import Choice
from portal.prepared import prepared

PEOPLE_A_PAGE = 25
MOST_EVENTS = 10
MOST_PROJECTS = 10
MOST_BESIDE = 10


@prepared
def all_projects(within, now):
    return reading.projects(reading.Asked.of(within, now), now)[: MOST_PROJECTS + 1]


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

    @functools.cached_property
    def asked(self):
        """What the filters leave of all that is told of the institution."""
        every = reading.Asked.of(self.within, self.now)
        return every._replace(
            came=self.filterset.qs.order_by().filter(organisation__in=self.within),
            bodies=self.filterset.bodies(every.bodies),
            parts=self.filterset.parts(every.parts),
        )

    def url(self, name):
        """Return the address of a list with the institution and the filters of the page."""
        asked = {"organisation": self.organisation.slug, **self.filterset.parameters}
        return f"{page(name)}?{urlencode(asked, doseq=True)}"

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
        language, now = self.language, self.now
        if self.filterset.is_bound:
            found = Person.objects.public(now).filter(pk__in=keys)
            every = reading.posts(self.asked, Person.objects.filter(pk__in=keys), now)
            found = reading.people(self.asked, found, language, now)
        else:
            found = reading.all_people(keys, self.within, language, now)
            every = reading.all_posts(keys, self.within, now)
        posts, people = {}, {person.pk: person for person in found}
        for post in every:
            posts.setdefault(post["person"], []).append(rows.post(post, self.organisation))
        return [
            rows.person_row(people[key], posts[key])
            for key in keys
            if key in people and key in posts
        ]

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
        departments = [key for key in self.within if key != self.organisation.pk]
        language, now = self.language, self.now
        if self.filterset.is_bound:
            found = Event.objects.public(now).filter(pk__in=keys)
            found = reading.events(self.asked, found, Q(pk__in=departments), language, now)
        else:
            found = reading.all_events(keys, self.within, departments, language, now)
        told = {event.pk: event for event in found}
        return [rows.event_row(told[key]) for key in keys if key in told]

    @functools.cached_property
    def years(self):
        """The events by year as a Chart, None if they are of one year."""
        return charts.columns(
            "years",
            _("Events by year"),
            _("Year"),
            [
                Choice(f"{year:04}", f"{year:04}", number, False, url=self.year_url(year))
                for year, number in self.part.years
            ],
        )

    def year_url(self, year):
        """Return the address of a year's events in their list, "" if that cannot ask for them."""
        asked = {"organisation": self.organisation.slug, "year": f"{year:04}"}
        return "" if self.filterset.chips else f"{page('events:list')}?{urlencode(asked)}"

    @functools.cached_property
    def beside(self):
        """Who took part in the most of the same events, the newest of them; costs a query."""
        numbers = self.part.beside
        least = min(sorted(numbers.values(), reverse=True)[:MOST_BESIDE], default=0)
        # All with as many as the last: the database puts them in the order of their names.
        keys = [key for key, number in numbers.items() if number >= least]
        told = reading.beside(keys, self.now)
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
        if self.filterset.is_bound:
            found = reading.projects(self.asked, self.now)[: MOST_PROJECTS + 1]
        else:
            found = all_projects(self.within, self.now)
        return [rows.project_row(project) for project in found]
