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

from django.db import connections, router
from django.db.models import BooleanField, Func, QuerySet, Value

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
    return json.dumps(keys) if connection.vendor == "sqlite" else keys


class Keys(Value):
    """Keys that stand in a question which is no prepared one."""

    def as_sql(self, compiler, connection):
        return "%s", [keys_for(self.value, connection)]


class Among(Func):
    """Say whether a column is one of the keys in a list, however many these are."""

    output_field = BooleanField()
    template = "%(expressions)s))"
    arg_joiner = " IN (SELECT value FROM json_each("

    def __init__(self, column, keys):
        super().__init__(column, keys if isinstance(keys, Given) else Keys(keys))

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(
            compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(", **extra
        )


class Asked:
    """The query of a question in the hands of Django's readers of rows, with its values."""

    def __init__(self, query, compiler):
        self.query = query
        self.compiler = compiler

    def __getattr__(self, name):
        return getattr(self.query, name)

    def get_compiler(self, using):
        return self.compiler


class Prepared:
    """A question to the database, called with its values."""

    def __init__(self, build):
        self.build = build
        self.names = list(inspect.signature(build).parameters)
        self.written = {}
        EVERY.append(self)

    @functools.cached_property
    def model(self):
        return self.rows().model

    def rows(self):
        return self.build(*map(Given, self.names))

    def write(self, alias):
        """Return the queryset with the compiler that wrote it, its SQL and what that is given."""
        rows = self.rows()
        if rows._prefetch_related_lookups:
            raise TypeError("What is prefetched would be written anew each time.")
        compiler = rows.query.get_compiler(alias)
        return rows, compiler, *compiler.as_sql()

    def __call__(self, *values):
        return self.of(router.db_for_read(self.model), *values)

    def of(self, alias, *values):
        """Ask a certain database."""
        given = dict(zip(self.names, values, strict=True))
        if alias not in self.written:
            self.written[alias] = self.write(alias)
        rows, compiler, sql, places = self.written[alias]
        asking = object.__new__(type(compiler))
        asking.__dict__.update(compiler.__dict__)
        connection = asking.connection = connections[alias]
        params = tuple(
            place.put(given[place.value], connection) if isinstance(place, Given) else place
            for place in places
        )
        asking.as_sql = lambda *args, **kwargs: (sql, params)
        found = QuerySet(rows.model, Asked(rows.query, asking), alias)
        for name in ("_fields", "_fetch_mode", "_iterable_class"):
            setattr(found, name, getattr(rows, name))
        return list(found)


prepared = Prepared
