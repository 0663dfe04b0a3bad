"""An item, and the words that end it, may be written in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_minutes")]

    operations = [
        migrations.AddField(
            model_name="docketitem",
            name="title_en",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="docketitem",
            name="outcome_words_en",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
