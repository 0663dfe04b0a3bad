"""An adjustment is no more than the taps of its window come to."""

from dataclasses import replace

import pytest

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.clearing.models import Batch
from hansa.clearing.services import disputes, sealing
from hansa.clearing.services.adjustable import adjustable_fen
from hansa.clearing.terms.casework import AdjustmentDraft
from hansa.clearing.terms.house import Cause
from hansa.clearing.tests.house.cases import decided, deliver, heard, papers
from hansa.clearing.tests.house.conftest import (
    DAY,
    LEAGUE,
    OPERATOR,
    Account,
    Bring,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Refused

DRAFT = AdjustmentDraft(window=DAY, payer="xiangtan", payee="changsha", amount_fen=200)


def test_one_fen_more_is_refused(
    house: None, bring: Bring, account: Account, hansa: Hansa
) -> None:
    """One tap of 2.00 yuan: as much may be adjusted, by the command too."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    ask = ("clearing", "adjust", LEAGUE, DAY, "xiangtan", "changsha")
    words = ("--words", "x", "--lang", "en", "--as", account(Role.CLEARING_OPERATOR))
    for fen in (201, 2**63 - 1):
        refused = hansa(*ask, str(fen), *words)
        assert refused.code == 1
        told = " ".join(refused.err.split())
        assert "come to at most 2.00 yuan" in told
        assert "as a late file" in told
    ran = hansa(*ask, "200", *words)
    assert ran.code == 0, ran.err


def test_what_was_adjusted_adds_nothing(house: None, bring: Bring) -> None:
    """Else each adjustment would make room for the next one."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    case = disputes.open_adjustment(OPERATOR, LEAGUE, DRAFT)
    papers(case, "calculation")
    heard(case, "xiangtan")
    decided(case, "made")
    finished()
    batch = Batch.objects.get(cause=Cause.ADJUSTMENT.value)
    assert batch.result["totals"]["gross_fen"] == 400
    assert adjustable_fen(batch) == 200
    with pytest.raises(Refused) as more:
        disputes.open_adjustment(OPERATOR, LEAGUE, replace(DRAFT, amount_fen=201))
    assert more.value.code == "adjustment-too-large"


def test_a_row_in_doubt_counts_as_the_dearest_one(house: None, bring: Bring) -> None:
    """What it is worth nobody decided yet; the rules say the most that it may be."""
    open_window()
    twins = (tap("A4", amount_fen=500), tap("A4", amount_fen=900))
    bring("changsha-card_1.csv", tap("A1"), *twins)
    published()
    deliver()
    batch = Batch.objects.get()
    assert batch.result["counts"]["suspended"] == 2
    most = adjustable_fen(batch)
    assert most > 200
    disputes.open_adjustment(OPERATOR, LEAGUE, replace(DRAFT, amount_fen=most))
    with pytest.raises(Refused):
        disputes.open_adjustment(OPERATOR, LEAGUE, replace(DRAFT, amount_fen=most + 1))


def test_nothing_is_adjusted_where_no_tap_came(house: None) -> None:
    """Taps that are missing come as a late file, and not as an amount."""
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    finished()
    with pytest.raises(Refused) as refused:
        disputes.open_adjustment(OPERATOR, LEAGUE, replace(DRAFT, amount_fen=1))
    assert refused.value.code == "adjustment-too-large"
