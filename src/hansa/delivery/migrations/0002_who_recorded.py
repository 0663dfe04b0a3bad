"""A record of a stage says whose it is: a city's, or the league's office's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="stagerecord",
            name="member",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    ]
