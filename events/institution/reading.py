"""What the page of an institution asks for the rows of its lists, by their keys.

`Asked` are the lines, and what institutions were to events and projects, that the rows are told of.
Without a filter that is the same for each institution, and so are the questions.
"""

from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from events.models import (
    Event,
    EventOrganisation,
    Participation,
    Project,
    ProjectOrganisation,
    Role,
)
from organisations.models import Organisation
from people.models import Person
from portal.aggregates import JSONRows
from portal.prepared import Among, prepared

#: What is read of an institution to name it with its link.
BODY = ["organisation", "organisation__name", "organisation__slug", "organisation__language"]


class Asked(NamedTuple):
    """The public lines of some institutions, and what these were to events and to projects."""

    came: QuerySet
    bodies: QuerySet
    parts: QuerySet

    @classmethod
    def of(cls, within, now):
        body = Among("organisation", within)
        return cls(
            Participation.objects.public(now).filter(body).order_by(),
            EventOrganisation.objects.public(now).filter(body).order_by(),
            ProjectOrganisation.objects.public(now).filter(body),
        )


def people(asked, people, language, now):
    """Return some people with how often and as what they came."""
    named = asked.came.on_record(now)
    own = named.filter(person=OuterRef("pk")).values("person")
    of_role = named.filter(roles=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
    roles = Role.objects.in_language(language).filter(Exists(of_role))
    return people.defer("biography", "folded").annotate(
        events=own.annotate(n=Count("event", distinct=True)).values("n"),
        first=own.annotate(day=Min("event__earliest")).values("day"),
        last=own.annotate(day=Max("event__latest")).values("day"),
        role_names=JSONRows(roles, "printed"),
    )


def posts(asked, people, now):
    """Return the posts in which some people came, the latest first."""
    every = asked.came.on_record(now).filter(person__in=people.order_by().values("pk"))
    every = every.values("person", "position", "language", *BODY)
    every = every.annotate(first=Min("event__earliest"), last=Max("event__latest"))
    return every.order_by(F("last").desc(nulls_last=True), "position", "organisation_id")


def events(asked, events, departments, language, now):
    """Return some events as lists print them, with what the institution was to them.

    `departments` is what says which institutions are told to have been there for it.
    """
    lines = asked.came.exclude(attendance="absent")
    lines = lines.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
    bodies = asked.bodies.filter(event=OuterRef(OuterRef("pk"))).values("organisation")
    through = Organisation.objects.filter(departments).filter(Q(pk__in=lines) | Q(pk__in=bodies))
    return events.listed(language, now).annotate(
        through=JSONRows(through, "name", "slug", "language"),
        roles=JSONRows(asked.bodies.filter(event=OuterRef("pk")), "role"),
    )


def projects(asked, now):
    """Return the projects in which institutions have a part, and which."""
    own = asked.parts.filter(project=OuterRef("pk"))
    keys = asked.parts.order_by().values("project")
    found = Project.objects.public(now).filter(pk__in=keys)
    return found.defer("about", "folded").annotate(roles=JSONRows(own, "role"))


@prepared
def all_people(keys, within, language, now):
    some = Person.objects.public(now).filter(Among("pk", keys))
    return people(Asked.of(within, now), some, language, now)


@prepared
def all_posts(keys, within, now):
    return posts(Asked.of(within, now), Person.objects.filter(Among("pk", keys)), now)


@prepared
def all_events(keys, within, departments, language, now):
    some = Event.objects.public(now).filter(Among("pk", keys))
    return events(Asked.of(within, now), some, Among("pk", departments), language, now)


@prepared
def beside(keys, now):
    """Some public institutions in the order of their names."""
    found = Organisation.objects.public(now).filter(Among("pk", keys)).order_by("name", "pk")
    return found.only("name", "slug", "language")
