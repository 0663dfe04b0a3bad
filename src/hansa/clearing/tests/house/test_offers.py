"""What a page offers, the service does: no act that is offered is refused for the state."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.db import transaction

from hansa.chassis.actor import Actor, Role
from hansa.clearing.reads import batches, desks, windows
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services.settling import Paid
from hansa.clearing.terms.desk import Act
from hansa.clearing.terms.house import Cause
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OPERATOR,
    Bring,
    actor,
    open_window,
    tap,
)

BOTH = replace(
    actor(Role.APPROVER, number=9),
    roles=frozenset({Role.CLEARING_OPERATOR, Role.APPROVER}),
)
OTHER = "2026-11-22"


DOING: Mapping[Act, Callable[[Actor, int | None], object]] = {
    Act.SEAL: lambda who, _: sealing.seal_window(who, LEAGUE, DAY, "as it is"),
    Act.DELTA: lambda who, _: sealing.make_delta(who, LEAGUE, DAY, Cause.LATE_FILE),
    Act.RUN: lambda who, number: running.run_batch(who, LEAGUE, DAY, number),
    Act.APPROVE: lambda who, number: publishing.approve(who, LEAGUE, DAY, number),
    Act.INSTRUCT: lambda who, number: settling.instruct(who, LEAGUE, DAY, number),
    Act.SETTLE: lambda who, number: settling.settle(
        who, LEAGUE, DAY, Paid(all_open=True), number
    ),
    Act.RECONCILE: lambda who, number: settling.reconcile(
        who, LEAGUE, DAY, number, "the bank says so"
    ),
    Act.ARCHIVE: lambda who, number: settling.archive(who, LEAGUE, DAY, number),
    Act.HOLD: lambda who, number: settling.hold(who, LEAGUE, DAY, "a question", number),
    Act.RELEASE: lambda who, number: settling.release(who, LEAGUE, DAY, number),
    Act.VOID: lambda who, number: settling.void(who, LEAGUE, DAY, "a mistake", number),
}


def offered(who: Actor, number: int | None) -> tuple[Act, ...]:
    """Give what the page of a batch offers; without a number, that of a window without."""
    window = windows.get_window(who, LEAGUE, DAY).line
    batch = None if number is None else batches.get_batch(who, LEAGUE, DAY, number)
    return desks.offered(who, LEAGUE, window, batch)


def held_to(number: int | None, *expected: Act) -> None:
    """Do every act that anybody is offered, each from here; together they are expected."""
    found: set[Act] = set()
    for who in (OPERATOR, APPROVER, BOTH):
        for act in offered(who, number):
            with transaction.atomic():
                DOING[act](who, number)
                transaction.set_rollback(True)
            found.add(act)
    assert found == set(expected)


def test_every_act_that_is_offered_is_done(house: None, bring: Bring) -> None:
    """From collecting to archived, on hold from each side, with a late file waiting."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"), tap("A2", issuer="xiangtan-card"))
    held_to(None, Act.SEAL)
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    held_to(0, Act.RUN, Act.HOLD, Act.VOID)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    held_to(0, Act.APPROVE, Act.HOLD, Act.VOID)
    settling.hold(OPERATOR, LEAGUE, DAY, "a question")
    held_to(0, Act.RELEASE, Act.VOID)
    assert Act.VOID in offered(OPERATOR, 0)
    settling.release(OPERATOR, LEAGUE, DAY)
    publishing.approve(APPROVER, LEAGUE, DAY)
    bring("changsha-card_2.csv", tap("A3"))
    held_to(0, Act.INSTRUCT, Act.HOLD, Act.VOID, Act.DELTA)
    settling.hold(OPERATOR, LEAGUE, DAY, "another question")
    held_to(0, Act.RELEASE, Act.VOID)
    assert offered(OPERATOR, 0) == (Act.RELEASE,)
    assert offered(APPROVER, 0) == (Act.VOID,)
    settling.release(OPERATOR, LEAGUE, DAY)
    settling.instruct(OPERATOR, LEAGUE, DAY)
    held_to(0, Act.SETTLE, Act.DELTA)
    settling.settle(OPERATOR, LEAGUE, DAY, Paid(numbers=(1,)))
    held_to(0, Act.SETTLE, Act.RECONCILE, Act.DELTA)
    settling.settle(OPERATOR, LEAGUE, DAY, Paid(all_open=True))
    held_to(0, Act.RECONCILE, Act.DELTA)
    settling.reconcile(OPERATOR, LEAGUE, DAY)
    held_to(0, Act.ARCHIVE, Act.DELTA)
    settling.archive(OPERATOR, LEAGUE, DAY)
    held_to(0, Act.DELTA)


def test_a_batch_that_is_rested_on_is_not_offered_to_be_voided(
    house: None, bring: Bring
) -> None:
    """While a delta stands, the batch before it cannot go; once it is void, it can."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    publishing.approve(APPROVER, LEAGUE, DAY)
    bring("changsha-card_2.csv", tap("A2"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    held_to(0, Act.INSTRUCT, Act.HOLD)
    held_to(1, Act.RUN, Act.HOLD, Act.VOID)
    settling.void(OPERATOR, LEAGUE, DAY, "a mistake", 1)
    held_to(0, Act.INSTRUCT, Act.HOLD, Act.VOID, Act.DELTA)
    held_to(1, Act.DELTA)
    settling.void(APPROVER, LEAGUE, DAY, "a mistake", 0)
    held_to(0, Act.SEAL)


def test_payments_are_not_offered_before_a_late_conflict_is_looked_at(
    house: None, bring: Bring
) -> None:
    """A window whose serials came elsewhere with other content gets its delta first."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"), tap("A2"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    publishing.approve(APPROVER, LEAGUE, DAY)
    assert Act.INSTRUCT in offered(OPERATOR, 0)
    open_window(OTHER)
    doubled = tap("A1", f"{OTHER}T08:00:00+08:00", amount_fen=900)
    bring("changsha-card_3.csv", doubled, window=OTHER)
    sealing.seal_window(OPERATOR, LEAGUE, OTHER)
    running.run_batch(OPERATOR, LEAGUE, OTHER)
    assert offered(OPERATOR, 0) == (Act.HOLD, Act.DELTA)
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_CONFLICT)
    held_to(0, Act.INSTRUCT, Act.HOLD)
