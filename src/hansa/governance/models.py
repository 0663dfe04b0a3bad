"""Tables of governance: what charter versions changed in the calendar."""

from django.db import models


class CalendarChange(models.Model):
    """One calendar difference that a version brought, kept when it was applied."""

    league = models.CharField(max_length=60, db_index=True)
    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    message = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "version", "position"),
                name="governance_change_position",
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.version}.{self.position}"
