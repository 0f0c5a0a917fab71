"""What is counted: a column, and how its numbers and what a field gives lead to each other."""

from typing import Any, NamedTuple

from django.utils.translation import get_language

from organisations.filters import institution_choices
from people.columns import reading
from portal.fields import country_name


class Facet(NamedTuple):
    """A field whose choices are counted.

    `column` gives the values of the rows, `codes` makes numbers of what the field gives, and
    `told` returns what to print of some numbers: {code: (value, label, detail, language)}.
    Choices stand by how many rows they give, or with `newest_first` by their numbers.
    """

    column: Any
    codes: Any
    told: Any
    newest_first: bool = False


def country_facet(column):
    return Facet(column, lambda codes: map(reading.country, codes), _countries)


def _countries(codes):
    told = ((code, reading.country_code(code)) for code in codes)
    return {code: (written, country_name(written), "", "") for code, written in told}


def year_facet(column):
    def told(years):
        return {n: (f"{n:04}", f"{n:04}", "", "") for n in years}

    return Facet(column, iter, told, newest_first=True)


def institution_facet(column, moment, now):
    def told(keys):
        known_by = "institutions", get_language(), *keys
        return moment.answer(known_by, lambda: institution_choices(keys, now))

    return Facet(column, lambda bodies: (body.pk for body in bodies), told)


def fixed_facet(column, labels):
    """Return the Facet of a field whose choices are known, numbered from 1."""
    numbers = {value: number for number, (value, _label) in enumerate(labels, start=1)}

    def told(code):
        value, label = labels[code - 1]
        return value, str(label), "", ""

    return Facet(
        column,
        lambda given: [numbers[value] for value in ([given] if isinstance(given, str) else given)],
        lambda codes: {code: told(code) for code in codes},
    )


class Keyed(NamedTuple):
    """The rows that a field offers, by what it gives and by their keys; made once for all."""

    pairs: tuple
    keys: dict
    told: dict

    @classmethod
    def of(cls, rows, *first):
        """Take rows as (key, value, label); `first` are pairs that stand before them."""
        return cls(
            (*first, *((value, label) for _key, value, label in rows)),
            {value: key for key, value, _label in rows},
            {key: (value, label, "", "") for key, value, label in rows},
        )


def keyed_facet(column, offered):
    """Return the Facet of a field that offers what is Keyed."""
    keys, told = offered.keys, offered.told
    return Facet(
        column,
        lambda given: [keys[value] for value in given],
        lambda codes: {code: told[code] for code in codes if code in told},
    )
