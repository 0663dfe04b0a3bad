"""Tables of governance: what charters changed, what was held, what feeds last said."""

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


class MeetingRecord(models.Model):
    """A meeting or circular as it happened, whatever the agreement asks for.

    ``year`` is the year it counts for; ``end_on`` the first day after it. ``ad_hoc`` marks
    one that was called for its own sake and fills no place in the calendar. ``evidence``
    is the paper shown where a clerk entered it for an office. A correction is a record of
    its own, which ``replaces`` the one it corrects; ``withdrawn_at`` marks one corrected
    or entered in error. Until ``confirmed_at`` it fills no place: whoever entered it does
    not answer for what it would settle.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    body = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    end_on = models.DateField()
    host = models.CharField(max_length=60, blank=True)
    chair_member = models.CharField(max_length=60, blank=True)
    chair_office = models.CharField(max_length=60, blank=True)
    chair_delegated = models.BooleanField(default=False)
    ad_hoc = models.BooleanField(default=False)
    place_zh = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    file_id = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        indexes = (
            models.Index(fields=("league", "year"), name="governance_record_year"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.body} {self.start_on}"


class FeedEvent(models.Model):
    """What calendar feeds last said of one entry, so that changes are numbered.

    ``year`` is the year it counts for. A cancelled one is kept for ever, so that its
    ``sequence`` never falls; feeds leave it out some time after ``cancelled_at``.
    """

    league = models.CharField(max_length=60, db_index=True)
    uid = models.CharField(max_length=250, unique=True)
    body = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.uid
