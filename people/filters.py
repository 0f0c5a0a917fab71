import functools
import operator
from typing import ClassVar

import numpy as np
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.filters import (
    KINDS,
    DepartmentsFilter,
    InstitutionFilter,
    SuccessorsFilter,
)
from organisations.models import Organisation
from people.affiliation_filter import AffiliationFilter
from people.columns import ColumnFilterSet, counting
from people.columns.facets import (
    Keyed,
    country_facet,
    fixed_facet,
    institution_facet,
    keyed_facet,
    year_facet,
)
from people.columns.newest import newest_of
from people.event_filter import EventPathFilter
from people.models import Person
from people.relevance import BEST_FIRST, of_people
from portal import names
from portal.filters import (
    RELEVANCE,
    ChoicesFilter,
    CountryFilter,
    Offered,
    SortFilter,
    WordsFilter,
    YearFilter,
)
from portal.models import Entry
from portal.prepared import Among, prepared

# Lines, roles and events belong to the app above, which this one cannot import.
Line = Person._meta.get_field("participations").related_model
Role = Line._meta.get_field("roles").related_model
Event = Line._meta.get_field("event").related_model


@prepared
def public_roles(language, now):
    roles = Role.objects.public(now).in_language(language)
    return roles.values_list("pk", "slug", "printed")


@prepared
def newest_on_record(people, language, now):
    """The newest line on record of each of some people, as `newest_of` tells it."""
    keys = Person.objects.filter(Among("pk", people))
    return Line.objects.on_record(now).newest_of(keys, language)


@prepared
def lines_told(keys, now):
    """Some lines on record as the list of people prints them."""
    lines = Line.objects.on_record(now).filter(Among("pk", keys)).order_by()
    body = [f"organisation__{name}" for name in ("name", "slug", "language", "country")]
    own = ("person", "position", "language", "country", "group")
    return lines.with_called().select_related("organisation").only(*own, *body)


class LinesFilterSet(ColumnFilterSet):
    """What lists of people and of lines have in common: filters that ask for a line of a list.

    All of them ask for one and the same line: a speaker for an institution in a year is
    somebody who spoke for it in that year.
    """

    organisation = InstitutionFilter(label=_("Institution at the time"), method="from_institution")
    departments = DepartmentsFilter(label=_("Leave its departments out"))
    successors = SuccessorsFilter(label=_("Also what came before and after it"))
    organisation_kind = ChoicesFilter(
        label=_("Kind of institution"), method="from_kind", choices=KINDS
    )
    role = ChoicesFilter(label=_("Role"), method="in_role")
    country = CountryFilter(label=_("Country"), method="from_country")
    year = YearFilter(label=_("Year"), method="in_year")
    event = EventPathFilter(label=_("Event"), method="at_event")

    USUAL: ClassVar = {"departments": True, "successors": False}

    @functools.cached_property
    def roles(self):
        """The roles that public lines have, by address and name."""
        language = get_language()
        key = "roles", language
        return self.moment.answer(key, lambda: Keyed.of(public_roles(language, self.now)))

    def offer(self, fields):
        super().offer(fields)
        fields["role"].choices = Offered(self.roles.pairs)

    def facets(self):
        moment = self.moment
        bodies = moment.line_bodies(
            departments=self.with_departments, successors=self.with_successors
        )
        return {
            "organisation": institution_facet(bodies, moment, self.now),
            "organisation_kind": fixed_facet(moment.line_body_kind, KINDS),
            "role": keyed_facet(moment.line_roles, self.roles),
            "country": country_facet(moment.line_country),
            "year": year_facet(moment.of_event(moment.events.years)),
        }

    def masks(self):
        return {"event": self.lines_at}

    def lines_at(self, events):
        at = np.isin(self.moment.events.pk, [event.pk for event in events])
        return at[self.moment.lines.event]

    def people_called(self, words):
        """Return which people by key have some words in a name."""

        def work():
            return self.moment.people_at(Entry.objects.about(Person, words).owners())

        return self.moment.answer(("people called", *names.terms(words)), work)

    def people_by_words(self):
        """Return by key how well people fit the words."""
        size, key = len(self.moment.public_people), ("best people", self.words)
        return self.moment.answer(key, lambda: of_people(self.words, size, self.now))

    @property
    def institutions(self):
        """The institutions asked for, if they were understood."""
        return self.form.cleaned_data.get("organisation") or [] if self.is_bound else []

    @property
    def with_departments(self):
        return self.form.cleaned_data.get("departments", True) if self.is_bound else True

    @property
    def with_successors(self):
        return bool(self.is_bound and self.form.cleaned_data.get("successors"))

    @functools.cached_property
    def bodies(self):
        """The institutions that count as those asked for; a query if those before and after do."""
        return Organisation.objects.meant_by(
            self.institutions, departments=self.with_departments, successors=self.with_successors
        )

    def narrows(self, name):
        if name in ("departments", "successors"):
            return bool(self.institutions)
        return super().narrows(name)

    def from_institution(self, lines, name, value):
        return lines.filter(organisation__in=self.bodies.values("pk"))

    def from_kind(self, lines, name, value):
        bodies = Organisation.objects.filter(kind__in=value).order_by()
        return lines.filter(organisation__in=bodies.values("pk"))

    def in_role(self, lines, name, value):
        return lines.in_roles(value)

    def from_country(self, lines, name, value):
        return lines.from_countries(value)

    def in_year(self, lines, name, value):
        held = functools.reduce(operator.or_, map(Event.objects.in_year, value))
        return lines.filter(event__in=held.order_by().values("pk"))

    def at_event(self, lines, name, value):
        return lines.filter(event__in=value)


class PersonFilter(LinesFilterSet):
    """The filters of the lists of people; `lines` are those that all but the name ask for.

    Who works at an institution today is read from the posts on people's pages: there the
    institution asks for no line.
    """

    ROWS = ngettext_lazy("%(n)d person", "%(n)d people", "n")

    q = WordsFilter(label=_("Name"), method="with_name")
    affiliation = AffiliationFilter(label=_("Who worked there"))
    organisation = InstitutionFilter(label=_("Institution"), method="from_institution")

    sort = SortFilter(
        usual=("name", _("By name")),
        choices=[
            BEST_FIRST,
            ("date", _("Newest event first")),
            ("changed", _("Newest change first")),
        ],
    )

    ORDER = (
        "q organisation affiliation departments successors organisation_kind role country year "
        "event sort"
    ).split()
    OF_LINES = ("organisation", "organisation_kind", "role", "country", "year", "event")

    def filter_queryset(self, queryset):
        given = self.form.cleaned_data
        queryset = self.filters["q"].filter(queryset, given["q"])
        if self.today and self.institutions:
            queryset = queryset.working_at(self.bodies, timezone.localdate())
        asked = {name for name in self.OF_LINES if self.asks_for_lines(name)}
        # Few lines are gathered first; of many the list stops asking at the page's end.
        if asked & {"organisation", "event"}:
            queryset = queryset.filter(pk__in=self.lines.order_by().values("person"))
        elif asked:
            queryset = queryset.filter(Exists(self.lines.filter(person=OuterRef("pk"))))
        return queryset

    @property
    def today(self):
        """Say whether the institution is where people work today, not where they did then."""
        return self.is_bound and self.form.cleaned_data.get("affiliation") == "today"

    def asks_for_lines(self, name):
        """Say whether a field is used, and asks for a line rather than for a post."""
        return bool(self.form.cleaned_data[name]) and not (name == "organisation" and self.today)

    @functools.cached_property
    def lines(self):
        """The lines on record that fit what asks for one."""
        lines = Line.objects.on_record(self.now)
        if self.is_bound and not self.is_refused:
            for name in filter(self.asks_for_lines, self.OF_LINES):
                lines = self.filters[name].filter(lines, self.form.cleaned_data[name])
        return lines

    def newest_lines(self, people):
        """Return the newest of these lines of each of some people, given by their keys.

        Each has what `newest_of` annotates. Which they are and what they come to is told by the
        columns, so that the database reads no more than the lines that are printed.
        """
        told = {one.line: one for one in newest_of(self.moment, people, self.rows_on_record)}
        found, known = lines_told([*told], self.now), self.roles.told
        for line in found:
            _key, roles, line.events, line.first, line.last = told[line.pk]
            line.role_names = [(known[key][1],) for key in known if key in roles]
        return found

    @property
    def rows_on_record(self):
        """The lines on record that fit, as far as they are asked for."""

        def work():
            every = self._masks.values(), self.moment.on_record
            return np.flatnonzero(functools.reduce(np.logical_and, *every)).astype(np.int32)

        return self._answer("lines", None, work)

    @property
    def unnamed_events(self):
        """How many events have lines that fit, of which none names anybody."""

        def work():
            fitting = functools.reduce(np.logical_and, self._masks.values(), self.moment.took_part)
            lines = self.moment.lines
            found = np.zeros(len(self.moment.events), dtype=bool)
            found[lines.event[fitting]] = True
            found[lines.event[fitting & lines.named]] = False
            return int(np.count_nonzero(found))

        return self._answer("unnamed", None, work)

    @property
    def unnamed_url(self):
        """The address of the lines without a name after that of the table of all lines."""
        return self._url({"q": [], "affiliation": [], "named": ["no"]})

    def narrows(self, name):
        if name == "affiliation":
            return self.today and bool(self.institutions)
        return super().narrows(name)

    def chip_label(self, name):
        if name == "organisation":
            return _("Institution today") if self.today else _("Institution at the time")
        return super().chip_label(name)

    def with_name(self, queryset, name, value):
        return queryset.matching(value)

    # From the columns

    def facets(self):
        found = super().facets()
        if self.today:
            posts = self.moment.post_bodies(
                departments=self.with_departments, successors=self.with_successors
            )
            found["organisation"] = found["organisation"]._replace(column=posts)
        return found

    def masks(self):
        """Return the masks of lines; those of people by key are in `people_masks`."""
        found = super().masks()
        return found | ({"organisation": self.line_at_work} if self.today else {})

    def line_at_work(self, bodies):
        return np.ones(len(self.moment.lines), dtype=bool)

    @functools.cached_property
    def people_masks(self):
        """By field, which people by key fit what asks for no line."""
        found = {}
        if self.given.get("q"):
            found["q"] = self.people_called(self.given["q"])
        if self.today and self.institutions:
            posts = self._facets["organisation"].column
            held = posts.any_of([body.pk for body in self.institutions])
            found["organisation"] = self.moment.people_at(self.moment.posts.person[held])
        return found

    def people(self, without=None):
        """Return which people by key fit what asks for no line."""
        found = self.moment.public_people
        for name, mask in self.people_masks.items():
            found = found & mask if name != without else found
        return found

    def line_mask(self, without=None):
        """Return the lines that fit, of people who fit."""
        return self.once(self.fitting_lines, without)

    def fitting_lines(self, without):
        found = super().fitting(without)
        people = self.people(without)
        return found & people[self.moment.lines.person]

    def fitting(self, without):
        """Return which people by key fit: if a line is asked for, those who have such a one."""
        asked = {name for name in self._masks if name not in (without, *self.people_masks)}
        if not asked:
            return self.people(without)
        return self.moment.people_at(self.moment.lines.person[self.line_mask(without)])

    def tally(self, name):
        people, column = self.moment.public_people, self._facets[name].column
        if name == "organisation" and self.today:
            persons = self.moment.posts.person
            rows = np.flatnonzero(self.mask(without=name)[persons])
        else:
            persons = self.moment.lines.person
            rows = np.flatnonzero(self.line_mask(without=name))
        return counting.tally_different(column, rows, persons[rows], len(people))

    def tally_unknown(self, name):
        column, persons = self._facets[name].column, self.moment.lines.person
        known = self.moment.people_at(persons[self.line_mask(without=name) & ~column.empty])
        return int(np.count_nonzero(self.mask(without=name) & ~known))

    def ground(self):
        return self.moment.on_record

    def ordered(self, mask):
        people = self.moment.people
        keys = people.pk[mask[people.pk]]
        if self.given.get("sort") == RELEVANCE and self.words:
            return keys[np.argsort(self.people_by_words()[keys], kind="stable")]
        if self.given.get("sort") == "changed":
            return keys[np.argsort(-people.changed_at[keys], kind="stable")]
        if self.given.get("sort") == "date":
            return keys[np.argsort(self.newest_line(len(mask))[keys], kind="stable")]
        return keys

    def newest_line(self, size):
        """Return by key where the newest line of each that fits stands, the last place for none."""
        lines = np.flatnonzero(self.line_mask())
        found = np.full(size, len(self.moment.lines), dtype=np.int32)
        # The last write stays: from the oldest line to the newest.
        found[self.moment.lines.person[lines[::-1]]] = lines[::-1]
        return found
