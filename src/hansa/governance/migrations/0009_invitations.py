import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0008_agreements'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('member', models.CharField(blank=True, max_length=60)),
                ('body', models.CharField(blank=True, max_length=60)),
                ('office', models.CharField(blank=True, max_length=60)),
                ('invitee', models.CharField(blank=True, max_length=200)),
                ('issued_at', models.DateTimeField()),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('link_made_at', models.DateTimeField(null=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='governance.session')),
            ],
        ),
        migrations.CreateModel(
            name='InvitationReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(max_length=20)),
                ('name', models.CharField(blank=True, max_length=100)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('alternate', models.CharField(blank=True, max_length=200)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('start_on', models.DateField()),
                ('end_on', models.DateField()),
                ('how', models.CharField(max_length=20)),
                ('spoke_to', models.CharField(blank=True, max_length=200)),
                ('recorded_by', models.CharField(max_length=200)),
                ('authority', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='governance.invitation')),
            ],
        ),
        migrations.CreateModel(
            name='SessionNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reply_by', models.DateField(null=True)),
                ('begins_at', models.TimeField(null=True)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('rider', models.CharField(blank=True, max_length=400)),
                ('issued_by', models.CharField(max_length=200)),
                ('authority', models.CharField(max_length=200)),
                ('first_issued_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice', to='governance.session')),
            ],
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('session', 'member', 'body', 'office', 'invitee'), name='governance_invitation_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('digest',), name='governance_invitation_link'),
        ),
        migrations.AddConstraint(
            model_name='invitationreply',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('invitation',), name='governance_reply_last'),
        ),
    ]
