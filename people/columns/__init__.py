"""What lists count and choose their rows by, held as columns of numbers in memory.

Every filter says beside each of its choices how many rows it would give. Asked of a database
that reads a million lines for each page; here it is some arrays of small numbers, read from the
same columns that `public()` compares. The rows themselves are always read from the database, by
their keys and through the public queryset: a page can show nothing that is not public, even if
a number here were wrong.
"""

from people.columns.filtering import ColumnFilterSet, KeyedFilterSet

__all__ = ["ColumnFilterSet", "KeyedFilterSet"]
