"""Rows of circulars: what a body told the cities, as it was known at an instant."""

from django.db import models


class Circular(models.Model):
    """A circular of one calendar entry, or one that corrects another.

    ``entry`` is the id of the calendar entry whose duty it meets, empty for one that is
    sent though the agreement asks for none, and the period from
    ``start_on`` up to ``end_on`` what it tells of. ``as_of`` is the day whose state it
    tells and ``known_at`` the instant that hides what was recorded later: both are set
    when it is frozen, with ``content`` and its ``digest``. ``words`` is what the drafter
    adds. Once it is sent, nothing of it is written again: ``corrects`` points from the
    circular that puts it right.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    entry = models.CharField(max_length=200)
    body = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    end_on = models.DateField()
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(max_length=400, blank=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=20)
    as_of = models.DateField(null=True)
    known_at = models.DateTimeField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    content = models.JSONField(null=True)
    digest = models.CharField(max_length=140, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    record_id = models.UUIDField(null=True)
    drafted_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "entry"),
                condition=models.Q(corrects=None) & ~models.Q(entry=""),
                name="governance_circular_entry",
            ),
            models.UniqueConstraint(
                fields=("league", "body", "year", "number"),
                name="governance_circular_number",
            ),
        )
        indexes = (
            models.Index(fields=("league", "year"), name="governance_circular_year"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.body} {self.start_on} {self.state}"
