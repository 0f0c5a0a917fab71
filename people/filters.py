import functools
import operator
import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.filters import DepartmentsFilter, InstitutionFilter, SuccessorsFilter
from organisations.models import Organisation
from people.models import Person
from portal.filters import (
    NOT_OFFERED,
    ChoicesFilter,
    CountryFilter,
    PlainSelect,
    PortalFilterSet,
    SeveralField,
    WordsFilter,
    YearFilter,
)
from portal.models import Address

# Lines, roles and events belong to the app above, which this one cannot import.
Line = Person._meta.get_field("participations").related_model
Role = Line._meta.get_field("roles").related_model
Event = Line._meta.get_field("event").related_model

PATH = re.compile("([0-9]{4}|undated)/([-a-zA-Z0-9_]{1,100})")


class EventField(SeveralField):
    """Public events by the part of the address that is their own; gives a list of them."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.found = {}

    def read(self, values):
        """Find the events by the addresses that they have, then by those that they had."""
        paths = [match.groups() for raw in values if (match := PATH.fullmatch(raw))]
        public = Event.objects.public().only("name", "slug", "language", "address_year")
        current = [
            Q(address_year=0 if year == "undated" else int(year), slug=slug) for year, slug in paths
        ]
        if current:
            rows = public.filter(functools.reduce(Q.__or__, current))
            self.found = {row.path: row for row in rows}
        missing = [raw for raw in values if raw not in self.found]
        if missing and paths:
            kind = Event._meta.label_lower
            former = dict(
                Address.objects.filter(kind=kind, path__in=missing).values_list("path", "record_id")
            )
            rows = public.in_bulk(former.values())
            self.found |= {path: rows[pk] for path, pk in former.items() if pk in rows}
        if any(raw not in self.found for raw in values):
            raise ValidationError(_("There is no such event in the record."), code="unknown")
        return list(dict.fromkeys(self.found[raw] for raw in values))

    def words(self, raw):
        return self.found[raw.strip()].name


class EventPathFilter(django_filters.Filter):
    field_class = EventField


class AffiliationField(forms.ChoiceField):
    """Whether an institution means where people worked at the time, or where they work today."""

    widget = PlainSelect
    default_error_messages = {"invalid_choice": NOT_OFFERED}

    def __init__(self, **kwargs):
        choices = [("then", _("Worked there at the time")), ("today", _("Works there today"))]
        super().__init__(choices=choices, **kwargs)

    def words(self, raw):
        return str(dict(self.choices)[raw])


class AffiliationFilter(django_filters.Filter):
    """Has no effect of its own; the filter of the institution reads it."""

    field_class = AffiliationField

    def filter(self, qs, value):
        return qs


class LinesFilterSet(PortalFilterSet):
    """What lists of people and of lines have in common: filters that ask for a line of a list.

    All of them ask for one and the same line: a speaker for an institution in a year is
    somebody who spoke for it in that year.
    """

    organisation = InstitutionFilter(label=_("Institution at the time"), method="from_institution")
    departments = DepartmentsFilter(label=_("Leave its departments out"))
    successors = SuccessorsFilter(label=_("Also what came before and after it"))
    role = ChoicesFilter(label=_("Role"), method="in_role")
    country = CountryFilter(label=_("Country"), method="from_country")
    year = YearFilter(label=_("Year"), method="in_year")
    event = EventPathFilter(label=_("Event"), method="at_event")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = Role.objects.public().in_language(get_language())
        self.form.fields["role"].choices = list(roles.values_list("slug", "printed"))

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
        return name not in ("departments", "successors") or bool(self.institutions)

    def from_institution(self, lines, name, value):
        return lines.filter(organisation__in=self.bodies.values("pk"))

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

    q = WordsFilter(label=_("Name"), method="with_name")
    affiliation = AffiliationFilter(label=_("Who worked there"))
    organisation = InstitutionFilter(label=_("Institution"), method="from_institution")

    ORDER = "q organisation affiliation departments successors role country year event".split()
    OF_LINES = ("organisation", "role", "country", "year", "event")

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
        return self._that_fit(Line.objects.on_record(timezone.now()))

    @property
    def unnamed_lines(self):
        """The lines that would fit but name nobody."""
        return self._that_fit(Line.objects.took_part(timezone.now()).filter(named=False))

    @property
    def unnamed_url(self):
        """The address of those lines after that of the table of all lines."""
        return self._url({"q": [], "affiliation": [], "named": ["no"]})

    def _that_fit(self, lines):
        if self.is_bound and not self.is_refused:
            for name in filter(self.asks_for_lines, self.OF_LINES):
                lines = self.filters[name].filter(lines, self.form.cleaned_data[name])
        return lines

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
