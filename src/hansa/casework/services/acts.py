"""What is done in a case that is open: replies, documents, decision, ladder, closure.

Every act adds one event; none changes what was recorded before.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction

from hansa.casework.models import Case
from hansa.casework.reads.cases import day_of, forbidden, is_own_decision
from hansa.casework.rules import rights
from hansa.casework.rules.standing import is_last_rung, lacks
from hansa.casework.services.rows import (
    Held,
    Said,
    add,
    follow_days,
    hold,
    keep,
    locked,
    record_silence,
    stands_elsewhere,
)
from hansa.casework.terms.cases import (
    ENDED,
    UNDECIDED,
    CaseAct,
    CaseEventKind,
    CaseState,
    Reply,
)
from hansa.casework.terms.types import Outcome
from hansa.chassis import journal, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.kernel.errors import Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Text, text

PlainAct = Callable[[Actor, str, UUID, int, Said], None]
"""An act that takes the revision that was seen, and what is said, and nothing else."""


def reply(
    actor: Actor, league: str, case_id: UUID, revision: int, answer: Reply, said: Said
) -> None:
    """Record what a party answers; its clock stops on the day of the answer.

    Raises:
        Missing: there is no such case that the actor may know of.
        Forbidden: the actor does not take part for that party.
        Refused: nothing is said, no paper shows what another office did, or the day is
            none on which it could be answered.
        Conflict: somebody changed the case since, or it is decided.
    """
    day = answer.on or day_of(actor)
    _refuse_ahead(actor, day)
    with transaction.atomic():
        held = hold(actor, league, case_id, CaseAct.REPLY, revision, day)
        # A reply that arrives dated before silence was recorded changes no decision.
        if CaseState(held.row.state) not in UNDECIDED:
            raise stands_elsewhere(CaseState(held.row.state))
        _refuse_stranger(held, answer)
        if not (said.note.strip() or said.reference.strip() or said.upload):
            raise Refused(
                "reply-empty",
                text("The reply says nothing."),
                text("Write what is answered, name its paper, or attach the file."),
            )
        fields = {"party": answer.party, "stance": answer.stance.value}
        add(held, CaseEventKind.REPLIED, said, on_date=day, **fields)
        keep(held, "casework.reply")


def _refuse_stranger(held: Held, answer: Reply) -> None:
    parties = held.frame.parties
    if not 1 <= answer.party <= len(parties):
        raise Refused(
            "party-unknown",
            text("The case has no party {number}.", number=answer.party),
            text("Its parties are numbered from 1 to {count}.", count=len(parties)),
        )
    party = parties[answer.party - 1]
    if not rights.may_speak(held.actor, held.row.league, party):
        raise forbidden(rights.TAKE_PART, held.row.league)
    rights.demand_paper(held.actor, party)


def _refuse_ahead(actor: Actor, day: date) -> None:
    if day > day_of(actor):
        raise Refused(
            "day-ahead",
            text(
                "{day} lies ahead; only what has happened is recorded.",
                day=day.isoformat(),
            ),
            text("Give the day on which it was done."),
        )


def add_document(
    actor: Actor, league: str, case_id: UUID, revision: int, paper: str, said: Said
) -> None:
    """Add a document to a case; ``paper`` is its id in the type, empty for any other.

    Raises:
        As ``reply``; Refused also where no such document is asked for, or none is given.
    """
    with transaction.atomic():
        held = hold(actor, league, case_id, CaseAct.DOCUMENT, revision)
        known = {one.id: one.name for one in held.frame.kind.papers}
        if paper and paper not in known:
            raise Refused(
                "paper-unknown",
                text("The type asks for no document “{id}”.", id=paper[:60]),
                meant(paper[:60], known),
            )
        if said.upload is None and not said.reference.strip():
            raise Refused(
                "document-needed",
                text("No document is given."),
                text("Attach the file, or give the number of the document."),
            )
        add(held, CaseEventKind.DOCUMENT, said, paper=paper)
        keep(held, "casework.add_document")


def escalate(
    actor: Actor, league: str, case_id: UUID, revision: int, said: Said
) -> None:
    """Put a case to the next body of its ladder, whose time then begins.

    Raises:
        As ``reply``; Refused also where it stands before the last body, or without reason.
    """
    with transaction.atomic():
        held = hold(actor, league, case_id, CaseAct.ESCALATE, revision)
        _demand_reason(said)
        if is_last_rung(held.frame.kind, held.standing):
            raise Refused(
                "ladder-ends",
                text("The case stands before the last body of its ladder already."),
                text("Decide it there."),
            )
        body = held.frame.kind.ladder[held.standing.rung + 1]
        add(held, CaseEventKind.ESCALATED, said, body=body)
        keep(held, "casework.escalate")


def decide(
    actor: Actor, league: str, case_id: UUID, revision: int, decision: str, said: Said
) -> CaseState:
    """Take a decision, or prepare it where the type wants a second person.

    Returns:
        How the case stands now: decided, or awaiting approval.

    Raises:
        As ``reply``; Refused also where the type allows no such decision, gives no reason,
            or what the decision rests on is not there yet.
    """
    with transaction.atomic():
        held = hold(actor, league, case_id, CaseAct.DECIDE, revision)
        outcome = held.frame.kind.outcome(decision)
        if outcome is None:
            known = [one.id for one in held.frame.kind.decisions]
            raise Refused(
                "decision-unknown",
                text("The type allows no decision “{id}”.", id=decision[:60]),
                meant(decision[:60], known),
            )
        _demand_reason(said)
        _refuse_lacking(held, outcome)
        kind = CaseEventKind.PREPARED if outcome.two_persons else CaseEventKind.DECIDED
        add(held, kind, said, decision=decision)
        return keep(held, "casework.decide").state


def _refuse_lacking(held: Held, outcome: Outcome) -> None:
    """Refuse a decision whose ground is not there.

    Raises:
        Refused: naming the parties and documents that are missing.
    """
    places, papers = lacks(held.frame, held.standing, outcome)
    if not places and not papers:
        return
    kind = held.frame.kind
    roles = {role.id: role.name for role in kind.roles}
    names = {paper.id: paper.name for paper in kind.papers}
    missing: tuple[Text, ...] = (
        *(
            text(
                "party {number} ({role})",
                number=place,
                role=roles[held.frame.parties[place - 1].role],
            )
            for place in places
        ),
        *(text("document “{name}”", name=names[paper]) for paper in papers),
    )
    raise Refused(
        "decision-too-early",
        text(
            "“{decision}” cannot be decided yet (clauses {clauses}). Missing: {missing}.",
            decision=outcome.name,
            clauses=tuple(kind.clauses),
            missing=missing,
        ),
        text("Wait for the reply or the end of its time, and add what is missing."),
    )


def approve(
    actor: Actor, league: str, case_id: UUID, revision: int, said: Said
) -> None:
    """Approve the decision that another person prepared; it then stands.

    Raises:
        As ``reply``; Refused also where the same person prepared it.
    """
    with transaction.atomic():
        held = hold(actor, league, case_id, CaseAct.APPROVE, revision)
        prepared = held.standing.prepared
        assert prepared is not None  # The state says so.
        if is_own_decision(actor, held.standing):
            raise Refused(
                "second-person-needed",
                text("Whoever prepared a decision does not approve it."),
                text("Have another person look at it and approve it."),
            )
        add(held, CaseEventKind.DECIDED, said, decision=prepared.decision)
        keep(held, "casework.approve")


def send_back(
    actor: Actor, league: str, case_id: UUID, revision: int, said: Said
) -> None:
    """Send a prepared decision back, with the reason.

    Raises:
        As ``reply``.
    """
    _simple(actor, league, case_id, revision, said, CaseAct.SEND_BACK)


def close(actor: Actor, league: str, case_id: UUID, revision: int, said: Said) -> None:
    """Close a decided case, once what it asks for is done.

    Raises:
        As ``reply``.
    """
    _simple(actor, league, case_id, revision, said, CaseAct.CLOSE)


def withdraw(
    actor: Actor, league: str, case_id: UUID, revision: int, said: Said
) -> None:
    """Withdraw a case that is not decided; it keeps its number.

    Raises:
        As ``reply``.
    """
    _simple(actor, league, case_id, revision, said, CaseAct.WITHDRAW)


def reopen(actor: Actor, league: str, case_id: UUID, revision: int, said: Said) -> None:
    """Take a case up again under its number; a new round of its clocks begins.

    Raises:
        As ``reply``.
    """
    _simple(actor, league, case_id, revision, said, CaseAct.REOPEN)


SIMPLE = {
    CaseAct.SEND_BACK: (CaseEventKind.SENT_BACK, "casework.send_back"),
    CaseAct.CLOSE: (CaseEventKind.CLOSED, "casework.close"),
    CaseAct.WITHDRAW: (CaseEventKind.WITHDRAWN, "casework.withdraw"),
    CaseAct.REOPEN: (CaseEventKind.REOPENED, "casework.reopen"),
}
"""Acts that say why and nothing else: the event that each adds, and its service."""


def _simple(
    actor: Actor, league: str, case_id: UUID, revision: int, said: Said, act: CaseAct
) -> None:
    kind, service = SIMPLE[act]
    with transaction.atomic():
        held = hold(actor, league, case_id, act, revision)
        if act is not CaseAct.CLOSE:
            _demand_reason(said)
        add(held, kind, said)
        keep(held, service)


def _demand_reason(said: Said) -> None:
    if not said.note.strip():
        raise Refused(
            "reason-missing",
            text("No reason is given."),
            text("Write why, in a sentence that the parties may read."),
        )


def run_out_clocks(actor: Actor, league: str) -> int:
    """Record what silence did in every open case, and count the cases it moved.

    Each case is a transaction of its own; done again, it changes nothing. Duties follow
    the working days: a last day that a notice moved is moved there too.

    Raises:
        Forbidden: the actor may not keep cases.
    """
    require(actor, rights.KEEP, Over(league=league))
    rows = Case.objects.filter(league=league).exclude(
        state__in=[state.value for state in ENDED]
    )
    noticed_at = workdays.noticed_at()
    moved = 0
    for case_id in list(rows.order_by("year", "number").values_list("pk", flat=True)):
        with transaction.atomic():
            journal.lock()
            held = locked(actor, league, case_id, day_of(actor))
            record_silence(held, day_of(actor))
            if held.added:
                keep(held, "casework.run_out")
                moved += 1
            elif noticed_at is not None and noticed_at > held.row.changed_at:
                follow_days(held)
    return moved
