from django.db import migrations


def create(apps, schema_editor):
    # SQLite's own table is put up after each migrate, with its triggers.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX portal_entry_words ON portal_entry USING gin (words)")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS portal_entry_words")
    else:
        schema_editor.execute("DROP TABLE IF EXISTS portal_entry_words")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
