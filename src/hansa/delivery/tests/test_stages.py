"""Stages as they were reached, beside those that the text prints."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from conftest import Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis import journal, search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.delivery import reads, services
from hansa.delivery.reads import found
from hansa.delivery.reads import stages as stage_reads
from hansa.delivery.terms import Stage, Work, WorkFilter
from hansa.delivery.terms.stages import StageFacts
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

row = pytest.mark.row
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def actor(
    role: Role, member: str | None = None, league: str | None = "huaihai"
) -> Actor:
    return Actor(
        person=f"test:{role.value}:{member or 'league'}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=AT,
        league=league,
    )


OFFICE = actor(Role.SECRETARIAT, league=None)


def reached(
    work: str = "PRJ-22",
    stage: Stage = Stage.APPROVED,
    on: date = date(2022, 5, 1),
    **changed: Any,
) -> StageFacts:
    return StageFacts(work=work, stage=stage, reached_on=on, **changed)


def record(facts: StageFacts, league: str = "huaihai") -> str:
    return services.record_stage(OFFICE, league, facts, None)


def work(id_: str, day: date = date(2026, 11, 24), league: str = "huaihai") -> Work:
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return reads.get_work(version, id_, day)


def test_the_last_stage_recorded_is_shown(leagues: None) -> None:
    """Printed and recorded stand side by side; before the day only the printed one."""
    record(reached())
    record(reached(stage=Stage.BUILDING, on=date(2023, 3, 1), document="〔2023〕5号"))
    found = work("PRJ-22")
    assert (found.stage, found.printed_stage) == (Stage.BUILDING, Stage.APPROVAL)
    assert found.recorded is not None
    assert (found.recorded.on, found.recorded.document) == (
        date(2023, 3, 1),
        "〔2023〕5号",
    )
    assert work("PRJ-22", date(2022, 12, 31)).stage is Stage.APPROVED
    assert work("PRJ-22", date(2022, 4, 30)).recorded is None
    assert work("PRJ-22", date(2022, 4, 30)).stage is Stage.APPROVAL


def test_a_work_is_found_by_the_paper_of_a_stage(leagues: None) -> None:
    """The number of the approval leads to the work."""
    record(reached(document="苏发改〔2022〕5号"))
    search.rebuild("huaihai", [found.search_documents])
    (hit,) = search.find(OFFICE, "huaihai", "苏发改〔2022〕5号", 5)
    assert (hit.kind, hit.key) == ("work", "PRJ-22")


def test_a_recorded_stage_settles_two_printed_ones(leagues: None) -> None:
    """PRJ-07 is printed at two stages; what was recorded is shown, the finding stays."""
    before = work("PRJ-07")
    assert (before.stage, before.printed_stage) == (None, None)
    record(reached("PRJ-07", Stage.OPERATING, date(2024, 1, 1)))
    after = work("PRJ-07")
    assert (after.stage, after.printed_stage) == (Stage.OPERATING, None)
    assert "stage-conflict" in after.findings


def test_a_line_shows_what_it_prints(leagues: None) -> None:
    """Asked for a line, a work shows that mention's stage, whatever was recorded."""
    record(reached(stage=Stage.OPERATING))
    version = charter_reads.get_versions("huaihai")[-1]
    for line, expected in ((None, Stage.OPERATING), (24, Stage.APPROVAL)):
        found = reads.list_works(version, WorkFilter(line=line), AT.date())
        (one,) = (w for w in found.works if w.id == "PRJ-22")
        assert one.stage is expected
    operating = reads.list_works(version, WorkFilter(stage=Stage.OPERATING), AT.date())
    assert "PRJ-22" in {w.id for w in operating.works}


def test_segments_make_up_the_whole(leagues: None) -> None:
    """A work known by its segments stands where the hindmost of them does."""
    charter = charter_reads.get_versions("changzhutan")[-1]
    (one,) = (w for w in reads.library_of(charter).works if w.id == "PRJ-01")
    assert len(one.segments) >= 2
    for number in range(1, len(one.segments) + 1):
        assert work("PRJ-01", league="changzhutan").recorded is None
        stage = Stage.COMPLETE if number == 1 else Stage.BUILDING
        record(reached("PRJ-01", stage, segment=number), "changzhutan")
    found = work("PRJ-01", league="changzhutan")
    assert found.stage is Stage.BUILDING
    assert next(s.stage for s in found.segment_stages if s) is Stage.COMPLETE
    record(reached("PRJ-01", Stage.OPERATING, date(2024, 1, 1)), "changzhutan")
    assert work("PRJ-01", league="changzhutan").stage is Stage.OPERATING


@row("H-DLV-10")
def test_undated_works_have_an_age_and_are_never_late(run: Run, leagues: None) -> None:
    """Months since signing for each work of line 24; no state says overdue."""
    found = run("projects", "huaihai", "--line", "24", "--as-of", "2026-11-24")
    assert found["count"] == 20
    assert {w["age_months"] for w in found["works"]} == {95}
    assert "overdue" not in str(found)
    clauses = charter_reads.get_versions("huaihai")[-1].charter.book.clauses
    begin = [c for c in clauses if c.line == 24 and c.kind.value == "work"]
    assert len([c for c in begin if "开展" not in c.phrase]) == 19
    dated = {
        w["id"]: w for w in run("projects", "huaihai", "--as-of", "2018-12-09")["works"]
    }
    assert dated["PRJ-22"]["age_months"] == 0
    striven = run("projects", "huaihai", "--line", "26", "--as-of", "2026-11-24")
    # Line 26 strives, but for the study it wants done (积极开展).
    assert [w["id"] for w in striven["works"] if w["age_months"]] == ["PRJ-56"]
    record(reached(stage=Stage.COMPLETE))
    found = run("projects", "huaihai", "--line", "24", "--as-of", "2026-11-24")
    ages = {w["id"]: w["age_months"] for w in found["works"]}
    assert ages.pop("PRJ-22") is None
    assert set(ages.values()) == {95}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (reached(on=date(2026, 11, 25)), "not-yet-reached"),
        (reached("PRJ-99"), "work-unknown"),
        (reached(segment=1), "segment-unknown"),
        (reached(document="长" * 201), "document-too-long"),
        (reached(note="a\0"), "note-too-long"),
    ],
)
def test_only_nonsense_is_refused(leagues: None, facts: StageFacts, code: str) -> None:
    """What cannot have happened, and words that no column keeps."""
    with pytest.raises(Refused) as refused:
        record(facts)
    assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        services.record_stages(OFFICE, "huaihai", [reached(), facts])
    assert refused.value.code == code
    assert stage_reads.list_stages("huaihai") == ()


def test_a_step_back_is_recorded_with_a_remark(leagues: None) -> None:
    """A work may fall back, or stand below what was printed; both are said."""
    record(reached(stage=Stage.BUILDING, on=date(2022, 1, 1), document="甲"))
    record(reached(stage=Stage.STUDY, on=date(2023, 1, 1)))
    last, first = stage_reads.history_of("huaihai", "PRJ-22", Stage.APPROVAL)
    assert [r.value for r in last.remarks] == [
        "stage-back",
        "before-printed",
        "document-missing",
    ]
    assert first.remarks == ()
    assert work("PRJ-22").stage is Stage.STUDY


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (actor(Role.SECRETARIAT), True),
        (actor(Role.SECRETARIAT, league="changzhutan"), False),
        (actor(Role.CITY_LIAISON, "suqian"), True),
        (actor(Role.UNIT_OFFICER, "suzhou"), True),
        (actor(Role.CITY_LIAISON, "heze"), False),
        (actor(Role.UNIT_OFFICER, None), False),
        (actor(Role.LEADER, "suqian"), False),
        (actor(Role.AUDITOR, league=None), False),
        (actor(Role.PUBLIC, league=None), False),
    ],
)
def test_who_may_record(leagues: None, who: Actor, allowed: bool) -> None:
    """The office all works, a city those it has a part in, and it withdraws its own."""
    facts = reached("PRJ-21")  # Lianyungang, Suqian, Suzhou.
    kept = record(replace(facts, note="办公室"))
    if allowed:
        own = services.record_stage(who, "huaihai", facts, None)
        services.withdraw_stage(who, "huaihai", own)
        return
    with pytest.raises(Forbidden):
        services.record_stage(who, "huaihai", facts, None)
    with pytest.raises(Forbidden):
        services.record_stages(who, "huaihai", [facts])
    with pytest.raises(Forbidden):
        services.withdraw_stage(who, "huaihai", kept)
    assert len(stage_reads.list_stages("huaihai")) == 1


def test_a_city_withdraws_nothing_of_others(leagues: None) -> None:
    """That the work is a shared one gives no right over what others recorded of it."""
    facts = reached("PRJ-21")  # Lianyungang, Suqian, Suzhou.
    of_office = record(replace(facts, note="办公室"))
    neighbour = actor(Role.CITY_LIAISON, "suqian")
    of_neighbour = services.record_stage(neighbour, "huaihai", facts, None)
    liaison = actor(Role.CITY_LIAISON, "suzhou")
    lines = stage_reads.history_of("huaihai", "PRJ-21", None)
    for who, own in (
        (liaison, frozenset()),
        (neighbour, {UUID(of_neighbour)}),
        (OFFICE, {UUID(of_neighbour), UUID(of_office)}),
    ):
        assert stage_reads.withdrawable(who, "huaihai", lines) == own
    for id_ in (of_office, of_neighbour):
        with pytest.raises(Forbidden):
            services.withdraw_stage(liaison, "huaihai", id_)
    services.withdraw_stage(actor(Role.UNIT_OFFICER, "suqian"), "huaihai", of_neighbour)
    services.withdraw_stage(OFFICE, "huaihai", of_office)
    assert stage_reads.list_stages("huaihai") == ()


def test_withdrawing(leagues: None) -> None:
    """A record entered in error no longer counts, is kept, and is withdrawn once."""
    paper = Upload(name="批复.pdf", content=PDF)
    id_ = services.record_stage(OFFICE, "huaihai", reached(), paper)
    later = replace(OFFICE, at=AT + timedelta(days=1))
    services.withdraw_stage(later, "huaihai", id_)
    assert work("PRJ-22").recorded is None
    (kept,) = stage_reads.list_stages("huaihai", known_at=AT)
    assert kept.file is not None
    with pytest.raises(Conflict):
        services.withdraw_stage(later, "huaihai", id_)
    for odd in ("x", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(Missing):
            services.withdraw_stage(later, "huaihai", odd)
    with pytest.raises(Missing):
        services.withdraw_stage(later, "changzhutan", id_)
    assert journal.verify().fault is None


def test_the_very_same_twice(leagues: None) -> None:
    """One press too many is a conflict; many at once leave known ones out."""
    record(reached())
    with pytest.raises(Conflict):
        record(reached())
    both = [reached(), reached(stage=Stage.BUILDING, on=date(2023, 1, 1))]
    assert len(services.record_stages(OFFICE, "huaihai", [*both, both[1]])) == 1
    assert services.record_stages(OFFICE, "huaihai", both) == ()


def test_through_the_command(leagues: None, run: Run, hansa: Hansa) -> None:
    """Recorded, listed, shown among the works, taken back."""
    recorded = run(
        "delivery", "record-stage", "huaihai", "PRJ-22", "approved",
        "--on", "2022-05-01", "--document", "皖发改〔2022〕3号",
    )  # fmt: skip
    assert (recorded["stage"], recorded["remarks"]) == ("approved", [])
    (listed,) = run("delivery", "stages", "huaihai", "PRJ-22")
    assert listed == recorded
    assert run("delivery", "stages", "huaihai", "PRJ-22", "--as-of", "2022-04-30") == []
    (shown,) = (w for w in run("projects", "huaihai")["works"] if w["id"] == "PRJ-22")
    assert shown["recorded"] == {
        "stage": "approved",
        "on": "2022-05-01",
        "document": "皖发改〔2022〕3号",
    }
    assert run("delivery", "withdraw-stage", "huaihai", recorded["id"])
    ran = hansa("delivery", "withdraw-stage", "huaihai", recorded["id"])
    assert ran.code == 1
    nonsense = ("delivery", "record-stage", "huaihai", "PRJ-22", "approved", "--on")
    assert hansa(*nonsense, "2027-01-01").code == 1
    assert hansa(*nonsense, "May").code == 2


def test_a_folder_knows_no_stages(leagues: None, run: Run) -> None:
    """A folder is read without the database, whatever was recorded."""
    record(reached())
    folder = settings.HANSA_CHARTERS / "huaihai"
    works = run("projects", folder)["works"]
    assert all(w["recorded"] is None for w in works)


def test_a_constant_number_of_questions(
    leagues: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    """No stage recorded or many: the list of works asks once."""
    version = charter_reads.get_versions("huaihai")[-1]
    with django_assert_num_queries(1):
        reads.list_works(version, WorkFilter(), AT.date())
    services.record_stages(
        OFFICE,
        "huaihai",
        [
            reached(w.id, on=date(year, 1, 1))
            for w in reads.library_of(version).works
            for year in (2021, 2022)
        ],
    )
    with django_assert_num_queries(1):
        found = reads.list_works(version, WorkFilter(), AT.date())
    assert all(w.recorded for w in found.works)


def test_the_api_keeps_records_from_the_public(leagues: None, client: Client) -> None:
    """Anybody sees the stage; who recorded it, and recording, need a key."""
    record(reached())
    address = "/api/v1/leagues/huaihai/works/PRJ-22"
    assert client.get(address).json()["recorded"]["on"] == "2022-05-01"
    assert client.get(f"{address}/stages").status_code == 401
    sent = client.post(
        f"{address}/stages",
        {"stage": "building", "reached_on": "2023-01-01"},
        content_type="application/json",
    )
    assert sent.status_code in (401, 403)
    assert len(stage_reads.list_stages("huaihai")) == 1
