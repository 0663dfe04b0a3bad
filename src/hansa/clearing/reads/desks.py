"""Who may look at what of the clearing house, and what a page offers to whom."""

from collections.abc import Iterable

from hansa.casework.reads import cases as case_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.clearing.reads.batches import BatchDetail
from hansa.clearing.reads.statements import may_read_statement
from hansa.clearing.rules.netting import instructions_for
from hansa.clearing.rules.offers import BY_STATE, acts_of_window, right_for
from hansa.clearing.rules.rights import APPROVE, PREPARE, READ
from hansa.clearing.rules.states import PUBLISHED
from hansa.clearing.terms.desk import Act
from hansa.clearing.terms.house import State, WindowLine
from hansa.directory.reads.identity import is_own_act


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether somebody may read the windows of a league."""
    return may(actor, READ, Over(league=league))


def may_prepare(actor: Actor, league: str) -> bool:
    """Tell whether somebody may bring files and prepare batches."""
    return may(actor, PREPARE, Over(league=league))


def may_approve(actor: Actor, league: str) -> bool:
    """Tell whether somebody may approve what another person prepared."""
    return may(actor, APPROVE, Over(league=league))


def require_prepare(actor: Actor, league: str) -> None:
    """Refuse somebody who may not prepare.

    Raises:
        Forbidden: the actor may not.
    """
    require(actor, PREPARE, Over(league=league))


def reads_own(actor: Actor, league: str) -> bool:
    """Tell whether only the statements of the own city are somebody's."""
    if may_read(actor, league) or actor.member is None:
        return False
    return may_read_statement(actor, league, actor.member)


def parties_for(actor: Actor, league: str, parties: Iterable[str]) -> tuple[str, ...]:
    """Name the parties whose statements somebody may read, in the order given."""
    return tuple(one for one in parties if may_read_statement(actor, league, one))


def may_adjust(actor: Actor, league: str, window: WindowLine) -> bool:
    """Tell whether somebody may open an adjustment of a window now."""
    return may_prepare(actor, league) and window.state in PUBLISHED


def may_dispute(actor: Actor, league: str, party: str) -> bool:
    """Tell whether a statement is of somebody's own city, which may open a dispute."""
    return actor.member == party and case_reads.may_open_some(actor, league)


def offered(
    actor: Actor, league: str, window: WindowLine, batch: BatchDetail | None
) -> tuple[Act, ...]:
    """Name the acts that somebody may do now; what comes next stands first.

    An approver who took a step of a netted batch is not offered to approve it, and nobody
    to seal a window before its end, to order payments while a late conflict is open, or to
    void a batch that a later one rests on.
    """
    state, stood = State.COLLECTING, State.COLLECTING
    if batch is not None:
        state, stood = batch.line.state, batch.line.held_from or batch.line.state
    acts = (*BY_STATE[state], *acts_of_window(window.state))
    barred = _barred(actor, window, batch)
    return tuple(
        act
        for act in acts
        if act not in barred and may(actor, right_for(act, stood), Over(league=league))
    )


def _barred(
    actor: Actor, window: WindowLine, batch: BatchDetail | None
) -> frozenset[Act]:
    """Name the acts that something else than the state of the batch stands against."""
    reasons = {
        Act.APPROVE: is_own_work(actor, batch),
        Act.SEAL: actor.at < window.end_at,
        Act.INSTRUCT: bool(window.late_conflicts),
        Act.VOID: batch is not None and batch.is_rested_on,
    }
    return frozenset(act for act, stands in reasons.items() if stands)


def is_own_work(actor: Actor, batch: BatchDetail | None) -> bool:
    """Tell whether somebody took a step of a batch, and so may not approve it."""
    if batch is None:
        return False
    return is_own_act(actor.person, [one.actor for one in batch.steps])


def payments_ahead(batch: BatchDetail) -> int:
    """Count the payments that settle a batch, ordered or not yet."""
    return len(batch.payments) or len(instructions_for(batch.line.net))
