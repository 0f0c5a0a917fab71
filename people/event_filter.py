import functools
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from portal.filters import PortalFilter, SeveralField
from portal.models import Address

# Events belong to the app above, which this one cannot import.
Event = (
    Person._meta.get_field("participations").related_model._meta.get_field("event").related_model
)

PATH = re.compile("([0-9]{4}|undated)/([-a-zA-Z0-9_]{1,100})")


class EventField(SeveralField):
    """Public events by the part of the address that is their own; gives a list of them."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.found = {}

    def read(self, values):
        """Find the events by the addresses that they have, then by those that they had."""
        self.found = {}
        if not values:
            return []
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


class EventPathFilter(PortalFilter):
    field_class = EventField
