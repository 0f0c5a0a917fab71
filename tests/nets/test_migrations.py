import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from events import frozen
from portal import fulltext
from portal.models import Version

OURS = ("portal", "organisations", "people", "events")


@pytest.mark.django_db
def test_no_migration_is_pending(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.django_db
def test_every_migration_is_named_for_what_it_does():
    names = {name for app, name in MigrationLoader(None).disk_migrations if app in OURS}
    assert not {name for name in names if "_auto_" in name}


@pytest.mark.django_db(transaction=True)
def test_every_migration_goes_forward_backward_and_forward_again():
    def tables():
        return {
            table
            for table in connection.introspection.table_names()
            if table.startswith(tuple(f"{app}_" for app in OURS))
        }

    migrations = [key for key in MigrationLoader(None).disk_migrations if key[0] in OURS]
    assert len(migrations) >= len(OURS)
    before = tables()
    try:
        # People and events stand on institutions, and go before them.
        for app in ("organisations", "portal"):
            call_command("migrate", app, "zero", verbosity=0)
        assert tables() == set()
    finally:
        call_command("migrate", verbosity=0)
    assert tables() == before
    assert before >= {
        model._meta.db_table for app in OURS for model in apps.get_app_config(app).get_models()
    }


@pytest.mark.django_db
def test_triggers_stand_after_a_migrate():
    own = fulltext.TRIGGERS if connection.vendor == "sqlite" else ()
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert {name for (name,) in cursor.fetchall()} == {frozen.NAME, *own}


@pytest.mark.django_db
def test_sqlite_checks_every_json_but_the_states_that_the_door_writes():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%JSON_VALID%'")
        checked = {name for (name,) in cursor.fetchall()}
    written = {
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(field, models.JSONField) for field in model._meta.fields)
    }
    assert written - checked == {Version._meta.db_table}


@pytest.mark.django_db
def test_find_by_part_of_a_word_has_an_index_on_postgresql():
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'")
        tables = {name for (name,) in cursor.fetchall()}
    folded = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "folded" for field in model._meta.fields)
    }
    assert tables == folded
