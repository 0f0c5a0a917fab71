from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_add_trigram_indexes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organisation',
            name='kind',
            field=models.CharField(choices=[('authority', 'public authority'), ('international', 'international organisation'), ('eu', 'EU institution or body'), ('network', 'network'), ('team', 'project team'), ('ngo', 'civil society'), ('academic', 'university or research'), ('company', 'company'), ('media', 'media'), ('other', 'other'), ('unknown', 'not known')], default='authority', max_length=13, verbose_name='kind'),
        ),
    ]
