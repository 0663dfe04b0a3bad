"""Tables of the shared machinery: journal, outbox, working days."""

from django.db import models


class JournalEntry(models.Model):
    """One act: who did what to which objects, chained to the entry before it."""

    number = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    service = models.CharField(max_length=100)
    league = models.CharField(max_length=60, db_index=True)
    objects_named = models.JSONField()
    payload_hash = models.CharField(max_length=160)
    previous_hash = models.CharField(max_length=160)
    entry_hash = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"{self.number} {self.service}"


class JournalPayload(models.Model):
    """The salted content of an entry; erasing it leaves the chain intact."""

    entry = models.OneToOneField(
        JournalEntry, on_delete=models.CASCADE, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=64)
    content = models.TextField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class JournalHead(models.Model):
    """The end of the chain; one row, locked by every act that writes an entry."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    entry_hash = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"{self.number}:{self.entry_hash}"


class OutboxEvent(models.Model):
    """An event recorded in the transaction that caused it, until it is delivered."""

    name = models.CharField(max_length=100)
    content = models.JSONField()
    recorded_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    # Code, msgid and parameters of the last refusal, so that each reader has his language.
    last_failure = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class WorkYearNotice(models.Model):
    """The notice of one year's working days; a year without a row is not published."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    days_off = models.JSONField()
    days_on = models.JSONField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class KeptDeadline(models.Model):
    """A deadline counted in working days; provisional until its years are published."""

    key = models.CharField(max_length=200, primary_key=True)
    trigger_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    provisional = models.BooleanField(db_index=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.key} {self.due_on}"
