"""A change of the tables is kept with the note that it was made, or neither is."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests import builders

NAME = "0003_drop_index_of_newest_updates"
WHICH = ("events", NAME)


class Killed(Exception):
    """Stands for the end of the process."""


def later(apps, editor):
    """Do as the keys and indexes of new tables, which come when all else is done."""
    editor.deferred_sql.append("CREATE TABLE half (id integer)")


def back(apps, editor):
    editor.execute("DROP TABLE half")


@pytest.mark.django_db(transaction=True)
class TestMigration:
    @pytest.fixture(autouse=True)
    def another(self, monkeypatch):
        """Put other operations into a migration, which is still to be applied."""
        migration = import_module(f"events.migrations.{NAME}").Migration
        monkeypatch.setattr(migration, "operations", [migrations.RunPython(later, back)])
        MigrationRecorder(connection).record_unapplied(*WHICH)
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS half")
        MigrationRecorder(connection).migration_qs.get_or_create(app=WHICH[0], name=WHICH[1])

    def migrate(self, *where):
        call_command("migrate", *where, verbosity=0)

    def killed(self, monkeypatch, noting, *where):
        """Migrate, and be killed when the migration is about to be noted."""

        def kill(self, app, name):
            raise Killed(app, name)

        with monkeypatch.context() as patch, pytest.raises(Killed) as told:
            patch.setattr(MigrationRecorder, noting, kill)
            self.migrate(*where)
        assert told.value.args == WHICH

    def state(self):
        """Return whether the table is there, and whether the migration is noted as applied."""
        noted = WHICH in MigrationRecorder(connection).applied_migrations()
        return "half" in connection.introspection.table_names(), noted

    def test_killed_before_it_is_noted_leaves_nothing_and_goes_through_again(self, monkeypatch):
        self.killed(monkeypatch, "record_applied")
        assert self.state() == (False, False)
        self.migrate()
        assert self.state() == (True, True)

    def test_killed_on_its_way_back_leaves_all_and_goes_back_again(self, monkeypatch):
        self.migrate()
        self.killed(monkeypatch, "record_unapplied", "events", "0002")
        assert self.state() == (True, True)
        self.migrate("events", "0002")
        assert self.state() == (False, False)

    def test_row_that_points_at_nothing_is_refused_afterwards_as_before(self):
        """SQLite looks at none while its tables are made anew."""
        self.migrate()
        with pytest.raises(IntegrityError):
            Permission.objects.create(content_type_id=builders.NOBODYS, codename="half", name="x")


def test_code_of_before_may_write_rows_while_new_columns_are_there():
    """A column that it does not know takes NULL or has a value of the database's own."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    added = [
        (key, operation.name, operation.field)
        for key, migration in loader.disk_migrations.items()
        if key[0] in ("events", "organisations", "people", "portal")
        for operation in migration.operations
        if isinstance(operation, migrations.AddField) and not key[1].startswith("0001")
    ]
    assert ("portal", "0003_tell_apart_what_was_sent") in [key for key, *_rest in added]
    assert [key for key, _name, field in added if not (field.null or field.has_db_default())] == []
