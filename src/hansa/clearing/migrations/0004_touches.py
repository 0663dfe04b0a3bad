# Windows that a batch touches by copies or conflicts of their serials.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clearing", "0003_screening")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="touches",
            field=models.JSONField(default=dict),
        )
    ]
