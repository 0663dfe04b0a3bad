"""What an act is told, what it gives back, and how it is kept."""

from dataclasses import dataclass
from datetime import date

from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.services import rows
from hansa.duties.terms.duties import DutyFinding, EventKind
from hansa.kernel.errors import Missing
from hansa.kernel.text import text


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
class Recorded:
    """An act as it was kept: the number of its event, and what is worth knowing."""

    number: int
    findings: tuple[DutyFinding, ...] = ()


def take(actor: Actor, row: Duty, upload: Upload | None) -> FileLine | None:
    """Take a file that comes with an act, if one does."""
    if upload is None:
        return None
    return files.take(actor, row.league, row.member or None, upload)


def journal_event(
    actor: Actor,
    service: str,
    row: Duty,
    event: DutyEvent,
    file: FileLine | None = None,
) -> None:
    """Write an event that was added to a duty, and its file, to the journal."""
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


def standing(row: Duty, number: int, *kinds: EventKind) -> DutyEvent:
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
