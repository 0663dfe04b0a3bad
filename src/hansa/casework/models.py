"""Tables of casework: cases, their parties and what happened in them."""

from django.db import models
from django.db.models import Q


class Case(models.Model):
    """What a case is about. How it stands is computed from its events.

    ``state`` and ``body`` repeat what the events said when the last one was recorded: the
    tick asks them which cases are open, and a group's lead which stand before it.
    ``source`` is the key under which another context opened it; empty for people.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)
    subject = models.JSONField()
    sought = models.TextField()
    words = models.TextField(blank=True)
    objects_named = models.JSONField(default=list)
    amount_fen = models.BigIntegerField(null=True)
    about_on = models.DateField(null=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    body = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "year", "number"), name="casework_case_number"
            ),
            models.UniqueConstraint(
                fields=("league", "source"),
                condition=~Q(source=""),
                name="casework_case_source",
            ),
        )
        indexes = (
            models.Index(fields=("league", "state"), name="casework_case_state"),
            models.Index(fields=("league", "body"), name="casework_case_body"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.year}/{self.number} {self.type}"


class CaseParty(models.Model):
    """Who is in a case; ``place`` counts from 1, ``member`` is empty for no city."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=60)
    member = models.CharField(max_length=60, blank=True, db_index=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "place"), name="casework_party_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.place} {self.role} {self.member}"


class CaseEvent(models.Model):
    """Something that happened in a case; rows are added and never changed.

    ``clock`` is the key of the clock whose running out did it; empty for somebody's act.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    on_date = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    party = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    reference = models.CharField(max_length=200, blank=True)
    paper = models.CharField(max_length=60, blank=True)
    file_id = models.UUIDField(null=True)
    stance = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=60, blank=True)
    clock = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "number"), name="casework_event_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.kind}"
