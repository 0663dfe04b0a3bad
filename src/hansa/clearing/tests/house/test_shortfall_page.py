"""What if a city does not pay: who would bear what, and how far each is from its cap."""

import re

import pytest

from hansa.chassis.actor import Role
from hansa.clearing.models import Batch, LedgerEntry
from hansa.clearing.reads.shortfalls import Remedy, list_caps, unpaid_by
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    Enter,
    open_window,
    tap,
)
from hansa.clearing.tests.house.test_pages import WINDOW, heading

PAGE = f"{WINDOW}unpaid/"


@pytest.fixture
def netted(house: None, bring: Bring) -> None:
    """Changsha owes 6.00, Zhuzhou gets 4.00 and Xiangtan 2.00."""
    open_window()
    bring(
        "zhuzhou-card_1.csv",
        *(tap(f"Z{n}", acquirer="zhuzhou-card", issuer="changsha-card") for n in "12"),
    )
    bring(
        "xiangtan-card_1.csv",
        tap("X1", acquirer="xiangtan-card", issuer="changsha-card"),
    )
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)


def cells(html: str) -> list[str]:
    """Give the tables of the page as lines of words."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<main")[1], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_who_bears_what_is_reckoned_before_anything_is_done(
    netted: None, enter: Enter
) -> None:
    """The account covers all, a part, or nothing; taken out, the rest is netted anew."""
    reader, before = enter(Role.SECRETARIAT), Batch.objects.get().revision
    assert heading(reader, PAGE) == (
        "If Changsha does not pay its 6.00 yuan, the guarantee account pays in its "
        "place, and nobody else loses anything"
    )
    assert heading(reader, f"{PAGE}?fund=3") == (
        "If Changsha does not pay its 6.00 yuan, the guarantee account pays 3.00 yuan, "
        "and the others bear 3.00 yuan"
    )
    covered = reader.get(PAGE).content.decode()
    assert "it covers the whole" in covered
    assert "bear in proportion" not in covered
    html = reader.get(f"{PAGE}?fund=3").content.decode()
    assert "bear in proportion" in html
    lines = cells(html)
    assert "Zhuzhou to receive 4.00 to receive 2.00 bears 2.00" in lines
    assert "Xiangtan to receive 2.00 to receive 1.00 bears 1.00" in lines
    assert "Guarantee account 0.00 to pay 3.00 bears 3.00" in lines
    assert "Changsha to pay 6.00 0.00 left unpaid 6.00" in lines
    assert "Zhuzhou to receive 4.00 0.00 bears 4.00" in lines
    assert Batch.objects.get().revision == before
    assert not LedgerEntry.objects.exists()


def test_what_cannot_be_asked_is_told_beside_its_field(
    netted: None, enter: Enter
) -> None:
    """A city that owes nothing is no choice, and an account holds no negative sum."""
    reader = enter(Role.APPROVER)
    for asked in ("party=zhuzhou", "party=nobody", "fund=-1", "fund=many"):
        answer = reader.get(f"{PAGE}?{asked}")
        assert answer.status_code == 422, asked
        assert "taken out" not in answer.content.decode()


def test_nobody_pays_in_a_batch_of_zeros(house: None, enter: Enter) -> None:
    """The page says so, and asks nothing."""
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    reader = enter(Role.APPROVER)
    assert heading(reader, PAGE) == "Nobody has to pay anything in this batch"
    assert 'name="party"' not in reader.get(PAGE).content.decode()


def test_caps_count_a_batch_once(netted: None) -> None:
    """What it adds is owed by it before it is published, and by the ledger afterwards."""
    (line,) = list_caps(OFFICE, LEAGUE, DAY)
    assert (line.party, line.unpaid_fen, line.added_fen) == ("changsha", 0, 600)
    assert line.left_fen == 500_000_000 - 600
    publishing.approve(APPROVER, LEAGUE, DAY)
    (line,) = list_caps(OFFICE, LEAGUE, DAY)
    assert (line.unpaid_fen, line.added_fen) == (600, 0)
    settling.instruct(OPERATOR, LEAGUE, DAY)
    settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True))
    assert list_caps(OFFICE, LEAGUE, DAY) == ()


def test_what_is_paid_is_no_shortfall(netted: None, enter: Enter) -> None:
    """The rest is left unpaid; taken out, the city gets back what it paid."""
    publishing.approve(APPROVER, LEAGUE, DAY)
    settling.instruct(OPERATOR, LEAGUE, DAY)
    settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(numbers=(1,)))
    reader = enter(Role.SECRETARIAT)
    assert heading(reader, PAGE).startswith("If Changsha does not pay its 2.00 yuan")
    lines = cells(reader.get(PAGE).content.decode())
    assert "Guarantee account 0.00 to pay 2.00 bears 2.00" in lines
    back = "left unpaid 2.00; gets back what it paid 4.00"
    assert f"Changsha to pay 2.00 to receive 4.00 {back}" in lines
    assert "Zhuzhou 0.00 to pay 4.00 bears 4.00" in lines
    found = unpaid_by(OFFICE, LEAGUE, DAY, "changsha", Remedy.UNWIND)
    (payment,) = found.instructions
    assert (payment.payer, payment.payee, payment.amount_fen) == (
        "zhuzhou",
        "changsha",
        400,
    )
    settling.settle(OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True))
    assert heading(reader, PAGE) == "Everything in this batch is paid"
    assert unpaid_by(OFFICE, LEAGUE, DAY, "changsha", Remedy.GUARANTEE).drawn_fen == 0


def test_whom_the_account_paid_for_owes_the_account(netted: None, enter: Enter) -> None:
    """The shortfall moves from the creditor to the account, and does not end."""
    publishing.approve(APPROVER, LEAGUE, DAY)
    settling.instruct(OPERATOR, LEAGUE, DAY)
    settling.settle(
        OPERATOR, LEAGUE, DAY, settling.Paid(all_open=True, guaranteed=True)
    )
    reader = enter(Role.SECRETARIAT)
    assert "its 6.00 yuan" in heading(reader, PAGE)
    lines = cells(reader.get(PAGE).content.decode())
    assert any(line.startswith("Guarantee account to receive 6.00") for line in lines)
    assert not any(line.startswith("Zhuzhou to receive") for line in lines)
