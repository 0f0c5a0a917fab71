import datetime
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visible_from', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False)),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('name', models.CharField(help_text='As it is printed: “Vladimir Cucić”.', max_length=200, verbose_name='name')),
                ('honorific', models.CharField(blank=True, help_text='Mr, Ms, Dr, H.E. … if known.', max_length=60, verbose_name='honorific')),
                ('given_name', models.CharField(blank=True, max_length=120, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, help_text='By this the lists are sorted.', max_length=120, verbose_name='family name')),
                ('order_known', models.BooleanField(default=True, verbose_name='it is known which part is the family name')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the name')),
                ('biography', models.TextField(blank=True, verbose_name='short biography')),
                ('portrait', models.ImageField(blank=True, upload_to='portraits', verbose_name='portrait', width_field='portrait_width')),
                ('portrait_width', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('visibility', models.CharField(choices=[('page', 'name, with a page of their own'), ('name', 'name, without a page'), ('hidden', 'name not shown')], default='page', max_length=6, verbose_name='what the public sees')),
                ('in_directory', models.BooleanField(default=False, help_text='Shown to the public even while no public event names them.', verbose_name='in the public directory')),
                ('to_complete', models.BooleanField(default=False, verbose_name='to be completed')),
                ('folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(editable=False, max_length=250)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['sort_key', 'id'], name='people_by_name'), models.Index(fields=['visible_from', 'id'], name='people_visible'), models.Index(condition=models.Q(('to_complete', True)), fields=['to_complete', 'id'], name='people_to_complete')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='people_person_has_a_name', violation_error_message='Give the name as it is printed.')],
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('kind', models.CharField(choices=[('official', 'official name'), ('acronym', 'acronym'), ('translation', 'translation'), ('alias', 'also called'), ('former', 'former name'), ('misspelling', 'misspelling')], default='alias', max_length=12, verbose_name='kind')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('source', models.CharField(blank=True, help_text='Where the name was met.', max_length=300, verbose_name='source')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.person')),
            ],
            options={
                'verbose_name': 'other name',
                'verbose_name_plural': 'other names',
                'ordering': ['kind', 'name', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='people_personname_says_it', violation_error_message='Give the name, or take the line away.'), models.UniqueConstraint(fields=('person', 'name', 'kind', 'language'), name='people_name_once', violation_error_message='This name is in the list already.')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='from')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='from, known to the')),
                ('until', models.DateField(blank=True, null=True, verbose_name='to')),
                ('until_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='to, known to the')),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the words')),
                ('public_office', models.BooleanField(default=False, help_text='Holders of an office are shown by name.', verbose_name='a public office')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organisations.organisation', verbose_name='institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='people.person')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'ordering': [models.OrderBy(models.F('since'), descending=True, nulls_last=True), '-pk'],
                'indexes': [models.Index(fields=['organisation', 'person'], name='people_position_holders')],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='people_position_until_after_since', violation_error_message='The end lies before the beginning: check both dates.')],
            },
        ),
    ]
