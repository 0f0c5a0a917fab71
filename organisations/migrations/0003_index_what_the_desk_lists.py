from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_add_trigram_indexes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(condition=models.Q(('to_complete', True)), fields=['-id'], name='organisations_to_complete'),
        ),
    ]
