"""Rules of dockets: competence, classes, clearance, consensus, what closing waits for."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from hansa.charter import reads as charter_reads
from hansa.chassis.language import render
from hansa.directory.terms.offices import Office
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.rules import closing, dockets
from hansa.governance.rules import sessions as session_rules
from hansa.governance.terms import Body, Holder, Level, Seat
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    Item,
    ItemAct,
    ItemDraft,
    Outcome,
    Position,
    Stance,
    Standing,
    Urgent,
)
from hansa.governance.terms.sessions import Mark, Presence
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
UNIT = str(UUID(int=9))
WHOLE = Delivery(lead=UNIT, units=(UNIT,), due_on=date(2027, 6, 30))


@cache
def bodies_of(league: str) -> dict[str, Body]:
    """Give the bodies of a shipped charter, by id."""
    version = charter_reads.folder_version(ROOT / "charters" / league)
    return {body.id: body for body in list_bodies(version)}


@pytest.fixture(scope="module")
def huaihai() -> dict[str, Body]:
    return bodies_of("huaihai")


@pytest.fixture(scope="module")
def changzhutan() -> dict[str, Body]:
    return bodies_of("changzhutan")


def item(
    place: int = 1,
    *,
    class_id: str = "issue",
    act: ItemAct = ItemAct.DECIDE,
    outcome: Outcome | None = None,
    source: str = "",
    standing: Standing | None = None,
    positions: tuple[Position, ...] = (),
    wording: int = 1,
) -> Item:
    """An item of a docket, decided or not."""
    return Item(
        id=UUID(int=place),
        league="huaihai",
        session=UUID(int=99),
        body="symposium",
        level=None,
        year=2026,
        place=place,
        class_id=class_id,
        act=act,
        title=Bilingual("议题", "Item"),
        words="",
        source=source,
        proposer=None,
        cities=(),
        standing=standing,
        cleared_by=None,
        urgent=None,
        carried_from=None,
        wording=wording,
        outcome=outcome,
        outcome_words="",
        delivery=WHOLE,
        number=None,
        withdrawn="",
        withdrawn_at=None,
        revision=1,
        positions=positions,
    )


def position(member: str, stance: Stance, wording: int = 1) -> Position:
    """What a city said."""
    return Position(
        member=member,
        stance=stance,
        words="",
        wording=wording,
        given_by="test",
        authority="test",
        evidence=None,
        given_at=AT,
    )


def sitting(
    body: Body, items: tuple[Item, ...], level: Level | None = None
) -> closing.Sitting:
    """A session of some items in which nobody was asked."""
    return closing.Sitting(
        body=body,
        level=level,
        items=items,
        tallies={one.place: closing.tally(None, (), one) for one in items},
        marked=True,
        unheard=(),
        names={},
    )


@pytest.mark.parametrize(
    ("league", "body", "level", "act", "who"),
    [
        ("changzhutan", "conference", Level.SECRETARY, ItemAct.SIGN, "mayor level"),
        ("changzhutan", "conference", Level.MAYOR, ItemAct.APPLY, "secretary level"),
        ("changzhutan", "group-transport", None, ItemAct.SIGN, "mayor level"),
        ("huaihai", "consultation", None, ItemAct.DECIDE, "Symposium"),
        ("huaihai", "mayors-conference", None, ItemAct.DECIDE, "Symposium"),
        ("huaihai", "symposium", None, ItemAct.CLEAR, "Consultation"),
    ],
)
def test_an_act_of_another_body_or_level_is_refused(
    league: str, body: str, level: Level | None, act: ItemAct, who: str
) -> None:
    """Whoever is competent is named, with the clauses that say so."""
    bodies = bodies_of(league)
    with pytest.raises(Refused) as refused:
        dockets.refuse_incompetent(act, bodies[body], level, tuple(bodies.values()))
    assert refused.value.code == "competence"
    with translation.override("en"):
        assert who in render(refused.value.message)
    assert refused.value.message.parameters["clauses"]


@pytest.mark.parametrize(
    ("league", "body", "level", "act"),
    [
        ("changzhutan", "conference", Level.MAYOR, ItemAct.SIGN),
        ("changzhutan", "conference", Level.SECRETARY, ItemAct.APPLY),
        ("changzhutan", "conference", Level.SECRETARY, ItemAct.DECIDE),
        ("huaihai", "symposium", None, ItemAct.SIGN),
        ("huaihai", "consultation", None, ItemAct.CLEAR),
        ("huaihai", "group-transport", None, ItemAct.STUDY),
    ],
)
def test_what_is_given_to_nobody_else_is_open(
    league: str, body: str, level: Level | None, act: ItemAct
) -> None:
    """A body does what is its own, and what the agreement gives to nobody."""
    bodies = bodies_of(league)
    dockets.refuse_incompetent(act, bodies[body], level, tuple(bodies.values()))


def test_a_class_of_the_other_level_is_refused(changzhutan: dict[str, Body]) -> None:
    """Secretaries settle the theme of the year, mayors the matters they share."""
    conference = changzhutan["conference"]
    dockets.refuse_class(conference, Level.SECRETARY, "theme")
    with pytest.raises(Refused) as refused:
        dockets.refuse_class(conference, Level.MAYOR, "theme")
    assert refused.value.code == "competence"
    with pytest.raises(Refused) as refused:
        dockets.refuse_class(conference, Level.MAYOR, "themes")
    assert refused.value.code == "class-unknown"


def draft(act: ItemAct, urgent: Urgent | None = None) -> ItemDraft:
    """A draft that nobody cleared."""
    return ItemDraft(class_id="issue", act=act, title="年卡发行协议", urgent=urgent)


def test_the_gate_asks_for_clearance_or_a_whole_urgent_route(
    huaihai: dict[str, Body],
) -> None:
    """Without clearance only a paper and a reason together open the gate."""
    docket = huaihai["symposium"].docket
    assert docket is not None
    gate = docket.gate
    assert gate is not None
    assert dockets.is_gated(gate, draft(ItemAct.SIGN))
    assert not dockets.is_gated(gate, draft(ItemAct.HEAR))
    assert not dockets.is_gated(None, draft(ItemAct.SIGN))
    clearing = dockets.Clearing(body=Bilingual("协商会议", "Consultation"), year=2026)
    for urgent, code in (
        (None, "not-cleared"),
        (Urgent(document="", reason="急"), "urgent-incomplete"),
        (Urgent(document="签报1号", reason=" "), "urgent-incomplete"),
    ):
        with pytest.raises(Refused) as refused:
            dockets.refuse_uncleared(draft(ItemAct.SIGN, urgent), gate, clearing)
        assert refused.value.code == code
    whole = draft(ItemAct.SIGN, Urgent(document="签报1号", reason="急"))
    dockets.refuse_uncleared(whole, gate, clearing)


MEMBERS = tuple("abcdefghij")
SAID = st.dictionaries(
    st.sampled_from((*MEMBERS, "ministry")), st.sampled_from(Stance), max_size=11
)


@given(said=SAID, old=SAID)
def test_consensus_is_the_consent_of_every_member_to_the_wording_that_stands(
    said: dict[str, Stance], old: dict[str, Stance]
) -> None:
    """Invitees and earlier wordings count for nothing; everybody is counted once."""
    docket = bodies_of("huaihai")["symposium"].docket
    positions = (
        *(position(member, stance, 1) for member, stance in old.items()),
        *(position(member, stance, 2) for member, stance in said.items()),
    )
    found = closing.tally(docket, MEMBERS, item(positions=positions, wording=2))
    counted = (*found.consents, *found.objections, *found.reserves, *found.missing)
    assert sorted(counted) == sorted(MEMBERS)
    everybody = all(said.get(member) is Stance.CONSENT for member in MEMBERS)
    assert found.is_consensus == everybody
    decided = item(outcome=Outcome.DECIDED, positions=positions, wording=2)
    assert closing.is_adopted(decided, found) is everybody
    assert closing.is_adopted(item(), found) is None


def test_without_a_rule_of_consensus_the_chair_sums_up(
    huaihai: dict[str, Body],
) -> None:
    """A group's resolution stands without counting cities."""
    decided = item(outcome=Outcome.DECIDED)
    found = closing.tally(huaihai["group-transport"].docket, MEMBERS, decided)
    assert closing.is_adopted(decided, found) is True


@pytest.mark.parametrize(
    ("delivery", "missing"),
    [
        (Delivery(), 3),
        (Delivery(lead=UNIT), 2),
        (Delivery(lead=UNIT, units=(UNIT,)), 1),
        (WHOLE, 0),
        (Delivery(principle_only=True), 0),
    ],
)
def test_a_decision_says_who_and_by_when(delivery: Delivery, missing: int) -> None:
    """Lead unit, responsible units and day, or an opinion of principle only."""
    disposal = Disposal(outcome=Outcome.DECIDED, words="同意。", delivery=delivery)
    if not missing:
        closing.refuse_disposal(item(), disposal, None)
        return
    with pytest.raises(Refused) as refused:
        closing.refuse_disposal(item(), disposal, None)
    assert refused.value.code == "delivery-incomplete"
    named = refused.value.message.parameters["missing"]
    assert isinstance(named, tuple)
    assert len(named) == missing


def test_what_is_signed_or_cleared_asks_nobody_to_deliver() -> None:
    """An agreement is signed, and a docket cleared, without a lead unit."""
    disposal = Disposal(outcome=Outcome.DECIDED, words="同意。")
    closing.refuse_disposal(item(act=ItemAct.SIGN), disposal, None)
    closing.refuse_disposal(item(act=ItemAct.CLEAR), disposal, None)
    minutes = item(act=ItemAct.DELIBERATE, standing=Standing.LAST_MINUTES)
    closing.refuse_disposal(minutes, disposal, None)


def test_an_end_says_something_and_goes_somewhere() -> None:
    """No words, and nobody above, are refused."""
    for disposal, code in (
        (Disposal(outcome=Outcome.NOTED, words=" "), "words-missing"),
        (Disposal(outcome=Outcome.ESCALATED, words="提请上级研究。"), "nobody-above"),
    ):
        with pytest.raises(Refused) as refused:
            closing.refuse_disposal(item(), disposal, None)
        assert refused.value.code == code


def test_everything_missing_is_listed_at_once(changzhutan: dict[str, Body]) -> None:
    """An open item, one without a class, and every output that nobody decided."""
    conference = changzhutan["conference"]
    items = (
        item(1, class_id="review", outcome=Outcome.DECIDED),
        item(2, class_id="goals"),
        item(3, class_id="", outcome=Outcome.DECIDED),
        item(5, class_id="", outcome=Outcome.DEFERRED),
        item(4, class_id="", outcome=Outcome.NOTED, standing=Standing.LAST_MINUTES),
    )
    lacks = closing.lacks_of(sitting(conference, items, Level.SECRETARY))
    assert [(lack.code, lack.item) for lack in lacks] == [
        ("item-open", 2),
        ("item-unclassed", 3),
        ("outputs-missing", None),
    ]
    assert lacks[-1].message.parameters["count"] == 4


def test_one_output_of_five(changzhutan: dict[str, Body]) -> None:
    """A deferred theme is no theme: one of five outputs is missing."""
    conference = changzhutan["conference"]
    done = ("review", "goals", "plans", "applications")
    items = (
        *(
            item(place, class_id=id_, outcome=Outcome.DECIDED)
            for place, id_ in enumerate(done, start=1)
        ),
        item(5, class_id="theme", outcome=Outcome.DEFERRED),
    )
    (lack,) = closing.lacks_of(sitting(conference, items, Level.SECRETARY))
    assert lack.code == "outputs-missing"
    assert lack.message.parameters["count"] == 1
    assert lack.message.parameters["total"] == 5


def test_a_matter_without_its_source_is_remarked(changzhutan: dict[str, Body]) -> None:
    """What the mayors deploy names its source; what they sign need not."""
    conference = changzhutan["conference"]
    items = (
        item(1, class_id="shared"),
        item(2, class_id="shared", source="省政府工作报告"),
        item(3, class_id="agreement"),
    )
    remarks = closing.remarks_on(sitting(conference, items, Level.MAYOR))
    assert [(remark.code, remark.item) for remark in remarks] == [("source-missing", 1)]


def test_where_an_unsolved_matter_goes(
    huaihai: dict[str, Body], changzhutan: dict[str, Body]
) -> None:
    """From a group to the mayors, from the mayors to the secretaries: two hops."""
    bodies = tuple(changzhutan.values())
    group, conference = changzhutan["group-transport"], changzhutan["conference"]
    assert dockets.above(group, None, bodies) == ("conference", Level.MAYOR)
    assert dockets.above(conference, Level.MAYOR, bodies) == (
        "conference",
        Level.SECRETARY,
    )
    assert dockets.above(conference, Level.SECRETARY, bodies) is None
    bodies = tuple(huaihai.values())
    assert dockets.above(huaihai["group-transport"], None, bodies) == (
        "consultation",
        None,
    )
    assert dockets.above(huaihai["symposium"], None, bodies) is None


def test_a_vacant_seat_is_named() -> None:
    """Seats of an open number are not counted; an alternate fills one."""
    seats = tuple(
        Seat(member=member, body=None, office=office, count=count)
        for member in ("suzhou", "xuzhou")
        for office, count in (
            (Office.PARTY_SECRETARY, 1),
            (Office.PARTY_SECRETARY_GENERAL, 1),
            (Office.DEPARTMENT_HEAD, None),
        )
    )
    marks = [Mark(presence=Presence.PRESENT, seat=seat) for seat in seats]
    marks[1] = Mark(presence=Presence.EXCUSED, seat=seats[1])
    marks[3] = Mark(presence=Presence.ALTERNATE, seat=seats[3], who="副秘书长")
    found = session_rules.attendance(seats, marks)
    assert (found.there, found.named) == (3, 4)
    assert found.vacant == (seats[1],)
    assert session_rules.attendance(seats, ()).there == 0


def test_a_delegated_chair_has_its_paper() -> None:
    """Whoever the agreement names needs none, and a paper alone changes nobody."""
    asked = Holder(member="suzhou", office=Office.EXECUTIVE_VICE_MAYOR)
    other = Holder(member="suzhou", office=Office.VICE_MAYOR)
    assert session_rules.is_delegated(other, asked, "宿政函〔2026〕8号")
    assert not session_rules.is_delegated(other, asked, " ")
    assert not session_rules.is_delegated(asked, asked, "宿政函〔2026〕8号")
    assert not session_rules.is_delegated(other, None, "宿政函〔2026〕8号")
