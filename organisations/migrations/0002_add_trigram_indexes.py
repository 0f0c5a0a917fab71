from django.db import migrations

# PostgreSQL finds a part of a word in these columns by trigrams; SQLite reads them through.
COLUMNS = [
    ("organisations_folded_trigrams", "organisations_organisation"),
]


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # It stays when this is taken back: the indexes of other apps stand on it too.
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name, table in COLUMNS:
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (folded gin_trgm_ops)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, _table in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
