"""Tables of delivery: the stages that works reached, as recorded."""

from django.db import models


class StageRecord(models.Model):
    """A stage that a work, or one of its segments, reached on a day.

    ``segment`` counts from 1; 0 is the whole work. ``member`` is the city whose people
    recorded it, empty for the league's office. ``evidence`` is the paper shown where a
    clerk entered it for an office. ``withdrawn_at`` marks one entered in error.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    work = models.CharField(max_length=20)
    segment = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=20)
    reached_on = models.DateField()
    document = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=400, blank=True)
    file_id = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=200)
    member = models.CharField(max_length=60, blank=True, default="")
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("league", "work"), name="delivery_stage_work"),)

    def __str__(self) -> str:
        return f"{self.work} {self.stage} {self.reached_on}"
