"""Questions whose SQL is written once in a process, and then asked with other values.

To write the SQL of what a page asks takes Django longer than to read the rows, and each time it
comes out the same. So a question stands in a function that is given places for its values:

    @prepared
    def texts(event, now):
        return Edition.objects.due(now).filter(report__event=event)

`texts(event.pk, now)` returns the list of what the queryset holds. The function is called once for
each database: it looks neither at values nor at the clock nor at the language, but is given these.
`EVERY` holds all such questions; a test holds each against itself at another time and in another
language.
"""

import datetime
import functools
import inspect
import json
from typing import NamedTuple

from django.db import connections, router
    def of(self, alias, *values):
        """Ask a certain database."""
        written, given = self.given(alias, values)
        found = QuerySet(self.model, Asked(written, alias, given), alias)
        found.__dict__.update(written.options)
        return list(found)

    def given(self, alias, values):
        """Return how a database is asked, and the values by the names of their places."""
        if alias not in self.written:
            self.written[alias] = self.write(alias)
        return self.written[alias], dict(zip(self.names, values, strict=True))


class Change(Prepared):
    """A statement that writes, called with its values; returns how many rows it wrote."""

    def __call__(self, *values):
        alias = router.db_for_write(self.model)
        written, given = self.given(alias, values)
        with connections[alias].cursor() as cursor:
            cursor.execute(written.sql, written.put(given, connections[alias]))
            return cursor.rowcount


class Update(Change):
    """The function returns the rows, and by field what is written into them."""

    def rows(self):
        rows, self.wanted = super().rows()
        return rows

    def write(self, alias):
        query = self.rows().order_by().query.chain(UpdateQuery)
        query.add_update_values(self.wanted)
        return Written(*query.get_compiler(alias).as_sql())


class Delete(Change):
    """The function returns the rows, of a model that nothing points at."""

    def write(self, alias):
        query = self.rows().order_by().query.chain(DeleteQuery)
        return Written(*query.get_compiler(alias).as_sql())


def prepared(build):
    """Return the question that a function builds of the places of its values."""
    return Prepared(build)


def updating(build):
    """Return the Update that a function builds of the places of its values."""
    return Update(build)
