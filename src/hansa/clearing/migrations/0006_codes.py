# Codes by which files in real layouts name institutions.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clearing", "0005_guaranteed")]

    operations = [
        migrations.AddField(
            model_name="cardfile",
            name="acquirers",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="InstitutionCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("league", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=11)),
                ("given_by", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_rows",
                        to="clearing.institution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("league", "code"), name="clearing_institution_code"
                    )
                ]
            },
        ),
    ]
