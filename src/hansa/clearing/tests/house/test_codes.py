"""Codes of institutions: given, taken away, and read in files of the layouts CL and AD."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.chassis.models import JournalEntry
from hansa.clearing.formats.presets.cl import write_taps
from hansa.clearing.formats.presets.fb import FB
from hansa.clearing.formats.presets.layout import Heading, read_details
from hansa.clearing.models import Batch, InstitutionCode
from hansa.clearing.reads.batches import folder_of
from hansa.clearing.reads.exceptions import ExceptionFilter, find_exceptions
from hansa.clearing.reads.participants import list_institutions
from hansa.clearing.services import codes, exporting, participants, sealing, windows
from hansa.clearing.services.returning import write_return_file
from hansa.clearing.services.verifying import verify
from hansa.clearing.terms.house import Cause, InstitutionDraft, Registered, ReturnLayout
from hansa.clearing.terms.taps import FileCode
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Account,
    Bring,
    Enter,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

CHANGSHA, ZHUZHOU, STRANGER = "07310000001", "07330000001", "09990000009"
PAGE = f"/{LEAGUE}/clearing/participants/changsha-card/"
API = f"/api/v1/leagues/{LEAGUE}/clearing/institutions/changsha-card/codes"


def coded(record: str, **changed: Any) -> dict[str, Any]:
    """A purchase of 2.00 yuan in Changsha with a card of Zhuzhou, by codes."""
    return {
        "record_id": record,
        "acquirer": CHANGSHA,
        "issuer": ZHUZHOU,
        "card": f"card-{record}",
        "counter": 1,
        "service": "bus",
        "kind": "purchase",
        "original_record_id": None,
        "amount_fen": 200,
        "occurred_at": datetime(2026, 11, 23, 0, 0, tzinfo=UTC),
        "balance_before_fen": None,
        "test": None,
        **changed,
    }


BringCl = Callable[..., Registered]


@pytest.fixture
def bring_cl(tmp_path: Path) -> BringCl:
    """Register a CL file of rows under a name."""

    def one(name: str, *rows: dict[str, Any]) -> Registered:
        heading = Heading(
            settled_on=date(2026, 11, 23),
            sender=CHANGSHA,
            receiver="00000000000",
            file_name=name,
        )
        path = tmp_path / name
        path.write_bytes(b"".join(write_taps(heading, rows)))
        stated = windows.Stated(name=name, window=DAY)
        return windows.register_file(OPERATOR, LEAGUE, path, stated)

    return one


@pytest.fixture
def given(house: None) -> None:
    """Codes of two institutions, and an open window."""
    codes.give_code(OPERATOR, LEAGUE, "changsha-card", CHANGSHA)
    codes.give_code(OPERATOR, LEAGUE, "zhuzhou-card", ZHUZHOU)
    open_window()


def batch() -> Batch:
    """The latest batch of the day."""
    return Batch.objects.select_related("window").order_by("number").last()  # type: ignore[return-value] # one is sealed before


def test_rows_by_codes_are_those_of_their_institutions(
    given: None, bring: Bring, bring_cl: BringCl
) -> None:
    """The same taps as CSV with ids give the same result, and are copies of each other."""
    taken = bring_cl("changsha-card_1.cl", coded("A1"), coded("A2"))
    assert taken.file.refused == ""
    bring("changsha-card_2.csv", tap("A1"), tap("A3"))
    published()
    assert batch().result["counts"]["codes"] == {"ACCEPTED": 3, "DUP_EXACT": 1}


def test_an_unknown_code_is_an_unknown_party(given: None, bring_cl: BringCl) -> None:
    """Of issuer or acquirer; the other rows of the file go on, and the page shows it."""
    bring_cl(
        "changsha-card_1.cl",
        coded("A1"),
        coded("A2", issuer=STRANGER),
        coded("A3", acquirer=STRANGER),
    )
    published()
    counts = batch().result["counts"]["codes"]
    assert counts == {"ACCEPTED": 1, "PARTY_UNKNOWN": 2}
    found = find_exceptions(OPERATOR, LEAGUE, DAY, None, ExceptionFilter())
    rows = {one.record_id: one for one in found.slice(None, 0, 9)}
    assert (rows["A2"].acquirer, rows["A2"].issuer) == ("changsha-card", STRANGER)
    assert (rows["A3"].acquirer, rows["A3"].amount_fen) == (STRANGER, 200)


def test_a_code_that_is_given_later_comes_in_with_an_amendment(
    house: None, bring_cl: BringCl
) -> None:
    """What was unknown is found once its code is; late files go by the codes of before."""
    codes.give_code(OPERATOR, LEAGUE, "changsha-card", CHANGSHA)
    open_window()
    bring_cl("changsha-card_1.cl", coded("A1"))
    published()
    assert batch().result["counts"]["codes"] == {"PARTY_UNKNOWN": 1}
    codes.give_code(OPERATOR, LEAGUE, "zhuzhou-card", ZHUZHOU)
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.RULE_AMENDMENT)
    finished()
    assert batch().result["counts"]["codes"] == {"ACCEPTED": 1}
    codes.take_code(OPERATOR, LEAGUE, "zhuzhou-card", ZHUZHOU)
    bring_cl("changsha-card_2.cl", coded("A2"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    finished()
    assert batch().result["counts"]["codes"] == {"ACCEPTED": 2}


def test_bundles_and_exports_hold_the_codes(
    given: None, bring_cl: BringCl, tmp_path: Path, hansa: Hansa
) -> None:
    """A batch is computed again elsewhere, and every bundle is checked by itself."""
    bring_cl("changsha-card_1.cl", coded("A1"), coded("A2", service="ship"))
    result = published()
    out = tmp_path / "day"
    exporting.export_batch(OPERATOR, LEAGUE, DAY, None, out)
    assert (out / "rules" / "codes.csv").read_text().splitlines() == [
        "code,participant",
        f"{CHANGSHA},changsha-card",
        f"{ZHUZHOU},zhuzhou-card",
    ]
    again = hansa(
        *("clearing", "run", "--rules", out / "rules", "--in", out / "in"),
        *("--out", tmp_path / "again", "--json"),
    )
    assert json.loads(again.out)["result_sha256"] == result
    place = next(folder_of(batch()).rglob("zhuzhou.zip"))
    verdict = verify(place)
    assert (verdict.difference, verdict.rows) == (None, 1)


def test_feedback_names_institutions_as_their_sender_did(
    given: None, bring_cl: BringCl, tmp_path: Path
) -> None:
    """FB has the codes, also unknown ones; CSV has ids."""
    bring_cl("changsha-card_1.cl", coded("A1"), coded("A2", issuer=STRANGER))
    published()
    asked = (OPERATOR, LEAGUE, DAY, None, "changsha-card")
    place = write_return_file(*asked, ReturnLayout.FB, tmp_path / "fb")
    details = read_details(FB, place.read_bytes())
    assert [
        (one["acqOrgCode"], one["issOrgCode"], one["errorText"]) for one in details
    ] == [
        (CHANGSHA, ZHUZHOU, "ACCEPTED"),
        (CHANGSHA, STRANGER, "PARTY_UNKNOWN"),
    ]
    assert place.read_bytes()[22:33].decode() == CHANGSHA
    place = write_return_file(*asked, ReturnLayout.CSV, tmp_path / "csv")
    rows = list(csv.DictReader(place.read_text("utf-8-sig").splitlines()))
    assert [one["issuer"] for one in rows] == ["zhuzhou-card", STRANGER]


def test_nobody_brings_the_taps_of_another_code(given: None, bring_cl: BringCl) -> None:
    """A known code of another refuses the file; an unknown one is never given later."""
    refused = bring_cl("zhuzhou-card_1.cl", coded("A1"))
    assert refused.file.refused == FileCode.ACQUIRER.value
    bring_cl("changsha-card_1.cl", coded("A1", acquirer=STRANGER))
    with pytest.raises(Conflict, match="code-brought-by-another"):
        codes.give_code(OPERATOR, LEAGUE, "zhuzhou-card", STRANGER)
    draft = InstitutionDraft(
        slug=STRANGER, name=Bilingual("甲", "A"), party="zhuzhou", categories=()
    )
    with pytest.raises(Conflict, match="institution-is-a-code"):
        participants.add_institution(OPERATOR, LEAGUE, draft)
    codes.give_code(OPERATOR, LEAGUE, "changsha-card", STRANGER)
    published()
    assert batch().result["counts"]["codes"] == {"ACCEPTED": 1}


def test_a_file_names_few_acquirers(
    given: None, bring_cl: BringCl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with more codes than are kept is refused whole."""
    monkeypatch.setattr(windows, "ACQUIRERS_MOST", 2)
    rows = [coded(f"A{n}", acquirer=f"9990000000{n}") for n in range(3)]
    refused = bring_cl("changsha-card_1.cl", *rows)
    assert refused.file.refused == FileCode.ACQUIRER.value


@pytest.mark.parametrize(
    "code", ["", "0731-1", "123456789012", "１２３", "731\n", " 731"]
)
def test_what_is_no_code_is_refused(house: None, code: str) -> None:
    """Letters, signs, full-width digits, too many."""
    with pytest.raises(Refused, match="code-unreadable"):
        codes.give_code(OPERATOR, LEAGUE, "changsha-card", code)


def test_a_code_names_one_institution(house: None) -> None:
    """It is given once, not where it is an id, and taken away where it is."""
    codes.give_code(OPERATOR, LEAGUE, "changsha-card", CHANGSHA)
    for slug in ("changsha-card", "zhuzhou-card"):
        with pytest.raises(Conflict, match="code-there"):
            codes.give_code(OPERATOR, LEAGUE, slug, CHANGSHA)
    with pytest.raises(Missing, match="code-missing"):
        codes.take_code(OPERATOR, LEAGUE, "zhuzhou-card", CHANGSHA)
    with pytest.raises(Missing, match="institution-missing"):
        codes.give_code(OPERATOR, LEAGUE, "none", ZHUZHOU)
    number = InstitutionDraft(
        slug="731", name=Bilingual("甲", "A"), party="zhuzhou", categories=()
    )
    participants.add_institution(OPERATOR, LEAGUE, number)
    with pytest.raises(Conflict, match="code-is-an-id"):
        codes.give_code(OPERATOR, LEAGUE, "changsha-card", "731")
    taken = InstitutionDraft(
        slug=CHANGSHA, name=Bilingual("甲", "A"), party="zhuzhou", categories=()
    )
    with pytest.raises(Conflict, match="institution-is-a-code"):
        participants.add_institution(OPERATOR, LEAGUE, taken)
    codes.take_code(OPERATOR, LEAGUE, "changsha-card", CHANGSHA)
    codes.give_code(OPERATOR, LEAGUE, "zhuzhou-card", CHANGSHA)
    held = {one.slug: one.codes for one in list_institutions(OPERATOR, LEAGUE)}
    assert held["zhuzhou-card"] == (CHANGSHA,)
    acts = JournalEntry.objects.filter(service__endswith="_code").order_by("number")
    assert [one.service for one in acts] == [
        "clearing.give_code",
        "clearing.take_code",
        "clearing.give_code",
    ]


def test_who_may_give_codes(house: None) -> None:
    """The operator; neither approver nor office may."""
    for who in (APPROVER, OFFICE):
        with pytest.raises(Forbidden):
            codes.give_code(who, LEAGUE, "changsha-card", CHANGSHA)
        with pytest.raises(Forbidden):
            codes.take_code(who, LEAGUE, "changsha-card", CHANGSHA)
    assert not InstitutionCode.objects.exists()


def test_codes_on_the_page(house: None, enter: Enter) -> None:
    """Given, refused with its field, taken away; readers see codes and no form."""
    operator = enter(Role.CLEARING_OPERATOR)
    assert operator.post(f"{PAGE}codes/", {"code": CHANGSHA}).status_code == 302
    assert CHANGSHA in operator.get(PAGE).content.decode()
    again = operator.post(f"{PAGE}codes/", {"code": CHANGSHA})
    assert again.status_code == 409
    assert "belongs to “changsha-card” already" in again.content.decode()
    assert operator.post(f"{PAGE}codes/", {"code": "x"}).status_code == 422
    assert operator.post(f"{PAGE}codes/", {}).status_code == 422
    reader = enter(Role.APPROVER)
    shown = reader.get(PAGE).content.decode()
    assert CHANGSHA in shown
    assert "codes/" not in shown
    assert reader.post(f"{PAGE}codes/", {"code": "1"}).status_code == 403
    assert reader.post(f"{PAGE}codes/{CHANGSHA}/take/").status_code == 403
    assert operator.post(f"{PAGE}codes/{CHANGSHA}/take/").status_code == 302
    assert operator.post(f"{PAGE}codes/{CHANGSHA}/take/").status_code == 404


def test_codes_by_command(house: None, account: Account, hansa: Hansa) -> None:
    """Given, listed and taken away from a shell."""
    operator = ("--as", account(Role.CLEARING_OPERATOR))
    asked = ("clearing", "participant")
    which = (LEAGUE, "changsha-card", CHANGSHA)
    made = hansa(*asked, "give-code", *which, *operator, "--json")
    assert json.loads(made.out)["codes"] == [CHANGSHA]
    assert CHANGSHA in hansa(*asked, "list", LEAGUE, *operator).out
    assert hansa(*asked, "give-code", *which).code == 1
    assert hansa(*asked, "take-code", *which, *operator).code == 0
    assert hansa(*asked, "take-code", *which, *operator).code == 1


def test_codes_by_programs(house: None, program: Callable[..., Client]) -> None:
    """Given and taken away through the API, with the rights of the page."""
    operator = program(Role.CLEARING_OPERATOR)
    sent: dict[str, Any] = {
        "data": {"code": CHANGSHA},
        "content_type": "application/json",
    }
    made = operator.post(API, **sent)
    assert (made.status_code, made.json()["codes"]) == (201, [CHANGSHA])
    assert operator.post(API, **sent).status_code == 409
    assert operator.post(API, **{**sent, "data": {"code": "x"}}).status_code == 422
    other = program(Role.APPROVER)
    assert other.post(API, **sent).status_code == 403
    assert other.delete(f"{API}/{CHANGSHA}").status_code == 403
    assert operator.delete(f"{API}/{CHANGSHA}").json()["codes"] == []
    assert operator.delete(f"{API}/{CHANGSHA}").status_code == 404
