"""Rows of agreements: texts by version, and who signed them."""

from django.db import models


class Agreement(models.Model):
    """What the cities sign of the decisions of one session.

    ``version`` is the number of the text that stands, ``round`` counts how often one went
    out for signature. ``seal`` is the fingerprint of text
    and signatures, once every party has signed; ``number`` and ``reference`` are given
    when it is published.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    session = models.OneToOneField(
        "governance.Session", on_delete=models.PROTECT, related_name="agreement"
    )
    body = models.CharField(max_length=60)
    level = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=0)
    circulated_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=80, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "body", "year", "number"),
                name="governance_agreement_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.body} {self.year}"


class AgreementVersion(models.Model):
    """One version of the text of an agreement, never written again.

    ``content`` is the text as plain values, ``digest`` the fingerprint of its lines. A
    round that ended without all signatures leaves ``withdrawn_at`` and ``reason``.
    """

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=80)
    made_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    circulated_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="governance_agreement_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"


class AgreementSignature(models.Model):
    """A party's signature under one version, bound to the fingerprint of its text."""

    version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    member = models.CharField(max_length=60)
    digest = models.CharField(max_length=80)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    signed_by = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "member"), name="governance_signature_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.member}"
