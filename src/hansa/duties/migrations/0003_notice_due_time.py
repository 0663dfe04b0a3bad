"""A notice keeps the hour of its last day, as the duty does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_links_by_hand")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="due_time",
            field=models.TimeField(null=True),
        ),
    ]
