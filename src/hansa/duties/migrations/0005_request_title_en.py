"""A request may carry its title in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_part_sent_back")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="title_en",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
