"""What the filters of all public lists have in common.

A list's filters are a `PortalFilterSet` of the filters below. It is bound as soon as the address
has one of its fields, and strict: a value that is not understood shows an error beside its field
and no rows. Several values of one field mean any of them. The address is the only state: `chips`
says in words what narrows the list, each with the address that takes exactly that value off.
"""

from portal.filters.fields import (
    LONGEST,
    MOST_CHOICES,
    MOST_VALUES,
    Offered,
    PlainSelect,
    Several,
    SeveralField,
)
from portal.filters.filterset import (
    LONGEST_ADDRESS,
    RELEVANCE,
    Chip,
    Choice,
    ChoiceFilter,
    ChoicesFilter,
    CountryFilter,
    DayFilter,
    PortalFilter,
    PortalFilterSet,
    SelectFilter,
    SortFilter,
    WordsFilter,
    YearFilter,
)

__all__ = [
    "LONGEST",
    "LONGEST_ADDRESS",
    "MOST_CHOICES",
    "MOST_VALUES",
    "RELEVANCE",
    "Chip",
    "Choice",
    "ChoiceFilter",
    "ChoicesFilter",
    "CountryFilter",
    "DayFilter",
    "Offered",
    "PlainSelect",
    "PortalFilter",
    "PortalFilterSet",
    "SelectFilter",
    "Several",
    "SeveralField",
    "SortFilter",
    "WordsFilter",
    "YearFilter",
]
