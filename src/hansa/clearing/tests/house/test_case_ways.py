"""Cases of the clearing house by every way in: pages, commands and the API."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from conftest import Hansa, Run
from hansa.casework.models import Case
from hansa.chassis.actor import Role
from hansa.clearing.models import CaseRow
from hansa.clearing.tests.house.cases import decided, deliver, heard, only, papers
from hansa.clearing.tests.house.conftest import (
    AT,
    DAY,
    LEAGUE,
    Account,
    Bring,
    Enter,
    finished,
    open_window,
    published,
    tap,
)
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keys
from hansa.directory.terms.accounts import KeyDraft, Scope

CLEARING, CASEWORK = f"/{LEAGUE}/clearing/", f"/{LEAGUE}/casework/"
WINDOW = f"{CLEARING}windows/{DAY}/"
STATEMENT = f"{WINDOW}statements/changsha/"
ROWS = (
    tap("A1"),
    tap("A2", card="twice", counter="7"),
    tap("A3", card="twice", counter="7"),
)
LIAISON = Role.CITY_LIAISON


@pytest.fixture
def day(house: None, bring: Bring) -> None:
    """A published day with two rows of Changsha in doubt."""
    open_window()
    bring("changsha-card_1.csv", *ROWS)
    published()
    deliver()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_city_disputes_from_its_statement(day: None, enter: Enter) -> None:
    """From the drill-down to the case and back; only the two cities are led there."""
    changsha = enter(LIAISON, "changsha")
    assert f"{STATEMENT}dispute/?batch=0" in page(changsha, f"{STATEMENT}?batch=0")
    why = page(changsha, f"{WINDOW}why/?batch=0&from=zhuzhou&to=changsha")
    (row,) = re.findall(r'href="([^"]+rows=changsha-card/A1)"', why)
    assert "changsha-card/A1</textarea>" in page(changsha, row.replace("&amp;", "&"))
    said = {"against": "zhuzhou", "yuan": "1.50", "words": "少计。"}
    answer = changsha.post(f"{STATEMENT}dispute/?batch=0", said)
    case = Case.objects.get(type="dispute")
    assert answer.headers["location"] == f"{CASEWORK}{case.pk}/"
    assert case.amount_fen == 150
    assert f'href="{STATEMENT}?batch=0"' in page(changsha, f"{CASEWORK}{case.pk}/")
    assert f"{CASEWORK}{case.pk}/" in page(changsha, STATEMENT)
    zhuzhou = enter(LIAISON, "zhuzhou")
    assert f"{CASEWORK}{case.pk}/" in page(zhuzhou, f"{WINDOW}statements/zhuzhou/")
    theirs = page(zhuzhou, f"{CASEWORK}{case.pk}/")
    assert f'href="{WINDOW}statements/zhuzhou/?batch=0"' in theirs
    xiangtan = enter(LIAISON, "xiangtan")
    assert str(case.pk) not in page(xiangtan, f"{WINDOW}statements/xiangtan/")
    for address, status in (
        (f"{CASEWORK}{case.pk}/", 404),
        (f"{CLEARING}cases/{case.pk}/", 404),
        (f"{STATEMENT}dispute/", 403),
    ):
        assert xiangtan.get(address).status_code == status
    assert xiangtan.post(f"{STATEMENT}dispute/", said).status_code == 403
    assert Case.objects.filter(type="dispute").count() == 1


def test_what_is_refused_is_shown_beside_its_field(day: None, enter: Enter) -> None:
    """Nothing disputed, a row of others, no words: the form comes back as typed."""
    changsha = enter(LIAISON, "changsha")
    for said, sentence in (
        ({"against": "zhuzhou", "words": "少计。"}, "Nothing is disputed."),
        ({"yuan": "1", "words": "少计。"}, "It is not said against whom"),
        ({"rows": "changsha-card/Z9", "words": "少计。"}, "has no row"),
        (
            {"rows": "changsha-card/A1", "against": "xiangtan", "words": "少计。"},
            "has no part in the row",
        ),
        ({"against": "zhuzhou", "yuan": "1"}, "This field is required."),
        ({"against": "zhuzhou", "yuan": "1,5", "words": "少计。"}, "1250.00"),
    ):
        answer = changsha.post(f"{STATEMENT}dispute/", said)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    leader = enter(Role.LEADER, "changsha")
    assert "dispute/" not in page(leader, STATEMENT)
    assert leader.get(f"{STATEMENT}dispute/").status_code == 403


def test_the_operator_splits_and_adjusts(day: None, enter: Enter) -> None:
    """Rows of a case and an adjustment, from the window and back to its batches."""
    operator = enter(Role.CLEARING_OPERATOR)
    case = only("unmatched")
    shown = page(operator, WINDOW)
    assert f"{CASEWORK}{case}/" in shown
    assert f"{WINDOW}adjustment/" in shown
    assert f"{CLEARING}cases/{case}/" in page(operator, f"{CASEWORK}{case}/")
    rows = page(operator, f"{CLEARING}cases/{case}/")
    assert f'href="{WINDOW}?batch=0"' in rows
    row = CaseRow.objects.get(record_id="A3")
    assert row.content_hash in rows
    split = f"{CLEARING}cases/{case}/split/"
    assert enter(Role.APPROVER).post(split, {}).status_code == 403
    assert enter(LIAISON, "changsha").post(split, {}).status_code == 403
    assert "split/" not in page(enter(LIAISON, "changsha"), f"{CLEARING}cases/{case}/")
    assert operator.post(split, {"rows": "0" * 64}).status_code == 422
    assert operator.post(split, {"rows": row.content_hash}).status_code == 302
    row.refresh_from_db()
    assert row.case != case
    heard(row.case, "changsha")
    decided(row.case, "released")
    finished()
    delta = f'href="{WINDOW}?batch=1"'
    assert delta in page(operator, f"{CASEWORK}{row.case}/")
    assert "carried out by this batch" in page(operator, f"{WINDOW}?batch=1")
    theirs = page(enter(LIAISON, "changsha"), f"{CASEWORK}{row.case}/")
    assert f'href="{STATEMENT}?batch=1"' in theirs

    said = {"payer": "xiangtan", "payee": "changsha", "yuan": "0.70", "words": "补。"}
    assert enter(Role.APPROVER).get(f"{WINDOW}adjustment/").status_code == 403
    assert "Adjustment: who pays whom?" in page(operator, f"{WINDOW}adjustment/")
    same = {**said, "payee": "xiangtan"}
    assert operator.post(f"{WINDOW}adjustment/", same).status_code == 422
    assert operator.post(f"{WINDOW}adjustment/", said).status_code == 302
    made = only("adjustment")
    papers(made, "calculation")
    heard(made, "xiangtan")
    decided(made, "made")
    finished()
    why = page(operator, f"{WINDOW}why/?batch=2&from=xiangtan&to=changsha")
    assert "as was decided or changed afterwards" in why
    assert "these taps are why" not in why
    assert "it was decided in a case" in why
    assert f'href="{CASEWORK}{made}/"' in why
    assert "decided by case" in why
    chinese = enter(Role.CLEARING_OPERATOR, language="zh-hans")
    assert "调账裁定" in page(chinese, f"{WINDOW}?batch=2")
    assert "案件裁定" in page(
        chinese, f"{WINDOW}why/?batch=2&from=xiangtan&to=changsha"
    )


def test_by_command(day: None, account: Account, hansa: Hansa, run: Run) -> None:
    """``dispute``, ``adjust`` and ``case`` do and say what the pages do."""
    operator, liaison = account(Role.CLEARING_OPERATOR), account(LIAISON, "changsha")
    third = account(LIAISON, "xiangtan")
    words = (
        "clearing",
        "dispute",
        LEAGUE,
        DAY,
        "changsha",
        "--row",
        "changsha-card/A1",
    )
    refused = hansa(*words, "--as", third, "--json")
    assert json.loads(refused.out)["code"] == "right-missing"
    made = run(*words, "--words", "少计", "--as", liaison)
    shown = run("clearing", "case", "show", LEAGUE, made["number"], "--as", liaison)
    assert [one["record_id"] for one in shown["rows"]] == ["A1"]
    row = CaseRow.objects.get(record_id="A3")
    number = CaseRow.objects.get(record_id="A2").case_number
    rows = ("--row", row.content_hash)
    own = run("clearing", "case", "split", LEAGUE, number, *rows, "--as", operator)
    assert own["number"] != number
    printed = hansa("clearing", "case", "show", LEAGUE, number, "--as", operator)
    assert "A2" in printed.out
    assert "A3" not in printed.out
    amount = ("clearing", "adjust", LEAGUE, DAY, "xiangtan", "changsha", "70")
    assert run(*amount, "--dispute", made["number"], "--as", operator)["number"]
    case = Case.objects.get(type="adjustment")
    assert f"case:{made['number']}" in case.objects_named


def test_by_programs(day: None, account: Account) -> None:
    """The same at the API; a third city is told nothing of it."""
    api = f"/api/v1/leagues/{LEAGUE}/clearing/"
    dispute = f"{api}windows/{DAY}/batches/0/statements/changsha/disputes"

    def sent(role: Role, member: str | None, address: str, content: Any) -> Any:
        name = f"{role.value}-{member or 'league'}"
        known = get_user_model().objects.filter(username=name)
        name = known[0].username if known else account(role, member)
        user = get_user_model().objects.get(username=name)
        someone = account_reads.actor_of_account(user.pk, None, AT)
        secret = keys.make_key(someone, KeyDraft(name="接口", scopes=frozenset(Scope)))
        client = Client(headers={"authorization": f"Bearer {secret}"})
        if content is None:
            return client.get(address)
        return client.post(address, content, content_type="application/json")

    claim = {"against": "zhuzhou", "amount_fen": 150}
    assert sent(LIAISON, "xiangtan", dispute, claim).status_code == 403
    assert sent(Role.LEADER, "changsha", dispute, claim).status_code == 403
    made = sent(LIAISON, "changsha", dispute, claim)
    assert made.status_code == 201, made.content
    assert made.json()["about"]["window"] == DAY
    one = f"{api}cases/{made.json()['case']}"
    assert sent(LIAISON, "zhuzhou", one, None).json()["type"] == "dispute"
    assert sent(LIAISON, "xiangtan", one, None).status_code == 404
    row = CaseRow.objects.get(record_id="A3")
    split = f"{api}cases/{row.case}/splits"
    rows = {"rows": [row.content_hash]}
    assert sent(Role.APPROVER, None, split, rows).status_code == 403
    own = sent(Role.CLEARING_OPERATOR, None, split, rows)
    assert [line["record_id"] for line in own.json()["rows"]] == ["A3"]
    adjust = f"{api}windows/{DAY}/adjustments"
    amount = {"payer": "xiangtan", "payee": "changsha", "amount_fen": 70}
    assert sent(LIAISON, "changsha", adjust, amount).status_code == 403
    assert sent(Role.CLEARING_OPERATOR, None, adjust, amount).status_code == 201
