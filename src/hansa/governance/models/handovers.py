"""Rows of handovers: what one host left to the next, and who signed for it."""

from django.db import models


class Handover(models.Model):
    """The pack that the outgoing host signed; from then on nothing of it is written.

    ``on_date`` is the day on which the turn passes, signed or not. ``content`` is the pack
    as it was computed from the records at the first signature, and ``digest`` its
    fingerprint. A turn that nobody signed for has no row.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    on_date = models.DateField()
    outgoing = models.CharField(max_length=60)
    incoming = models.CharField(max_length=60)
    content = models.JSONField()
    digest = models.CharField(max_length=140)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "on_date"), name="governance_handover_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.on_date}"


class HandoverSignature(models.Model):
    """One side's signature; entered on behalf, it names its paper in ``evidence``."""

    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, related_name="signatures"
    )
    side = models.CharField(max_length=20)
    member = models.CharField(max_length=60)
    signed_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("handover", "side"), name="governance_handover_side"
            ),
        )

    def __str__(self) -> str:
        return f"{self.handover_id} {self.side}"
