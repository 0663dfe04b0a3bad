"""Rows of supervision inside a city: its unit, the papers it issues, its bulletins."""

from django.db import models


class SupervisionUnit(models.Model):
    """The unit that supervises inside a city (督查室), and the ladder it works by.

    Naming another one ends the row before it; the last one without an end holds.
    """

    league = models.CharField(max_length=60)
    member = models.CharField(max_length=60)
    unit_id = models.UUIDField()
    ladder = models.CharField(max_length=60)
    named_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "member"),
                condition=models.Q(ended_at=None),
                name="duties_supervision_unit_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.unit_id}"


class SupervisionPaper(models.Model):
    """An urging or a supervision order (督办单) about a part of a unit.

    Its number, text, paper form and receipt are those of ``notice``. ``name`` is what its
    rung is called, as it was when it was issued. ``sent_back_words`` says what an answer
    lacked; the order is open again then.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    member = models.CharField(max_length=60)
    part = models.ForeignKey(
        "duties.HandOn", on_delete=models.PROTECT, related_name="supervision"
    )
    notice = models.OneToOneField(
        "duties.Notice", on_delete=models.PROTECT, related_name="supervision"
    )
    supervisor_id = models.UUIDField()
    ladder = models.CharField(max_length=60)
    rung = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    name = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    receipt_by = models.DateField()
    answer_by = models.DateField()
    provisional = models.BooleanField(default=False)
    issued_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer_words = models.TextField(blank=True)
    answer_file_id = models.UUIDField(null=True)
    sent_back_words = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closing_words = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(
                fields=("league", "member", "closed_at"), name="duties_supervised"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.rung} {self.notice_id}"


class SupervisionBulletin(models.Model):
    """A bulletin (督查通报): the units of a city with orders past their day, as frozen."""

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    member = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.JSONField()
    title = models.JSONField()
    office = models.JSONField()
    lines = models.JSONField()
    words = models.TextField(blank=True)
    issued_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "member", "year", "number"),
                name="duties_bulletin_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.year}/{self.number}"
