"""The draw of a panel: who is excluded, what is sealed, and how anybody checks it."""

import copy
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.actor import Role
from hansa.chassis.models import JournalEntry
from hansa.governance.models.experts import PanelDraw
from hansa.governance.reads import experts as reads
from hansa.governance.rules import draws as rules
from hansa.governance.services.experts import drawing
from hansa.governance.services.experts import pool as services
from hansa.governance.terms.dockets import ItemAct
from hansa.governance.terms.experts import (
    DrawDraft,
    DrawState,
    ExpertFilter,
    Objection,
    SeedOrigin,
)
from hansa.governance.tests.experts import pool
from hansa.governance.tests.experts.pool import DAY, SEED
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.periods import Period

pytestmark = pytest.mark.usefixtures("leagues")
RAIL = {"class_id": "issue", "act": ItemAct.CLEAR, "proposer": "xuzhou"}


@pytest.fixture
def item(leagues: None) -> UUID:
    """Wait with an item of 徐州 and 淮北, and twenty experts."""
    pool.twenty()
    return pool.matter(**RAIL, cities=("xuzhou", "huaibei"))


@pytest.mark.row("H-GOV-28", part="draw")
def test_five_of_twenty_without_who_is_employed_by_a_party(item: UUID) -> None:
    """Term, employer and interest keep three kinds of experts out, with the reason."""
    draw = pool.draw(item)
    assert len(draw.pool) == 20
    against = {one.name: one.objections for one in draw.pool if one.objections}
    assert against == {
        "铁路规划专家一": (Objection.EMPLOYED,),
        "铁路规划专家二": (Objection.EMPLOYED,),
        "铁路规划专家三": (Objection.INTEREST,),
        "铁路规划专家四": (Objection.TERM,),
    }
    named = pool.names()
    panel = [named[id_] for id_ in draw.panel]
    assert len(set(panel)) == 5
    assert not set(panel) & against.keys()


@pytest.mark.row("H-GOV-28", part="seed")
def test_the_same_seed_gives_the_same_panel(item: UUID) -> None:
    """A draw that is annulled and made anew with its seed gives whom it gave before."""
    first, office = pool.draw(item), scene.office(DAY)
    drawing.annul_draw(office, "huaihai", first.id, first.revision, "手续补正。")
    second = pool.draw(item)
    assert second.panel == first.panel
    assert second.earlier == ((1, "手续补正。"),)
    drawing.annul_draw(office, "huaihai", second.id, second.revision, "再次补正。")
    third = pool.draw(item, seed=None)
    assert third.seed_origin is SeedOrigin.GENERATED
    assert third.order != first.order


@given(
    ids=st.lists(st.uuids(), unique=True, max_size=30),
    seed=st.text(min_size=1),
    size=st.integers(1, 15),
)
def test_the_order_is_of_seed_and_ids_alone(
    ids: list[UUID], seed: str, size: int
) -> None:
    """However the pool is shuffled, one seed gives one panel, and everybody a place."""
    seed = seed.encode("utf-8", "ignore").decode()
    numbers = {id_: number for number, id_ in enumerate(ids, start=1)}
    order = rules.order_of(seed, numbers)
    assert rules.order_of(seed, dict(reversed(numbers.items()))) == order
    assert set(order) == set(ids)
    panel = rules.panel_of(order, size)
    assert panel == order[:size]
    if panel:
        follows = rules.panel_of(order, size, [panel[0]])
        assert follows == order[1 : size + 1]


def test_the_seed_is_told_by_nobody_before_it_is_revealed(item: UUID) -> None:
    """Sealed, a draw shows pool and fingerprints; the journal holds those and no seed."""
    office = scene.office(DAY)
    id_ = drawing.seal_draw(office, "huaihai", item, DrawDraft(size=5, seed=SEED))
    sealed = reads.get_draw(office, "huaihai", id_)
    assert sealed.state is DrawState.SEALED
    assert (sealed.seed, sealed.order, sealed.panel) == (None, (), ())
    assert sealed.commitment == rules.sha256(SEED)
    assert SEED not in str(reads.certificate(sealed))
    entry = JournalEntry.objects.get(service="governance.seal_draw")
    assert entry.authority == "secretariat"
    assert sealed.commitment in entry.payload.content
    assert SEED not in entry.payload.content
    assert [str(f.msgid) for f in reads.verify(reads.certificate(sealed))] == [
        "The seed is not revealed yet; nothing can be checked."
    ]
    drawing.reveal_draw(office, "huaihai", id_, 1)
    shown = reads.get_draw(office, "huaihai", id_)
    assert (shown.seed, shown.commitment) == (SEED, sealed.commitment)
    assert shown.pool_digest == sealed.pool_digest


def test_who_ends_after_the_sealing_stays_in_it(item: UUID) -> None:
    """What was sealed is what is drawn from, whatever becomes of the pool."""
    office = scene.office(DAY)
    id_ = drawing.seal_draw(office, "huaihai", item, DrawDraft(size=5, seed=SEED))
    for line in reads.list_experts(office, "huaihai", ExpertFilter()):
        if line.serves_on(DAY):
            services.end_expert(office, "huaihai", line.id, 1, DAY, "届满。")
    drawing.reveal_draw(office, "huaihai", id_, 1)
    draw = reads.get_draw(office, "huaihai", id_)
    assert len(draw.panel) == 5
    assert reads.verify(reads.certificate(draw)) == ()


def test_who_stands_down_is_followed_by_the_next(item: UUID) -> None:
    """The order is the reserve list; the certificate says who stood down, and why."""
    draw, office = pool.draw(item), scene.office(DAY)
    first, sixth = draw.order[0], draw.order[5]
    drawing.stand_down(office, "huaihai", draw.id, 2, first, "另有公务。")
    after = reads.get_draw(office, "huaihai", draw.id)
    assert after.panel == (*draw.panel[1:], sixth)
    certificate = reads.certificate(after)
    assert certificate["stood_down"][0]["reason"] == "另有公务。"
    assert reads.verify(certificate) == ()
    with pytest.raises(Missing):
        drawing.stand_down(office, "huaihai", draw.id, 3, first, "重复。")


def _changed(certificate: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the certificate with one fact changed at a time."""
    changes: list[tuple[str, Any]] = [
        ("seed", SEED + "。"),
        ("commitment", "0" * 64),
        ("size", 4),
        ("parties", []),
        ("on", "2030-01-01"),
        ("title", "另一事项"),
        ("panel", certificate["panel"][::-1]),
        ("candidates", certificate["candidates"][1:]),
        ("order", certificate["order"][1:]),
        ("stood_down", [{"id": certificate["panel"][0], "reason": "", "at": ""}]),
    ]
    found = [certificate | {key: value} for key, value in changes]
    for key, value in (("employer_member", None), ("objections", []), ("name", "某")):
        other = copy.deepcopy(certificate)
        other["pool"][0][key] = value
        found.append(other)
    return found


@pytest.mark.row("H-GOV-28", part="certificate")
def test_a_changed_certificate_is_refused(item: UUID) -> None:
    """Whatever fact is changed, verification from the certificate alone says so."""
    certificate = reads.certificate(pool.draw(item))
    assert reads.verify(certificate) == ()
    for changed in _changed(certificate):
        assert reads.verify(changed) != ()


@pytest.mark.parametrize("written", [None, [], "seed", {}, {"format": rules.FORMAT}])
def test_what_is_no_certificate_is_said_to_be_none(written: Any) -> None:
    """Anything a file may hold gets an answer and no fault of the program."""
    assert len(reads.verify(written)) == 1


def test_a_certificate_with_a_broken_part_is_unreadable(item: UUID) -> None:
    """Parts of the wrong kind are told of, whichever they are."""
    certificate = reads.certificate(pool.draw(item))
    for key in certificate.keys() - {"league", "draw", "algorithm", "title"}:
        wrong: list[Any] = [None, 7, "x", [7], {"a": []}]
        for value in wrong:
            reads.verify(certificate | {key: value})
    (said,) = reads.verify(certificate | {"pool": [7]})[-1:]
    assert "unreadable" in said.msgid


@pytest.mark.row("H-GOV-28", part="conflicts")
def test_a_conflict_with_the_matter_is_declared_with_its_reason(item: UUID) -> None:
    """Who declared a conflict is left out of this draw, and stays in the pool."""
    office = scene.office(DAY)
    ids = [id_ for id_, name in pool.names().items() if name.endswith(("5", "6"))]
    with pytest.raises(Refused, match="reason-missing"):
        drawing.seal_draw(
            office, "huaihai", item, DrawDraft(size=5, recused=tuple(ids))
        )
    draft = DrawDraft(size=5, recused=tuple(ids), recusal="参与过方案编制。", seed=SEED)
    id_ = drawing.seal_draw(office, "huaihai", item, draft)
    draw = reads.get_draw(office, "huaihai", id_)
    out = {one.id for one in draw.pool if Objection.RECUSED in one.objections}
    assert out == set(ids)


def test_a_matter_without_cities_excludes_its_proposer_only() -> None:
    """An item that concerns all cities leaves experts of the others in."""
    pool.twenty()
    draw = pool.draw(pool.matter(**RAIL))
    out = [one.name for one in draw.pool if Objection.EMPLOYED in one.objections]
    assert out == ["铁路规划专家一"]


def test_what_cannot_be_drawn_is_refused(item: UUID) -> None:
    """Too many, nobody, a strange field, a short seed, a second draw: each by its code."""
    office = scene.office(DAY)

    def seal(**stated: Any) -> UUID:
        return drawing.seal_draw(office, "huaihai", item, DrawDraft(**stated))

    for stated, code, error in (
        ({"size": 0}, "size-unlikely", Refused),
        ({"size": 16}, "size-unlikely", Refused),
        ({"size": 3, "field": "ecology"}, "too-few-experts", Refused),
        ({"size": 3, "field": "nowhere"}, "field-unknown", Missing),
        ({"size": 3, "seed": "short"}, "seed-short", Refused),
        ({"size": 3, "seed": "x" * 201}, "too-long", Refused),
        (
            {"size": 3, "recused": (uuid4(),), "recusal": "回避。"},
            "expert-missing",
            Missing,
        ),
    ):
        with pytest.raises(error) as refused:
            seal(**stated)
        assert refused.value.code == code
    seal(size=3)
    with pytest.raises(Conflict) as second:
        seal(size=3)
    assert second.value.code == "draw-stands"
    assert PanelDraw.objects.count() == 1


def test_only_the_office_draws(item: UUID) -> None:
    """Cities read draws and make none; another league's office sees nothing."""
    city = scene.at(actor(Role.CITY_LIAISON, "xuzhou"), DAY)
    with pytest.raises(Forbidden):
        drawing.seal_draw(city, "huaihai", item, DrawDraft(size=3))
    id_ = drawing.seal_draw(scene.office(DAY), "huaihai", item, DrawDraft(size=3))
    for act in (drawing.reveal_draw,):
        with pytest.raises(Forbidden):
            act(city, "huaihai", id_, 1)
    assert reads.get_draw(city, "huaihai", id_).seed is None
    with pytest.raises(Forbidden):
        reads.get_draw(scene.office(DAY, "changzhutan"), "huaihai", id_)
    with pytest.raises(Forbidden):
        reads.list_experts(actor(Role.PUBLIC), "huaihai", ExpertFilter())


def test_the_pool_keeps_whoever_was_ended() -> None:
    """Ended with day and reason, an expert stays in the list and is not drawn."""
    office = scene.office(DAY)
    id_ = pool.expert("产业专家一")
    with pytest.raises(Refused, match="day-outside-term"):
        services.end_expert(office, "huaihai", id_, 1, date(2029, 1, 1), "辞任。")
    with pytest.raises(Refused, match="reason-missing"):
        services.end_expert(office, "huaihai", id_, 1, DAY, " ")
    services.end_expert(office, "huaihai", id_, 1, DAY, "辞任。")
    (line,) = reads.list_experts(office, "huaihai", ExpertFilter())
    assert (line.ended_on, line.end_reason) == (DAY, "辞任。")
    assert reads.list_experts(office, "huaihai", ExpertFilter(serves_on=DAY)) == ()
    with pytest.raises(Conflict, match="expert-ended"):
        services.end_expert(office, "huaihai", id_, 2, DAY, "再次。")


def test_an_employer_that_is_a_unit_is_linked_by_its_name() -> None:
    """The city whose bureau employs is known without anybody saying so."""
    unit = scene.bureau("xuzhou")
    id_ = pool.expert("规划专家", employer="xuzhou市发展和改革委员会")
    line = reads.get_expert(scene.office(DAY), "huaihai", id_)
    assert (line.employer_unit, line.employer_member) == (unit, "xuzhou")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"fields": ()}, "field-missing"),
        ({"fields": ("nowhere",)}, "field-unknown"),
        ({"employer": " "}, "employer-missing"),
        ({"employer_member": "nanjing"}, "member-missing"),
        ({"employer_unit": "nowhere"}, "unit-missing"),
        ({"interests": ("nanjing",)}, "member-missing"),
        ({"term": Period(date(2020, 1, 1), date(2099, 1, 1))}, "term-unlikely"),
        ({"specialty": "x" * 201}, "too-long"),
        ({"document": "坏\0字"}, "too-long"),
    ],
)
def test_an_expert_is_entered_whole(stated: dict[str, Any], code: str) -> None:
    """What is missing, unknown or too long is refused, and nothing is entered."""
    with pytest.raises((Refused, Missing)) as refused:
        pool.expert("专家", **stated)
    assert refused.value.code == code
    assert pool.names() == {}
