"""Rows of public consultation: drafts, comments, their groups, and what rests on them."""

from django.db import models


class PublicConsultation(models.Model):
    """A draft on which the public is heard; called off, and never deleted.

    ``closes_on`` is the last day for comments and ``first_closes_on`` that day as it was
    first made public. Without ``published_at`` nobody but the office sees it.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    summary = models.CharField(max_length=400, blank=True)
    words = models.TextField()
    document = models.CharField(max_length=200, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    first_closes_on = models.DateField()
    short_reason = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField(null=True)
    results_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "number"), name="governance_consultation_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} PC-{self.number}"


class CommentGroup(models.Model):
    """Comments that say the same, and the one reply to them."""

    id = models.UUIDField(primary_key=True)
    consultation = models.ForeignKey(
        PublicConsultation, on_delete=models.PROTECT, related_name="groups"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    treatment = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_authority = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "number"), name="governance_group_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.number}"


class PublicComment(models.Model):
    """What somebody said to a draft; withheld where it must be, and never deleted.

    ``receipt`` is the hash of the number by which whoever wrote it finds the reply.
    ``name``, ``contact`` and ``origin``, a keyed hash of where it came from, are erased
    with the results.
    """

    id = models.UUIDField(primary_key=True)
    consultation = models.ForeignKey(
        PublicConsultation, on_delete=models.PROTECT, related_name="comments"
    )
    number = models.PositiveIntegerField()
    words = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    member = models.CharField(max_length=60, blank=True)
    stakeholder = models.ForeignKey(
        "governance.Stakeholder", null=True, on_delete=models.PROTECT
    )
    channel = models.CharField(max_length=20)
    reference = models.CharField(max_length=200, blank=True)
    received_on = models.DateField()
    receipt = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    group = models.ForeignKey(
        CommentGroup, null=True, on_delete=models.PROTECT, related_name="comments"
    )
    withheld_at = models.DateTimeField(null=True)
    withheld_reason = models.CharField(max_length=400, blank=True)
    entered_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "number"), name="governance_comment_number"
            ),
            models.UniqueConstraint(
                fields=("receipt",),
                condition=~models.Q(receipt=""),
                name="governance_comment_receipt",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.number}"


class ConsultedItem(models.Model):
    """An item of a docket that rests on a consultation."""

    consultation = models.ForeignKey(
        PublicConsultation, on_delete=models.PROTECT, related_name="items"
    )
    item = models.ForeignKey("governance.DocketItem", on_delete=models.PROTECT)
    linked_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    linked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "item"),
                condition=models.Q(withdrawn_at=None),
                name="governance_consulted_item_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.item_id}"


class ConsultationMoment(models.Model):
    """One step of the public log; added, and never changed."""

    consultation = models.ForeignKey(
        PublicConsultation, on_delete=models.PROTECT, related_name="moments"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=400, blank=True)
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "number"), name="governance_moment_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.number} {self.kind}"
