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
from collections.abc import Callable
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from django.db import connections, router
from django.db.models import F, Lookup, Value
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
)
from django.db.models.sql import DeleteQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from portal.instances import Instances
from portal.postgresql import Lasting

EVERY = []


class Given(Value):
    """The place of a value in a question, by its name."""

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def put(self, value, connection):
        """Return a value as the driver of a database takes it."""
        if isinstance(value, datetime.datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, datetime.date):
            return connection.ops.adapt_datefield_value(value)
        return keys_for(value, connection) if isinstance(value, list) else value


def keys_for(keys, connection):
    keys = list(keys)
    return json.dumps(keys) if connection.vendor == "sqlite" else keys


class Keys(Value):
    """Keys that stand in a question which is no prepared one."""

    def as_sql(self, compiler, connection):
        return "%s", [keys_for(self.value, connection)]


class Among(Lookup):
    """Say whether a column is one of the keys in a list, however many these are.

    A lookup, as SQLite finds nothing by an index where what is said is compared with true.
    """

    def __init__(self, column, keys):
        super().__init__(F(column), keys if isinstance(keys, Given) else Keys(keys))

    def as_sql(self, compiler, connection):
        column, own = self.process_lhs(compiler, connection)
        place, keys = compiler.compile(self.rhs)
        says = "%s IN (SELECT value FROM json_each(%s))"
        if connection.vendor == "postgresql":
            says = "%s = ANY(%s)"
        return says % (column, place), (*own, *keys)


def shape(rows):
    """Return what makes of a row that was read what a queryset of plain values gives."""
    query, kind = rows.query, rows._iterable_class
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is ValuesListIterable:
        return tuple
    if kind is ValuesIterable:
        told = query.extra_select, query.values_select, query.annotation_select
        names = tuple(query.selected or chain.from_iterable(told))
        return lambda row: dict(zip(names, row, strict=True))
    raise TypeError("A question gives objects, or plain values by name or in order.")


class Written(NamedTuple):
    """A question as one database is asked it; `places` is what that is given, values by name."""

    sql: str
    places: tuple
    converters: dict | None = None
    instances: Instances | None = None
    annotated: dict | None = None
    shape: Callable | None = None
    #: How many columns there are where others follow by which rows are put in order.
    width: int | None = None

    @classmethod
    def by(cls, compiler):
        sql, places = compiler.as_sql()
        names = [place.value if isinstance(place, Given) else None for place in places]
        return cls(Lasting(sql, names), places)

    def put(self, given, connection):
        """Return what the database is given, with values in their places."""
        return tuple(
            place.put(given[place.value], connection) if isinstance(place, Given) else place
            for place in self.places
        )


class Prepared:
    """A question to the database, called with its values."""

    def __init__(self, build):
        self.build = build
        self.names = list(inspect.signature(build).parameters)
        self.written = {}
        EVERY.append(self)

    def rows(self):
        return self.build(*map(Given, self.names))

    @functools.cached_property
    def model(self):
        return self.rows().model

    def write(self, alias):
        rows = self.rows()
        if rows._prefetch_related_lookups:
            raise TypeError("What is prefetched would be written anew each time.")
        compiler = rows.query.get_compiler(alias)
        written = Written.by(compiler)
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        written = written._replace(
            converters=compiler.get_converters(columns),
            width=compiler.col_count if compiler.has_extra_select else None,
        )
        if rows._iterable_class is not ModelIterable:
            return written._replace(shape=shape(rows))
        return written._replace(
            instances=Instances(compiler.klass_info, compiler.select),
            annotated=compiler.annotation_col_map or {},
        )

    def __call__(self, *values):
        return self.of(self.alias(self.model), *values)

    @functools.cached_property
    def alias(self):
        """What tells which database is asked: what is locked is read where it is written."""
        locks = self.rows().query.select_for_update
        return router.db_for_write if locks else router.db_for_read

    def of(self, alias, *values):
        """Ask a certain database."""
        written, given = self.given(alias, values)
        rows = self.read(written, given, alias)
        if written.shape:
            return [*map(written.shape, rows)]
        found = []
        for row in rows:
            made = written.instances.of(row, alias)
            for name, place in written.annotated.items():
                setattr(made, name, row[place])
            found.append(made)
        return found

    def read(self, written, given, alias):
        """Return the rows as the database gives them, with what Django makes of their values."""
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.put(given, connection))
            rows = cursor.fetchall()
        if written.width:
            rows = [row[: written.width] for row in rows]
        if not written.converters:
            return rows
        return SQLCompiler(None, connection, alias).apply_converters(rows, written.converters)

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
        rows, _wanted = super().rows()
        return rows

    def write(self, alias):
        rows, wanted = super().rows()
        query = rows.order_by().query.chain(UpdateQuery)
        query.add_update_values(wanted)
        return Written.by(query.get_compiler(alias))


class Delete(Change):
    """The function returns the rows, of a model that nothing points at."""

    def write(self, alias):
        query = self.rows().order_by().query.chain(DeleteQuery)
        return Written.by(query.get_compiler(alias))


def prepared(build):
    """Return the question that a function builds of the places of its values."""
    return Prepared(build)


def updating(build):
    """Return the Update that a function builds of the places of its values."""
    return Update(build)
