import functools
import re

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.filters import DepartmentsFilter, InstitutionFilter
from people.models import Person
from portal.filters import (
    ChoicesFilter,
    CountryFilter,
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


class PersonFilter(PortalFilterSet):
    """The filters of the lists of people.

    All but the name ask for one and the same line: a speaker for an institution in a year is
    somebody who spoke for it in that year. `lines` are the lines that satisfy them.
    """

    q = WordsFilter(label=_("Name"), method="with_name")
    organisation = InstitutionFilter(label=_("Institution at the time"), method="from_institution")
    departments = DepartmentsFilter(label=_("Leave its departments out"))
    role = ChoicesFilter(label=_("Role"), method="in_role")
    country = CountryFilter(label=_("Country"), method="from_country")
    year = YearFilter(label=_("Year"), method="in_year")
    event = EventPathFilter(label=_("Event"), method="at_event")

    OF_LINES = ("organisation", "role", "country", "year", "event")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = Role.objects.public().in_language(get_language())
        self.form.fields["role"].choices = list(roles.values_list("slug", "printed"))

    def filter_queryset(self, queryset):
        given = self.form.cleaned_data
        queryset = self.filters["q"].filter(queryset, given["q"])
        # Few lines are gathered first; of many the list stops asking at the page's end.
        if given["organisation"] or given["event"]:
            queryset = queryset.filter(pk__in=self.lines.order_by().values("person"))
        elif any(given[name] for name in self.OF_LINES):
            queryset = queryset.filter(Exists(self.lines.filter(person=OuterRef("pk"))))
        return queryset

    @functools.cached_property
    def lines(self):
        lines = Line.objects.on_record(timezone.now())
        if self.is_bound and not self.is_refused:
            for name in self.OF_LINES:
                lines = self.filters[name].filter(lines, self.form.cleaned_data[name])
        return lines

    @property
    def institutions(self):
        """The institutions asked for, if they were understood."""
        return self.form.cleaned_data.get("organisation") or [] if self.is_bound else []

    @property
    def with_departments(self):
        return self.form.cleaned_data.get("departments", True) if self.is_bound else True

    def narrows(self, name):
        return name != "departments" or bool(self.institutions)

    def with_name(self, queryset, name, value):
        return queryset.matching(value)

    def from_institution(self, lines, name, value):
        departments = self.with_departments
        return functools.reduce(
            lambda found, row: found | lines.from_organisation(row, departments),
            value[1:],
            lines.from_organisation(value[0], departments),
        )

    def in_role(self, lines, name, value):
        return lines.in_roles(value)

    def from_country(self, lines, name, value):
        return functools.reduce(
            lambda found, code: found | lines.from_country(code),
            value[1:],
            lines.from_country(value[0]),
        )

    def in_year(self, lines, name, value):
        held = functools.reduce(
            lambda found, year: found | Event.objects.in_year(year),
            value[1:],
            Event.objects.in_year(value[0]),
        )
        return lines.filter(event__in=held)

    def at_event(self, lines, name, value):
        return lines.filter(event__in=value)
