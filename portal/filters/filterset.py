import functools
import re
from typing import NamedTuple
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.filters.fields import (
    LONGEST,
    MOST_CHOICES,
    ChoiceField,
    ChoicesField,
    CountryField,
    DayField,
    SelectField,
    SeveralField,
    SortField,
    WordsField,
    YearField,
)
from portal.words import said_again

LONGEST_ADDRESS = 4000
#: What no address writes otherwise.
PLAIN = re.compile("[A-Za-z0-9_.~-]+")
#: The order that a list has only where words were typed.
RELEVANCE = "relevance"


class Chip(NamedTuple):
    label: str
    value: str
    url: str


class Choice(NamedTuple):
    """A value that a field could have; `count` says how many rows it would give, if it is known.

    `detail` tells it from its namesakes, `language` is that of the label if it is not the page's;
    `url` is the address with the value put on, or taken off if it is `chosen`, where it is asked;
    `rows` says the count in words.
    """

    value: str
    label: str
    count: int | None
    chosen: bool
    detail: str = ""
    language: str = ""
    url: str = ""
    rows: str = ""


# Filters, each to be given `method` and `label`


class PortalFilter(django_filters.Filter):
    """A filter of which each FilterSet has one of its own, and all the same field."""

    def __deepcopy__(self, memo):
        own = object.__new__(type(self))
        own.__dict__.update(self.__dict__)
        # Which binds the method to the copy.
        own.method = self.method
        return own


class WordsFilter(PortalFilter):
    field_class = WordsField


class DayFilter(PortalFilter):
    field_class = DayField


class YearFilter(PortalFilter):
    field_class = YearField


class CountryFilter(PortalFilter):
    field_class = CountryField


class ChoicesFilter(PortalFilter):
    field_class = ChoicesField


class SelectFilter(PortalFilter):
    field_class = SelectField


class ChoiceFilter(PortalFilter):
    field_class = ChoiceField


class SortFilter(PortalFilter):
    """Leaves all rows as they are; the FilterSet puts those of a page in order."""

    field_class = SortField

    def __init__(self, *, choices, usual, **kwargs):
        super().__init__(label=_("Order"), choices=choices, usual=usual, **kwargs)

    def filter(self, qs, value):
        return qs


class PortalFilterSet(django_filters.FilterSet):
    """The filters of one list; give it `request.GET`, whatever that holds."""

    #: The names of the fields in the order of the form, where they come from several classes.
    ORDER = ()
    #: What the rows are called, by their number.
    ROWS = ngettext_lazy("%(n)d row", "%(n)d rows", "n")

    @classmethod
    @said_again
    def number(cls, rows):
        """Return a number of rows in words."""
        return cls.ROWS % {"n": rows}

    @classmethod
    def get_filters(cls):
        found = super().get_filters()
        return {name: found[name] for name in cls.ORDER or found}

    def __init__(self, data=None, queryset=None, **kwargs):
        self.address = QueryDict() if data is None else data
        if data is not None and not any(name in data for name in self.base_filters):
            data = None
        super().__init__(data, queryset, **kwargs)

    @classmethod
    @functools.cache
    def form_class(cls):
        fields = {name: own.field for name, own in cls.base_filters.items()}
        return type(f"{cls.__name__}Form", (cls._meta.form,), fields)

    def get_form_class(self):
        """Return the form that is the same for all; its fields are copied into each."""
        return self.form_class()

    @functools.cached_property
    def form(self):
        form = super().form
        self.offer(form.fields)
        return form

    def offer(self, fields):
        """Give fields the choices that only the record knows."""

    @functools.cached_property
    def is_refused(self):
        """Say whether a value was not understood, so that no rows may be shown."""
        if self.is_bound and self.form.is_valid() and self.is_too_long:
            self.form.add_error(None, _("This asks for too much at once: take some choices off."))
        return self.is_bound and not self.form.is_valid()

    @property
    def is_too_long(self):
        """Say whether the address could not be shared: some programs cut longer ones."""
        return len(self.address.urlencode()) > LONGEST_ADDRESS

    @property
    def understood(self):
        """The values of the fields that were understood, whatever of the others was not."""
        return {} if not self.is_bound or self.form.errors is None else self.form.cleaned_data

    @property
    def filtered(self):
        """Say whether anything narrows the list, or tries to."""
        return self.is_refused or bool(self.chips)

    @property
    def qs(self):
        return self.queryset.none() if self.is_refused else super().qs

    # Rows and how many there are; ColumnFilterSet knows them without asking a database.

    @property
    def listed(self):
        """The queryset of a page's rows."""
        return self.qs

    @functools.cached_property
    def total(self):
        return self.qs.count()

    def cut(self, queryset, bottom, top):
        """Return some rows of `listed`, by the places at which they begin and end."""
        return queryset[bottom:top]

    def choices_of(self, name, most=MOST_CHOICES):
        """Return a Choice for each value of a field whose rows are counted, none by default."""
        return []

    def linked_choices_of(self, name, most=MOST_CHOICES):
        """Return the choices of a field with their addresses."""
        return [
            choice._replace(url=self.toggled(name, choice.value, choice.chosen))
            for choice in self.choices_of(name, most)
        ]

    def toggled(self, name, value, chosen):
        """Return the address with a value of a field put on, or taken off if it was chosen."""
        given = [raw for raw in self.address.getlist(name) if raw.strip()]
        if chosen:
            return self._url({name: [raw for raw in given if raw.strip() != value]})
        kind = self.filters[name].field_class
        several = issubclass(kind, SeveralField | forms.MultipleChoiceField)
        return self._url({name: [*given, value] if several else [value]})

    @functools.cached_property
    def chips(self):
        """List what narrows the list, one Chip for each value that was understood."""
        if not self.is_bound:
            return []
        return [
            Chip(self.chip_label(name), self.form.fields[name].words(raw), url)
            for name in self.filters
            if name not in self.errors and self.narrows(name)
            for raw, url in self._values(name)
        ]

    @property
    def narrowed_to(self):
        """Return in a few words what narrows the list, for the page's title."""
        return Truncator("; ".join(f"{chip.label}: {chip.value}" for chip in self.chips)).chars(
            LONGEST
        )

    @property
    def meaning(self):
        """Return what narrows the list as pairs of an address: the same for the same rows."""
        if not self.is_bound or self.is_refused:
            return []
        return [
            (name, value)
            for name in self.filters
            if self.narrows(name)
            for value in sorted(raw.strip() for raw, _url in self._values(name))
        ]

    @property
    def clear_url(self):
        """The address of the list with no filter at all."""
        return self._url({name: [] for name in self.filters if name not in self.order})

    @property
    def order(self):
        """The field of the order of the rows with its value, if the list has more than one."""
        given = self.understood
        return {
            name: given.get(name, "")
            for name, own in self.filters.items()
            if isinstance(own, SortFilter)
        }

    @property
    def words(self):
        """The words that were typed and understood, "" if there are none."""
        given = self.form.cleaned_data if self.is_bound and not self.is_refused else {}
        return given.get("q", "")

    def narrows(self, name):
        """Say whether a field's value, if it has one, leaves rows out beside the others."""
        return not isinstance(self.filters[name], SortFilter)

    def chip_label(self, name):
        """Return what a chip calls a field, if it is not what the form calls it."""
        field = self.form.fields[name]
        return getattr(field, "chip_label", field.label)

    def _values(self, name):
        """Yield each value of a field, as it was typed, with the address without it."""
        given = [raw for raw in self.data.getlist(name) if raw.strip()]
        if not isinstance(self.form.fields[name], SeveralField | forms.MultipleChoiceField):
            # Of a field that takes one value the last one counts, as in every Django form.
            given = [raw for raw in self.data.getlist(name)[-1:] if raw.strip()]
            for raw in given:
                yield raw, self._url({name: []})
            return
        for value in dict.fromkeys(raw.strip() for raw in given):
            yield value, self._url({name: [raw for raw in given if raw.strip() != value]})

    @functools.cached_property
    def _asked(self):
        """The values of each parameter; without the page, and without what was left empty."""
        return {name: _filled(values) for name, values in self.address.lists() if name != "page"}

    def _url(self, changes):
        """Return the address with some fields changed; page and empty fields are dropped."""
        changed = {name: _filled(values) for name, values in changes.items()}
        every = (self._asked | changed).items()
        return "?" + "&".join(_pair(name, value) for name, values in every for value in values)


def _pair(name, value):
    """Write a value as an address has it; what most choices are stands there as it is."""
    plain = PLAIN.fullmatch(name) and PLAIN.fullmatch(value)
    return f"{name}={value}" if plain else urlencode([(name, value)])


def _filled(values):
    return [value for value in values if value.strip()]
