"""Sessions with their dockets, positions, attendance, steps and reports."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_confirmed_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("league", models.CharField(db_index=True, max_length=60)),
                ("body", models.CharField(max_length=60)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("entry", models.CharField(blank=True, max_length=200)),
                ("start_on", models.DateField()),
                ("end_on", models.DateField()),
                ("host", models.CharField(blank=True, max_length=60)),
                ("place_zh", models.CharField(blank=True, max_length=200)),
                ("place_en", models.CharField(blank=True, max_length=200)),
                ("chair_member", models.CharField(blank=True, max_length=60)),
                ("chair_office", models.CharField(blank=True, max_length=60)),
                ("document", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("state", models.CharField(max_length=20)),
                ("opened_member", models.CharField(blank=True, max_length=60)),
                ("opened_office", models.CharField(blank=True, max_length=60)),
                ("opened_document", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("record_id", models.UUIDField(null=True)),
                ("convened_by", models.CharField(max_length=200)),
                ("authority", models.CharField(max_length=200)),
                ("convened_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["league", "start_on"], name="governance_session_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("entry", ""), _negated=True),
                            models.Q(("state", "cancelled"), _negated=True),
                        ),
                        fields=("league", "entry"),
                        name="governance_session_entry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocketItem",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("league", models.CharField(max_length=60)),
                ("body", models.CharField(max_length=60)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("year", models.PositiveSmallIntegerField(default=0)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("class_id", models.CharField(blank=True, max_length=60)),
                ("act", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("proposer", models.CharField(blank=True, max_length=60)),
                ("cities", models.JSONField(default=list)),
                ("standing", models.CharField(blank=True, max_length=20)),
                ("urgent_document", models.CharField(blank=True, max_length=200)),
                ("urgent_reason", models.CharField(blank=True, max_length=400)),
                ("wording", models.PositiveSmallIntegerField(default=1)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("outcome_words", models.TextField(blank=True)),
                ("lead_unit", models.CharField(blank=True, max_length=40)),
                ("units", models.JSONField(default=list)),
                ("due_on", models.DateField(null=True)),
                ("principle_only", models.BooleanField(default=False)),
                ("goes_to_body", models.CharField(blank=True, max_length=60)),
                ("goes_to_level", models.CharField(blank=True, max_length=20)),
                ("number", models.PositiveSmallIntegerField(null=True)),
                ("withdrawn", models.CharField(blank=True, max_length=400)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("put_by", models.CharField(max_length=200)),
                ("put_at", models.DateTimeField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "carried_from",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="governance.docketitem",
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clears",
                        to="governance.docketitem",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="governance.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionReport",
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
                ("progress", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
                ("given_by", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.docketitem",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="governance.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionStep",
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
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=200)),
                ("authority", models.CharField(max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.docketitem",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="governance.session",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CityPosition",
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
                ("member", models.CharField(max_length=60)),
                ("stance", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
                ("wording", models.PositiveSmallIntegerField()),
                ("given_by", models.CharField(max_length=200)),
                ("authority", models.CharField(max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                ("given_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="positions",
                        to="governance.docketitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("item", "member"),
                        name="governance_position_last",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatMark",
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
                ("member", models.CharField(blank=True, max_length=60)),
                ("body", models.CharField(blank=True, max_length=60)),
                ("office", models.CharField(blank=True, max_length=60)),
                ("invitee", models.CharField(blank=True, max_length=200)),
                ("presence", models.CharField(max_length=20)),
                ("who", models.CharField(blank=True, max_length=200)),
                ("document", models.CharField(blank=True, max_length=200)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="governance.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "member", "body", "office", "invitee"),
                        name="governance_mark_seat",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="docketitem",
            index=models.Index(
                fields=["league", "body", "year"], name="governance_item_body"
            ),
        ),
        migrations.AddConstraint(
            model_name="docketitem",
            constraint=models.UniqueConstraint(
                fields=("league", "body", "year", "number"),
                name="governance_decision_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionreport",
            constraint=models.UniqueConstraint(
                fields=("session", "decision"), name="governance_report_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionstep",
            constraint=models.UniqueConstraint(
                fields=("session", "number"), name="governance_step_number"
            ),
        ),
    ]
