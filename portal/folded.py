"""Finding records by whole names: a folded column holds one name on each line."""

import json

from django.db import models


class HasLine(models.Lookup):
    """Say whether one of some texts is a line of a column; however many, one value is sent."""

    lookup_name = "has_line"
    prepare_rhs = False
    # What is folded has letters, digits and spaces only, so its lines need no escaping.
    on_sqlite = (
        """EXISTS (SELECT 1 FROM json_each('["' || replace(%s, char(10), '","') || '"]') AS line """
        "WHERE line.value IN (SELECT value FROM json_each(%%s)))"
    )
    on_postgresql = "string_to_array(%s, E'\\n') && %%s::text[]"

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return self.on_sqlite % column, [*params, json.dumps(list(self.rhs))]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return self.on_postgresql % column, [*params, list(self.rhs)]


def is_called(fold):
    """Return the condition that a folded text is a whole line of the column of a record's names."""
    return (
        models.Q(folded=fold)
        | models.Q(folded__startswith=f"{fold}\n")
        | models.Q(folded__endswith=f"\n{fold}")
        | models.Q(folded__contains=f"\n{fold}\n")
    )


def has_line(column, texts):
    """Return the condition that a line of the column is one of some folded texts."""
    return HasLine(models.F(column), frozenset(texts))
