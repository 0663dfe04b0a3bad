"""Tables of duties, their events and parts, requests, and the notices sent about them."""

from django.db import models

from hansa.duties.models.notifications import DigestHour as DigestHour
from hansa.duties.models.notifications import (
    NotificationChoice as NotificationChoice,
)
from hansa.duties.models.supervision import SupervisionBulletin as SupervisionBulletin
from hansa.duties.models.supervision import SupervisionPaper as SupervisionPaper
from hansa.duties.models.supervision import SupervisionUnit as SupervisionUnit


class Request(models.Model):
    """Something the office asks of several cities at once; each then has a duty.

    Source: GOV-15 of huaihai.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    clause = models.CharField(max_length=20, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    due_on = models.DateField()
    due_time = models.TimeField(null=True)
    file_id = models.UUIDField(null=True)
    issued_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "year", "number"), name="duties_request_number"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Duty(models.Model):
    """What somebody owes by some day under some clause. Source: contracts, section 6.

    ``key`` is the id of the calendar entry or record it comes from, so opening it again
    changes nothing; a charter that moves it supersedes it and opens the next
    ``generation``. ``member`` is the city that owes it, empty where the league's own
    office does; ``unit_id`` the unit it falls to. ``due_on`` is the original last day,
    None for an undated one, and ``window_start`` its first, or the day an undated one
    counts from. ``ends_on``, ``extended``, ``done_on``, ``waived_on``, ``superseded_on``
    and ``triggered_on`` repeat what its events say, so that lists can ask the database:
    ``ends_on`` is the due day now in force, the last of all days for an undated one.
    ``words`` is the title in both languages, for search.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    generation = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=20)
    series = models.CharField(max_length=200, db_index=True)
    request = models.ForeignKey(
        Request, null=True, on_delete=models.PROTECT, related_name="duties"
    )
    title = models.JSONField()
    words = models.TextField(blank=True)
    member = models.CharField(max_length=60, blank=True)
    unit_id = models.UUIDField(null=True, db_index=True)
    body = models.CharField(max_length=60, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    owed_to = models.CharField(max_length=60)
    modality = models.CharField(max_length=20)
    clauses = models.JSONField()
    assumptions = models.JSONField()
    findings = models.JSONField()
    window_start = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    ends_on = models.DateField()
    extended = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    waived_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    superseded_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    triggered_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "key", "generation"), name="duties_key"
            ),
        )
        indexes = (
            models.Index(fields=("league", "ends_on", "id"), name="duties_duty_ends"),
            models.Index(fields=("league", "member"), name="duties_duty_member"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.key}"


class DutyEvent(models.Model):
    """Something that happened to a duty; its state is computed from these.

    ``on_date`` is the day it counts from, such as the day of the evidence; ``until`` the
    new due day of an extension. ``answers`` is the number of the event it replies to.
    ``content`` keeps what only its kind has. ``withdrawn_at`` marks one entered in error.
    """

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    on_date = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    unit_id = models.UUIDField(null=True)
    note = models.TextField(blank=True)
    until = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    answers = models.PositiveIntegerField(null=True)
    content = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("duty", "number"), name="duties_event_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty_id} {self.number} {self.kind}"


class HandOn(models.Model):
    """The part of a city's duty that its liaison handed on to a unit, and its return.

    ``sent_back_words`` says what the liaison misses in it; the part is open again then.
    """

    id = models.UUIDField(primary_key=True)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="parts")
    unit_id = models.UUIDField(db_index=True)
    words = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    handed_by = models.CharField(max_length=200)
    handed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=200, blank=True)
    returned_words = models.TextField(blank=True)
    returned_file_id = models.UUIDField(null=True)
    sent_back_words = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.duty_id} {self.unit_id}"


class Notice(models.Model):
    """A reminder, letter, invitation, demand or warning, addressed and receipted.

    ``from_member`` is the city whose liaison issued it, empty for the league's office.
    ``words`` is the text people paste into a chat, ``joint`` the one that names everybody
    addressed at once; ``body`` is the paper form. All of them, and ``reference`` and
    ``name``, are kept in both languages as they were issued.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    from_member = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.JSONField()
    subject = models.CharField(max_length=200)
    duty = models.ForeignKey(
        Duty, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    member = models.CharField(max_length=60, blank=True)
    unit_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    name = models.JSONField()
    title = models.JSONField()
    words = models.JSONField()
    joint = models.JSONField(null=True)
    body = models.JSONField()
    due_on = models.DateField(null=True)
    due_time = models.TimeField(null=True)
    issued_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    receipted_at = models.DateTimeField(null=True)
    receipt_by = models.CharField(max_length=200, blank=True)
    receipt_office = models.CharField(max_length=200, blank=True)
    receipt_how = models.CharField(max_length=20, blank=True)
    receipt_recorded_by = models.CharField(max_length=200, blank=True)
    receipt_recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "from_member", "kind", "year", "number"),
                name="duties_notice_number",
            ),
        )
        indexes = (
            models.Index(fields=("league", "subject"), name="duties_notice_subject"),
            models.Index(fields=("league", "issued_at"), name="duties_notice_issued"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.year}/{self.number}"


class ReceiptLink(models.Model):
    """The secret part of a link by which somebody signs for a notice: only its hash.

    Each attempt to deliver makes a new one, so that no secret has to be kept until then.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="links")
    is_by_hand = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to {self.notice_id}"


class Channel(models.Model):
    """Where notices for a city, unit or the league go: mail, webhook or chat robot.

    ``address`` is what is shown of it; ``sealed`` holds the whole web address, which may
    contain a key, and the secret that signs, under the installation's key.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    member = models.CharField(max_length=60, blank=True)
    unit_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    sealed = models.TextField(blank=True)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One notice on one channel, tried until it arrives or is given up.

    Without a channel it is a mail to an address of the directory. ``digest`` is empty for
    one that goes out by itself, else ``daily`` or ``weekly``.
    """

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.ForeignKey(
        Channel, null=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=500)
    digest = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, db_index=True)
    queued_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    failure = models.JSONField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
