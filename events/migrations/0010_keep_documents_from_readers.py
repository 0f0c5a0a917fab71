from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0009_remember_who_a_list_showed")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="withheld",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="kept from readers"
            ),
        ),
    ]
