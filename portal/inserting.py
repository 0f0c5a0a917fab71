"""Many rows of plain values are saved without an object for each, which takes long."""

from itertools import batched, chain

from django.db import connection

#: So many rows go in one statement; of one length each time, it is read by the database once.
AT_ONCE = 500


def insert(model, names, rows, *, unique=(), update=()):
    """Save rows, each with the values of some fields as the database keeps them.

    What other fields have is the database's own. Of a row that is there by its `unique` fields,
    those to `update` are written. Costs a query for each five hundred rows.
    """
    quote = connection.ops.quote_name
    columns = {name: quote(model._meta.get_field(name).column) for name in names}
    row = f"({', '.join(['%s'] * len(names))})"
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns.values())}) VALUES "  # noqa: S608
    tail = ""
    if unique:
        told = ", ".join(columns[name] for name in unique)
        written = ", ".join(f"{columns[name]} = EXCLUDED.{columns[name]}" for name in update)
        tail = f" ON CONFLICT ({told}) DO UPDATE SET {written}"
    with connection.cursor() as cursor:
        for some in batched(rows, AT_ONCE):
            sql = head + ", ".join([row] * len(some)) + tail
            cursor.execute(sql, list(chain.from_iterable(some)))
