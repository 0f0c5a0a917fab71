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
from django.db.models import BooleanField, Func, QuerySet, Value
from django.db.models.expressions import Col

EVERY = []
#: What of a queryset says in which form its rows are given.
OPTIONS = ("_fields", "_fetch_mode", "_iterable_class")


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


class Answered(NamedTuple):
    """What a compiler tells Django's readers of rows, without the query that it was made of."""

    select: list
    klass_info: dict
    annotation_col_map: dict
    col_count: int
    has_extra_select: bool

    @classmethod
    def by(cls, compiler):
        told = {name: getattr(compiler, name) for name in cls._fields}
        # Of a column its field is asked, of anything else no more than of what kind it is.
        return cls(**told)._replace(
            select=[
                (one if isinstance(one, Col) else Value(None, one.output_field), None, alias)
                for one, _sql, alias in compiler.select
            ]
        )


class Written(NamedTuple):
    """A question as one database is asked it; `places` is what that is given, values by name."""

    sql: str
    places: tuple
    compiler: type
    answered: Answered
    selected: dict
    options: dict


class Asked:
    """The query of a question in the hands of Django's readers of rows, with its values."""

    def __init__(self, written, alias, given):
        connection = connections[alias]
        values = tuple(
            place.put(given[place.value], connection) if isinstance(place, Given) else place
            for place in written.places
        )
        self.selected = written.selected
        self.compiler = written.compiler(None, connection, alias)
        self.compiler.__dict__.update(written.answered._asdict())
        self.compiler.as_sql = lambda *args, **kwargs: (written.sql, values)

    def get_compiler(self, using):
        return self.compiler


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
        sql, places = compiler.as_sql()
        options = {name: getattr(rows, name) for name in OPTIONS}
        answered = Answered.by(compiler)
        return Written(sql, places, type(compiler), answered, rows.query.selected, options)

    def __call__(self, *values):
        return self.of(router.db_for_read(self.model), *values)

    def of(self, alias, *values):
        """Ask a certain database."""
        if alias not in self.written:
            self.written[alias] = self.write(alias)
        written = self.written[alias]
        given = dict(zip(self.names, values, strict=True))
        found = QuerySet(self.model, Asked(written, alias, given), alias)
        found.__dict__.update(written.options)
        return list(found)


def prepared(build):
    """Return the question that a function builds of the places of its values."""
    return Prepared(build)
