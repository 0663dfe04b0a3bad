"""Rows of experts and research: the pool, draws of panels, opinions, studies."""

from django.db import models


class Expert(models.Model):
    """An expert of a league's pool; ended, and never deleted.

    ``end_on`` is the first day after the term, ``ended_on`` the first day without an
    expert whose term ended before. ``interests`` are the cities in which an interest was
    declared; ``employer_member`` and ``employer_unit`` say where the employer is a city
    or a unit of the league.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True)
    employer = models.CharField(max_length=200)
    employer_member = models.CharField(max_length=60, blank=True)
    employer_unit = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list)
    specialty = models.CharField(max_length=200, blank=True)
    start_on = models.DateField()
    end_on = models.DateField()
    interests = models.JSONField(default=list)
    interest_words = models.CharField(max_length=400, blank=True)
    document = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_expert_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.number} {self.name}"


class PanelDraw(models.Model):
    """The draw of a panel for an item: sealed with its pool, then revealed.

    ``pool`` is every expert as known when the draw was sealed, with what speaks against
    each; neither it nor ``commitment`` is written again. ``seed`` is shown to nobody
    before ``revealed_at``.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    item = models.ForeignKey(
        "governance.DocketItem", on_delete=models.PROTECT, related_name="draws"
    )
    title = models.CharField(max_length=200)
    parties = models.JSONField(default=list)
    size = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    pool = models.JSONField(default=list)
    pool_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    seed = models.CharField(max_length=200)
    seed_origin = models.CharField(max_length=20)
    sealed_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    sealed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)
    stood_down = models.JSONField(default=list)
    annulled_at = models.DateTimeField(null=True)
    annul_reason = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_draw_number"
            ),
            models.UniqueConstraint(
                fields=("item",),
                condition=models.Q(annulled_at=None),
                name="governance_draw_standing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.number}"


class ExpertOpinion(models.Model):
    """What an expert said on an item, and how it was treated; another one keeps it.

    ``session`` is the advisers' session at which it was heard; none where it was given
    in writing by an expert who was drawn.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    item = models.ForeignKey(
        "governance.DocketItem", on_delete=models.PROTECT, related_name="opinions"
    )
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT)
    draw = models.ForeignKey(PanelDraw, null=True, on_delete=models.PROTECT)
    session = models.ForeignKey(
        "governance.Session", null=True, on_delete=models.PROTECT
    )
    conclusion = models.CharField(max_length=20)
    words = models.TextField()
    document = models.CharField(max_length=200, blank=True)
    wording = models.PositiveSmallIntegerField()
    given_on = models.DateField()
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    treatment = models.CharField(max_length=20, blank=True)
    treatment_reason = models.TextField(blank=True)
    treated_by = models.CharField(max_length=200, blank=True)
    treated_authority = models.CharField(max_length=200, blank=True)
    treated_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "expert"),
                condition=models.Q(replaced_at=None),
                name="governance_opinion_last",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.expert_id} {self.conclusion}"


class Study(models.Model):
    """A study of the league's research: asked, delivered, used; or given up.

    ``work`` is the named work that it studies, ``gate`` what it must pass next.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=400)
    commissioner = models.CharField(max_length=200)
    commissioner_member = models.CharField(max_length=60, blank=True)
    authors = models.CharField(max_length=400, blank=True)
    begun_on = models.DateField()
    due_on = models.DateField(null=True)
    work = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    gate = models.CharField(max_length=200, blank=True)
    gate_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    finished_on = models.DateField(null=True)
    given_up_on = models.DateField(null=True)
    given_up_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_study_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} S-{self.number}"


class StudyUse(models.Model):
    """A link from a study to a decision that rests on it, made by hand."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="uses")
    decision = models.ForeignKey("governance.DocketItem", on_delete=models.PROTECT)
    words = models.CharField(max_length=400, blank=True)
    linked_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    linked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("study", "decision"),
                condition=models.Q(withdrawn_at=None),
                name="governance_study_use_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.study_id} {self.decision_id}"
