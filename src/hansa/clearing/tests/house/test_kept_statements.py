"""What was published once stays readable to whom it was told, held or voided since."""

import pytest

from conftest import Hansa
from hansa.chassis.actor import Actor, Role
from hansa.clearing.models import Batch
from hansa.clearing.reads import ledger, statements
from hansa.clearing.reads.returns import list_returns
from hansa.clearing.services import disputes, running, sealing, settling
from hansa.clearing.terms.casework import DisputeDraft
from hansa.clearing.terms.house import Cause, State
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OPERATOR,
    Account,
    Bring,
    Enter,
    actor,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Missing, Refused

CHANGSHA = actor(Role.CITY_LIAISON, "changsha")
LIST = f"/{LEAGUE}/clearing/statements/"
PAGE = f"/{LEAGUE}/clearing/windows/{DAY}/statements/changsha/"


@pytest.fixture
def day(house: None, bring: Bring) -> None:
    """A published day on which Changsha receives 4.00 yuan."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"), tap("A2"))
    published()


def readable(number: int = 0, who: Actor = CHANGSHA) -> State:
    """Read the statement of Changsha by every way, and give its state."""
    line = statements.get_statement(who, LEAGUE, DAY, number, "changsha").line
    assert statements.bundle_of(who, LEAGUE, DAY, number, "changsha").is_file()
    listed = statements.list_statements(who, LEAGUE, "changsha")
    assert line in listed
    assert [one.sender for one in list_returns(who, LEAGUE, DAY, number)]
    return line.state


def test_a_held_batch_hides_no_statement(day: None, enter: Enter) -> None:
    """It is shown as held, can be disputed, and is owed on against the cap."""
    owed = ledger.unpaid_of(LEAGUE)
    assert owed == {"zhuzhou": 400}
    settling.hold(OPERATOR, LEAGUE, DAY, "a question")
    assert readable() is State.HELD
    assert ledger.unpaid_of(LEAGUE) == owed
    liaison = enter(Role.CITY_LIAISON, "changsha")
    html = liaison.get(f"{PAGE}?batch=0").content.decode()
    assert "This batch is held after it was published" in html
    assert "Dispute this statement" in html
    draft = DisputeDraft(
        window=DAY, party="changsha", against="zhuzhou", amount_fen=200, words="少计"
    )
    assert disputes.open_dispute(CHANGSHA, LEAGUE, draft)
    settling.release(OPERATOR, LEAGUE, DAY)
    assert readable() is State.PUBLISHED


@pytest.mark.parametrize("held", [False, True])
def test_a_voided_batch_keeps_its_statement(
    held: bool, day: None, enter: Enter
) -> None:
    """It is shown as voided, counts for nothing, and is not disputed any more."""
    if held:
        settling.hold(OPERATOR, LEAGUE, DAY, "a question")
    settling.void(APPROVER, LEAGUE, DAY, "wrong rules")
    assert readable() is State.VOIDED
    assert ledger.unpaid_of(LEAGUE) == {}
    liaison = enter(Role.CITY_LIAISON, "changsha")
    html = liaison.get(f"{PAGE}?batch=0").content.decode()
    assert "This batch was voided after it was published" in html
    assert "Dispute this statement" not in html
    assert (
        "The statements of Changsha come to zero"
        in liaison.get(f"{LIST}?party=changsha").content.decode()
    )
    draft = DisputeDraft(
        window=DAY, party="changsha", against="zhuzhou", amount_fen=200, words="少计"
    )
    with pytest.raises(Refused) as refused:
        disputes.open_dispute(CHANGSHA, LEAGUE, draft)
    assert refused.value.code == "statement-voided"
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    finished()
    assert readable(0) is State.VOIDED
    assert readable(1) is State.PUBLISHED


def test_a_delta_that_is_only_sealed_hides_no_statement(
    day: None, bring: Bring, account: Account, enter: Enter, hansa: Hansa
) -> None:
    """Without a number the latest published one is given, by command and page."""
    bring("changsha-card_2.csv", tap("A3"))
    assert sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE) == 1
    who = account(Role.CITY_LIAISON, "changsha")
    ask = ("clearing", "statement", LEAGUE, DAY, "changsha", "--as", who)
    shown = hansa(*ask, "--lang", "en")
    assert shown.code == 0, shown.err
    assert "Net: 4.00 yuan." in shown.out
    assert "It is batch 0 of the window." in shown.out
    page = enter(Role.CITY_LIAISON, "changsha").get(PAGE)
    assert page.status_code == 200
    assert page.context["statement"].line.number == 0
    assert hansa(*ask, "--number", "1").code == 1
    finished()
    assert "It is batch 1 of the window." in hansa(*ask, "--lang", "en").out
    settling.void(APPROVER, LEAGUE, DAY, "wrong rules", 1)
    assert "It is batch 0 of the window." in hansa(*ask, "--lang", "en").out


def test_what_was_never_published_is_told_to_nobody(house: None, bring: Bring) -> None:
    """Held or voided before a second person's word, it is no statement."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    settling.hold(OPERATOR, LEAGUE, DAY, "a question")
    for _ in range(2):
        with pytest.raises(Missing):
            statements.get_statement(CHANGSHA, LEAGUE, DAY, 0, "changsha")
        assert statements.list_statements(CHANGSHA, LEAGUE, "changsha") == ()
        assert list_returns(CHANGSHA, LEAGUE, DAY, 0) == ()
        if Batch.objects.get().state == State.HELD.value:
            settling.void(OPERATOR, LEAGUE, DAY, "r")
