"""Records wait for a confirmation; what stood before this stands."""

from django.db import migrations, models
from django.db.models import F


def confirm_all(apps, schema_editor):
    rows = apps.get_model("governance", "MeetingRecord").objects
    rows.update(confirmed_at=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_records_and_feeds"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingrecord",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(confirm_all, migrations.RunPython.noop),
    ]
