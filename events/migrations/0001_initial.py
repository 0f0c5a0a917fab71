import datetime
import django.db.models.deletion
import django.utils.timezone
import portal.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('speaking', models.BooleanField(default=False, help_text='Who has it is shown by name.', verbose_name='a speaking role')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
            ],
            options={
                'verbose_name': 'role at an event',
                'verbose_name_plural': 'roles at an event',
                'ordering': ['order', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=100, unique=True, verbose_name='address')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Project',
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
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('slug', models.SlugField(blank=True, help_text="The last part of the page's address. Made from the title if left empty.", max_length=100, unique=True, verbose_name='address')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the title')),
                ('reference', models.CharField(blank=True, help_text='The contract or grant number.', max_length=80, verbose_name='reference')),
                ('programme', models.CharField(blank=True, help_text='For example: EU Twinning.', max_length=160, verbose_name='programme')),
                ('about', models.TextField(blank=True, verbose_name='about')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('in_directory', models.BooleanField(default=False, help_text='Shown to the public even while it has no public event.', verbose_name='in the public directory')),
                ('folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(editable=False, max_length=300)),
                ('team', models.ForeignKey(blank=True, help_text="The project's own team, as an institution that takes part.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='team_of', to='organisations.organisation', verbose_name='team')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visible_from', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False)),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('name', models.CharField(help_text='The plain name: what it was, without praise.', max_length=300, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text="The last part of the page's address. Made from the name if left empty.", max_length=100, verbose_name='address')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('kind', models.CharField(choices=[('workshop', 'workshop'), ('training', 'training'), ('study-visit', 'study visit'), ('conference', 'conference'), ('seminar', 'seminar'), ('round-table', 'round table'), ('meeting', 'meeting'), ('consultation', 'consultation'), ('presentation', 'presentation'), ('other', 'other event')], default='workshop', max_length=12, verbose_name='kind')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('held', 'held'), ('postponed', 'postponed'), ('cancelled', 'cancelled')], default='held', max_length=9, verbose_name='status')),
                ('status_note', models.CharField(blank=True, help_text='Why it was postponed or cancelled.', max_length=300, verbose_name='why')),
                ('format', models.CharField(choices=[('on-site', 'on site'), ('online', 'online'), ('hybrid', 'on site and online')], default='on-site', max_length=7, verbose_name='form')),
                ('earliest', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('latest', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('precision', models.CharField(choices=[('days', 'exact days'), ('part', 'early, middle or late in a month'), ('month', 'the month only'), ('season', 'the season only'), ('year', 'the year only'), ('unknown', 'date not known')], default='days', max_length=7, verbose_name='known to the')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('time_zone', models.CharField(blank=True, help_text="If not the site's own.", max_length=40, validators=[portal.fields.validate_time_zone], verbose_name='time zone')),
                ('length_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='length in days')),
                ('date_basis', models.CharField(choices=[('stated', 'stated'), ('worked-out', 'worked out')], default='stated', max_length=10, verbose_name='the date is')),
                ('date_note', models.CharField(blank=True, help_text='From what it was worked out.', max_length=200, verbose_name='worked out from')),
                ('date_words', models.CharField(blank=True, help_text='Printed instead of the sentence made from the days.', max_length=120, verbose_name='words of your own')),
                ('listed_on', models.DateField(default=datetime.date(1, 1, 1), editable=False)),
                ('address_year', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('registration_url', models.URLField(blank=True, verbose_name='registration')),
                ('stream_url', models.URLField(blank=True, verbose_name='live stream')),
                ('recording_url', models.URLField(blank=True, verbose_name='recording')),
                ('attendance_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many came')),
                ('attendance_qualifier', models.CharField(choices=[('exactly', 'exactly'), ('about', 'about'), ('more-than', 'more than'), ('at-least', 'at least')], default='exactly', max_length=9, verbose_name='exactly?')),
                ('attendance_of', models.CharField(blank=True, help_text='For example: officials, journalists.', max_length=120, verbose_name='of whom')),
                ('attendance_words', models.CharField(blank=True, help_text='“more than 60 guests”', max_length=160, verbose_name='as it was stated')),
                ('list_incomplete', models.BooleanField(default=False, verbose_name='the list of participants is not complete')),
                ('names_shown', models.CharField(choices=[('officials', 'office-holders and those with a speaking role'), ('everybody', 'everybody'), ('nobody', 'nobody')], default='officials', max_length=9, verbose_name='shown by name')),
                ('names_reason', models.CharField(blank=True, help_text="On what ground everybody's name is public.", max_length=200, verbose_name='reason')),
                ('public_from', models.DateTimeField(blank=True, help_text='Empty: not public. In the future: announced at that time.', null=True, verbose_name='public from')),
                ('folded', models.TextField(editable=False)),
                ('part_of', models.ForeignKey(blank=True, help_text='The larger event that this is a part of.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_parts', to='events.event', verbose_name='part of')),
                ('related', models.ManyToManyField(blank=True, to='events.event', verbose_name='related events')),
                ('projects', models.ManyToManyField(blank=True, related_name='events', to='events.project', verbose_name='projects')),
                ('topics', models.ManyToManyField(blank=True, related_name='events', to='events.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-listed_on', '-pk'],
                'permissions': [('state_past', 'Can state a past instant for an archive taken over')],
            },
        ),
        migrations.CreateModel(
            name='ProjectOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('funder', 'funder'), ('channel', 'channel of funds'), ('lead', 'lead'), ('partner', 'partner')], default='partner', max_length=8, verbose_name='role')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects_as', to='organisations.organisation', verbose_name='institution')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='events.project')),
            ],
            options={
                'verbose_name': 'funder or partner',
                'verbose_name_plural': 'funders and partners',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='project',
            name='organisations',
            field=models.ManyToManyField(related_name='projects', through='events.ProjectOrganisation', to='organisations.organisation'),
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='events.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed')),
                ('sequence', models.PositiveIntegerField(editable=False)),
                ('state', models.CharField(choices=[('draft', 'being written'), ('submitted', 'waiting for a second reader'), ('returned', 'sent back'), ('approved', 'approved')], default='draft', max_length=9, verbose_name='state')),
                ('title', models.CharField(help_text='What the report tells, in one line.', max_length=300, verbose_name='title')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that stand under the title.', verbose_name='lead')),
                ('body', models.TextField(blank=True, verbose_name='text')),
                ('credits', models.CharField(blank=True, help_text='Who wrote the text.', max_length=300, verbose_name='credits')),
                ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='goes out on')),
                ('redactions', models.PositiveIntegerField(default=0, editable=False)),
                ('folded', models.TextField(editable=False)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='events.report')),
            ],
            options={
                'verbose_name': 'text of a report',
                'verbose_name_plural': 'texts of reports',
                'ordering': ['report_id', '-sequence', '-pk'],
                'permissions': [('publish_edition', 'Can publish a report')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visible_from', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False)),
                ('country', models.CharField(blank=True, max_length=10, verbose_name='country')),
                ('group', models.CharField(blank=True, help_text='For example: civil society.', max_length=200, verbose_name='group in words')),
                ('position', models.CharField(blank=True, help_text='As it was at the event.', max_length=200, verbose_name='position then')),
                ('printed_name', models.CharField(blank=True, help_text='If the source prints it differently.', max_length=200, verbose_name='name as printed here')),
                ('count', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many')),
                ('qualifier', models.CharField(choices=[('exactly', 'exactly'), ('about', 'about'), ('more-than', 'more than'), ('at-least', 'at least')], default='exactly', max_length=9, verbose_name='exactly?')),
                ('attendance', models.CharField(choices=[('came', 'came'), ('expected', 'expected'), ('absent', 'did not come')], default='came', max_length=8, verbose_name='came?')),
                ('office', models.BooleanField(default=False, help_text='Office-holders are shown by name.', verbose_name='holds an office')),
                ('name_hidden', models.BooleanField(default=False, verbose_name='do not show the name')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('named', models.BooleanField(default=False, editable=False)),
                ('held', models.BooleanField(default=False, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='events.event')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='organisations.organisation', verbose_name='institution')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='people.person', verbose_name='person')),
                ('roles', models.ManyToManyField(blank=True, related_name='participations', to='events.role', verbose_name='roles')),
            ],
            options={
                'verbose_name': 'line of the list',
                'verbose_name_plural': 'who took part',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RoleName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='events.role')),
            ],
            options={
                'verbose_name': 'name in another language',
                'verbose_name_plural': 'names in other languages',
                'ordering': ['language', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='from')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='to')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='place')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='events.event')),
                ('people', models.ManyToManyField(blank=True, related_name='sessions', to='events.participation', verbose_name='people')),
            ],
            options={
                'verbose_name': 'item of the programme',
                'verbose_name_plural': 'programme',
                'ordering': [models.OrderBy(models.F('day'), nulls_last=True), models.OrderBy(models.F('starts_at'), nulls_last=True), 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publisher', models.CharField(max_length=200, verbose_name='publisher')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('date_as_printed', models.CharField(blank=True, max_length=120, verbose_name='date as printed there')),
                ('differs', models.TextField(blank=True, help_text='What the source says otherwise than this page.', verbose_name='what differs')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='events.event')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Update',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(blank=True, help_text='Empty: the facts.', max_length=10, verbose_name='language')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('note', models.CharField(max_length=300, verbose_name='sentence for readers')),
                ('minor', models.BooleanField(default=False, verbose_name='small correction')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='events.edition')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='events.event')),
            ],
            options={
                'verbose_name': 'line of the public history',
                'verbose_name_plural': 'public history',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason for readers')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='brought back at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='events.event')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='events.report')),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('media_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0, editable=False)),
                ('pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='pages')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='events.event')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['event', 'order', 'id'], name='events_document_in_order')],
            },
        ),
        migrations.CreateModel(
            name='EventOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('organiser', 'organiser'), ('co-organiser', 'co-organiser'), ('host', 'host'), ('funder', 'funder'), ('channel', 'channel of funds'), ('partner', 'partner'), ('supporter', 'supporter')], default='organiser', max_length=12, verbose_name='role')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='events.event')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events_as', to='organisations.organisation', verbose_name='institution')),
            ],
            options={
                'verbose_name': 'organiser or partner',
                'verbose_name_plural': 'organisers and partners',
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'event'], name='events_as_body')],
                'constraints': [models.UniqueConstraint(fields=('event', 'organisation', 'role'), name='events_event_organisation_once', violation_error_message='This institution is in the list already.')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', upload_to='photos', verbose_name='picture', width_field='width')),
                ('width', models.PositiveIntegerField(editable=False, null=True)),
                ('height', models.PositiveIntegerField(editable=False, null=True)),
                ('alternative_text', models.CharField(blank=True, help_text='Read aloud to those who cannot see it. Without it the picture is not public.', max_length=300, verbose_name='what the picture shows')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, max_length=120, verbose_name='photographer')),
                ('consent', models.CharField(choices=[('yes', 'they agreed'), ('nobody', 'nobody can be recognised'), ('not-asked', 'not asked yet'), ('no', 'they did not agree')], default='not-asked', help_text='Public only if they agreed or nobody can be recognised.', max_length=9, verbose_name='people in it')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='events.event')),
                ('people', models.ManyToManyField(blank=True, related_name='photos', to='people.person', verbose_name='people shown')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['event', 'order', 'id'], name='events_photo_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('venue', models.CharField(blank=True, max_length=160, verbose_name='venue')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='town')),
                ('country', models.CharField(blank=True, max_length=10, verbose_name='country')),
                ('day', models.DateField(blank=True, help_text='If only on one day.', null=True, verbose_name='day')),
                ('language', models.CharField(default='en', help_text='In which language this line is written.', max_length=10, verbose_name='language of the words')),
                ('order', models.PositiveIntegerField(default=10, verbose_name='order')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='events.event')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['country', 'event'], name='events_place_country')],
                'constraints': [models.CheckConstraint(condition=models.Q(('city', ''), ('country', ''), ('venue', ''), _negated=True), name='events_place_says_something', violation_error_message='Give the venue, the town or the country.')],
            },
        ),
        migrations.AddConstraint(
            model_name='projectorganisation',
            constraint=models.UniqueConstraint(fields=('project', 'organisation', 'role'), name='events_project_organisation_once', violation_error_message='This institution is in the list already.'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=models.Index(fields=['sort_key', 'id'], name='events_project_by_title'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='events_project_until_after_since', violation_error_message='The end lies before the beginning: check both dates.'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='events_project_has_a_title', violation_error_message="Give the project's title."),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('event', 'language'), name='events_report_once_a_language', violation_error_message='This event has a report in that language already: open that one.'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['report', '-publish_at', '-sequence'], name='events_edition_live'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('report', 'sequence'), name='events_edition_sequence_once'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('publish_at__isnull', True)), fields=('report',), name='events_edition_one_open', violation_error_message='This report is being written already: open that text.'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at__isnull', True), ('state', 'approved'), _connector='OR'), name='events_edition_goes_out_approved', violation_error_message='Only an approved text is given a time to go out.'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='events_edition_has_a_title', violation_error_message='Give the report a title.'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['event', 'order', 'id'], name='events_line_in_order'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['organisation', 'person', 'event'], name='events_line_by_body'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(condition=models.Q(('held', True), ('named', True)), fields=['person', 'event'], name='events_line_on_record'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['organisation', 'visible_from'], name='events_line_body_visible'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(fields=['country', 'event'], name='events_line_by_country'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('organisation__isnull', False), models.Q(('country', ''), _negated=True), models.Q(('group', ''), _negated=True), _connector='OR'), name='events_participation_says_who', violation_error_message='Say who: a person, an institution, a country or a group in words.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('count__isnull', True), _connector='OR'), name='events_participation_person_is_one', violation_error_message='A line with a person counts as one: leave the number empty.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('printed_name', ''), ('person__isnull', False), _connector='OR'), name='events_participation_name_needs_person', violation_error_message='A printed name needs the person it stands for.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('count__isnull', True), ('count__gte', 1), _connector='OR'), name='events_participation_counts_somebody', violation_error_message='The number is one or more; leave it empty if not known.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('person__isnull', False)), fields=('event', 'person', 'organisation', 'position'), name='events_participation_capacity_once', violation_error_message='This person is in the list already in this capacity.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation__isnull', True), ('person__isnull', False)), fields=('event', 'person', 'position'), name='events_participation_person_once', violation_error_message='This person is in the list already in this capacity.'),
        ),
        migrations.AddConstraint(
            model_name='rolename',
            constraint=models.UniqueConstraint(fields=('role', 'language'), name='events_role_name_once'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['event', 'day', 'starts_at'], name='events_session_event'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='events_session_times_in_order', violation_error_message='The item ends before it starts: check both times.'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['-listed_on', '-id'], name='events_event_by_day'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['kind', '-listed_on', '-id'], name='events_event_by_kind'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['earliest', 'latest'], name='events_event_span'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['latest', 'id'], name='events_event_by_end'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['visible_from', 'id'], name='events_event_visible'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('address_year', 'slug'), name='events_event_address_once', violation_error_message='Another event of that year has this address.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='events_event_has_a_name', violation_error_message='Give the event a plain name.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earliest__isnull', True), ('latest__isnull', True), ('precision', 'unknown')), models.Q(models.Q(('precision', 'unknown'), _negated=True), ('earliest__isnull', False), ('latest__isnull', False)), _connector='OR'), name='events_event_days_match_precision', violation_error_message='Give the first day, or say that the date is not known.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('earliest__isnull', True), ('latest__gte', models.F('earliest')), _connector='OR'), name='events_event_ends_after_start', violation_error_message='The last day lies before the first: check both days.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_at__isnull', True), ('starts_at__isnull', True)), ('precision', 'days'), _connector='OR'), name='events_event_times_need_days', violation_error_message='A time can only be given when the day is known.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), models.Q(('earliest', models.F('latest')), _negated=True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='events_event_times_in_order', violation_error_message='The event ends before it starts: check both times.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('length_days__isnull', True), ('length_days__gte', 1), _connector='OR'), name='events_event_lasts_a_day', violation_error_message='The length is one day or more.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('names_shown', 'everybody'), _negated=True), models.Q(('names_reason', ''), _negated=True), _connector='OR'), name='events_event_everybody_has_reason', violation_error_message='Say on what ground everybody is shown by name.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('part_of', models.F('pk')), _negated=True), _connector='OR'), name='events_event_not_its_own_part', violation_error_message='An event cannot be a part of itself.'),
        ),
        migrations.AddIndex(
            model_name='update',
            index=models.Index(fields=['event', '-at', '-id'], name='events_update_of_event'),
        ),
        migrations.AddIndex(
            model_name='update',
            index=models.Index(condition=models.Q(('minor', False)), fields=['-at', '-id'], name='events_update_newest'),
        ),
        migrations.AddConstraint(
            model_name='update',
            constraint=models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='events_update_tells_readers', violation_error_message='Say in a sentence what changed.'),
        ),
        migrations.AddIndex(
            model_name='withdrawal',
            index=models.Index(fields=['event', 'report'], name='events_withdrawal_of'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_at__gte', models.F('at')), _connector='OR'), name='events_withdrawal_lifted_after'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='events_withdrawal_has_reason', violation_error_message='Readers are told the reason: give one.'),
        ),
    ]
