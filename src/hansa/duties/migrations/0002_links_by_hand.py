"""Links that somebody made by hand are told from those that went out by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="receiptlink",
            name="is_by_hand",
            field=models.BooleanField(default=False),
        ),
    ]
