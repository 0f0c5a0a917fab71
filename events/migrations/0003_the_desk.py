import functools
import secrets

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_add_trigram_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('words', models.CharField(max_length=300, verbose_name='answer')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProofLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=functools.partial(secrets.token_urlsafe, *(32,)), editable=False, max_length=43, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('opened', models.PositiveIntegerField(default=0, verbose_name='times opened')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='last opened')),
            ],
            options={
                'verbose_name': 'link for proof-reading',
                'verbose_name_plural': 'links for proof-reading',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='remark')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('taken_over', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Rewording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'earlier sentence',
                'verbose_name_plural': 'earlier sentences',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='event',
            options={'ordering': ['-listed_on', '-pk'], 'permissions': [('state_past', 'Can state a past instant for an archive taken over'), ('change_public', 'Can change the facts of a public event'), ('open_limited', 'Can open what is limited to others, with a reason')], 'verbose_name': 'event', 'verbose_name_plural': 'events'},
        ),
        migrations.RemoveConstraint(
            model_name='edition',
            name='events_edition_goes_out_approved',
        ),
        migrations.AddField(
            model_name='edition',
            name='alone_reason',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='why without a second reader'),
        ),
        migrations.AddField(
            model_name='edition',
            name='approved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='approved_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='published_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='submitted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='edition',
            name='submitted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='event',
            name='colleagues',
            field=models.ManyToManyField(blank=True, help_text='Nobody else of the staff sees the event and its texts before they are public. Nobody chosen: all of them do.', related_name='limited_events', to=settings.AUTH_USER_MODEL, verbose_name='only for these colleagues'),
        ),
        migrations.AddField(
            model_name='report',
            name='changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last changed'),
        ),
        migrations.AddField(
            model_name='report',
            name='created_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='report',
            name='number',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name='edition',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='events.report'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), models.Q(('state', 'approved'), _negated=True)), models.Q(('publish_at__isnull', False), ('state', 'approved')), _connector='OR'), name='events_edition_goes_out_approved', violation_error_message='A text that is approved has a time to go out, and no other has.'),
        ),
        migrations.AddField(
            model_name='answer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='events.report'),
        ),
        migrations.AddField(
            model_name='prooflink',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proof_links', to='events.edition'),
        ),
        migrations.AddField(
            model_name='prooflink',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proof_links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='prooflink',
            name='revoked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revoked_proof_links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='edition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remarks', to='events.edition'),
        ),
        migrations.AddField(
            model_name='remark',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='events.event'),
        ),
        migrations.AddField(
            model_name='remark',
            name='report',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='events.report'),
        ),
        migrations.AddField(
            model_name='remark',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_remarks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rewording',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rewordings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rewording',
            name='update',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rewordings', to='events.update'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('report', 'key'), name='events_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='events_answer_has_words'),
        ),
        migrations.AddConstraint(
            model_name='prooflink',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('made_at'))), name='events_proof_link_ends_later'),
        ),
        migrations.AddIndex(
            model_name='remark',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['-at', '-id'], name='events_remark_open'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='events_remark_says_something', violation_error_message='Write what should be changed.'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at', 'id'], name='events_edition_by_time'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('approved_by__isnull', True), models.Q(('alone_reason', ''), _negated=True)), fields=['-publish_at', '-id'], name='events_edition_unread'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('precision__in', ['part', 'month'])), fields=['-id'], name='events_event_inexact'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('status', 'planned')), fields=['latest', 'id'], name='events_event_planned'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(condition=models.Q(('organisation__isnull', True), ('person__isnull', False)), fields=['-id'], name='events_line_without_body'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(condition=models.Q(('attendance', 'expected')), fields=['event'], name='events_line_expected'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('alternative_text', '')), fields=['-id'], name='events_photo_undescribed'),
        ),
        migrations.AddIndex(
            model_name='update',
            index=models.Index(fields=['-at', '-id'], name='events_update_by_time'),
        ),
    ]
