from django.db import migrations


class Migration(migrations.Migration):
    """No question reads it any more: reports are put in order in memory."""

    dependencies = [("events", "0002_add_trigram_indexes")]

    operations = [migrations.RemoveIndex("update", "events_update_newest")]
