"""The rows that belong to a row, read beside it in the same statement.

A page that prints an event with its places, topics, sources and documents would ask once for
each of them. `JSONRows` reads such a part as one JSON value; `read` makes instances of it again.
"""

from django.db.models import Func, JSONField, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast


class Line(Func):
    """Columns as one JSON array.

    Django's JSONArray would first ask SQLite by three queries whether it knows JSON, once in the
    life of a process; every SQLite that Django 6.1 takes does.
    """

    function = "JSON_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **extra)


class JSONRows(Subquery):
    """Some fields of each row of a queryset, in its order, as one JSON array of arrays."""

    output_field = JSONField()
    template = "(SELECT json_group_array(json(rows.line)) FROM (%(subquery)s) rows)"

    def __init__(self, queryset, *fields, **extra):
        super().__init__(queryset.values(line=Line(*fields)), **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "(SELECT jsonb_agg(rows.line) FROM (%(subquery)s) rows)"
        return self.as_sql(compiler, connection, template=template, **extra)


def joined(field):
    """Return the values of a field of all rows, none of them null, as one text with commas.

    Of many rows the database writes and Python reads it in a fraction of the time that they take.
    """
    return StringAgg(Cast(field, TextField()), Value(","))


def read(model, fields, lines):
    """Return instances of a model with these fields alone, from what `JSONRows` read of them."""
    columns = [model._meta.get_field(name) for name in fields]
    return [
        model.from_db(
            None,
            [column.attname for column in columns],
            [column.to_python(value) for column, value in zip(columns, line, strict=True)],
        )
        for line in lines or []
    ]
