import datetime
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visible_from', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False)),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('since', models.DateField(blank=True, null=True, verbose_name='from')),
                ('since_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='from, known to the')),
                ('until', models.DateField(blank=True, null=True, verbose_name='to')),
                ('until_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='to, known to the')),
                ('official_name', models.CharField(blank=True, help_text='As the institution writes it. Leave empty if only its letters are known.', max_length=300, verbose_name='official name')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                ('name', models.CharField(editable=False, max_length=300)),
                ('slug', models.SlugField(blank=True, help_text="The last part of the page's address. Made from the name if left empty.", max_length=100, unique=True, verbose_name='address')),
                ('kind', models.CharField(choices=[('authority', 'public authority'), ('international', 'international organisation'), ('eu', 'EU institution or body'), ('network', 'network'), ('team', 'project team'), ('ngo', 'civil society'), ('academic', 'university or research'), ('company', 'company'), ('media', 'media'), ('other', 'other')], default='authority', max_length=13, verbose_name='kind')),
                ('country', models.CharField(blank=True, max_length=10, verbose_name='country')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the name')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('about', models.TextField(blank=True, verbose_name='about')),
                ('logo', models.ImageField(blank=True, upload_to='logos', verbose_name='logo', width_field='logo_width')),
                ('logo_width', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'still exists'), ('renamed', 'renamed'), ('merged', 'merged into another'), ('split', 'split up'), ('closed', 'closed')], default='', max_length=8, verbose_name='what became of it')),
                ('in_directory', models.BooleanField(default=False, help_text='Shown to the public even while no public event names it.', verbose_name='in the public directory')),
                ('to_complete', models.BooleanField(default=False, verbose_name='to be completed')),
                ('used_from', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False)),
                ('folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(editable=False, max_length=300)),
                ('parent', models.ForeignKey(blank=True, help_text='The institution that this is a department of.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='departments', to='organisations.organisation', verbose_name='part of')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='organisations.organisation', verbose_name='followed by')),
            ],
            options={
                'verbose_name': 'institution',
                'verbose_name_plural': 'institutions',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Ancestry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depth', models.PositiveSmallIntegerField()),
                ('ancestor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='descendants', to='organisations.organisation')),
                ('descendant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ancestors', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'ancestry',
                'verbose_name_plural': 'ancestries',
                'ordering': ['ancestor_id', 'depth', 'descendant_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('kind', models.CharField(choices=[('official', 'official name'), ('acronym', 'acronym'), ('translation', 'translation'), ('alias', 'also called'), ('former', 'former name'), ('misspelling', 'misspelling')], default='alias', max_length=12, verbose_name='kind')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('source', models.CharField(blank=True, help_text='Where the name was met.', max_length=300, verbose_name='source')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'other name',
                'verbose_name_plural': 'other names',
                'ordering': ['kind', 'name', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['kind', 'sort_key', 'id'], name='organisations_by_kind'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['country', 'sort_key', 'id'], name='organisations_by_country'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['sort_key', 'id'], name='organisations_by_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['visible_from', 'id'], name='organisations_visible'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='organisations_organisation_until_after_since', violation_error_message='The end lies before the beginning: check both dates.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('slug', ''), _connector='OR'), name='organisations_organisation_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='organisations_organisation_not_its_own_parent', violation_error_message='An institution cannot be a part of itself.'),
        ),
        migrations.AddConstraint(
            model_name='ancestry',
            constraint=models.UniqueConstraint(fields=('ancestor', 'descendant'), name='organisations_ancestry_once'),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisations_organisationname_says_it', violation_error_message='Give the name, or take the line away.'),
        ),
        migrations.AddConstraint(
            model_name='organisationname',
            constraint=models.UniqueConstraint(fields=('organisation', 'name', 'kind', 'language'), name='organisations_name_once', violation_error_message='This name is in the list already.'),
        ),
    ]
