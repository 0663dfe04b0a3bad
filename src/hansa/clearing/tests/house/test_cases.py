"""Rows in doubt, disputes and adjustments: from the case to its batch."""

from pathlib import Path
from typing import Any

import pytest

from hansa.casework.models import Case
from hansa.casework.services import acts
from hansa.casework.terms.cases import CaseState
from hansa.chassis.actor import Role
from hansa.chassis.models import JournalEntry
from hansa.clearing.models import Batch, CardFile, CaseAmount, CaseRow
from hansa.clearing.reads import batches, ledger, statements
from hansa.clearing.reads import cases as reads
from hansa.clearing.services import (
    disputes,
    exporting,
    publishing,
    running,
    runs,
    sealing,
    settling,
    verifying,
)
from hansa.clearing.terms.casework import (
    AdjustmentDraft,
    DisputeDraft,
    RowDecision,
)
from hansa.clearing.terms.house import Cause, State
from hansa.clearing.tests.house.cases import (
    SAID,
    TICK,
    decided,
    deliver,
    heard,
    only,
    papers,
    revision,
)
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    AT,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    actor,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

CHANGSHA = actor(Role.CITY_LIAISON, "changsha")
ZHUZHOU = actor(Role.CITY_LIAISON, "zhuzhou")
XIANGTAN = actor(Role.CITY_LIAISON, "xiangtan")


def positions() -> dict[str, int]:
    """Every account of the ledger that is not even."""
    found = ledger.trial_balance(OFFICE, LEAGUE)
    assert found.balanced
    return {one.party: one.balance_fen for one in found.accounts if one.balance_fen}


def codes() -> dict[str, list[str]]:
    """The codes of each serial that was not accepted, in the last batch of the day."""
    found: dict[str, list[str]] = {}
    for one in batches.list_exceptions(OFFICE, LEAGUE, DAY):
        found.setdefault(one.record_id, []).append(one.code)
    return found


TWICE: dict[str, Any] = {"card": "twice", "counter": 7}
FIRST = (
    tap("A1"),
    tap("A2", **TWICE),
    tap("A3", amount_fen=300, **TWICE),
    tap("A4", amount_fen=500),
    tap("A4", amount_fen=900),
    tap("A5", issuer="nobody"),
    tap("R2", kind="refund", original_record_id="A2", amount_fen=50, counter=9),
)


def doubted(bring: Bring) -> None:
    """A published day on which five rows of Changsha are in doubt."""
    open_window()
    bring("changsha-card_1.csv", *FIRST)
    published()
    deliver()


def test_a_release_is_a_batch_of_its_own(house: None, bring: Bring) -> None:
    """What a case releases is taken as if accepted; the sealed batch stays as it was.

    A refund that waited for its purchase comes with it. Of one serial with two contents
    neither is released, until one is taken into a case of its own.
    """
    doubted(bring)
    first = Batch.objects.get()
    manifest, result = first.manifest, first.result_sha256
    case = only("unmatched")
    assert CaseRow.objects.filter(case=case).count() == 5
    assert positions() == {"changsha": 200, "zhuzhou": -200}
    heard(case, "changsha")
    decided(case, "released")

    delta = Batch.objects.get(number=1)
    assert (delta.cause, delta.state) == (Cause.RELEASE.value, State.SEALED.value)
    assert delta.manifest["cases"] == ["2026-1"]
    assert not delta.files.exists()
    assert CardFile.objects.get().batch_id == first.pk
    finished()
    assert codes() == {"A4": ["DUP_CONFLICT", "DUP_CONFLICT"], "A5": ["PARTY_UNKNOWN"]}
    # 2.00 and 3.00 released, of which 0.50 is given back.
    assert positions() == {"changsha": 650, "zhuzhou": -650}
    first.refresh_from_db()
    assert (first.manifest, first.result_sha256) == (manifest, result)

    right = CaseRow.objects.filter(record_id="A4").order_by("pk")[0]
    own = disputes.split_case(OPERATOR, LEAGUE, case, [right.content_hash])
    heard(own, "changsha")
    decided(own, "released")
    finished()
    assert codes()["A4"] == ["DUP_CONFLICT"]
    fen = dict(Batch.objects.get(number=2).pairs.values_list("debtor", "amount_fen"))
    assert fen["zhuzhou"] in {500, 900}
    found = reads.get_clearing_case(OFFICE, LEAGUE, str(own))
    assert [(one.window, one.number) for one in found.batches] == [(DAY, 2)]
    assert [one.decision for one in found.rows] == [RowDecision.RELEASED]
    said = JournalEntry.objects.filter(service="clearing.decide_rows")
    assert said.count() == 2


def test_the_released_day_is_the_day_as_if_accepted(
    house: None, bring: Bring, tmp_path: Path
) -> None:
    """Exported, the delta is cleared again without a database and gives the same bytes."""
    doubted(bring)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "released")
    result = finished()
    out = exporting.export_batch(OFFICE, LEAGUE, DAY, None, tmp_path / "day")
    assert (out / "rules" / "decisions.csv").is_file()
    again = runs.run(out / "rules", out / "in", tmp_path / "again", runs.Asked())
    assert again.manifest["result_sha256"] == result


def test_refused_rows_end(house: None, bring: Bring) -> None:
    """Refused for good they are rejected with their case, and no fen moves.

    Later files and rules change nothing about them. A batch without a fen is published all
    the same, as it accounts for every row.
    """
    doubted(bring)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "refused")
    finished()
    rows = batches.list_exceptions(OFFICE, LEAGUE, DAY)
    refused = [one for one in rows if one.code == "REFUSED"]
    assert {(one.outcome, one.note) for one in refused} == {("rejected", "2026-1")}
    assert len(refused) == 5
    assert positions() == {"changsha": 200, "zhuzhou": -200}
    delta = batches.get_batch(OFFICE, LEAGUE, DAY, 1)
    assert (delta.funnel.suspended, delta.funnel.rejected) == (0, 6)
    assert set(delta.line.net.values()) == {0}
    bring("changsha-card_2.csv", tap("A2", **TWICE), tap("A9"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    finished()
    assert sorted(codes()["A2"]) == ["DUP_EXACT", "REFUSED"]
    assert positions() == {"changsha": 400, "zhuzhou": -400}
    deliver()
    assert Case.objects.count() == 1


def test_a_decision_waits_for_the_batch_before(house: None, bring: Bring) -> None:
    """While the last batch is not published nothing is sealed; the next release has it."""
    doubted(bring)
    bring("changsha-card_2.csv", tap("A9"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "released")
    assert Batch.objects.count() == 2
    finished()
    assert positions() == {"changsha": 400, "zhuzhou": -400}
    assert sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.RELEASE) == 2
    finished()
    assert positions() == {"changsha": 850, "zhuzhou": -850}


def test_a_reopened_case_takes_its_release_back(house: None, bring: Bring) -> None:
    """What was decided no longer stands: the next delta owes it back, or refuses it."""
    doubted(bring)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "released")
    finished()
    acts.reopen(OPERATOR, LEAGUE, case, revision(case), SAID)
    deliver()
    assert not CaseRow.objects.exclude(decision="").exists()
    heard(case, "changsha")
    decided(case, "refused")
    finished()
    assert positions() == {"changsha": 200, "zhuzhou": -200}
    assert Batch.objects.get(number=2).manifest["cases"] == ["2026-1"]


def test_a_voided_release_is_sealed_anew(house: None, bring: Bring) -> None:
    """A delta that was voided leaves the decision; the next release carries it out."""
    doubted(bring)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "released")
    settling.void(OPERATOR, LEAGUE, DAY, "wrong day")
    assert sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.RELEASE) == 2
    finished()
    assert positions() == {"changsha": 650, "zhuzhou": -650}


def test_a_row_is_decided_once(house: None, bring: Bring) -> None:
    """What one case decided no other one changes, and no second case asks about it."""
    doubted(bring)
    case = only("unmatched")
    row = CaseRow.objects.get(record_id="A3")
    own = disputes.split_case(OPERATOR, LEAGUE, case, [row.content_hash])
    for wrong in ([], [row.content_hash], ["0" * 64]):
        with pytest.raises(Refused) as unfit:
            disputes.split_case(OPERATOR, LEAGUE, case, wrong)
        assert unfit.value.code == "rows-unfit"
    with pytest.raises(Forbidden):
        disputes.split_case(CHANGSHA, LEAGUE, own, [row.content_hash])
    heard(own, "changsha")
    acts.decide(OPERATOR, LEAGUE, own, revision(own), "refused", SAID)
    with pytest.raises(Refused) as prepared:
        disputes.split_case(OPERATOR, LEAGUE, own, [row.content_hash])
    assert prepared.value.code == "decision-prepared"
    acts.approve(APPROVER, LEAGUE, own, revision(own), SAID)
    deliver()
    heard(case, "changsha")
    decided(case, "released")
    row.refresh_from_db()
    assert row.decision == "refused"


def disputed(number: int | None = None, **changed: Any) -> DisputeDraft:
    """Changsha disputes 1.50 yuan of Zhuzhou, unless told otherwise."""
    stated: dict[str, Any] = {
        "window": DAY,
        "party": "changsha",
        "against": "zhuzhou",
        "amount_fen": 150,
        "number": number,
    }
    return DisputeDraft(**{**stated, **changed})


def test_a_city_disputes_its_own_statement(house: None, bring: Bring) -> None:
    """On rows or an amount of a published batch; a third city is told of nothing.

    Rows say against whom. The same row is not disputed twice at a time.
    """
    open_window()
    bring("changsha-card_1.csv", *FIRST)
    with pytest.raises(Missing):
        disputes.open_dispute(CHANGSHA, LEAGUE, disputed())
    published()
    row = "changsha-card/A1"
    by_row = disputed(against=None, rows=(row,), amount_fen=None)
    case = disputes.open_dispute(CHANGSHA, LEAGUE, by_row)
    kept = CaseRow.objects.get(case=case)
    assert (kept.record_id, kept.code, kept.case_type) == ("A1", "ACCEPTED", "dispute")
    found = reads.get_clearing_case(ZHUZHOU, LEAGUE, str(case))
    assert [one.member for one in found.line.parties] == ["changsha", "zhuzhou"]
    assert found.about is not None
    assert (found.about.window, found.about.number) == (DAY, 0)
    assert found.line.about_on is not None
    assert found.line.standing.clocks[0].due_on.isoformat() == "2026-12-01"
    assert reads.cases_of_window(OFFICE, LEAGUE, DAY, AT.date()) != ()
    assert reads.cases_of_window(XIANGTAN, LEAGUE, DAY, AT.date()) == ()
    assert reads.cases_of_window(OFFICE, LEAGUE, "2026-11-2", AT.date()) == ()
    with pytest.raises(Missing):
        reads.get_clearing_case(XIANGTAN, LEAGUE, str(case))
    refuse_strangers(row)
    other = disputed(party="zhuzhou", against="changsha", rows=(row,))
    with pytest.raises(Conflict) as twice:
        disputes.open_dispute(ZHUZHOU, LEAGUE, other)
    assert twice.value.code == "row-disputed"
    acts.withdraw(CHANGSHA, LEAGUE, case, revision(case), SAID)
    assert disputes.open_dispute(CHANGSHA, LEAGUE, by_row) != case


def moved() -> int:
    """What the statement of Changsha moves in gross."""
    found = statements.get_statement(OFFICE, LEAGUE, DAY, None, "changsha")
    return sum(one.receives_fen + one.pays_fen for one in found.against)


def test_a_dispute_says_which_of_two_contents_is_meant(
    house: None, bring: Bring
) -> None:
    """What the refusal offers is taken; the whole amount that is moved is, too."""
    open_window()
    bring("changsha-card_1.csv", *FIRST)
    published()
    serial = "changsha-card/A4"
    with pytest.raises(Refused) as refused:
        disputes.open_dispute(CHANGSHA, LEAGUE, disputed(rows=(serial,)))
    assert refused.value.remedy is not None
    offered = refused.value.remedy.parameters["rows"]
    assert isinstance(offered, tuple)
    first, second = (str(one) for one in offered)
    both = disputed(rows=(first, first, second), amount_fen=moved())
    case = disputes.open_dispute(CHANGSHA, LEAGUE, both)
    rows = CaseRow.objects.filter(case=case).order_by("content_hash")
    named = [f"{serial}#{row.content_hash[:12]}" for row in rows]
    assert named == [first, second]
    assert Case.objects.get(pk=case).objects_named.count(f"row:{serial}") == 1


def test_rows_are_disputed_with_a_party_of_them(house: None, bring: Bring) -> None:
    """A third city is not asked, whether a row was accepted or not; the right one is.

    Where the card's institution is not known, any city may be it.
    """
    open_window()
    bring("changsha-card_1.csv", *FIRST)
    published()
    accepted, suspended = "changsha-card/A1", "changsha-card/A3"
    assert codes()["A3"] == ["CTR_REPEAT"]
    for rows in ((accepted,), (suspended,), (accepted, suspended)):
        for amount_fen in (None, 100):
            third = disputed(against="xiangtan", rows=rows, amount_fen=amount_fen)
            with pytest.raises(Refused) as refused:
                disputes.open_dispute(CHANGSHA, LEAGUE, third)
            assert refused.value.code == "respondent-not-of-row"
    assert not CaseRow.objects.filter(case_type="dispute").exists()
    assert disputes.open_dispute(CHANGSHA, LEAGUE, disputed(rows=(accepted, suspended)))
    unknown = disputed(against="xiangtan", rows=("changsha-card/A5",))
    assert disputes.open_dispute(CHANGSHA, LEAGUE, unknown)


def refuse_strangers(row: str) -> None:
    """Nobody opens a dispute for another city, nor without saying what it is about."""
    for who in (XIANGTAN, actor(Role.LEADER, "changsha"), actor(Role.RESIDENT)):
        with pytest.raises(Forbidden):
            disputes.open_dispute(who, LEAGUE, disputed())
    for changed, code in (
        ({"amount_fen": None}, "dispute-empty"),
        ({"against": None}, "respondent-missing"),
        ({"against": "changsha"}, "respondent-missing"),
        ({"against": "atlantis"}, "party-unknown"),
        ({"rows": ("changsha-card/Z9",)}, "row-not-in-statement"),
        ({"rows": (row,) * 91}, "rows-too-many"),
        ({"amount_fen": moved() + 1}, "dispute-too-large"),
        ({"amount_fen": 2**63 - 1}, "dispute-too-large"),
        ({"against": "guarantee"}, "respondent-no-city"),
        ({"rows": ("changsha-card/A4",)}, "row-ambiguous"),
        ({"rows": ("changsha-card/A4#",)}, "row-not-in-statement"),
        ({"rows": (f"changsha-card/A4#{'0' * 12}",)}, "row-not-in-statement"),
    ):
        with pytest.raises(Refused) as refused:
            disputes.open_dispute(CHANGSHA, LEAGUE, disputed(**changed))
        assert refused.value.code == code


def test_a_dispute_that_is_upheld_is_paid_by_an_adjustment(
    house: None, bring: Bring, tmp_path: Path
) -> None:
    """The decision opens an adjustment; decided itself, it is a batch with its cause.

    The ledger balances after each step, every city's bundle agrees with it, and a third
    city's bundle says nothing of it. The rows of the window stay as they were.
    """
    open_window()
    bring("changsha-card_1.csv", *FIRST)
    before = published()
    case = disputes.open_dispute(CHANGSHA, LEAGUE, disputed())
    heard(case, "zhuzhou")
    decided(case, "upheld")
    made = only("adjustment")
    assert Case.objects.get(pk=made).amount_fen == 150
    papers(made, "calculation")
    heard(made, "zhuzhou")
    decided(made, "made")
    delta = Batch.objects.get(number=1)
    assert (delta.cause, delta.manifest["cases"]) == ("adjustment", ["2026-3"])
    finished()
    assert positions() == {"changsha": 350, "zhuzhou": -350}
    line = batches.get_batch(OFFICE, LEAGUE, DAY).line
    assert {p: f for p, f in line.net.items() if f} == {
        "changsha": 150,
        "zhuzhou": -150,
    }
    assert line.counts == batches.get_batch(OFFICE, LEAGUE, DAY, 0).line.counts
    assert line.result_sha256 != before
    verify_bundles(tmp_path)
    assert settling.instruct(OPERATOR, LEAGUE, DAY) == 1
    settling.settle(
        OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True, reference="银行4711")
    )
    assert positions() == {"changsha": 200, "zhuzhou": -200}
    acts.close(OPERATOR, LEAGUE, made, revision(made), SAID)
    assert Case.objects.get(pk=made).state == CaseState.CLOSED.value


def verify_bundles(folder: Path) -> None:
    """Each city's bundle is checked by itself; an altered amount is found."""
    import zipfile

    for party, net in (("changsha", 350), ("zhuzhou", -350), ("xiangtan", 0)):
        place = statements.bundle_of(OFFICE, LEAGUE, DAY, None, party)
        verdict = verifying.verify(place)
        assert (verdict.difference, verdict.net_fen) == (None, net)
        with zipfile.ZipFile(place) as packed:
            assert ("adjustments.csv" in packed.namelist()) == (party != "xiangtan")
            if party != "changsha":
                continue
            forged = folder / "forged.zip"
            with zipfile.ZipFile(forged, "w") as other:
                for name in packed.namelist():
                    content = packed.read(name)
                    if name == "adjustments.csv":
                        content = content.replace(b",150,", b",400,")
                    other.writestr(name, content)
            assert verifying.verify(forged).difference is not None


def test_an_adjustment_of_its_own(house: None, bring: Bring) -> None:
    """The operator opens one on a published window; dropped, it changes nothing."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    draft = AdjustmentDraft(window=DAY, payer="xiangtan", payee="centre", amount_fen=70)
    with pytest.raises(Refused) as early:
        disputes.open_adjustment(OPERATOR, LEAGUE, draft)
    assert early.value.code == "batch-not-published"
    finished()
    with pytest.raises(Forbidden):
        disputes.open_adjustment(CHANGSHA, LEAGUE, draft)
    for payer, fen in (("centre", 70), ("xiangtan", 0)):
        wrong = AdjustmentDraft(window=DAY, payer=payer, payee="centre", amount_fen=fen)
        with pytest.raises(Refused):
            disputes.open_adjustment(OPERATOR, LEAGUE, wrong)
    dropped = disputes.open_adjustment(OPERATOR, LEAGUE, draft)
    decided(dropped, "dropped")
    assert not CaseAmount.objects.exists()
    case = disputes.open_adjustment(OPERATOR, LEAGUE, draft)
    papers(case, "calculation")
    heard(case, "xiangtan")
    decided(case, "made")
    finished()
    assert positions() == {
        "changsha": 200, "zhuzhou": -200, "xiangtan": -70, "centre": 70,
    }  # fmt: skip
    acts.reopen(OPERATOR, LEAGUE, case, revision(case), SAID)
    deliver()
    assert sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.ADJUSTMENT) == 2
    finished()
    assert positions() == {"changsha": 200, "zhuzhou": -200}


def test_only_who_follows_cases_carries_them_out(house: None, bring: Bring) -> None:
    """The administrator's tick, the office and the operator; nobody of a city."""
    doubted(bring)
    from hansa.clearing.services import cases

    content = {
        "league": LEAGUE,
        "case": str(only("unmatched")),
        "type": "unmatched",
        "decision": "released",
    }
    for handler in (cases.follow_decided_case, cases.follow_reopened_case):
        for who in (CHANGSHA, APPROVER, actor(Role.AUDITOR)):
            with pytest.raises(Forbidden):
                handler(who, content)
        handler(TICK, content)
    with pytest.raises(Forbidden):
        sealing.follow_case(CHANGSHA, LEAGUE, DAY, Cause.RELEASE)


def test_who_sealed_by_deciding_does_not_approve(house: None, bring: Bring) -> None:
    """The batch that a decision seals is run by the operator and approved by another."""
    doubted(bring)
    case = only("unmatched")
    heard(case, "changsha")
    decided(case, "released")
    running.run_batch(OPERATOR, LEAGUE, DAY)
    assert Batch.objects.get(number=1).sealed_by == TICK.person
    publishing.approve(APPROVER, LEAGUE, DAY)
