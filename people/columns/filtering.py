"""Filters whose rows, totals and counts come from the columns."""

import functools
from typing import ClassVar

import numpy as np
from django.utils import timezone
from django.utils.translation import get_language

from people.columns import index
from portal.filters import MOST_CHOICES, Choice, PortalFilterSet


class KeyedFilterSet(PortalFilterSet):
    """A FilterSet that looks at one moment of the columns, and knows its rows by their `keys`."""

    @functools.cached_property
    def now(self):
        return timezone.now()

    @functools.cached_property
    def moment(self):
        return index.at(self.now)

    def cut(self, queryset, bottom, top):
        """Return the rows of a page in the order of the keys, by which they are read."""
        if self.is_refused:
            return []
        keys = self.keys[bottom:top].tolist()
        found = queryset.in_bulk(keys)
        return [found[key] for key in keys if key in found]


class ColumnFilterSet(KeyedFilterSet):
    """A FilterSet that knows of each choice how many rows it would give, given the others.

    Each list says for itself: `ground()`, which rows there are without any filter;
    `tally(name)`, by code how many rows each choice of a field would give, given the others;
    `fitting(without)`, which rows fit all fields but one, and `tally_unknown(name)`, of how many
    of these a field tells nothing, where it is another question than that of the columns;
    `ordered(mask)`, the keys of the rows of a mask in the order of the list.
    """

    #: What fields say that leave everything as it is without them.
    USUAL: ClassVar = {}

    def beside(self, other):
        """Look at the same moment as the filters of another list on the page; return these."""
        self.now, self.moment = other.now, other.moment
        return self

    # What a list says of its filters

    def facets(self):
        """Return the Facet of each field whose choices are counted."""
        return {}

    def masks(self):
        """Return a function for each other field that returns which rows its value leaves."""
        return {}

    def rows(self, mask):
        """Return how many rows a mask gives."""
        return int(np.count_nonzero(mask))

    # Rows

    @functools.cached_property
    def given(self):
        """The values understood, by field, of those that narrow the list."""
        return {name: value for name, value in self.understood.items() if value}

    @functools.cached_property
    def _worked_out(self):
        return {}

    @functools.cached_property
    def _facets(self):
        return self.facets()

    @functools.cached_property
    def _masks(self):
        """The mask of each field in use."""
        made = self.masks()
        found = {}
        for name, value in self.given.items():
            if name in made:
                found[name] = made[name](value)
            elif name in self._facets:
                facet = self._facets[name]
                found[name] = facet.column.any_of(list(facet.codes(value)))
        return found

    def mask(self, without=None):
        """Return which rows fit all fields but one."""
        return self.once(self.fitting, without)

    def once(self, work, without, *of):
        """Return what is worked out for all fields but one; those not in use leave it the same.

        `of` are arrays that it is worked out of beside them.
        """
        without = without if without in self.given else None
        key = work.__name__, without, *map(id, of)
        if key not in self._worked_out:
            self._worked_out[key] = work(without, *of)
        return self._worked_out[key]

    def fitting(self, without):
        found = self.ground()
        for name, mask in self._masks.items():
            if name != without:
                found = found & mask
        return found

    @functools.cached_property
    def total(self):
        if self.is_refused:
            return 0
        return self._answer("total", None, lambda: self.rows(self.mask()))

    @functools.cached_property
    def keys(self):
        order = (*self.order.values(), get_language())
        return self._answer("keys", None, lambda: self.ordered(self.mask()), *order)

    @property
    def listed(self):
        """The queryset that a page's rows are read from, by their keys."""
        return self.queryset.none() if self.is_refused else self.queryset

    # Choices

    @functools.cached_property
    def _telling(self):
        """What fields say that is not the usual, in plain values, by the names of the fields."""
        values = {} if not self.is_bound else self.form.cleaned_data
        return {
            name: tuple(getattr(one, "pk", one) for one in value)
            if isinstance(value, list)
            else value
            for name, value in sorted(values.items())
            if name != "sort"
            if value not in (None, "", []) and value is not self.USUAL.get(name)
        }

    def signature(self, without):
        """Return what the counts of a field depend on beside the columns."""
        told = tuple(item for item in self._telling.items() if item[0] != without)
        return type(self).__name__, without, told

    def counts(self, name):
        """Return the codes of a field and how many rows each would give, given the others."""

        def work():
            numbers = self.tally(name)
            codes = np.flatnonzero(numbers)
            return codes, numbers[codes]

        return self._answer("counts", name, work)

    def unknown(self, name):
        """Return of how many rows nothing is known that a field asks for, given the others."""
        return self._answer("unknown", name, lambda: self.tally_unknown(name))

    def _answer(self, what, without, work, *how):
        """Return what is told of the rows, given all fields but one, as long as it stays true.

        `how` is on what it depends besides.
        """
        return self.moment.answer((what, *self.signature(without), *how), work)

    def tally_unknown(self, name):
        empty = self._facets[name].column.empty
        return int(np.count_nonzero(self.mask(without=name) & empty))

    def choices_of(self, name, most=MOST_CHOICES):
        """Return the choices of a field as far as there are any: chosen first, then by number.

        None of a field that was not understood; the others are counted without it. Those of a field
        of which none is chosen are kept, in the language of the reader.
        """
        if (self.is_bound and name in self.errors) or name not in self._facets:
            return []
        if name in self.given:
            return self._choices(name, most)
        how = most, get_language()
        return self._answer("choices", name, lambda: self._choices(name, most), *how)

    def _choices(self, name, most):
        facet = self._facets[name]
        codes, numbers = self.counts(name)
        chosen = list(facet.codes(self.given[name])) if name in self.given else []
        best = np.argsort(-codes) if facet.newest_first else np.lexsort((codes, -numbers))
        best = best[: most + len(chosen)]
        number_of = dict(zip(codes[best].tolist(), numbers[best].tolist(), strict=True))
        for code in chosen:
            found = numbers[codes == code]
            number_of[code] = int(found[0]) if len(found) else 0
        shown = [*chosen, *(code for code in number_of if code not in chosen)]
        shown = shown[: most + len(chosen)]
        told = facet.told(shown)
        words = functools.partial(self.number.in_language, get_language(), type(self))
        return [
            Choice(
                *told[code][:2],
                number_of[code],
                code in chosen,
                *told[code][2:],
                rows=words(number_of[code]),
            )
            for code in shown
            if code in told
        ]
