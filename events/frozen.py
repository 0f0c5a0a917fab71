"""The triggers by which both databases refuse to change the words of a text that goes out.

They are put up after every migrate: SQLite drops the triggers of a table that it rebuilds.
The one exception is a redaction, which moves the column `redactions` in the same statement.
"""

from events.models import Edition

NAME = "events_edition_frozen"
MESSAGE = "The words of a text that goes out are frozen."


def _condition(differs):
    table = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in Edition.FROZEN)
    return f"OLD.publish_at IS NOT NULL AND NEW.redactions = OLD.redactions AND ({table})"


def statements(vendor):
    """Return the SQL that puts the triggers up, anew if they stand."""
    table = Edition._meta.db_table
    drop = f"DROP TRIGGER IF EXISTS {NAME}"
    if vendor == "sqlite":
        return [
            drop,
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN {_condition('IS NOT')} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$",
        f"{drop} ON {table}",
        f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({_condition('IS DISTINCT FROM')}) EXECUTE FUNCTION {NAME}()",
    ]


def install(connection):
    """Put the triggers up on a database whose table stands."""
    if Edition._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)
