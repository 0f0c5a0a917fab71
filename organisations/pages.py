"""The page of one institution: what it shows, read in a number of queries that never grows."""

import functools

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations import figures, rows
from organisations.figures import Body, Line
from organisations.models import Organisation
from portal import files
from portal.fields import country_name

Event = Line._meta.get_field("event").related_model
ProjectBody = Organisation._meta.get_field("projects_as").related_model
Project = ProjectBody._meta.get_field("project").related_model

MOST_PEOPLE = 12
MOST_EVENTS = 10
MOST_DEPARTMENTS = 200


def readable(now):
    """Return the public institutions with the numbers that their pages say."""
    return Organisation.objects.public(now).annotate(**figures.annotations(now))


class OrganisationPage:
    """What the page of an institution shows; the institution is one of `readable`."""

    def __init__(self, organisation, now, language):
        self.organisation = organisation
        self.now = now
        self.language = language
        self.public = Organisation.objects.public(now).defer("about", "folded")

    @property
    def kicker(self):
        words = [capfirst(self.organisation.get_kind_display())]
        if self.organisation.country:
            words.append(country_name(self.organisation.country))
        return " · ".join(words)

    @property
    def logo(self):
        made = files.smallest(self.organisation.logo, self.organisation.logo_width)
        return made and reverse("organisations:logo", args=[self.organisation.slug, *made])

    # What it is a part of, and what is a part of it

    @functools.cached_property
    def ancestors(self):
        """The public institutions above, the topmost first; costs a query."""
        above = self.public.filter(
            descendants__descendant=self.organisation, descendants__depth__gt=0
        )
        return list(above.order_by("-descendants__depth"))

    @property
    def trail(self):
        return [
            {"label": _("Institutions"), "url": reverse("organisations:list")},
            *(
                {"label": row.name, "url": row.get_absolute_url(), "lang": row.language}
                for row in self.ancestors
            ),
            {"label": self.organisation.name, "lang": self.organisation.language},
        ]

    @functools.cached_property
    def descendants(self):
        """The public departments at any depth, one more than are shown; costs a query."""
        below = self.public.filter(ancestors__ancestor=self.organisation, ancestors__depth__gt=0)
        return list(below.order_by("ancestors__depth", "sort_key", "pk")[: MOST_DEPARTMENTS + 1])

    @property
    def departments(self):
        return rows.tree(self.organisation, self.descendants[:MOST_DEPARTMENTS])

    @property
    def more_departments(self):
        return len(self.descendants) > MOST_DEPARTMENTS

    # The facts

    @functools.cached_property
    def facts(self):
        """The facts beside the words; costs four queries."""
        before = Organisation.successors.through.objects.filter(to_organisation=self.organisation)
        after = Organisation.successors.through.objects.filter(from_organisation=self.organisation)
        coming = self.public.filter(
            Q(pk__in=before.values("from_organisation")) | Q(pk__in=after.values("to_organisation"))
        ).annotate(follows=Q(pk__in=after.values("to_organisation")))
        around = list(coming)
        teams = Project.objects.public(self.now).filter(team=self.organisation)
        return rows.facts(
            self.organisation,
            self.ancestors,
            [row for row in around if row.follows],
            [row for row in around if not row.follows],
            [
                {"text": row.title, "url": row.get_absolute_url(), "lang": row.language}
                for row in teams
            ],
        )

    # People, as they were

    @functools.cached_property
    def people(self):
        """Those last named for it, the newest first; costs two queries."""
        lines = Line.objects.on_record(self.now).from_organisation(self.organisation)
        newest = (
            lines.order_by()
            .values("person")
            .annotate(day=Max("event__listed_on"))
            .order_by("-day", "-person")
        )[:MOST_PEOPLE]
        order = [row["person"] for row in newest]
        if not order:
            return []
        found = {line.person_id: line for line in lines.newest_of(order, self.language)}
        return [rows.person_row(found[person], self.organisation) for person in order]

    @property
    def people_url(self):
        return f"{reverse('people:list')}?organisation={self.organisation.slug}"

    # Events

    @property
    def event_count(self):
        return self.organisation.line_events + self.organisation.body_events

    @property
    def events_url(self):
        return f"{reverse('events:list')}?organisation={self.organisation.slug}"

    @functools.cached_property
    def events(self):
        """The newest events that it had a part in, itself or by a department; three queries."""
        public = Event.objects.public(self.now).with_organisation(self.organisation)
        shown = list(public.listed(self.language, self.now)[:MOST_EVENTS])
        if not shown:
            return []
        within = Organisation.objects.within(self.organisation).values("pk")
        roles, through = {}, {}
        bodies = Body.objects.filter(event__in=shown, organisation__in=within)
        for body in bodies.select_related("organisation").defer("organisation__about"):
            roles.setdefault(body.event_id, {})[body.get_role_display()] = True
            through.setdefault(body.event_id, {})[body.organisation_id] = body.organisation
        lines = (
            Line.objects.filter(event__in=shown, organisation__in=within)
            .exclude(attendance="absent")
            .select_related("organisation")
            .only("event_id", "organisation__name", "organisation__slug", "organisation__language")
        )
        for line in lines:
            through.setdefault(line.event_id, {})[line.organisation_id] = line.organisation
        return [
            rows.event_row(
                event,
                roles.get(event.pk, []),
                [
                    rows.link(row)
                    for key, row in through.get(event.pk, {}).items()
                    if key != self.organisation.pk
                ],
            )
            for event in shown
        ]

    @property
    def unnamed(self):
        """Say at how many events nobody of it is named; "" if at none."""
        number = self.organisation.unnamed
        words = ngettext(
            "At %(n)s event it was represented without names.",
            "At %(n)s events it was represented without names.",
            number,
        )
        return words % {"n": number} if number else ""

    # Projects

    @functools.cached_property
    def projects(self):
        """The public projects that it has a part in, itself or by a department; costs a query."""
        within = Organisation.objects.within(self.organisation).values("pk")
        parts = (
            ProjectBody.objects.public(self.now)
            .filter(organisation__in=within)
            .select_related("project", "organisation")
            .defer("project__about", "organisation__about")
            .order_by("project__sort_key", "project", "order", "pk")
        )
        found = {}
        for part in parts:
            row = found.setdefault(part.project_id, {"project": part.project, "roles": {}})
            row["roles"][capfirst(part.get_role_display())] = True
        return [
            {
                "title": row["project"].title,
                "title_lang": row["project"].language,
                "url": row["project"].get_absolute_url(),
                "meta": [{"text": row["project"].programme}] if row["project"].programme else [],
                "tags": list(row["roles"]),
            }
            for row in found.values()
        ]
