"""The rows that belong to a row, read beside it in the same statement.

A page that prints an event with its places, topics, sources and documents would ask once for
each of them. `JSONRows` reads such a part as one JSON value; `read` makes instances of it again.
"""

from django.db.models import Aggregate, Func, JSONField, Subquery


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


class JSONValues(Aggregate):
    """The values of a field of all rows as one JSON array: of many, a fraction of reading rows."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


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
