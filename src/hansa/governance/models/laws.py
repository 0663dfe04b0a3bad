"""Rows of joint legislation: dossiers, drafts, corrections, rounds and positions."""

from django.db import models


class LawDossier(models.Model):
    """A rule that several cities draft side by side, from the agenda to its end."""

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=400, blank=True)
    body = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    lead = models.CharField(max_length=60)
    members = models.JSONField()
    harmonised_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    given_up_on = models.DateField(null=True)
    given_up_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_law_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} L-{self.number}"


class LawDraft(models.Model):
    """A version of a city's draft; former versions are kept.

    ``content`` is its title and articles as ``reads.law_rows`` writes them.
    """

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(
        LawDossier, on_delete=models.PROTECT, related_name="drafts"
    )
    member = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=140)
    file_id = models.UUIDField(null=True)
    made_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "member", "number"), name="governance_law_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.member} {self.number}"


class LawFix(models.Model):
    """A correction of a concordance by hand, over the fingerprints of two articles."""

    id = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(
        LawDossier, on_delete=models.PROTECT, related_name="fixes"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    left_member = models.CharField(max_length=60)
    left_key = models.CharField(max_length=40)
    right_member = models.CharField(max_length=60)
    right_key = models.CharField(max_length=40)
    made_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "number"), name="governance_law_fix"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.number}"


class LawRound(models.Model):
    """A round in which the cities say what they think of the divergences."""

    dossier = models.ForeignKey(
        LawDossier, on_delete=models.PROTECT, related_name="rounds"
    )
    number = models.PositiveIntegerField()
    opened_on = models.DateField()
    due_on = models.DateField()
    words = models.CharField(max_length=400, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "number"), name="governance_law_round"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}"


class LawPosition(models.Model):
    """What a city says of a divergence; a later word of it takes its place."""

    round = models.ForeignKey(
        LawRound, on_delete=models.PROTECT, related_name="positions"
    )
    divergence = models.CharField(max_length=40)
    member = models.CharField(max_length=60)
    stance = models.CharField(max_length=20)
    words = models.CharField(max_length=400, blank=True)
    stated_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    stated_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("round", "divergence", "member"),
                condition=models.Q(replaced_at=None),
                name="governance_law_position_last",
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.member} {self.stance}"


class LawStudy(models.Model):
    """A study of the register that feeds a dossier."""

    dossier = models.ForeignKey(
        LawDossier, on_delete=models.PROTECT, related_name="studies"
    )
    study = models.ForeignKey("governance.Study", on_delete=models.PROTECT)
    linked_by = models.CharField(max_length=200)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "study"), name="governance_law_study"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.study_id}"
