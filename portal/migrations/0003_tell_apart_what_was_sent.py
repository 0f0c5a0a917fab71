from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_index_words")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="digest",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
    ]
