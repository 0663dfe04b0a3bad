"""Opinions of experts: attached before a vote, and treated before a decision."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.chassis.models import JournalEntry
from hansa.governance.reads import experts as expert_reads
from hansa.governance.services.experts import advising, drawing
from hansa.governance.terms.dockets import ItemAct, Outcome
from hansa.governance.terms.experts import (
    Advice,
    Conclusion,
    DrawDraft,
    Note,
    Objection,
    OpinionDraft,
    Treatment,
)
from hansa.governance.terms.sessions import StepKind
from hansa.governance.tests.experts import pool
from hansa.governance.tests.experts.pool import DAY
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

CharterCopy = Callable[..., Path]
ADVISED = ("plan, title: {zh: 重大规划, en: major plan}, ", "opinions: 3, ")


@pytest.fixture
def group(leagues: None) -> tuple[UUID, UUID]:
    """Open a session of a group with one item, and a pool of twenty."""
    pool.twenty()
    session = scene.convene("group-transport", DAY, ad_hoc=True)
    item = scene.put(
        session, "徐州至淮北城际铁路", class_id="difficulty", proposer="xuzhou"
    )
    scene.open_(session)
    for one in scene.sheet(session).items:
        if one.item.standing is not None:
            scene.end(one.item.id, Outcome.NOTED)
    return session, item


def advice_on(session: UUID, item: UUID, league: str = "huaihai") -> Advice:
    """Look at what experts contribute to an item."""
    return scene.sheet(session, league).advised[item]


@pytest.mark.row("H-GOV-28", part="opinions")
def test_opinions_of_the_panel_stand_with_the_item(group: tuple[UUID, UUID]) -> None:
    """Who was drawn is heard in writing; whoever was not is not, and both are told so."""
    session, item = group
    draw = pool.draw(item)
    said = pool.opine(item, draw.panel[0], conclusion=Conclusion.CONDITIONAL)
    advice = advice_on(session, item)
    (opinion,) = advice.opinions
    assert (opinion.id, opinion.draw) == (said, draw.id)
    assert opinion.conclusion is Conclusion.CONDITIONAL
    assert advice.awaited == draw.panel[1:]
    with pytest.raises(Refused) as refused:
        pool.opine(item, draw.order[5])
    assert refused.value.code == "not-drawn"
    kinds = [step.kind for step in scene.sheet(session).steps]
    assert kinds[-2:] == [StepKind.DRAWN, StepKind.ADVISED]


@pytest.mark.row("H-GOV-29", part="treatment")
def test_no_decision_while_an_opinion_has_no_note(group: tuple[UUID, UUID]) -> None:
    """The decision is refused and the session stays open until each opinion is answered."""
    session, item = group
    # Told in the order of the pool, whoever spoke first.
    second, first = sorted(pool.draw(item).panel[:2], key=list(pool.names()).index)
    opinions = [pool.opine(item, first), pool.opine(item, second)]
    lacks = {lack.code for lack in scene.sheet(session).lacks}
    assert lacks == {"item-open", "opinions-untreated"}
    with pytest.raises(Refused) as refused:
        scene.end(item)
    assert refused.value.code == "opinions-untreated"
    named = pool.names()
    assert refused.value.message.parameters["names"] == (named[second], named[first])
    with pytest.raises(Refused, match="session-incomplete"):
        scene.close(session)
    pool.treat(item, opinions[0])
    with pytest.raises(Refused, match="opinions-untreated"):
        scene.end(item)
    pool.treat(item, opinions[1])
    scene.end(item)
    scene.close(session)
    (opinion, _other) = advice_on(session, item).opinions
    assert opinion.note == Note(treatment=Treatment.ADOPTED, reason="已写入方案。")


def test_what_decides_nothing_waits_for_no_expert(group: tuple[UUID, UUID]) -> None:
    """An item may be deferred with an opinion unanswered; it goes on with the item."""
    session, item = group
    opinion = pool.opine(item, pool.draw(item).panel[0])
    scene.end(item, Outcome.DEFERRED)
    assert scene.sheet(session).lacks == ()
    scene.close(session)
    later = date(2026, 12, 20)
    following = scene.convene("group-transport", later, ad_hoc=True)
    (carried,) = [
        one.item for one in scene.sheet(following).items if one.item.carried_from
    ]
    assert advice_on(following, carried.id).opinions[0].id == opinion
    scene.open_(following)
    with pytest.raises(Refused, match="opinions-untreated"):
        scene.end(carried.id)
    pool.treat(carried.id, opinion)
    scene.end(carried.id)


@pytest.mark.row("H-GOV-29", part="conference")
def test_advisers_are_heard_at_their_conference(group: tuple[UUID, UUID]) -> None:
    """An opinion heard there needs no draw; a conflict of its expert stands with it."""
    session, item = group
    named = {name: id_ for id_, name in pool.names().items()}
    conference = scene.convene("expert-conference", DAY, ad_hoc=True)
    who = named["铁路规划专家一"]
    with pytest.raises(Refused) as refused:
        pool.opine(item, who, session=conference)
    assert refused.value.code == "no-advisers"
    scene.open_(conference)
    pool.opine(item, who, session=conference)
    (opinion,) = advice_on(session, item).opinions
    assert opinion.session == conference
    assert opinion.conflicts == (Objection.EMPLOYED,)
    with pytest.raises(Refused, match="no-advisers"):
        pool.opine(item, who, session=session)
    with pytest.raises(Missing):
        pool.opine(item, who, session=uuid4())


def test_another_opinion_keeps_the_first(group: tuple[UUID, UUID]) -> None:
    """What an expert said before stays, and the new word is to be treated anew."""
    session, item = group
    who = pool.draw(item).panel[0]
    pool.treat(item, pool.opine(item, who))
    pool.opine(item, who, conclusion=Conclusion.OPPOSE, words="线位需重新比选。")
    advice = advice_on(session, item)
    assert [one.conclusion for one in advice.opinions] == [Conclusion.OPPOSE]
    assert [one.conclusion for one in advice.earlier] == [Conclusion.SUPPORT]
    assert len(advice.untreated) == 1
    with pytest.raises(Missing):
        pool.treat(item, advice.earlier[0].id)


def test_nothing_is_attached_once_the_item_has_ended(group: tuple[UUID, UUID]) -> None:
    """Experts are asked before the vote: afterwards neither drawn nor heard."""
    _session, item = group
    who = pool.draw(item).panel[0]
    scene.end(item)
    with pytest.raises(Refused, match="item-ended"):
        pool.opine(item, who)
    other = scene.put(_session, "断头路", class_id="difficulty")
    scene.end(other)
    with pytest.raises(Refused, match="item-ended"):
        drawing.seal_draw(scene.office(DAY), "huaihai", other, DrawDraft(size=3))


def test_a_draw_whose_panel_spoke_is_not_annulled(group: tuple[UUID, UUID]) -> None:
    """Neither the draw nor the expert is taken away from an opinion."""
    _session, item = group
    draw, office = pool.draw(item), scene.office(DAY)
    pool.opine(item, draw.panel[0])
    with pytest.raises(Refused, match="opinion-attached"):
        drawing.annul_draw(office, "huaihai", draw.id, 2, "重抽。")
    with pytest.raises(Refused, match="opinion-attached"):
        drawing.stand_down(office, "huaihai", draw.id, 2, draw.panel[0], "回避。")
    drawing.stand_down(office, "huaihai", draw.id, 2, draw.panel[1], "回避。")


def test_bad_opinions_and_notes_are_refused(group: tuple[UUID, UUID]) -> None:
    """Empty, too long, of a day to come, without reason, or from another's screen."""
    _session, item = group
    who, office = pool.draw(item).panel[0], scene.office(DAY)
    for stated, code in (
        ({"words": " "}, "words-missing"),
        ({"words": "字" * 4001}, "too-long"),
        ({"given_on": date(2027, 1, 1)}, "day-ahead"),
    ):
        with pytest.raises(Refused) as refused:
            pool.opine(item, who, **stated)
        assert refused.value.code == code
    with pytest.raises(Missing):
        pool.opine(item, uuid4())
    opinion = pool.opine(item, who)
    note = Note(treatment=Treatment.PARTLY, reason=" ")
    with pytest.raises(Refused, match="reason-missing"):
        advising.treat(office, "huaihai", item, opinion, 1, note)
    note = Note(treatment=Treatment.PARTLY, reason="部分采纳。")
    with pytest.raises(Conflict):
        advising.treat(office, "huaihai", item, opinion, 7, note)


def test_the_deciding_body_treats_and_the_office_hears(
    group: tuple[UUID, UUID],
) -> None:
    """The office that runs the session does both, and a city that does not neither."""
    _session, item = group
    who = pool.draw(item).panel[0]
    city = scene.at(actor(Role.CITY_LIAISON, "linyi"), DAY)
    draft = OpinionDraft(expert=who, conclusion=Conclusion.SUPPORT, words="同意。")
    with pytest.raises(Forbidden):
        advising.opine(city, "huaihai", item, draft)
    opinion = pool.opine(item, who)
    note = Note(treatment=Treatment.NOT_ADOPTED, reason="与规划不符。")
    with pytest.raises(Forbidden):
        advising.treat(city, "huaihai", item, opinion, 1, note)
    advising.treat(scene.office(DAY), "huaihai", item, opinion, 1, note)
    services = [one.service for one in JournalEntry.objects.order_by("-number")[:2]]
    assert services == ["governance.treat_opinion", "governance.opine"]


@pytest.mark.row("C-GOV-19")
def test_a_class_that_wants_experts_is_not_voted_without_them(
    db: None, administrator: Actor, charter_copy: CharterCopy
) -> None:
    """A panel of three is drawn, and its opinions are attached before anybody votes."""
    change = {"governance.yaml": [(ADVISED[0], ADVISED[0] + ADVISED[1])]}
    folder = charter_copy("changzhutan", change)
    charter_services.apply_version(administrator, folder, charter_services.Terms())
    for number in range(1, 7):
        employer = "zhuzhou" if number == 1 else None
        pool.expert(f"战略专家{number}", "changzhutan", employer_member=employer)
    session = scene.convene("group-transport", DAY, "changzhutan", ad_hoc=True)
    item = scene.put(
        session, "轨道规划", "changzhutan", class_id="plan", act=ItemAct.STUDY,
        proposer="zhuzhou",
    )  # fmt: skip
    scene.open_(session, "changzhutan")
    codes = {lack.code for lack in scene.sheet(session, "changzhutan").lacks}
    assert "opinions-missing" in codes
    refusals: list[Callable[[], Any]] = [
        lambda: scene.consent(item, "changzhutan"),
        lambda: scene.end(item, league="changzhutan"),
    ]
    for act in refusals:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "opinions-missing"
        assert refused.value.message.parameters["wanted"] == 3
    draw = pool.draw(item, 3, "changzhutan")
    named = pool.names("changzhutan")
    assert "战略专家1" not in {named[one] for one in draw.panel}
    opinions = [pool.opine(item, one, "changzhutan") for one in draw.panel]
    scene.consent(item, "changzhutan")
    for opinion in opinions:
        pool.treat(item, opinion, "changzhutan")
    scene.end(item, league="changzhutan")
    assert expert_reads.verify(expert_reads.certificate(draw)) == ()
