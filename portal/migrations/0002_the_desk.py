import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='to be tried at')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('trouble', models.CharField(blank=True, max_length=500, verbose_name='what went wrong')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailWishes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('waiting', models.BooleanField(default=True, verbose_name='when a report waits for a second reader, or a change is proposed')),
                ('returned', models.BooleanField(default=True, verbose_name='when a report of mine is sent back')),
                ('published', models.BooleanField(default=True, verbose_name='when a report of mine goes out')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mail',
                'ordering': ['user_id'],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'opened form',
                'verbose_name_plural': 'opened forms',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('data', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('minor', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'text kept for later',
                'verbose_name_plural': 'texts kept for later',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'form that was saved',
                'verbose_name_plural': 'forms that were saved',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(condition=models.Q(('action', 'deleted')), fields=['-at', '-id'], name='portal_version_deleted'),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['try_at', 'id'], name='portal_letter_waiting'),
        ),
        migrations.AddField(
            model_name='mailwishes',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_wishes', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opening',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='setaside',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='set_aside', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(fields=['at'], name='portal_opening_age'),
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(fields=('kind', 'record_id', 'user'), name='portal_opening_once_each'),
        ),
        migrations.AddIndex(
            model_name='setaside',
            index=models.Index(fields=['at'], name='portal_set_aside_age'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['at'], name='portal_submission_age'),
        ),
        migrations.AlterField(
            model_name='version',
            name='action',
            field=models.CharField(choices=[('created', 'created'), ('changed', 'changed'), ('deleted', 'deleted'), ('restored', 'brought back')], max_length=8),
        ),
    ]
