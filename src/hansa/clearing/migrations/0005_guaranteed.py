# When and under what name the guarantee account paid, kept once the payer has paid it back.

from typing import Any

from django.db import migrations, models
from django.db.models import F


def keep_guaranteed(apps: Any, schema_editor: Any) -> None:
    """Take over what stands with payments that the guarantee has made."""
    rows = apps.get_model("clearing", "BatchInstruction").objects.filter(guaranteed=True)
    rows.update(guaranteed_at=F("paid_at"), guaranteed_reference=F("reference"))


class Migration(migrations.Migration):
    dependencies = [("clearing", "0004_touches")]

    operations = [
        migrations.AddField(
            model_name="batchinstruction",
            name="guaranteed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="batchinstruction",
            name="guaranteed_reference",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(keep_guaranteed, migrations.RunPython.noop),
    ]
