"""What people do with a duty: report it, return evidence, waive, extend, escalate, remark.

Each act takes the revision that its actor saw. What happened outside is recorded whenever
it is told, with findings; only what is no fact at all is refused.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.rights import Over, require
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.reads.rows import event_of
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.offers import is_withdrawable, may_withdraw
from hansa.duties.rules.rights import (
    ANSWER_MATTER,
    ASK_EXTENSION,
    ESCALATE,
    EXTEND,
    NOTE,
    REPORT,
    TRIGGER,
    VERIFY,
    WAIVE,
    demand_paper,
)
from hansa.duties.rules.written import demand_words
from hansa.duties.services import rows
from hansa.duties.terms.duties import (
    UNDATED,
    DutyFinding,
    Event,
    EventKind,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import mark, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """That something was done, and what shows it; at least one of the three does."""

    on: date
    note: str = ""
    document: str = ""
    file: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided elsewhere, and the paper that says so."""

    on: date
    document: str = ""
    note: str = ""
    file: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Until when, and why."""

    until: date
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """To which layer of the charter, and what the office proposes to it."""

    level: str
    proposal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An act as it was kept: the number of its event, and what is worth knowing."""

    number: int
    findings: tuple[DutyFinding, ...] = ()


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
        _journal(actor, "duties.record_evidence", row, event, file)
    return Recorded(number=event.number, findings=findings)


def report(
    actor: Actor, row: Duty, done: Done, content: dict[str, Any] | None = None
) -> tuple[DutyEvent, FileLine | None]:
    """Add evidence to a duty that is held; the caller keeps and journals it."""
    rows.refuse_future(actor, done.on)
    if not (done.note.strip() or done.document.strip() or done.file):
        raise Refused(
            "evidence-empty",
            text("Nothing shows that it was done."),
            text("Write what was done, name the document, or attach a file."),
        )
    file = _take(actor, row, done.file)
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


def _take(actor: Actor, row: Duty, upload: Upload | None) -> FileLine | None:
    if upload is None:
        return None
    return files.take(actor, row.league, row.member or None, upload)


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


def _journal(
    actor: Actor,
    service: str,
    row: Duty,
    event: DutyEvent,
    file: FileLine | None = None,
) -> None:
    named = rows.named(row)
    told = {
        "event": event.number,
        "kind": event.kind,
        "on": event.on_date.isoformat(),
        "note": event.note,
        "document": event.document,
        "until": event.until.isoformat() if event.until else None,
        "answers": event.answers,
    }
    if file is not None:
        named.append(files.journal_name(file))
        told["file"] = str(file.id)
    journal.record(actor, service, row.league, named, told)


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
        evidence = _standing(row, number, EventKind.EVIDENCE)
        event = rows.add_event(
            actor,
            row,
            EventKind.EVIDENCE_RETURNED,
            note=reason.strip(),
            answers=evidence.number,
        )
        rows.keep(actor, row)
        _journal(actor, "duties.return_evidence", row, event)
    return Recorded(number=event.number)


def _require_verifier(actor: Actor, row: Duty) -> None:
    """Evidence is judged by whom the duty is owed to: the office, or another city."""
    require(actor, VERIFY, Over(league=row.league, member=row.owed_to))


def _standing(row: Duty, number: int, *kinds: EventKind) -> DutyEvent:
    """Find an event of a kind that was neither withdrawn nor answered by its opposite."""
    event = row.events.filter(
        number=number, kind__in=[kind.value for kind in kinds], withdrawn_at=None
    ).first()
    answered = row.events.filter(
        answers=number,
        withdrawn_at=None,
        kind__in=[
            EventKind.EVIDENCE_RETURNED.value,
            EventKind.EXTENSION_GRANTED.value,
            EventKind.EXTENSION_REFUSED.value,
        ],
    ).exists()
    if event is None or answered:
        raise Missing(
            "event-missing",
            text(
                "The duty has no such event that still stands: {number}.", number=number
            ),
            text("Look at its timeline; somebody may have answered it."),
        )
    return event


def withdraw_event(
    actor: Actor, league: str, duty_id: UUID, number: int, reason: str = ""
) -> None:
    """Take back what was entered in error; the state goes back to what it was.

    Whoever entered it may, on the same day; later the office may.

    Raises:
        Missing: there is no such duty or event.
        Forbidden: somebody else entered it, or not today.
        Conflict: it was taken back already.
        Refused: it has left the house, or another context recorded it.
    """
    with transaction.atomic():
        row = rows.locked(actor, league, duty_id)
        event = row.events.filter(number=number).first()
        if event is None:
            raise Missing(
                "event-missing",
                text("The duty has no event {number}.", number=number),
                text("Look at its timeline."),
            )
        _refuse_withdrawal(actor, row, event_of(event))
        event.withdrawn_at = actor.at
        event.save(update_fields=["withdrawn_at"])
        rows.keep(actor, row)
        journal.record(
            actor,
            "duties.withdraw_event",
            league,
            rows.named(row),
            {"event": number, "kind": event.kind, "reason": reason},
        )


def _refuse_withdrawal(actor: Actor, row: Duty, event: Event) -> None:
    entered_on = event.recorded_at.astimezone(LEAGUE_ZONE).date()
    if not may_withdraw(actor, event, rows.owned_by(row), entered_on, day_of(actor)):
        raise Forbidden(
            "withdrawal-forbidden",
            text("Only who entered it may take it back, and only on the same day."),
            text("Ask the office to take it back."),
        )
    if event.withdrawn_at is not None:
        raise Conflict(
            "event-withdrawn",
            text("It was taken back already."),
            text("Look at the timeline of the duty."),
        )
    if "record" in event.content:
        raise Refused(
            "event-recorded-elsewhere",
            text("This rests on a record that is kept elsewhere."),
            text("Withdraw that record; the duty follows by itself."),
        )
    if not is_withdrawable(event):
        raise Refused(
            "event-not-withdrawable",
            text("This has left the house and cannot be taken back."),
            text("Write a remark that says what was wrong."),
        )


def waive(
    actor: Actor, league: str, duty_id: UUID, revision: int, decision: Decision
) -> Recorded:
    """Record that a decision waives a duty.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not waive.
        Conflict: somebody changed it meanwhile.
        Refused: no paper shows the decision, or its day lies ahead.
    """
    with transaction.atomic():
        row = rows.open_for(actor, WAIVE, league, duty_id, revision)
        event, file = _decided(actor, row, EventKind.WAIVED, decision)
        _journal(actor, "duties.waive", row, event, file)
    return Recorded(number=event.number)


def trigger(
    actor: Actor, league: str, duty_id: UUID, revision: int, decision: Decision
) -> Recorded:
    """Record that the condition of a duty is met.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not record conditions.
        Conflict: somebody changed it meanwhile.
        Refused: the duty has no condition, no paper shows it, or its day lies ahead.
    """
    with transaction.atomic():
        row = rows.open_for(actor, TRIGGER, league, duty_id, revision)
        if row.modality != Modality.CONDITIONAL.value:
            raise Refused(
                "not-conditional",
                text("This duty binds without a condition."),
                text(
                    "Only what the clause ties to “when fit” can have its condition met."
                ),
            )
        event, file = _decided(actor, row, EventKind.TRIGGERED, decision)
        _journal(actor, "duties.trigger", row, event, file)
    return Recorded(number=event.number)


def _decided(
    actor: Actor, row: Duty, kind: EventKind, decision: Decision
) -> tuple[DutyEvent, FileLine | None]:
    """Keep what was decided elsewhere, with the paper that says so."""
    rows.refuse_future(actor, decision.on)
    if not (decision.document.strip() or decision.file):
        raise Refused(
            "decision-needed",
            text("No paper shows who decided this."),
            text("Name the deciding document, or attach it."),
        )
    file = _take(actor, row, decision.file)
    event = rows.add_event(
        actor,
        row,
        kind,
        on_date=decision.on,
        note=decision.note.strip(),
        document=decision.document.strip(),
        file_id=file.id if file else None,
    )
    rows.keep(actor, row)
    return event, file


def request_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, wanted: Extension
) -> Recorded:
    """Ask for a later due day; nothing moves until the office answers.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not ask for it.
        Conflict: somebody changed it meanwhile, or a request waits already.
        Refused: it has no due day or is settled, or the day asked is no later one.
    """
    demand_words("reason-missing", wanted.reason, mark("A request needs its reason."))
    with transaction.atomic():
        row = rows.open_for(actor, ASK_EXTENSION, league, duty_id, revision)
        demand_paper(actor, row.member or None)
        _refuse_unextendable(row)
        _refuse_no_later(row, wanted.until)
        if waiting(row) is not None:
            raise Conflict(
                "extension-waiting",
                text("A request for an extension waits for its answer already."),
                text("Withdraw it, or wait for the answer."),
            )
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_REQUESTED,
            note=wanted.reason.strip(),
            document=wanted.document.strip(),
            until=wanted.until,
        )
        rows.keep(actor, row)
        _journal(actor, "duties.request_extension", row, event)
    return Recorded(number=event.number)


def _refuse_unextendable(row: Duty) -> None:
    if row.due_on is None:
        raise Refused(
            "duty-undated",
            text("The clause gives no day, so there is nothing to extend."),
            text("It stays open with its age; report it when it is done."),
        )
    if row.done_on or row.waived_on or row.superseded_on:
        raise Refused(
            "duty-settled",
            text("Nothing is owed here any more."),
            text("Look at the timeline of the duty."),
        )


def _refuse_no_later(row: Duty, until: date) -> None:
    if not row.ends_on < until < UNDATED:
        raise Refused(
            "extension-not-later",
            text("{day} is no later than the due day in force.", day=until.isoformat()),
            text("Give a day after {day}.", day=row.ends_on.isoformat()),
        )


def waiting(row: Duty) -> DutyEvent | None:
    """Find the request for an extension that waits for its answer, or None."""
    answered = row.events.filter(withdrawn_at=None).exclude(answers=None)
    return (
        row.events.filter(kind=EventKind.EXTENSION_REQUESTED.value, withdrawn_at=None)
        .exclude(number__in=answered.values("answers"))
        .order_by("-number")
        .first()
    )


def grant_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, granted: Extension
) -> Recorded:
    """Grant a later due day, as asked or another; the original day stays and is shown.

    Raises:
        Missing: the actor may not know of such a duty, or no request waits.
        Forbidden: the actor may not answer requests.
        Conflict: somebody changed it meanwhile.
        Refused: the day is no later one.
    """
    with transaction.atomic():
        row = rows.open_for(actor, EXTEND, league, duty_id, revision)
        asked = _asked(row)
        _refuse_unextendable(row)
        _refuse_no_later(row, granted.until)
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_GRANTED,
            note=granted.reason.strip(),
            document=granted.document.strip(),
            until=granted.until,
            answers=asked.number,
        )
        rows.keep(actor, row)
        _journal(actor, "duties.grant_extension", row, event)
    return Recorded(number=event.number)


def refuse_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, reason: str
) -> Recorded:
    """Refuse the extension that was asked for, with the reason.

    Raises:
        Missing: the actor may not know of such a duty, or no request waits.
        Forbidden: the actor may not answer requests.
        Conflict: somebody changed it meanwhile.
        Refused: no reason is given.
    """
    demand_words("reason-missing", reason, mark("A refusal needs its reason."))
    with transaction.atomic():
        row = rows.open_for(actor, EXTEND, league, duty_id, revision)
        asked = _asked(row)
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_REFUSED,
            note=reason.strip(),
            answers=asked.number,
        )
        rows.keep(actor, row)
        _journal(actor, "duties.refuse_extension", row, event)
    return Recorded(number=event.number)


def _asked(row: Duty) -> DutyEvent:
    asked = waiting(row)
    if asked is None:
        raise Missing(
            "extension-not-asked",
            text("No request for an extension waits here."),
            text("An extension is granted to whoever asked for one."),
        )
    return asked


def escalate(
    actor: Actor, league: str, duty_id: UUID, revision: int, raised: Escalation
) -> Recorded:
    """Put a matter to the next level, with what is proposed to it.

    Raises:
        Missing: the actor may not know of such a duty, or the charter has no such layer.
        Forbidden: the actor may not escalate.
        Conflict: somebody changed it meanwhile.
        Refused: nothing is proposed.
    """
    demand_words(
        "proposal-missing", raised.proposal, mark("A matter is put with a proposal.")
    )
    version = charter_reads.get_versions(league)[-1]
    layers = {layer.id: layer.name for layer in version.charter.agreement.layers}
    if raised.level not in layers:
        raise Missing(
            "layer-missing",
            text("The charter has no layer {id}.", id=raised.level[:60]),
            meant(raised.level[:60], layers),
        )
    with transaction.atomic():
        row = rows.open_for(actor, ESCALATE, league, duty_id, revision)
        event = rows.add_event(
            actor,
            row,
            EventKind.ESCALATED,
            note=raised.proposal.strip(),
            content={"level": raised.level},
        )
        rows.keep(actor, row)
        _journal(actor, "duties.escalate", row, event)
    return Recorded(number=event.number)


def answer(
    actor: Actor, league: str, duty_id: UUID, revision: int, number: int, said: Done
) -> Recorded:
    """Record what was answered to an escalation, a letter or a reminder.

    Raises:
        Missing: there is no such duty, or nothing of that number to answer.
        Forbidden: the actor may not write on it.
        Conflict: somebody changed it meanwhile.
        Refused: the answer is empty, or its day lies ahead.
    """
    demand_words("answer-missing", said.note, mark("An answer needs its words."))
    with transaction.atomic():
        row = rows.open_for(actor, NOTE, league, duty_id, revision)
        rows.refuse_future(actor, said.on)
        asked = _standing(
            row, number, EventKind.ESCALATED, EventKind.LETTER, EventKind.REMINDED
        )
        _require_speaker(actor, row, asked)
        file = _take(actor, row, said.file)
        event = rows.add_event(
            actor,
            row,
            EventKind.ANSWERED,
            on_date=said.on,
            note=said.note.strip(),
            document=said.document.strip(),
            file_id=file.id if file else None,
            answers=asked.number,
        )
        rows.keep(actor, row)
        _journal(actor, "duties.answer", row, event, file)
    return Recorded(number=event.number)


def sign_for(
    actor: Actor, league: str, duty_id: UUID, revision: int, number: int
) -> Recorded:
    """Sign for an escalation or a letter: its addressee has it.

    Raises:
        Missing: there is no such duty, or nothing of that number to sign for.
        Forbidden: the actor may not write on it.
        Conflict: somebody changed it meanwhile.
    """
    with transaction.atomic():
        row = rows.open_for(actor, NOTE, league, duty_id, revision)
        sent = _standing(row, number, EventKind.ESCALATED, EventKind.LETTER)
        _require_speaker(actor, row, sent)
        event = rows.add_event(actor, row, EventKind.SIGNED_FOR, answers=sent.number)
        rows.keep(actor, row)
        _journal(actor, "duties.sign_for", row, event)
    return Recorded(number=event.number)


def _require_speaker(actor: Actor, row: Duty, asked: DutyEvent) -> None:
    """What was put to a level is answered in its name by the office, not by a city."""
    if asked.kind == EventKind.ESCALATED.value:
        require(actor, ANSWER_MATTER, rows.owned_by(row))


def note(actor: Actor, league: str, duty_id: UUID, words: str) -> Recorded:
    """Write a remark on a duty; it changes no state and meets no conflict.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not write on it.
        Refused: nothing was written.
    """
    demand_words("note-missing", words, mark("A remark needs its words."))
    with transaction.atomic():
        row = rows.locked(actor, league, duty_id)
        require(actor, NOTE, rows.owned_by(row))
        event = rows.add_event(actor, row, EventKind.NOTED, note=words.strip())
        _journal(actor, "duties.note", row, event)
    return Recorded(number=event.number)
