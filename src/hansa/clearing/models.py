"""Tables of clearing: who takes part, windows, files, batches, and the ledger.

What was received and what was computed lies on disk under its hash; rows name it. A row is
written after its file, so that whatever a row names is there.
"""

from django.db import models

STATE_LENGTH = 20
HASH_LENGTH = 64


class Institution(models.Model):
    """An institution that takes part; ``party`` is a member city or a named account."""

    league = models.CharField(max_length=60)
    slug = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    party = models.CharField(max_length=60)
    categories = models.JSONField(default=list)
    standing = models.CharField(max_length=STATE_LENGTH)
    applied_on = models.DateField()
    applied_by = models.CharField(max_length=200)
    active_on = models.DateField(null=True)
    active_by = models.CharField(max_length=200, blank=True)
    suspended_on = models.DateField(null=True)
    suspended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "slug"), name="clearing_institution_slug"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.slug} {self.standing}"


class ClearingWindow(models.Model):
    """A period whose files are cleared together; half-open."""

    league = models.CharField(max_length=60)
    slug = models.CharField(max_length=40)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    late_days = models.PositiveIntegerField()
    received_by = models.DateTimeField()
    expected = models.JSONField(default=dict)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "slug"), name="clearing_window_slug"
            ),
        )
        indexes = (
            models.Index(fields=("league", "start_at"), name="clearing_window_start"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.slug}"


class Batch(models.Model):
    """One sealed content of a window.

    ``manifest`` names every file it is computed from, and never changes. ``held_from`` is
    the state that a held batch goes back to. ``chain`` is its place among the published
    batches of the league, each of which names the head before it. ``touches`` names the
    windows whose rows it makes copies or conflicts of, and the files by which it does.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    window = models.ForeignKey(ClearingWindow, models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=STATE_LENGTH, blank=True)
    state = models.CharField(max_length=STATE_LENGTH)
    held_from = models.CharField(max_length=STATE_LENGTH, blank=True)
    manifest = models.JSONField()
    manifest_sha256 = models.CharField(max_length=HASH_LENGTH)
    result = models.JSONField(default=dict)
    result_sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    chain = models.PositiveIntegerField(null=True)
    previous_head = models.CharField(max_length=HASH_LENGTH, blank=True)
    head = models.JSONField(default=dict)
    head_sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    touches = models.JSONField(default=dict)
    sealed_by = models.CharField(max_length=200)
    sealed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("window", "number"), name="clearing_batch_number"
            ),
            models.UniqueConstraint(
                fields=("league", "chain"), name="clearing_batch_chain"
            ),
        )
        indexes = (
            models.Index(fields=("league", "state"), name="clearing_batch_state"),
        )

    def __str__(self) -> str:
        return f"{self.window_id}/{self.number} {self.state}"


class CardFile(models.Model):
    """A file as it was brought, registered whole by the hash of its bytes.

    ``batch`` is the one batch that sealed it; null while none has. ``refused`` says why it
    was refused whole; its rows then count nowhere.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    window = models.ForeignKey(ClearingWindow, models.PROTECT, related_name="files")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=HASH_LENGTH)
    size_bytes = models.BigIntegerField()
    sender = models.CharField(max_length=60, blank=True)
    rows = models.PositiveBigIntegerField()
    unreadable = models.PositiveBigIntegerField()
    # A sender may write any amounts, so their sum may be wider than a column of numbers.
    amount_fen = models.CharField(max_length=60)
    columns = models.JSONField(default=list)
    preset = models.CharField(max_length=20, blank=True)
    refused = models.CharField(max_length=STATE_LENGTH, blank=True)
    refusal = models.JSONField(default=dict)
    received_by = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "sha256"), name="clearing_file_content"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:8]}"


class ScreeningList(models.Model):
    """A version of a list that taps are screened by; rows are added and never changed.

    An empty ``sha256`` lifts the list: nothing is screened by it from then on.
    """

    league = models.CharField(max_length=60)
    kind = models.CharField(max_length=STATE_LENGTH)
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=HASH_LENGTH, blank=True)
    rows = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    brought_by = models.CharField(max_length=200)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "kind", "number"), name="clearing_screening_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.kind} {self.number}"


class BatchStep(models.Model):
    """A transition of a batch; rows are added and never changed."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=STATE_LENGTH)
    after = models.CharField(max_length=STATE_LENGTH)
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "number"), name="clearing_step_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} {self.before} {self.after}"


class BatchPair(models.Model):
    """What one party owes another in a batch, gross, in fen."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="pairs")
    debtor = models.CharField(max_length=60)
    creditor = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "debtor", "creditor"), name="clearing_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0), name="clearing_pair_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.debtor} {self.creditor} {self.amount_fen}"


class BatchInstruction(models.Model):
    """One payment that settles part of a batch, in fen."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="instructions")
    number = models.PositiveIntegerField()
    payer = models.CharField(max_length=60)
    payee = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    guaranteed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "number"), name="clearing_instruction_number"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0),
                name="clearing_instruction_positive",
            ),
        )

    def __str__(self) -> str:
        return f"{self.payer} {self.payee} {self.amount_fen}"


class LedgerEntry(models.Model):
    """One booking of a batch; its postings sum to zero."""

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=STATE_LENGTH)
    at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("league", "at"), name="clearing_entry_at"),)

    def __str__(self) -> str:
        return f"{self.league} {self.kind} {self.at}"


class Posting(models.Model):
    """What an entry adds to the position of a party, in fen; negative owes."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="postings")
    party = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entry", "party"), name="clearing_posting_party"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party} {self.amount_fen}"


class CaseRow(models.Model):
    """A row that a case is about, as it was found in a published batch.

    ``decision`` is empty until a decided case reaches the row, and again once that case is
    reopened; of one row one decision stands.
    """

    league = models.CharField(max_length=60)
    case = models.UUIDField(db_index=True)
    case_number = models.CharField(max_length=20)
    case_type = models.CharField(max_length=60)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="case_rows")
    acquirer = models.CharField(max_length=60)
    # A sender may write serials of any length.
    record_id = models.TextField()
    content_hash = models.CharField(max_length=HASH_LENGTH)
    code = models.CharField(max_length=STATE_LENGTH)
    decision = models.CharField(max_length=STATE_LENGTH, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "content_hash"), name="clearing_case_row"
            ),
            models.UniqueConstraint(
                fields=("league", "content_hash"),
                condition=~models.Q(decision=""),
                name="clearing_case_row_decided",
            ),
        )
        indexes = (
            models.Index(
                fields=("league", "content_hash"), name="clearing_case_row_hash"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.acquirer} {self.record_id} {self.decision}"


class CaseAmount(models.Model):
    """An amount, in fen, that a case decided; ``stands`` until the case is reopened."""

    league = models.CharField(max_length=60)
    case = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=20)
    window = models.ForeignKey(
        ClearingWindow, models.PROTECT, related_name="case_amounts"
    )
    payer = models.CharField(max_length=60)
    payee = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    clause = models.CharField(max_length=60)
    stands = models.BooleanField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(amount_fen__gt=0),
                name="clearing_case_amount_positive",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.payer} {self.payee} {self.amount_fen}"
