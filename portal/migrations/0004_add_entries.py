import datetime

from django.db import migrations, models

import portal.fulltext


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

    dependencies = [
        ('portal', '0003_log_the_moves'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('event', 'events'), ('report', 'reports'), ('person', 'people'), ('organisation', 'institutions'), ('project', 'projects'), ('document', 'documents')], max_length=12)),
                ('record_id', models.BigIntegerField()),
                ('owner_id', models.BigIntegerField()),
                ('visible_from', models.DateTimeField()),
                ('visible_until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC))),
                ('day', models.DateField(default=datetime.date(1, 1, 1))),
                ('sort', models.CharField(max_length=100)),
                ('called', models.TextField()),
                ('spelt', models.TextField()),
                ('words', portal.fulltext.WordsField()),
            ],
            options={
                'verbose_name': 'entry of the search index',
                'verbose_name_plural': 'search index',
                'ordering': ['kind', 'record_id'],
                'indexes': [models.Index(fields=['kind', 'owner_id'], name='portal_entry_owner'), models.Index(fields=['kind', '-day', 'sort', 'record_id'], name='portal_entry_newest')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='portal_entry_once')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
