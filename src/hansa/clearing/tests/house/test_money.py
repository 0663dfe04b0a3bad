"""Caps, the guarantee, the ledger, and what a city may read of a published batch."""

import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.actor import Role
from hansa.chassis.models import OutboxEvent
from hansa.clearing.models import Batch, LedgerEntry, Posting
from hansa.clearing.reads import batches, ledger, shortfalls, statements
from hansa.clearing.reads.shortfalls import Remedy
from hansa.clearing.rules import caps
from hansa.clearing.rules.netting import net_positions
from hansa.clearing.services import ledger as booking
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services.settling import Paid
from hansa.clearing.terms.house import EntryKind, State
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    actor,
    apply_charter,
    open_window,
    tap,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

PARTIES = ("a", "b", "c", "d", "fund")
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(PARTIES[:4]), st.sampled_from(PARTIES[:4])).filter(
        lambda pair: pair[0] != pair[1]
    ),
    st.integers(1, 10**12),
)


@given(PAIRS, st.sampled_from(PARTIES[:4]), st.integers(0, 10**12))
def test_whoever_does_not_pay_the_rest_sums_to_zero(
    pairs: dict[tuple[str, str], int], party: str, fund_fen: int
) -> None:
    """Unwound or guaranteed, positions sum to zero and nobody who pays owes more.

    With a full fund nobody else changes; without one, creditors bear all that is owed.
    """
    net = net_positions(PARTIES, pairs)
    owed = max(-net[party], 0)
    out = caps.unwind(net, pairs, party)
    assert sum(out.net.values()) == 0
    assert out.net[party] == 0
    assert all(party not in (one.payer, one.payee) for one in out.instructions)
    paid = caps.guarantee(net, party, "fund", fund_fen)
    assert sum(paid.net.values()) == 0
    assert paid.drawn_fen + paid.uncovered_fen == owed
    assert paid.drawn_fen <= fund_fen
    for one in set(PARTIES) - {party, "fund"}:
        assert paid.net[one] <= net[one]
        assert paid.net[one] >= min(net[one], 0)
        if not paid.uncovered_fen:
            assert paid.net[one] == net[one]


@pytest.mark.parametrize(
    ("unpaid", "net", "expected"),
    [
        ({}, {"a": -10, "b": 10}, []),
        ({}, {"a": -11, "b": 11}, [("a", 11)]),
        ({"a": 5}, {"a": -5, "b": 5}, []),
        ({"a": 6}, {"a": -5, "b": 5}, [("a", 11)]),
        # What is owed to a party has not paid for anything yet, and is no debt either.
        ({"b": 99}, {"a": -5, "b": 5}, []),
        # No cap, no breach.
        ({}, {"c": -99, "b": 99}, []),
    ],
)
def test_a_cap_bounds_what_is_owed(
    unpaid: dict[str, int], net: dict[str, int], expected: list[tuple[str, int]]
) -> None:
    """Up to the cap is no breach; one fen more is."""
    found = caps.breaches(unpaid, net, lambda party: None if party == "c" else 10)
    assert [(one.party, one.owed_fen) for one in found] == expected


def test_an_entry_that_does_not_sum_to_zero_is_not_booked(
    house: None,
) -> None:
    """The ledger refuses a fen too many, and finds one that somebody slipped in."""
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    row = Batch.objects.get()
    with pytest.raises(RuntimeError, match="sums to 1 fen"):
        booking.post(OPERATOR, row, EntryKind.PAID, {"changsha": 5, "zhuzhou": -4})
    assert not LedgerEntry.objects.exists()
    booking.post(OPERATOR, row, EntryKind.PAID, {"changsha": 5, "zhuzhou": -5})
    Posting.objects.filter(party="changsha").update(amount_fen=6)
    with pytest.raises(RuntimeError, match="is out by 1 fen"):
        booking.post(OPERATOR, row, EntryKind.PAID, {"changsha": 5, "zhuzhou": -5})
    assert not ledger.trial_balance(OFFICE, LEAGUE).balanced


def test_a_day_from_the_cap_to_the_guarantee(
    house: None, bring: Bring, charter_copy: object
) -> None:
    """One published day, seen by its city, over a cap, and paid in place of a payer.

    Over its cap nothing is published. A city's liaison reads its own statement and opens
    its own bundle. The guarantee pays for Zhuzhou, which then owes the guarantee.
    """
    open_window()
    bring(
        "changsha-card_1.csv",
        tap("A1", amount_fen=1_500),
        tap("A2", issuer="xiangtan-card", amount_fen=700),
        tap("A3", card="twice", counter=7),
        tap("A4", card="twice", counter=7),
        tap("A5", issuer="nobody"),
    )
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    with pytest.raises(Missing):
        statements.get_statement(OFFICE, LEAGUE, DAY, None, "zhuzhou")
    running.run_batch(OPERATOR, LEAGUE, DAY)
    rows = batches.list_exceptions(OFFICE, LEAGUE, DAY)
    codes = [(one.record_id, one.code) for one in rows]
    assert codes == [
        ("A3", "CTR_REPEAT"),
        ("A4", "CTR_REPEAT"),
        ("A5", "PARTY_UNKNOWN"),
    ]
    refuse_over_cap(charter_copy)
    publishing.approve(APPROVER, LEAGUE, DAY)
    told = OutboxEvent.objects.get(name="clearing.RowsSuspended").content
    assert (told["party"], told["rows"]) == ("changsha", 2)
    read_as_liaison()
    what_if_zhuzhou_does_not_pay()
    settle_with_the_guarantee()


def refuse_over_cap(charter_copy: object) -> None:
    """With a cap of 14.99 yuan the day is refused, and with 15.00 it is not."""
    old, new = "caps: {each_fen: 500000000", "caps: {each_fen: {}"
    for fen in (1_499, 1_500):
        folder = charter_copy(  # type: ignore[operator]  # a fixture that copies
            LEAGUE, {"clearing.yaml": [(old, new.replace("{}", str(fen)))]}
        )
        apply_charter(LEAGUE, folder)
        if fen == 1_499:
            with pytest.raises(Refused) as over:
                publishing.approve(APPROVER, LEAGUE, DAY)
            assert over.value.code == "cap-exceeded"
            named = over.value.message.parameters["party"]
            assert named == Bilingual("株洲", "Zhuzhou")
            assert over.value.message.parameters["owed"] == "15.00"
            assert not LedgerEntry.objects.exists()


def read_as_liaison() -> None:
    """A liaison reads the own city's statement and bundle, and no other's."""
    liaison = actor(Role.CITY_LIAISON, "zhuzhou")
    found = statements.get_statement(liaison, LEAGUE, DAY, None, "zhuzhou")
    assert found.line.net_fen == -1_500
    assert sum(one.balance_fen for one in found.against) == -1_500
    assert found.counts["received"] == 5
    bundle = statements.bundle_of(liaison, LEAGUE, DAY, None, "zhuzhou")
    with zipfile.ZipFile(bundle) as packed:
        assert b"xiangtan-card" not in b"".join(
            packed.read(name) for name in packed.namelist() if "rows" in name
        )
    for read in (statements.get_statement, statements.bundle_of):
        with pytest.raises(Forbidden):
            read(liaison, LEAGUE, DAY, None, "changsha")
    with pytest.raises(Forbidden):
        batches.get_batch(liaison, LEAGUE, DAY)


def what_if_zhuzhou_does_not_pay() -> None:
    """Unwound, Changsha loses 15.00; guaranteed by 10.00, it loses the 5.00 beyond."""
    ask = (OFFICE, LEAGUE, DAY, "zhuzhou")
    out = shortfalls.unpaid_by(*ask, Remedy.UNWIND)
    assert (out.changes["changsha"], out.net["xiangtan"]) == (-1_500, -700)
    paid = shortfalls.unpaid_by(*ask, Remedy.GUARANTEE, 1_000)
    assert (paid.drawn_fen, paid.uncovered_fen) == (1_000, 500)
    assert (paid.net["changsha"], paid.net["guarantee"]) == (1_700, -1_000)
    assert ledger.unpaid_of(LEAGUE) == {"zhuzhou": 1_500, "xiangtan": 700}


def settle_with_the_guarantee() -> None:
    """Settled in part until Zhuzhou has paid the guarantee; nothing is paid twice."""
    assert settling.instruct(OPERATOR, LEAGUE, DAY) == 2
    guaranteed = Paid(numbers=(1,), guaranteed=True, reference="G1")
    assert settling.settle(OPERATOR, LEAGUE, DAY, guaranteed) is State.PARTIAL
    with pytest.raises(Conflict):
        settling.settle(OPERATOR, LEAGUE, DAY, guaranteed)
    with pytest.raises(Missing):
        settling.settle(OPERATOR, LEAGUE, DAY, Paid(numbers=(9,)))
    for unclear in (Paid(), Paid(numbers=(2,), all_open=True)):
        with pytest.raises(Refused) as unnamed:
            settling.settle(OPERATOR, LEAGUE, DAY, unclear)
        assert unnamed.value.code == "payments-unnamed"
    settling.settle(OPERATOR, LEAGUE, DAY, Paid(numbers=(2,)))
    balance = ledger.trial_balance(OFFICE, LEAGUE)
    assert {one.party: one.balance_fen for one in balance.accounts} == {
        "changsha": 0, "guarantee": 1_500, "xiangtan": 0, "zhuzhou": -1_500,
    }  # fmt: skip
    assert ledger.unpaid_of(LEAGUE) == {"zhuzhou": 1_500}
    left = ledger.list_open(OFFICE, LEAGUE)
    assert {one: (it.pays_fen, it.receives_fen) for one, it in left.items()} == {
        "changsha": (0, 0), "guarantee": (0, 1_500), "xiangtan": (0, 0),
        "zhuzhou": (1_500, 0),
    }  # fmt: skip
    with pytest.raises(Refused) as unsaid:
        settling.reconcile(OPERATOR, LEAGUE, DAY)
    assert unsaid.value.code == "reason-missing"
    assert settling.settle(OPERATOR, LEAGUE, DAY, Paid(all_open=True)) is State.SETTLED
    assert ledger.unpaid_of(LEAGUE) == {}
    assert all(
        not one.balance_fen for one in ledger.trial_balance(OFFICE, LEAGUE).accounts
    )
    with pytest.raises(Refused):
        settling.settle(replace(OPERATOR), LEAGUE, DAY, Paid(numbers=(1,)))
