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


class StoredFile(models.Model):
    """A file that somebody brought; its bytes lie in the files folder by their hash.

    ``member`` is the city it belongs to; empty for the league's own.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    member = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class IdempotentAnswer(models.Model):
    """What a write of the API or a form answered, so that none is ever done twice.

    ``status`` is None while the first request is at work; ``body`` is None where the
    answer was secret, too large or no JSON, so that only the fact is kept.
    """

    actor = models.CharField(max_length=200)
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(null=True)  # noqa: DJ001 -- an empty answer is one, too
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("actor", "key"), name="chassis_idempotent_key"
            ),
        )

    def __str__(self) -> str:
        return self.key


class SearchEntry(models.Model):
    """One thing that the search box finds; remade from the contexts, never typed.

    ``reach`` is ``public``, ``league`` (whoever signed in for it), ``conference`` (whoever
    prepares or reads its sessions), ``office``, or ``city:`` and an id, which that city and
    the league's office see. ``title`` and ``under`` are packed texts. ``titles`` and
    ``words`` are what is searched: plain small letters, each title on a line of its own;
    ``initials`` the pinyin initials with which
    the Chinese title may begin, one reading to a line. ``content_hash`` tells whether an
    entry must be remade. The index over all this is made by a migration of its own.
    """

    league = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    reach = models.CharField(max_length=80)
    title = models.JSONField()
    under = models.JSONField()
    address = models.CharField(max_length=300)
    titles = models.TextField()
    words = models.TextField()
    initials = models.CharField(max_length=400)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "kind", "key"), name="chassis_search_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
