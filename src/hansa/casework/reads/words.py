"""What a case is called and how it stands, as sentences for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from hansa.casework.terms.cases import CaseLine, CaseState, Party
from hansa.directory.reads.places import places
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What cities and bodies of a league are called."""

    members: Names
    bodies: Names


def naming_of(league: str) -> Naming:
    """Name the cities and bodies of every version of a league.

    Raises:
        Missing: there is no such league.
    """
    known = places(league)
    return Naming(members=known.members, bodies=known.bodies)


def number_of(line: CaseLine) -> str:
    """Write the number of a case as commands and addresses take it: 2026-3."""
    return f"{line.year}-{line.number}"


def party_name(party: Party, naming: Naming) -> Text | Bilingual | str:
    """Name a party: its institution with its city, or the city, or the league's office."""
    city = naming.members.get(party.member or "")
    if city is None:
        return party.name or text("the league")
    if not party.name:
        return city
    return text("{name} ({city})", name=party.name, city=city)


def body_name(body: str | None, naming: Naming) -> Text | Bilingual | str:
    """Name the body before which a case stands; the office where there is no ladder."""
    if body is None:
        return text("the league's office")
    return naming.bodies.get(body, body)


def decision_name(line: CaseLine) -> Bilingual | str:
    """Name the decision in force, or the one prepared; empty where there is none."""
    event = line.standing.decision or line.standing.prepared
    if event is None:
        return ""
    outcome = line.kind.outcome(event.decision)
    return outcome.name if outcome else event.decision


def awaited(line: CaseLine, naming: Naming) -> tuple[Text | Bilingual | str, ...]:
    """Name whom a case waits for; nobody where it is over."""
    standing = line.standing
    match standing.state:
        case CaseState.AWAITING:
            parties = (line.parties[place - 1] for place in standing.unheard)
            return tuple(party_name(party, naming) for party in parties)
        case CaseState.IN_HAND | CaseState.PREPARED:
            return (body_name(standing.body, naming),)
        case CaseState.DECIDED:
            open_ones = [clock for clock in standing.clocks if clock.ended_on is None]
            return tuple(
                body_name(clock.body, naming)
                if clock.party is None
                else party_name(line.parties[clock.party - 1], naming)
                for clock in open_ones
            )
        case CaseState.CLOSED | CaseState.WITHDRAWN:
            return ()


def headline(line: CaseLine, naming: Naming) -> Text:  # noqa: PLR0911 -- one sentence for each state
    """Say in one sentence how a case stands, for whom it waits and until when."""
    standing = line.standing
    day = standing.due_on.isoformat() if standing.due_on else None
    whom = awaited(line, naming)
    decision = decision_name(line)
    match standing.state:
        case CaseState.AWAITING:
            return text(
                "Waiting for a reply from {whom} until {day}", whom=whom, day=day or "-"
            )
        case CaseState.IN_HAND if day is not None and standing.days_left is not None:
            if standing.days_left < 0:
                return text(
                    "Before {whom}; a last day has passed: {day}", whom=whom, day=day
                )
            return text("Before {whom}, to be decided by {day}", whom=whom, day=day)
        case CaseState.IN_HAND:
            return text("Before {whom}, to be decided", whom=whom)
        case CaseState.PREPARED:
            return text("“{decision}” awaits a second person", decision=decision)
        case CaseState.DECIDED if standing.decision and standing.decision.clock:
            return text("Decided by silence: {decision}", decision=decision)
        case CaseState.DECIDED:
            return text("Decided: {decision}", decision=decision)
        case CaseState.CLOSED:
            return text("Closed: {decision}", decision=decision)
        case CaseState.WITHDRAWN:
            return text("Withdrawn")
