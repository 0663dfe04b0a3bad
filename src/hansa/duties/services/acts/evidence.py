"""Records that a duty was done, and returns evidence for completion."""

from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.characters import says_nothing
from hansa.chassis.files import FileLine
from hansa.chassis.rights import Over, require
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.rules.rights import REPORT, VERIFY, demand_paper
from hansa.duties.rules.written import demand_words
from hansa.duties.services import rows
from hansa.duties.services.acts.kept import (
    Done,
    Recorded,
    journal_event,
    standing,
    take,
)
from hansa.duties.terms.duties import DutyFinding, EventKind
from hansa.kernel.errors import Refused
from hansa.kernel.text import mark, text

SUPERSEDED = DutyFinding(
    code="duty-superseded",
    message=text("The charter no longer asks for this duty; the record is kept."),
)
ALREADY_DONE = DutyFinding(
    code="duty-done-before",
    message=text("It was reported before; both records are kept."),
)
DONE_LATE = DutyFinding(
    code="done-late", message=text("It is dated after the due day in force.")
)
DONE_EARLY = DutyFinding(
    code="done-early",
    message=text("It is dated before the first day of this duty; look at the year."),
)


def record_evidence(
    actor: Actor, league: str, duty_id: UUID, revision: int, done: Done
) -> Recorded:
    """Record that a duty was done.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not report it.
        Conflict: somebody changed it meanwhile.
        Refused: nothing shows it, the day lies ahead, or a city is spoken for without
            its paper.
    """
    with transaction.atomic():
        row = rows.open_for(actor, REPORT, league, duty_id, revision)
        demand_paper(actor, row.member or None)
        event, file = report(actor, row, done)
        findings = findings_of(row, done)
        rows.keep(actor, row)
        journal_event(actor, "duties.record_evidence", row, event, file)
    return Recorded(number=event.number, findings=findings)


def report(
    actor: Actor, row: Duty, done: Done, content: dict[str, Any] | None = None
) -> tuple[DutyEvent, FileLine | None]:
    """Add evidence to a duty that is held; the caller keeps and journals it."""
    rows.refuse_future(actor, done.on)
    if says_nothing(done.note + done.document) and not done.file:
        raise Refused(
            "evidence-empty",
            text("Nothing shows that it was done."),
            text("Write what was done, name the document, or attach a file."),
        )
    file = take(actor, row, done.file)
    event = rows.add_event(
        actor,
        row,
        EventKind.EVIDENCE,
        on_date=done.on,
        note=done.note.strip(),
        document=done.document.strip(),
        file_id=file.id if file else None,
        content=content or {},
    )
    return event, file


def findings_of(row: Duty, done: Done) -> tuple[DutyFinding, ...]:
    """List what is worth knowing of evidence, before the duty is kept with it."""
    since = charter_reads.get_versions(row.league)[-1].in_service_since
    counts = since is None or row.ends_on >= since
    found = (
        (row.superseded_on is not None, SUPERSEDED),
        (row.done_on is not None, ALREADY_DONE),
        (counts and done.on > row.ends_on, DONE_LATE),
        (bool(row.window_start and done.on < row.window_start), DONE_EARLY),
    )
    return tuple(finding for holds, finding in found if holds)


def return_evidence(
    actor: Actor, league: str, duty_id: UUID, revision: int, number: int, reason: str
) -> Recorded:
    """Return evidence for completion (退回补正); the duty is open again.

    Raises:
        Missing: there is no such duty, or no such evidence that stands.
        Forbidden: the actor may not return evidence.
        Conflict: somebody changed it meanwhile.
        Refused: no reason is given.
    """
    demand_words("reason-missing", reason, mark("A return needs its reason."))
    with transaction.atomic():
        row = rows.locked(actor, league, duty_id)
        _require_verifier(actor, row)
        rows.refuse_stale(row, revision)
        evidence = standing(row, number, EventKind.EVIDENCE)
        event = rows.add_event(
            actor,
            row,
            EventKind.EVIDENCE_RETURNED,
            note=reason.strip(),
            answers=evidence.number,
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.return_evidence", row, event)
    return Recorded(number=event.number)


def _require_verifier(actor: Actor, row: Duty) -> None:
    """Evidence is judged by whom the duty is owed to: the office, or another city."""
    require(actor, VERIFY, Over(league=row.league, member=row.owed_to))
