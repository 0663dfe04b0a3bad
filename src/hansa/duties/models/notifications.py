"""Rows of the notification matrix: what a league says by default, what people chose."""

from django.db import models


class NotificationChoice(models.Model):
    """How one kind of notice reaches somebody on one way.

    A league's default names a ``role`` and no ``account``; a person's own choice the
    other way round. What has no row is as shipped.
    """

    league = models.CharField(max_length=60)
    account = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=20)
    mode = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "account", "role", "kind", "way"),
                name="duties_notification_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account or self.role} {self.kind} {self.way} {self.mode}"


class DigestHour(models.Model):
    """When digests are sent: a person's own hour, or without ``account`` the league's.

    ``weekday`` counts from Monday as 0. ``revision`` counts changes of the whole matrix
    of its holder.
    """

    league = models.CharField(max_length=60)
    account = models.CharField(max_length=150, blank=True)
    hour = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "account"), name="duties_digest_hour_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.account} {self.hour}"
