"""Rows of later parts are types of this engine: data of a charter, and no table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from hansa.casework.reads import cases as reads
from hansa.casework.services import acts
from hansa.casework.services.opening import open_case
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseDraft, CaseState, Party, PartyStance, Reply
from hansa.casework.tests.conftest import OFFICE, TICK, actor, on
from hansa.charter import services as charter_services
from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.kernel.errors import Refused

LATER = (Path(__file__).parent / "later_types.yaml").read_text(encoding="utf-8")
LEAGUE = "huaihai"
HERE = replace(OFFICE, league=LEAGUE)
SAID = Said(note="已核实。", reference="协议一号")


@pytest.fixture
def types(db: None, administrator: Actor, charter_copy: Callable[..., Path]) -> None:
    """Put a charter in force whose casework knows two more types."""
    workdays.seed(OFFICE.at)
    folder = charter_copy(LEAGUE, {"casework.yaml": [("types:\n", LATER)]})
    charter_services.apply_version(
        on(administrator, "2026-01-05"), folder, charter_services.Terms()
    )


def city(member: str) -> Actor:
    """The liaison of a Huaihai city."""
    return replace(actor(Role.CITY_LIAISON, member), league=LEAGUE)


def reply(
    case: UUID,
    party: int,
    member: str,
    day: str,
    stance: PartyStance = PartyStance.AGREES,
) -> None:
    """A city replies on a day."""
    who = on(city(member), day)
    seen = reads.get_case(who, LEAGUE, str(case), date.fromisoformat(day))
    answer = Reply(party=party, stance=stance)
    acts.reply(who, LEAGUE, case, seen.revision, answer, SAID)


def opened(type_: str, role: str, *members: str) -> UUID:
    """Open a case between cities in one role."""
    parties = tuple(Party(role=role, member=member) for member in members)
    draft = CaseDraft(type=type_, parties=parties, subject="界河")
    return open_case(HERE, LEAGUE, draft)


def decide(case: UUID, decision: str, day: str) -> CaseState:
    """The office decides on a day."""
    who = on(HERE, day)
    seen = reads.get_case(who, LEAGUE, str(case), date.fromisoformat(day))
    return acts.decide(who, LEAGUE, case, seen.revision, decision, SAID)


def test_one_silent_side_puts_a_pollution_case_to_the_group(types: None) -> None:
    """Zaozhuang names its handler, Xuzhou does not: the group of the field has it."""
    case = opened("pollution", "side", "zaozhuang", "xuzhou")
    reply(case, 1, "zaozhuang", "2026-11-04")
    acts.run_out_clocks(on(TICK, "2026-11-10"), LEAGUE)
    line = reads.get_case(HERE, LEAGUE, str(case), date(2026, 11, 10))
    assert line.standing.body == "group-ecology"


def test_a_mediated_agreement_is_of_both_sides(types: None) -> None:
    """One side agrees: nothing is mediated. Both, with the paper: it is."""
    case = opened("pollution", "side", "zaozhuang", "xuzhou")
    reply(case, 1, "zaozhuang", "2026-11-04")
    acts.add_document(HERE, LEAGUE, case, 2, "agreement", SAID)
    with pytest.raises(Refused) as early:
        decide(case, "mediated", "2026-11-04")
    assert early.value.code == "decision-too-early"
    reply(case, 2, "xuzhou", "2026-11-05")
    assert decide(case, "mediated", "2026-11-05") is CaseState.DECIDED


def test_two_opinions_of_three_decide_nothing(types: None) -> None:
    """All three are wanted, even when the time of the third has passed."""
    case = opened("consultation", "consulted", "xuzhou", "suqian", "suzhou")
    reply(case, 1, "xuzhou", "2026-11-04", PartyStance.STATES)
    reply(case, 2, "suqian", "2026-11-05", PartyStance.OBJECTS)
    with pytest.raises(Refused):
        decide(case, "concluded", "2026-12-10")
    reply(case, 3, "suzhou", "2026-12-11", PartyStance.STATES)
    assert decide(case, "concluded", "2026-12-11") is CaseState.DECIDED
