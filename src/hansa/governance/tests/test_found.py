"""What the search box finds of advice, joint rules and participation, and for whom."""

from datetime import date

import pytest

from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Right
from hansa.governance.reads import found
from hansa.governance.rules.expert_rights import READ_EXPERTS
from hansa.governance.rules.law_rights import READ_LAWS
from hansa.governance.services import stakeholders
from hansa.governance.services.consultations import drafting
from hansa.governance.terms.consultations import ConsultationDraft, MatterKind
from hansa.governance.terms.stakeholders import StakeholderDraft, StakeholderKind
from hansa.governance.tests.experts import pool
from hansa.governance.tests.experts.test_studies import study
from hansa.governance.tests.laws import drafts
from hansa.governance.tests.participation import hearing
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("leagues", "administrator")


def hits(someone: Actor, league: str, words: str) -> list[str]:
    """Give the kinds of what somebody finds, after the index was brought up to date."""
    search.rebuild(league, [found.search_documents])
    return [hit.kind for hit in search.find(someone, league, words, 20)]


def test_experts_studies_and_joint_rules_are_found_inside() -> None:
    """By their names and codes, by whoever may read them and by nobody else."""
    pool.expert("欧阳铁路", specialty="桥梁工程")
    study()
    drafts.enter()
    for words, kind in (
        ("欧阳铁路", "expert"),
        ("桥梁工程", "expert"),
        ("S-1", "study"),
        ("L-1", "law"),
        (drafts.AGENDA.title, "law"),
    ):
        for role, member in (
            (Role.SECRETARIAT, None),
            (Role.LEADER, "suzhou"),
            (Role.UNIT_OFFICER, "suzhou"),
            (Role.AUDITOR, None),
        ):
            assert kind in hits(actor(role, member), "huaihai", words)
        for role in (Role.PUBLIC, Role.RESIDENT, Role.CLEARING_OPERATOR):
            assert kind not in hits(actor(role), "huaihai", words)


@pytest.mark.parametrize("right", [READ_EXPERTS, READ_LAWS])
def test_the_reach_is_that_of_the_right(right: Right) -> None:
    """Whoever may read the page finds it, and nobody else."""
    assert set(right.held) == search.AT_CONFERENCE


def test_everybody_finds_what_is_public() -> None:
    """A consultation once it is public, by its title and number; never as a draft."""
    public = actor(Role.PUBLIC, league=hearing.LEAGUE)
    planned = ConsultationDraft(
        title="站名规范",
        words="第一条 站名统一。",
        kind=MatterKind.POLICY,
        opens_on=date(2027, 1, 4),
        closes_on=date(2027, 2, 10),
    )
    office = scene.office(hearing.OPENED, hearing.LEAGUE)
    drafting.add_consultation(office, hearing.LEAGUE, planned)
    hearing.opened()
    assert hits(public, hearing.LEAGUE, "站名规范") == []
    assert hits(public, hearing.LEAGUE, "换乘优惠") == ["consultation"]
    register = StakeholderDraft(
        name="湘江环保志愿者协会",
        kind=StakeholderKind.NGO,
        accredited_by="长沙市民政局",
        term=Period(date(2026, 1, 1), date(2029, 1, 1)),
        contact="湘江边某号",
    )
    stakeholders.accredit(office, hearing.LEAGUE, register)
    assert hits(public, hearing.LEAGUE, "SH-1") == ["stakeholder"]
    assert hits(public, hearing.LEAGUE, "湘江边某号") == []
