"""What comes later: late files, conflicts, amendments, and batches that are voided."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa
from hansa.charter import services as charter_services
from hansa.chassis.actor import Role
from hansa.clearing.models import Batch, CardFile, LedgerEntry
from hansa.clearing.reads import batches, ledger, windows
from hansa.clearing.rules.differences import LegLine, difference, pairs_of
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.terms.house import Cause, State
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    SHELL,
    Account,
    Bring,
    Enter,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Conflict, Refused

NEXT = "2026-11-22"
CopyCharter = Callable[..., Path]


def leg(
    debtor: str, creditor: str, fen: int, rows: int = 1, class_: str = "c"
) -> LegLine:
    """A leg of one class."""
    return LegLine(
        debtor=debtor,
        creditor=creditor,
        amount_fen=fen,
        scheme="transit",
        rule_version="v",
        clause="CLR-01",
        class_id=class_,
        rows=rows,
    )


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ([], [], []),
        ([leg("a", "b", 5)], [], [leg("a", "b", 5)]),
        ([leg("a", "b", 5)], [leg("a", "b", 5)], []),
        ([leg("a", "b", 7, 2)], [leg("a", "b", 5)], [leg("a", "b", 2)]),
        # Less than before is owed back.
        ([leg("a", "b", 2)], [leg("a", "b", 5, 2)], [leg("b", "a", 3, -1)]),
        ([], [leg("a", "b", 5)], [leg("b", "a", 5, -1)]),
        # What falls one way and rises the other is one leg.
        (
            [leg("a", "b", 1), leg("b", "a", 6)],
            [leg("a", "b", 5), leg("b", "a", 4)],
            [leg("b", "a", 6, 0)],
        ),
        # Another class is another leg.
        (
            [leg("a", "b", 5, class_="d")],
            [leg("a", "b", 5)],
            [leg("a", "b", 5, class_="d"), leg("b", "a", 5, -1)],
        ),
    ],
)
def test_a_difference_stays_positive(
    now: list[LegLine], before: list[LegLine], expected: list[LegLine]
) -> None:
    """Debtor and creditor change places where a difference is negative."""
    assert list(difference(now, before)) == expected
    sums = [
        sum((-1 if one.debtor > one.creditor else 1) * one.amount_fen for one in legs)
        for legs in (now, before, expected)
    ]
    assert sums[0] - sums[1] == sums[2]


def test_legs_of_one_party_with_itself_are_no_debt() -> None:
    """A city owes itself nothing, whatever its classes say."""
    legs = [leg("a", "a", 9), leg("a", "b", 5), leg("a", "b", 6, class_="d")]
    assert pairs_of(legs) == {("a", "b"): 11}


def positions() -> dict[str, int]:
    """Every account of the ledger that is not even."""
    found = ledger.trial_balance(OFFICE, LEAGUE)
    assert found.balanced
    return {one.party: one.balance_fen for one in found.accounts if one.balance_fen}


ON_TIME = (tap("A1"), tap("A2", amount_fen=300))
LATE = (
    tap("B1", acquirer="zhuzhou-card", issuer="xiangtan-card", amount_fen=500),
    # A copy of what was published takes nothing back, and gives nothing.
    tap("A1"),
)


def test_late_is_on_time_in_the_cumulative_result(house: None, bring: Bring) -> None:
    """A file that came after the seal is a delta; both days end in one result.

    The delta adds what the late file brought and nothing else. It is refused while the
    batch before it is not published, and again once nothing is new.
    """
    open_window()
    bring("changsha-card_1.csv", *ON_TIME)
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    with pytest.raises(Conflict) as early:
        sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    assert early.value.code == "batch-not-published"
    finished()
    assert positions() == {"changsha": 500, "zhuzhou": -500}
    assert bring("of-both_1.csv", *LATE).file.batch is None
    with pytest.raises(Conflict) as sealed:
        sealing.seal_window(OPERATOR, LEAGUE, DAY)
    assert sealed.value.code == "window-sealed"
    assert sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE) == 1
    late = finished()
    delta = batches.get_batch(OFFICE, LEAGUE, DAY, 1)
    assert {p: f for p, f in delta.line.net.items() if f} == {
        "zhuzhou": 500,
        "xiangtan": -500,
    }
    assert delta.line.counts["codes"] == {"DUP_EXACT": 1, "ACCEPTED": 3}
    assert positions() == {"changsha": 500, "xiangtan": -500}
    assert (
        delta.line.previous_head
        == batches.get_batch(OFFICE, LEAGUE, DAY, 0).line.head_sha256
    )
    for cause in Cause:
        with pytest.raises(Refused) as empty:
            sealing.make_delta(OPERATOR, LEAGUE, DAY, cause)
        assert empty.value.code == "delta-empty"
    assert Batch.objects.count() == 2

    assert late == on_time(bring)


def on_time(bring: Bring) -> str:
    """Clear the same files as one batch of a second house; give the result."""
    with forgotten():
        open_window()
        bring("changsha-card_1.csv", *ON_TIME)
        bring("of-both_1.csv", *LATE)
        sealing.seal_window(OPERATOR, LEAGUE, DAY)
        return str(running.run_batch(OPERATOR, LEAGUE, DAY)["result_sha256"])


class forgotten:  # noqa: N801 -- used as a word in a with statement
    """Forget every window, so that the same day can be cleared once more."""

    def __enter__(self) -> None:
        from hansa.clearing import models

        for model in (
            models.Posting,
            models.LedgerEntry,
            models.BatchInstruction,
            models.BatchPair,
            models.BatchStep,
            models.CardFile,
            models.Batch,
            models.ClearingWindow,
        ):
            model.objects.all().delete()

    def __exit__(self, *_: Any) -> None:
        pass


def test_a_conflict_takes_a_published_row_back(house: None, bring: Bring) -> None:
    """A serial that comes with other content on another day is suspended on both.

    The day that was published gets a delta for it, which owes the fare back; the rule's
    amendment and the late file are other causes, and have none of it.
    """
    open_window(NEXT)
    bring("changsha-card_22.csv", tap("A1", f"{NEXT}T08:00:00+08:00"), window=NEXT)
    bring("changsha-card_22b.csv", tap("Z1", f"{NEXT}T08:00:00+08:00"), window=NEXT)
    published(NEXT)
    assert positions() == {"changsha": 400, "zhuzhou": -400}
    with pytest.raises(Refused):
        sealing.make_delta(OPERATOR, LEAGUE, NEXT, Cause.LATE_CONFLICT)

    open_window(DAY)
    bring("changsha-card_23.csv", tap("A1", amount_fen=900), tap("A3"))
    published(DAY)
    assert positions() == {"changsha": 600, "zhuzhou": -600}
    told_of_late_conflict(NEXT, DAY)
    sealing.make_delta(OPERATOR, LEAGUE, NEXT, Cause.LATE_CONFLICT)
    told_of_late_conflict(NEXT)
    finished(NEXT)
    told_of_late_conflict(NEXT)
    told_of_late_conflict(DAY)
    delta = batches.get_batch(OFFICE, LEAGUE, NEXT)
    assert delta.line.cause is Cause.LATE_CONFLICT
    assert {p: f for p, f in delta.line.net.items() if f} == {
        "changsha": -200,
        "zhuzhou": 200,
    }
    assert positions() == {"changsha": 400, "zhuzhou": -400}
    rows = batches.list_exceptions(OFFICE, LEAGUE, NEXT)
    assert [(one.record_id, one.code) for one in rows] == [("A1", "DUP_CONFLICT")]


REFUND = {"kind": "refund", "card": "card-A1", "original_record_id": "A1"}


@pytest.mark.parametrize(
    ("brought", "is_taken"),
    [
        (tap("C1"), False),
        (tap("A1", amount_fen=900), True),
        (tap("C2", amount_fen=50, **REFUND), True),
        (tap("C3", amount_fen=50, **{**REFUND, "original_record_id": "C9"}), False),
        (tap("A1", acquirer="zhuzhou-card"), False),
    ],
    ids=["other-serial", "conflict", "refund", "refund-of-another", "other-acquirer"],
)
def test_only_what_concerns_a_window_makes_a_delta_of_it(
    house: None,
    bring: Bring,
    account: Account,
    hansa: Hansa,
    brought: str,
    is_taken: bool,
) -> None:
    """Another window's taps are no late conflict, and do not stop a late file."""
    open_window(NEXT)
    bring("changsha-card_22.csv", tap("A1", f"{NEXT}T08:00:00+08:00"), window=NEXT)
    published(NEXT)
    open_window(DAY)
    bring("other_23.csv", brought)
    published(DAY)
    ask = ("clearing", "delta", LEAGUE, NEXT, "late-conflict", "--lang", "en")
    sealed = hansa(*ask, "--as", account(Role.CLEARING_OPERATOR))
    assert (sealed.code == 0) == is_taken
    if is_taken:
        return
    assert "Nothing has come for the window" in sealed.err
    assert Batch.objects.filter(window__slug=NEXT).count() == 1
    bring("changsha-card_22b.csv", tap("B1", f"{NEXT}T09:00:00+08:00"), window=NEXT)
    assert sealing.make_delta(OPERATOR, LEAGUE, NEXT, Cause.LATE_FILE) == 1
    finished(NEXT)


def told_of_late_conflict(slug: str, *others: str) -> None:
    """The window and the list name the windows that touch it, and nothing is paid then."""
    assert windows.get_window(OFFICE, LEAGUE, slug).line.late_conflicts == others
    lines = {one.slug: one for one in windows.list_windows(OFFICE, LEAGUE)}
    assert lines[slug].late_conflicts == others
    if others:
        with pytest.raises(Refused) as refused:
            settling.instruct(OPERATOR, LEAGUE, slug, 0)
        assert refused.value.code == "late-conflict"


def test_a_copy_of_another_window_is_told_to_the_later_one(
    house: None, bring: Bring, enter: Enter
) -> None:
    """The same tap published twice: the later window gives it back by a delta, when told.

    Copies that a window knows of itself, and serials that it does not share, touch nobody.
    """
    earlier = "2026-11-22"
    open_window(DAY)
    at = f"{earlier}T08:00:00+08:00"
    bring("changsha-card_23.csv", tap("A1", at), tap("A1", at), tap("A2"))
    published(DAY)
    open_window(earlier)
    bring("changsha-card_22.csv", tap("B1", at), window=earlier)
    published(earlier)
    told_of_late_conflict(DAY)
    bring("changsha-card_22b.csv", tap("A1", at, card="card-A1"), window=earlier)
    sealing.make_delta(OPERATOR, LEAGUE, earlier, Cause.LATE_FILE)
    finished(earlier)
    told_of_late_conflict(DAY, earlier)
    told_of_late_conflict(earlier)
    client = enter(Role.CLEARING_OPERATOR)
    said = "A late conflict: seal a delta with this cause."
    for address in (f"windows/{DAY}/", ""):
        assert said in client.get(f"/{LEAGUE}/clearing/{address}").content.decode()
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_CONFLICT)
    finished(DAY)
    told_of_late_conflict(DAY)
    assert positions() == {"changsha": 600, "zhuzhou": -600}
    assert settling.instruct(OPERATOR, LEAGUE, DAY, 0) == 1


def amend(charter_copy: CopyCharter, *changes: tuple[str, str]) -> None:
    """Put other rules in force."""
    folder = charter_copy(LEAGUE, {"clearing.yaml": list(changes)})
    terms = charter_services.Terms(decision="test")
    charter_services.apply_version(SHELL, folder, terms)


def test_an_amendment_changes_a_published_day_by_a_delta(
    house: None, bring: Bring, charter_copy: CopyCharter
) -> None:
    """A fee agreed on later is a delta of its own; what it does not touch it leaves.

    An amendment that changes no amount is found out when its delta is run; that one can
    only be voided, and the batch before it stands.
    """
    open_window()
    bring("changsha-card_1.csv", *ON_TIME)
    published()
    fees = '{fees: {centre_ppm: 100000, payer: "@acquirer", centre: centre}}'
    fee = ("parameters: {}", f"parameters: {fees}")
    amend(charter_copy, fee)
    bring("of-both_1.csv", *LATE)
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.RULE_AMENDMENT)
    finished()
    delta = batches.get_batch(OFFICE, LEAGUE, DAY)
    # A tenth of 5.00 yuan; the late file is not in it.
    assert {p: f for p, f in delta.line.net.items() if f} == {
        "changsha": -50,
        "centre": 50,
    }
    assert (delta.funnel.gross_fen, delta.funnel.moved_fen) == (50, 50)
    assert delta.line.totals["gross_fen"] == 550
    assert CardFile.objects.get(name="of-both_1.csv").batch is None

    amend(charter_copy, fee, ("amount_max_fen: 2000", "amount_max_fen: 1999"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.RULE_AMENDMENT)
    with pytest.raises(Refused) as empty:
        running.run_batch(OPERATOR, LEAGUE, DAY)
    assert empty.value.code == "delta-empty"
    settling.void(OPERATOR, LEAGUE, DAY, "it changes no amount")
    assert positions() == {"changsha": 450, "zhuzhou": -500, "centre": 50}


def test_a_voided_batch_gives_its_files_back(house: None, bring: Bring) -> None:
    """Its ledger is taken back, and a next batch seals the same files, once.

    Nets that are all zero are published and paid without a payment. A batch that another
    one rests on, and one whose payments are ordered, is not voided.
    """
    open_window()
    both = (
        tap("A1"),
        tap("A2", acquirer="zhuzhou-card", issuer="changsha-card"),
    )
    bring("of-both_1.csv", *both)
    published()
    head = Batch.objects.get().head_sha256
    assert batches.get_batch(OFFICE, LEAGUE, DAY).line.totals["gross_fen"] == 400
    assert positions() == {}
    bring("xiangtan-card_1.csv", tap("A4", acquirer="xiangtan-card"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    with pytest.raises(Conflict) as rested:
        settling.void(APPROVER, LEAGUE, DAY, "r", 0)
    assert rested.value.code == "batch-rested-on"
    settling.void(OPERATOR, LEAGUE, DAY, "the sender asked for it", 1)
    settling.void(APPROVER, LEAGUE, DAY, "wrong rules", 0)
    assert CardFile.objects.filter(batch=None).count() == 2
    assert sealing.seal_window(OPERATOR, LEAGUE, DAY) == 2
    finished()
    assert positions() == {"xiangtan": 200, "zhuzhou": -200}
    last = Batch.objects.get(number=2)
    assert (last.previous_head, last.chain) == (head, 2)
    assert settling.instruct(OPERATOR, LEAGUE, DAY) == 1
    with pytest.raises(Refused):
        settling.void(APPROVER, LEAGUE, DAY, "too late", 2)
    assert (
        settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True))
        is State.SETTLED
    )
    assert positions() == {}
    assert LedgerEntry.objects.count() == 4


def test_approval_follows_the_batch_published_meanwhile(
    house: None, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two days approved at once: the later one is refused, and then follows the other."""
    open_window(NEXT)
    open_window(DAY)
    for slug in (NEXT, DAY):
        sealing.seal_window(OPERATOR, LEAGUE, slug)
        running.run_batch(OPERATOR, LEAGUE, slug)
    write = publishing._write_statements

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(publishing, "_write_statements", write)
        publishing.approve(APPROVER, LEAGUE, NEXT)
        return write(*given)

    monkeypatch.setattr(publishing, "_write_statements", meanwhile)
    with pytest.raises(Conflict) as late:
        publishing.approve(APPROVER, LEAGUE, DAY)
    assert late.value.code == "published-meanwhile"
    publishing.approve(APPROVER, LEAGUE, DAY)
    first, second = Batch.objects.order_by("chain")
    assert second.previous_head == first.head_sha256 != ""
