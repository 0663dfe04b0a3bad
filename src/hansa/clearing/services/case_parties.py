"""Parties of clearing as parties of cases: members by id, named accounts by name."""

from hansa.casework.terms.cases import Party
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.clearing.reads import rulesets
from hansa.kernel.errors import Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text


def names_now(actor: Actor, league: str) -> dict[str, Bilingual]:
    """Name every member city and account of a league today."""
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    return dict(rulesets.parties_of(*rulesets.in_force(league, day)))


def case_party(actor: Actor, league: str, role: str, party: str) -> Party:
    """Give a party of clearing as a party of a case.

    Raises:
        Refused: the league has no such member or account.
    """
    names = names_now(actor, league)
    if party not in names:
        raise Refused(
            "party-unknown",
            text("There is no city or account “{party}”.", party=party[:60]),
            meant(party[:60], names),
        )
    version = charter_reads.get_versions(league)[-1]
    if party in charter_reads.names_of(version):
        return Party(role=role, member=party)
    return Party(role=role, name=names[party].zh)


def party_id(actor: Actor, league: str, party: Party) -> str | None:
    """Give the member or account that a party of a case is; None for none known."""
    if party.member is not None:
        return party.member
    known = (
        id_
        for id_, name in names_now(actor, league).items()
        if party.name in {id_, name.zh, name.en}
    )
    return next(known, None)
