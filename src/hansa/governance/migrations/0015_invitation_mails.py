"""Invitations to sessions go by mail."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0014_laws'),
    ]

    operations = [
        migrations.CreateModel(
            name='InvitationMail',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('method', models.CharField(max_length=20)),
                ('address', models.CharField(max_length=200)),
                ('state', models.CharField(db_index=True, max_length=20)),
                ('queued_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(db_index=True, null=True)),
                ('failure', models.JSONField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, db_index=True, max_length=64)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='governance.invitation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('invitation', 'sequence'), name='governance_invitation_mail')],
            },
        ),
    ]
