"""Rows of invitations: notices of sessions, who is invited, and replies."""

from django.db import models


class SessionNotice(models.Model):
    """The notice of a session (会议通知); ``revision`` rises when it is issued anew."""

    session = models.OneToOneField(
        "governance.Session", on_delete=models.CASCADE, related_name="notice"
    )
    reply_by = models.DateField(null=True)
    begins_at = models.TimeField(null=True)
    contact = models.CharField(max_length=200, blank=True)
    rider = models.CharField(max_length=400, blank=True)
    issued_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    first_issued_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.session_id} {self.revision}"


class Invitation(models.Model):
    """Who is invited to a session: a seat, a city as such, or an invitee.

    ``digest`` is the hash of the secret part of the last link to reply by; empty for none.
    """

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(
        "governance.Session", on_delete=models.CASCADE, related_name="invitations"
    )
    place = models.PositiveSmallIntegerField()
    member = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=60, blank=True)
    invitee = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    link_made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "member", "body", "office", "invitee"),
                name="governance_invitation_once",
            ),
            models.UniqueConstraint(
                fields=("digest",),
                condition=~models.Q(digest=""),
                name="governance_invitation_link",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.member}{self.body}{self.invitee}"


class InvitationMail(models.Model):
    """One invitation as it was mailed, or is to be: a request or its cancellation.

    ``sequence`` is that of its calendar part; another one supersedes what still waits.
    ``digest`` is the hash of the secret part of the link that the mail carries.
    """

    id = models.UUIDField(primary_key=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="mails"
    )
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    state = models.CharField(max_length=20, db_index=True)
    queued_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    failure = models.JSONField(null=True)
    done_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("invitation", "sequence"), name="governance_invitation_mail"
            ),
        )

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.method} {self.sequence}"


class InvitationReply(models.Model):
    """A slip that came back (回执); another one takes its place and keeps it.

    ``start_on`` and ``end_on`` are the days of the session when it came, ``at`` when it
    was given: for a call earlier than ``recorded_at``.
    """

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="replies"
    )
    stance = models.CharField(max_length=20)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    alternate = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=400, blank=True)
    start_on = models.DateField()
    end_on = models.DateField()
    how = models.CharField(max_length=20)
    spoke_to = models.CharField(max_length=200, blank=True)
    recorded_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("invitation",),
                condition=models.Q(replaced_at=None),
                name="governance_reply_last",
            ),
        )

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.stance}"
