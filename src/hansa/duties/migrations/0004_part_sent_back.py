"""A part keeps what its liaison misses in the return that was sent back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_notice_due_time")]

    operations = [
        migrations.AddField(
            model_name="handon",
            name="sent_back_words",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
