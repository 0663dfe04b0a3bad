"""Who may see a case, and who may do what in it.

Parties see their cases, the office and those who handle a type see the league's, a group
sees what is put to it; nobody else is told that a case is there. Source: design, section 5.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hansa.casework.terms.cases import UNDECIDED, CaseAct, CaseState, Party, Standing
from hansa.casework.terms.types import CaseType
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

READ_ALL = Right(
    code="casework.read-all",
    name=text("see every case of the league"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.AUDITOR: Reach.LEAGUE},
)
READ = Right(
    code="casework.read",
    name=text("see the cases in which one is a party, or that one handles"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.AUDITOR: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
        Role.APPROVER: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
        Role.LEADER: Reach.CITY,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
OPEN = Right(
    code="casework.open",
    name=text("open a case"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
    },
)
TAKE_PART = Right(
    code="casework.take-part",
    name=text(
        "answer in a case for a party, add documents, put it higher, withdraw it"
    ),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
    },
)
HANDLE = Right(
    code="casework.handle",
    name=text("prepare or take the decision of a case, close it and reopen it"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
APPROVE = Right(
    code="casework.approve",
    name=text("approve a decision that another person prepared"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.APPROVER: Reach.LEAGUE,
        Role.GROUP_LEAD: Reach.UNIT,
    },
)
KEEP = Right(
    code="casework.keep",
    name=text("keep cases in step with time and with what is recorded elsewhere"),
    held={
        Role.ADMINISTRATOR: Reach.LEAGUE,
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CLEARING_OPERATOR: Reach.LEAGUE,
    },
)
RIGHTS = (READ_ALL, READ, OPEN, TAKE_PART, HANDLE, APPROVE, KEEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a case stands, as far as rights ask.

    Attributes:
        body: before which it stands; None without a ladder.
        leads: bodies that the actor's unit leads.
    """

    league: str
    kind: CaseType
    parties: tuple[Party, ...]
    body: str | None
    leads: Collection[str]


def is_of_office(actor: Actor, kind: CaseType) -> bool:
    """Tell whether an actor handles a type of case for the league."""
    return bool(actor.roles & {Role.SECRETARIAT, *kind.handled_by})


def may_see(actor: Actor, seat: Seat) -> bool:
    """Tell whether an actor may know of a case at all.

    Source: design, section 5; twin of ``reads.visibility``, pinned by
    ``test_sees_the_same_in_lists_and_alone``.
    """
    league = seat.league
    return (
        may(actor, READ_ALL, Over(league=league))
        or any(_sees_city(actor, league, party.member) for party in seat.parties)
        or handles(actor, READ, seat)
    )


def _sees_city(actor: Actor, league: str, member: str | None) -> bool:
    own = member is not None and member == actor.member
    return own and may(actor, READ, Over(league=league, member=member))


def handles(actor: Actor, right: Right, seat: Seat) -> bool:
    """Tell whether a right reaches a case by its type, or by the body it stands before."""
    leads = seat.body is not None and seat.body in seat.leads
    unit = actor.unit if leads else None
    if leads and may(actor, right, Over(league=seat.league, unit=unit)):
        return True
    everywhere = may(actor, right, Over(league=seat.league))
    return everywhere and is_of_office(actor, seat.kind)


def may_open(
    actor: Actor, league: str, kind: CaseType, parties: Sequence[Party]
) -> bool:
    """Tell whether an actor may open a case: its office, or a party that may."""
    opening = {role.id for role in kind.roles if role.opens}
    if may(actor, OPEN, Over(league=league)):
        return is_of_office(actor, kind)
    return any(
        party.role in opening and may(actor, OPEN, Over(league=league, member=m))
        for party in parties
        if (m := party.member) is not None
    )


def may_speak(actor: Actor, league: str, party: Party) -> bool:
    """Tell whether an actor may answer for a party, with or without a paper."""
    return may(actor, TAKE_PART, Over(league=league, member=party.member))


def is_of_party(actor: Actor, seat: Seat) -> bool:
    """Tell whether an actor takes part for one of the parties."""
    return any(may_speak(actor, seat.league, party) for party in seat.parties)


def may_withdraw(actor: Actor, seat: Seat) -> bool:
    """Tell whether an actor may withdraw a case: the office, or a party that opens."""
    opening = {role.id for role in seat.kind.roles if role.opens}
    ours = (p for p in seat.parties if p.role in opening)
    return any(may_speak(actor, seat.league, party) for party in ours)


def demand_paper(actor: Actor, party: Party) -> None:
    """Refuse to let one office speak for a city without the paper that shows it.

    Raises:
        Refused: the city's own people do not act, and no evidence is named.

    Source: glossary, section A2: 代录.
    """
    if party.member in {None, actor.member} or actor.evidence:
        return
    raise Refused(
        "evidence-needed",
        text("What a city did is entered on its behalf only with the paper shown."),
        text("Name the document or attach the signed copy."),
    )


STATES: dict[CaseAct, frozenset[CaseState]] = {
    CaseAct.REPLY: UNDECIDED,
    CaseAct.DOCUMENT: UNDECIDED | {CaseState.DECIDED},
    CaseAct.ESCALATE: UNDECIDED,
    CaseAct.DECIDE: UNDECIDED - {CaseState.PREPARED},
    CaseAct.APPROVE: frozenset({CaseState.PREPARED}),
    CaseAct.SEND_BACK: frozenset({CaseState.PREPARED}),
    CaseAct.CLOSE: frozenset({CaseState.DECIDED}),
    CaseAct.WITHDRAW: UNDECIDED,
    CaseAct.REOPEN: frozenset(
        {CaseState.DECIDED, CaseState.CLOSED, CaseState.WITHDRAWN}
    ),
}
"""In which states an act has a place."""


def may_do(actor: Actor, act: CaseAct, seat: Seat) -> bool:
    """Tell whether an actor has the right to an act in a case, whatever its state."""
    handling = handles(actor, HANDLE, seat)
    match act:
        case CaseAct.REPLY:
            return is_of_party(actor, seat)
        case CaseAct.DOCUMENT | CaseAct.ESCALATE:
            return handling or is_of_party(actor, seat)
        case CaseAct.WITHDRAW:
            return may_withdraw(actor, seat)
        case CaseAct.APPROVE | CaseAct.SEND_BACK:
            return handles(actor, APPROVE, seat)
        case CaseAct.DECIDE | CaseAct.CLOSE | CaseAct.REOPEN:
            return handling


RIGHT_OF: dict[CaseAct, Right] = {
    CaseAct.REPLY: TAKE_PART,
    CaseAct.DOCUMENT: TAKE_PART,
    CaseAct.ESCALATE: TAKE_PART,
    CaseAct.WITHDRAW: TAKE_PART,
    CaseAct.APPROVE: APPROVE,
    CaseAct.SEND_BACK: APPROVE,
    CaseAct.DECIDE: HANDLE,
    CaseAct.CLOSE: HANDLE,
    CaseAct.REOPEN: HANDLE,
}
"""The right that an act is refused by."""


NEXT: dict[CaseState, CaseAct] = {
    CaseState.AWAITING: CaseAct.REPLY,
    CaseState.IN_HAND: CaseAct.DECIDE,
    CaseState.PREPARED: CaseAct.APPROVE,
    CaseState.DECIDED: CaseAct.CLOSE,
}
"""What a case waits for in each state; one that is over waits for nothing."""


def expected(
    actor: Actor, seat: Seat, standing: Standing, offered: Collection[CaseAct]
) -> CaseAct | None:
    """Give the act that a case waits for from an actor; None where it waits for others.

    The office may enter a reply for a city, and is not awaited for it.
    """
    act = NEXT.get(standing.state)
    ours = [
        seat.parties[place - 1].member == actor.member for place in standing.unheard
    ]
    if act not in offered or (act is CaseAct.REPLY and not any(ours)):
        return None
    return act


def offers(
    actor: Actor, seat: Seat, standing: Standing, *, own: bool
) -> frozenset[CaseAct]:
    """Give what the page of a case offers an actor to do; the service judges anew.

    Args:
        actor: who looks at it.
        seat: what rights over it ask.
        standing: how it stands.
        own: whether the actor prepared the decision that awaits approval.
    """
    last = standing.rung >= len(seat.kind.ladder) - 1
    return frozenset(
        act
        for act, states in STATES.items()
        if standing.state in states
        and may_do(actor, act, seat)
        and not (act is CaseAct.ESCALATE and last)
        and not (act is CaseAct.APPROVE and own)
    )
