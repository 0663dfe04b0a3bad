"""Supervision inside a city, and how notices reach people."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0006_request_withdrawn'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='digest',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name='DigestHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('league', models.CharField(max_length=60)),
                ('account', models.CharField(blank=True, max_length=150)),
                ('hour', models.PositiveSmallIntegerField()),
                ('weekday', models.PositiveSmallIntegerField()),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('league', 'account'), name='duties_digest_hour_once')],
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('league', models.CharField(max_length=60)),
                ('account', models.CharField(blank=True, max_length=150)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('kind', models.CharField(max_length=20)),
                ('way', models.CharField(max_length=20)),
                ('mode', models.CharField(max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('league', 'account', 'role', 'kind', 'way'), name='duties_notification_once')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionBulletin',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('league', models.CharField(max_length=60)),
                ('member', models.CharField(max_length=60)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('reference', models.JSONField()),
                ('title', models.JSONField()),
                ('office', models.JSONField()),
                ('lines', models.JSONField()),
                ('words', models.TextField(blank=True)),
                ('issued_by', models.CharField(max_length=200)),
                ('authority', models.CharField(max_length=200)),
                ('issued_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('league', 'member', 'year', 'number'), name='duties_bulletin_number')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('league', models.CharField(max_length=60)),
                ('member', models.CharField(max_length=60)),
                ('unit_id', models.UUIDField()),
                ('ladder', models.CharField(max_length=60)),
                ('named_by', models.CharField(max_length=200)),
                ('authority', models.CharField(max_length=200)),
                ('named_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('league', 'member'), name='duties_supervision_unit_once')],
            },
        ),
        migrations.CreateModel(
            name='SupervisionPaper',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('league', models.CharField(max_length=60)),
                ('member', models.CharField(max_length=60)),
                ('supervisor_id', models.UUIDField()),
                ('ladder', models.CharField(max_length=60)),
                ('rung', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=20)),
                ('name', models.JSONField()),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('receipt_by', models.DateField()),
                ('answer_by', models.DateField()),
                ('provisional', models.BooleanField(default=False)),
                ('issued_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, max_length=200)),
                ('answer_words', models.TextField(blank=True)),
                ('answer_file_id', models.UUIDField(null=True)),
                ('sent_back_words', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(blank=True, max_length=200)),
                ('closing_words', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='supervision', to='duties.notice')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supervision', to='duties.handon')),
            ],
            options={
                'indexes': [models.Index(fields=['league', 'member', 'closed_at'], name='duties_supervised')],
            },
        ),
    ]
