"""Rows of governance: changes of the calendar, records, feeds, sessions and dockets."""

from django.db import models

# Django finds the models of a context only from here.
from hansa.governance.models import agreements as agreements
from hansa.governance.models import consultations as consultations
from hansa.governance.models import experts as experts
from hansa.governance.models import invitations as invitations
from hansa.governance.models import laws as laws
from hansa.governance.models import stakeholders as stakeholders
from hansa.governance.models.circulars import Circular as Circular
from hansa.governance.models.handovers import Handover as Handover
from hansa.governance.models.handovers import HandoverSignature as HandoverSignature


class CalendarChange(models.Model):
    """One calendar difference that a version brought, kept when it was applied."""

    league = models.CharField(max_length=60, db_index=True)
    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    message = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "version", "position"),
                name="governance_change_position",
            ),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.version}.{self.position}"


class MeetingRecord(models.Model):
    """A meeting or circular as it happened, whatever the agreement asks for.

    ``year`` is the year it counts for; ``end_on`` the first day after it. ``ad_hoc`` marks
    one that was called for its own sake and fills no place in the calendar. ``evidence``
    is the paper shown where a clerk entered it for an office. A correction is a record of
    its own, which ``replaces`` the one it corrects; ``withdrawn_at`` marks one corrected
    or entered in error. Until ``confirmed_at`` it fills no place: whoever entered it does
    not answer for what it would settle. ``entry`` is the calendar entry that it is said to
    stand for, empty where its day decides.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    body = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    start_on = models.DateField()
    end_on = models.DateField()
    host = models.CharField(max_length=60, blank=True)
    chair_member = models.CharField(max_length=60, blank=True)
    chair_office = models.CharField(max_length=60, blank=True)
    chair_delegated = models.BooleanField(default=False)
    ad_hoc = models.BooleanField(default=False)
    entry = models.CharField(max_length=200, blank=True)
    place_zh = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    file_id = models.UUIDField(null=True)
    recorded_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    class Meta:
        indexes = (
            models.Index(fields=("league", "year"), name="governance_record_year"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.body} {self.start_on}"


class FeedEvent(models.Model):
    """What calendar feeds last said of one entry, so that changes are numbered.

    ``year`` is the year it counts for. A cancelled one is kept for ever, so that its
    ``sequence`` never falls; feeds leave it out some time after ``cancelled_at``.
    """

    league = models.CharField(max_length=60, db_index=True)
    uid = models.CharField(max_length=250, unique=True)
    body = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.uid


class Session(models.Model):
    """A session from its convening to its closing.

    ``end_on`` is the first day after it. ``entry`` is the id of the calendar entry that it
    fills, empty for one that was called for its own sake. ``chair_member`` and
    ``chair_office`` are who chairs by the agreement, ``opened_member`` and
    ``opened_office`` who did; ``record_id`` is the record of the meeting once it is closed.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60, db_index=True)
    body = models.CharField(max_length=60)
    level = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    entry = models.CharField(max_length=200, blank=True)
    start_on = models.DateField()
    end_on = models.DateField()
    host = models.CharField(max_length=60, blank=True)
    place_zh = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    chair_member = models.CharField(max_length=60, blank=True)
    chair_office = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=20)
    opened_member = models.CharField(max_length=60, blank=True)
    opened_office = models.CharField(max_length=60, blank=True)
    opened_document = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    record_id = models.UUIDField(null=True)
    convened_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    convened_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "entry"),
                condition=~models.Q(entry="") & ~models.Q(state="cancelled"),
                name="governance_session_entry",
            ),
        )
        indexes = (
            models.Index(fields=("league", "start_on"), name="governance_session_day"),
        )

    def __str__(self) -> str:
        return f"{self.league} {self.body} {self.start_on}"


class DocketItem(models.Model):
    """One item of a docket; without a session it waits for the next of its body.

    ``wording`` rises when title, words or act change: a position is given on one wording.
    ``goes_to_body`` and ``goes_to_level`` say on whose docket an item that was deferred or
    put higher comes next, where ``carried_from`` points back to it. ``number`` is that of
    the decision, once its session is closed.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="items"
    )
    body = models.CharField(max_length=60)
    level = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)
    class_id = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    proposer = models.CharField(max_length=60, blank=True)
    cities = models.JSONField(default=list)
    standing = models.CharField(max_length=20, blank=True)
    cleared_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="clears"
    )
    urgent_document = models.CharField(max_length=200, blank=True)
    urgent_reason = models.CharField(max_length=400, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    wording = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_words = models.TextField(blank=True)
    outcome_words_en = models.TextField(blank=True)
    lead_unit = models.CharField(max_length=40, blank=True)
    units = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    principle_only = models.BooleanField(default=False)
    goes_to_body = models.CharField(max_length=60, blank=True)
    goes_to_level = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    withdrawn = models.CharField(max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    put_by = models.CharField(max_length=200)
    put_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("league", "body", "year", "number"),
                name="governance_decision_number",
            ),
        )
        indexes = (
            models.Index(
                fields=("league", "body", "year"), name="governance_item_body"
            ),
        )

    def __str__(self) -> str:
        return self.title


class CityPosition(models.Model):
    """What a city said to an item; saying something else keeps what it said before."""

    item = models.ForeignKey(
        DocketItem, on_delete=models.CASCADE, related_name="positions"
    )
    member = models.CharField(max_length=60)
    stance = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    wording = models.PositiveSmallIntegerField()
    given_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("item", "member"),
                condition=models.Q(replaced_at=None),
                name="governance_position_last",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.member} {self.stance}"


class SeatMark(models.Model):
    """How one seat, or one invitee, stands to a session: its reply, then who came."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="marks")
    member = models.CharField(max_length=60, blank=True)
    body = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=60, blank=True)
    invitee = models.CharField(max_length=200, blank=True)
    presence = models.CharField(max_length=20)
    who = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "member", "body", "office", "invitee"),
                name="governance_mark_seat",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.member}{self.body}{self.invitee}"


class SessionStep(models.Model):
    """Something that happened to a session; added and never changed."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    item = models.ForeignKey(DocketItem, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "number"), name="governance_step_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.number} {self.kind}"


class DecisionReport(models.Model):
    """How far a decision is carried out, as a later session heard it.

    Source: GOV-19 of huaihai.
    """

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="reports"
    )
    decision = models.ForeignKey(DocketItem, on_delete=models.PROTECT)
    progress = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "decision"), name="governance_report_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id} {self.progress}"


class Minutes(models.Model):
    """The minutes of a session; a correction is an edition of its own.

    ``content`` is what was published, word for word, and ``digest`` its fingerprint: once
    there, neither is written again. ``wording`` rises with every change of words, since
    an approval is given on one wording. ``round`` counts how often they were circulated.
    """

    id = models.UUIDField(primary_key=True)
    league = models.CharField(max_length=60)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="minutes"
    )
    body = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    circulated_at = models.DateTimeField(null=True)
    comments_due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    wording = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)
    digest = models.CharField(max_length=80, blank=True)
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session", "edition"), name="governance_minutes_edition"
            ),
            models.UniqueConstraint(
                fields=("league", "body", "year", "number"),
                name="governance_minutes_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.edition}"


class MinutesSection(models.Model):
    """The opening of minutes, or what they say of one item; each item has one."""

    minutes = models.ForeignKey(
        Minutes, on_delete=models.CASCADE, related_name="sections"
    )
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey(DocketItem, null=True, on_delete=models.PROTECT)
    heading = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("minutes", "place"), name="governance_section_place"
            ),
            models.UniqueConstraint(
                fields=("minutes", "item"), name="governance_section_item"
            ),
        )

    def __str__(self) -> str:
        return self.heading


class MinutesComment(models.Model):
    """What a city said to a draft in one round; saying something else keeps it."""

    minutes = models.ForeignKey(
        Minutes, on_delete=models.CASCADE, related_name="comments"
    )
    member = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    stance = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(null=True)
    given_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    adopted = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("minutes", "member", "round"),
                condition=models.Q(replaced_at=None),
                name="governance_comment_last",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.member} {self.stance}"


class MinutesApproval(models.Model):
    """Somebody's word that one wording of minutes is right."""

    minutes = models.ForeignKey(
        Minutes, on_delete=models.CASCADE, related_name="approvals"
    )
    member = models.CharField(max_length=60)
    office = models.CharField(max_length=60)
    wording = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=200, blank=True)
    given_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("minutes", "member", "office", "wording"),
                name="governance_approval_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.member} {self.office}"
