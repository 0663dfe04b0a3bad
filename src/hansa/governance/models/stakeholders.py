"""Rows of associations that take part, their one-time links and their proposals."""

from django.db import models


class Stakeholder(models.Model):
    """An association of a league's register; ended, and never deleted."""

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=18, blank=True)
    member = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    accredited_by = models.CharField(max_length=200)
    document = models.CharField(max_length=200, blank=True)
    start_on = models.DateField()
    end_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_stakeholder_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} SH-{self.number} {self.name}"


class Proposal(models.Model):
    """What an association proposed, and the answer to it; never deleted."""

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="proposals"
    )
    title = models.CharField(max_length=200)
    words = models.TextField()
    channel = models.CharField(max_length=20)
    reference = models.CharField(max_length=200, blank=True)
    filed_on = models.DateField()
    treatment = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_authority = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    withheld_at = models.DateTimeField(null=True)
    withheld_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_proposal_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} P-{self.number}"


class StakeholderLink(models.Model):
    """A link by which an association files one thing; only its hash is kept."""

    id = models.UUIDField(primary_key=True)
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="links"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT)
    comment = models.ForeignKey(
        "governance.PublicComment", null=True, on_delete=models.PROTECT
    )

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.made_at:%Y-%m-%d}"
