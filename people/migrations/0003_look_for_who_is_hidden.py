from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_add_trigram_indexes'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('visibility', 'hidden')), fields=['id'], name='people_hidden'),
        ),
    ]
