"""The ledger brings what batches leave to be paid to the balance of each account."""

import re
from collections.abc import Callable
from pathlib import Path

from hansa.chassis.actor import Role
from hansa.clearing.reads import ledger
from hansa.clearing.services import settling
from hansa.clearing.services.settling import Paid
from hansa.clearing.tests.house.conftest import (
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    Enter,
    apply_charter,
    open_window,
    published,
    tap,
)
from hansa.clearing.tests.house.test_pages import ROOT, WINDOW, do, heading

EARLIER = "2026-11-22"


def words(html: str) -> str:
    """Give the words of a page without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1]).split())


def test_a_city_that_pays_one_batch_and_receives_of_another(
    house: None, bring: Bring, enter: Enter
) -> None:
    """Zhuzhou owes 15.00 of one day and is owed 4.00 of another: 11.00 net, both shown."""
    open_window(EARLIER)
    at = f"{EARLIER}T08:00:00+08:00"
    bring("changsha-card_1.csv", tap("A1", at, amount_fen=1_500), window=EARLIER)
    published(EARLIER)
    open_window()
    back = {"acquirer": "zhuzhou-card", "issuer": "changsha-card"}
    bring("zhuzhou-card_1.csv", tap("Z1", amount_fen=400, **back))
    published()
    reader = enter(Role.SECRETARIAT)
    page = f"{ROOT}ledger/"
    assert (
        heading(reader, page) == "The books balance; 11.00 yuan net is still to be paid"
    )
    shown = words(reader.get(page).content.decode())
    assert (
        "19.00 yuan still to pay, batch by batch − 8.00 yuan that the same party is still "
        "to receive of other batches = 11.00 yuan net"
    ) in shown
    assert "In all 19.00 19.00 0.00 19.00 19.00" in shown
    left = ledger.list_open(OFFICE, LEAGUE)["zhuzhou"]
    assert (left.pays_fen, left.receives_fen) == (1_500, 400)
    unpaid = words(reader.get(f"{WINDOW}unpaid/").content.decode())
    assert "Not paid is counted batch by batch" in unpaid


def test_the_guarantee_is_offered_where_it_may_pay(
    house: None, bring: Bring, enter: Enter, charter_copy: Callable[..., Path]
) -> None:
    """While a payment is open and the charter names an account; else it is refused."""
    open_window()
    issuer = "xiangtan-card"
    rows = (tap("A1", amount_fen=1_500), tap("A2", issuer=issuer, amount_fen=700))
    bring("changsha-card_1.csv", *rows)
    published()
    settling.instruct(OPERATOR, LEAGUE, DAY)
    operator, offer = enter(Role.CLEARING_OPERATOR), 'name="settle-guaranteed"'
    assert offer in operator.get(WINDOW).content.decode()
    for number in (1, 2):
        paid = Paid(numbers=(number,), guaranteed=True)
        settling.settle(OPERATOR, LEAGUE, DAY, paid)
    assert offer not in operator.get(WINDOW).content.decode()
    stale = do(operator, "settle", numbers=["1"], guaranteed="on")
    assert stale.status_code == 409
    assert ledger.unpaid_of(LEAGUE) == {"zhuzhou": 1_500, "xiangtan": 700}


def test_a_league_without_a_guarantee_is_offered_none(
    house: None, bring: Bring, enter: Enter, charter_copy: Callable[..., Path]
) -> None:
    """Its form records payments, and offers no account that could pay for a city."""
    named = (", guarantee: guarantee, example", ", example")
    apply_charter(LEAGUE, charter_copy(LEAGUE, {"clearing.yaml": [named]}))
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    settling.instruct(OPERATOR, LEAGUE, DAY)
    operator = enter(Role.CLEARING_OPERATOR)
    html = operator.get(WINDOW).content.decode()
    assert 'name="settle-reference"' in html
    assert 'name="settle-guaranteed"' not in html
    assert do(operator, "settle", numbers=["1"], guaranteed="on").status_code == 422
    assert do(operator, "settle", numbers=["1"]).status_code == 302


def test_the_heading_of_a_batch_off_its_way_keeps_to_its_language(
    house: None, bring: Bring, enter: Enter
) -> None:
    """What a clerk typed is quoted below the heading, and marked as Chinese."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    reader, typed = enter(Role.SECRETARIAT), "核对文件后再划付。"
    settling.hold(OPERATOR, LEAGUE, DAY, typed)
    title = heading(reader, WINDOW)
    assert title.startswith("On hold since 2026-")
    assert not re.search("[一-鿿]", title)
    quoted = f'The reason given: <span lang="zh-Hans">“{typed}”</span>'
    assert quoted in reader.get(WINDOW).content.decode()
