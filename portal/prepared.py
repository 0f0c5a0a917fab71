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
from django.db.models import F, Lookup, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable
from django.db.models.sql import DeleteQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from portal.instances import Instances
from portal.postgresql import Lasting

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
    compiler: type | None = None
    answered: Answered | None = None
    selected: dict | None = None
    options: dict | None = None
    converters: dict | None = None
    instances: Instances | None = None

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


class Asked:
    """The query of a question in the hands of Django's readers of rows, with its values."""

    def __init__(self, written, alias, given):
        connection = connections[alias]
        values = written.put(given, connection)
        self.selected = written.selected
        self.compiler = written.compiler(None, connection, alias)
        self.compiler.__dict__.update(written.answered._asdict())
        self.compiler.as_sql = lambda *args, **kwargs: (written.sql, values)
        self.compiler.get_converters = lambda _expressions: written.converters

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
        written = Written.by(compiler)
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        is_of_objects = rows._iterable_class is ModelIterable
        return written._replace(
            compiler=type(compiler),
            answered=Answered.by(compiler),
            selected=rows.query.selected,
            options={name: getattr(rows, name) for name in OPTIONS},
            converters=compiler.get_converters(columns),
            instances=Instances(compiler.klass_info, compiler.select) if is_of_objects else None,
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
        if written.instances:
            return self.objects(written, given, alias)
        found = QuerySet(self.model, Asked(written, alias, given), alias)
        found.__dict__.update(written.options)
        return list(found)

    def objects(self, written, given, alias):
        connection = connections[alias]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, written.put(given, connection))
            rows = cursor.fetchall()
        if written.converters:
            rows = SQLCompiler(None, connection, alias).apply_converters(rows, written.converters)
        annotated = written.answered.annotation_col_map or {}
        found = []
        for row in rows:
            made = written.instances.of(row, alias)
            for name, place in annotated.items():
                setattr(made, name, row[place])
            found.append(made)
        return found

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
