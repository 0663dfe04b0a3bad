"""A request may be withdrawn, with the reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0005_request_title_en")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="withdrawal_reason",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
