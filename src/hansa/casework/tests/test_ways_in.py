"""Cases by command and by the API: the same answers, and every refusal in its form."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa, Run
from hansa.casework.models import Case, CaseEvent
from hansa.casework.reads import cases as reads
from hansa.casework.services import acts
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseAct, PartyStance, Reply
from hansa.casework.tests.conftest import (
    LEAGUE,
    OFFICE,
    TODAY,
    ZHUZHOU,
    Account,
    Enter,
    Opened,
    revision,
)
from hansa.chassis.actor import Role
from hansa.chassis.journal import entries
from hansa.directory.reads import accounts as account_reads

API = f"/api/v1/leagues/{LEAGUE}"
NEW: dict[str, Any] = {
    "type": "dispute",
    "parties": [
        {"role": "claimant", "member": "changsha"},
        {"role": "respondent", "member": "zhuzhou"},
    ],
    "subject": "少计12笔",
    "amount_fen": 2400,
}


def post(client: Client, address: str, content: Any, status: int = 200) -> Any:
    """Send JSON, and give the answer."""
    got = client.post(
        f"{API}{address}", json.dumps(content), content_type="application/json"
    )
    assert got.status_code == status, got.content
    return got.json()


def test_a_case_by_the_api(leagues: None, program: Enter) -> None:
    """Opened, answered, decided by two and closed; every answer is the case."""
    changsha, zhuzhou = (program(Role.CITY_LIAISON, m) for m in ("changsha", "zhuzhou"))
    operator, approver = program(Role.CLEARING_OPERATOR), program(Role.APPROVER)
    case = post(changsha, "/cases", NEW, 201)
    assert (case["state"], case["due_on"]) == ("awaiting-reply", "2026-11-09")
    one = f"/cases/{case['id']}"
    reply = {"revision": 1, "party": 2, "stance": "objects", "note": "不认可"}
    case = post(zhuzhou, f"{one}/replies", reply)
    assert (case["state"], case["revision"]) == ("in-hand", 2)
    file = {"name": "明细.txt", "content": "MTI="}
    document = {"revision": 2, "paper": "statement", "file": file}
    assert post(zhuzhou, f"{one}/documents", document)["events"][-1]["file"]
    decision = {"revision": 3, "decision": "upheld", "note": "相符"}
    assert post(operator, f"{one}/decisions", decision)["state"] == "awaiting-approval"
    back = {"revision": 4, "note": "请补充"}
    assert post(approver, f"{one}/returns", back)["state"] == "in-hand"
    post(operator, f"{one}/decisions", {**decision, "revision": 5})
    assert post(approver, f"{one}/approvals", {"revision": 6})["state"] == "decided"
    assert post(operator, f"{one}/closings", {"revision": 7})["state"] == "closed"
    again = {"revision": 8, "note": "新证据"}
    assert post(operator, f"{one}/reopenings", again)["round"] == 2
    up = {"revision": 9, "note": "分歧较大"}
    assert post(zhuzhou, f"{one}/escalations", up)["body"] == "conference"
    gone = {"revision": 10, "note": "撤回"}
    assert post(changsha, f"{one}/withdrawals", gone)["state"] == "withdrawn"


def test_the_command_prints_what_the_api_answers(
    opened: Opened, program: Enter, run: Run
) -> None:
    """List and case, key by key."""
    case = opened()
    client = program(Role.SECRETARIAT)

    def asked(address: str) -> Any:
        written = client.get(f"{API}{address}").content.decode()
        # One writes UTC as Z, the other as +00:00; both are the same instant.
        return json.loads(written.replace('Z"', '+00:00"'))

    assert asked("/cases") == run("casework", "list", LEAGUE)
    got = asked(f"/cases/{case}")
    assert got == run("casework", "show", LEAGUE, "2026-1")
    assert got == run("casework", "show", LEAGUE, str(case))
    assert got["subject"] == {"zh": "11月1日窗口少计12笔", "en": "11月1日窗口少计12笔"}


def test_the_types_are_listed(leagues: None, client: Client) -> None:
    """Everybody may read what the charter says, and that it is an example."""
    kinds = client.get(f"{API}/case-types").json()
    assert [kind["id"] for kind in kinds] == [
        "dispute",
        "unmatched",
        "adjustment",
        "plan-conformity",
    ]
    assert all(kind["example"] for kind in kinds)
    assert kinds[0]["clocks"][0]["silence"] == "accept"


@pytest.mark.parametrize(
    ("role", "member", "status"),
    [
        (Role.AUDITOR, None, 200),
        (Role.CITY_LIAISON, "changsha", 200),
        (Role.CITY_LIAISON, "xiangtan", 404),
        (Role.WATCH_OFFICER, None, 404),
    ],
)
def test_who_reads_by_the_api(
    role: Role, member: str | None, status: int, opened: Opened, program: Enter
) -> None:
    """As on the page: whoever may not know of it gets 404, and an act changes nothing."""
    case = opened()
    client = program(role, member)
    assert client.get(f"{API}/cases/{case}").status_code == status
    up = {"revision": 1, "note": "x"}
    if status == 404:
        post(client, f"/cases/{case}/escalations", up, 404)
    elif role is Role.AUDITOR:
        post(client, f"/cases/{case}/escalations", up, 403)


def test_nobody_reads_without_a_key(opened: Opened, client: Client) -> None:
    """The public is asked for a key."""
    case = opened()
    for address in (f"{API}/cases", f"{API}/cases/{case}"):
        assert client.get(address).status_code in {401, 403}


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("type", {"type": "quarrel"}, "case-type-missing"),
    ("parties", {"parties": []}, "parameters-wrong"),
    ("role", {"parties": [{"role": "judge"}]}, "role-unknown"),
    ("subject", {"subject": ""}, "parameters-wrong"),
    ("blank", {"subject": "   "}, "subject-missing"),
    ("amount", {"amount_fen": -1}, "parameters-wrong"),
    ("float", {"amount_fen": 1.5}, "parameters-wrong"),
    ("huge", {"amount_fen": 2**63}, "parameters-wrong"),
    ("day", {"about_on": "0001-01-01"}, "parameters-wrong"),
    ("field", {"source": "mine"}, "parameters-wrong"),
    ("control", {"subject": "a\nb"}, "parameters-wrong"),
]


@pytest.mark.parametrize(
    ("changed", "code"), [pytest.param(c, code, id=name) for name, c, code in BAD]
)
def test_what_cannot_be_opened_has_its_code(
    changed: dict[str, Any], code: str, leagues: None, program: Enter
) -> None:
    """Bad input is named, and nothing is opened."""
    client = program(Role.SECRETARIAT)
    status = 404 if code == "case-type-missing" else 422
    assert post(client, "/cases", {**NEW, **changed}, status)["code"] == code
    assert not Case.objects.exists()


def test_a_key_of_its_own_opens_one_case(leagues: None, program: Enter) -> None:
    """The same request sent twice is done once."""
    client = program(Role.SECRETARIAT)
    headers = {"idempotency-key": "a-dispute-of-the-first"}
    got = [
        client.post(
            f"{API}/cases",
            json.dumps(NEW),
            content_type="application/json",
            headers=headers,
        )
        for _ in range(2)
    ]
    assert [one.status_code for one in got] == [201, 201]
    assert got[0].json() == got[1].json()
    assert Case.objects.count() == 1


def test_a_case_by_command(
    leagues: None, account: Account, run: Run, hansa: Hansa, tmp_path: Path
) -> None:
    """Open, reply on behalf, document, decide, approve, close, reopen, withdraw."""
    paper = tmp_path / "明细.txt"
    paper.write_text("12笔", encoding="utf-8")
    case = run(
        "casework", "open", LEAGUE, "dispute", "少计12笔",
        "--party", "claimant=changsha:长沙公交", "--party", "respondent=zhuzhou",
        "--amount-fen", "2400", "--object", "row/1", "--about", "2026-11-01",
    )  # fmt: skip
    assert (case["number"], case["parties"][0]["name"]) == (1, "长沙公交")
    answered = run(
        "casework", "reply", LEAGUE, "2026-1", "--party", "2", "--stance", "objects",
        "--words", "不认可", "--office", "株洲市交通局", "--evidence", "株交函8号",
    )  # fmt: skip
    assert answered["events"][-1]["evidence"] == "株交函8号"
    scanned = run(
        "casework", "reply", LEAGUE, "2026-1", "--party", "2", "--stance", "objects",
        "--words", "仍不认可", "--office", "株洲市交通局", "--file", paper,
    )  # fmt: skip
    digest = sha256(paper.read_bytes()).hexdigest()
    assert scanned["events"][-1]["evidence"] == digest
    added = run(
        "casework", "add-document", LEAGUE, "2026-1", "--paper", "statement",
        "--file", paper,
    )  # fmt: skip
    assert added["events"][-1]["file"]
    prepared = run("casework", "decide", LEAGUE, "2026-1", "upheld", "--words", "相符")
    assert prepared["state"] == "awaiting-approval"
    alone = hansa("casework", "decide", LEAGUE, "2026-1", "--approve", "--json")
    assert (alone.code, json.loads(alone.out)["code"]) == (1, "second-person-needed")
    sent = run(
        "casework", "decide", LEAGUE, "2026-1", "--send-back", "--words", "请补充"
    )
    assert sent["state"] == "in-hand"
    up = run("casework", "escalate", LEAGUE, "2026-1", "--words", "分歧较大")
    assert up["body"] == "conference"
    id_ = Case.objects.get().pk
    acts.decide(OFFICE, LEAGUE, id_, revision(id_), "rejected", Said(note="不符"))
    approved = run("casework", "decide", LEAGUE, "2026-1", "--approve")
    assert approved["decision"]["decision"] == "rejected"
    assert run("casework", "close", LEAGUE, "2026-1")["state"] == "closed"
    run("casework", "reopen", LEAGUE, "2026-1", "--words", "新证据")
    gone = run("casework", "withdraw", LEAGUE, "2026-1", "--words", "撤回")
    assert gone["state"] == "withdrawn"
    assert {entry.actor for entry in entries(LEAGUE, 3)} != {OFFICE.person}


def test_people_read_a_case_in_the_terminal(
    opened: Opened, account: Account, hansa: Hansa
) -> None:
    """Both languages; parties, clocks and events, and that the terms are an example."""
    opened()
    ran = hansa("casework", "show", LEAGUE, "2026-1", "--lang", "en")
    assert ran.code == 0
    for words in (
        "Clearing dispute 2026-1",
        "Waiting for a reply from Zhuzhou until 2026-11-09.",
        "not yet agreed",
        "长沙公交 (Changsha)",
        "case opened",
    ):
        assert words in ran.out
    chinese = hansa("casework", "list", LEAGUE, "--lang", "zh")
    assert "清分争议" in chinese.out
    assert "株洲" in chinese.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", LEAGUE, "2026-99"), 1),
        (("show", LEAGUE, "nonsense"), 1),
        (("show", LEAGUE, "99999999999-1"), 1),
        (("list", "nowhere"), 1),
        (("list", LEAGUE, "--state", "lost"), 2),
        (("decide", LEAGUE, "2026-1"), 2),
        (("decide", LEAGUE, "2026-1", "upheld", "--approve"), 2),
        (("open", LEAGUE, "dispute", "少计", "--party", "claimant"), 2),
        (("open", LEAGUE, "quarrel", "少计", "--party", "claimant=changsha"), 1),
        (("reply", LEAGUE, "2026-1", "--party", "9", "--words", "x"), 1),
        (("reply", LEAGUE, "2026-1", "--party", "2", "--on", "2026-11-03"), 1),
        (("close", LEAGUE, "2026-1"), 1),
    ],
)
def test_bad_words_end_a_command(
    words: tuple[str, ...], code: int, opened: Opened, account: Account, hansa: Hansa
) -> None:
    """Exit 1 for what is refused, 2 for what was not understood; nothing is recorded."""
    opened()
    assert hansa("casework", *words).code == code
    assert CaseEvent.objects.count() == 1


def test_an_account_acts_by_its_own_rights(
    opened: Opened, account: Account, hansa: Hansa, run: Run
) -> None:
    """With --as a command sees and does what the account may."""
    opened()
    account(Role.CITY_LIAISON, "xiangtan")
    account(Role.CITY_LIAISON, "zhuzhou")
    stranger = hansa(
        "casework", "show", LEAGUE, "2026-1", "--as", "city-liaison-xiangtan"
    )
    assert stranger.code == 1
    own = ("--party", "2", "--words", "不认可", "--as", "city-liaison-zhuzhou")
    answered = run("casework", "reply", LEAGUE, "2026-1", *own)
    assert answered["state"] == "in-hand"
    assert ZHUZHOU.member == "zhuzhou"


def test_the_person_who_prepared_it_on_the_page_is_refused_in_the_shell(
    opened: Opened, account: Account, hansa: Hansa, run: Run
) -> None:
    """The account is the same; the command names it, and another's word stands."""
    case = opened()
    account(Role.SECRETARIAT)
    other = account(Role.APPROVER)
    someone = replace(OFFICE, person="secretariat-league")
    heard = Reply(party=2, stance=PartyStance.OBJECTS)
    acts.reply(ZHUZHOU, LEAGUE, case, 1, heard, Said(note="不认可"))
    acts.decide(someone, LEAGUE, case, 2, "upheld", Said(note="相符"))
    approve = ("casework", "decide", LEAGUE, "2026-1", "--approve")
    refused = hansa(*approve, "--as", "secretariat-league", "--json")
    assert refused.code == 1
    assert json.loads(refused.out)["code"] == "second-person-needed"
    third = account_reads.actor_of_account(other, LEAGUE, OFFICE.at)
    by_shell = replace(third, person="shell:someone:approver-league")
    line = reads.get_case(by_shell, LEAGUE, "2026-1", TODAY)
    assert CaseAct.APPROVE in reads.offers(by_shell, line)
    assert run(*approve, "--as", "approver-league")["state"] == "decided"
    last = CaseEvent.objects.order_by("number").last()
    assert last is not None
    assert last.actor.startswith("shell:")
    assert last.actor.endswith(":approver-league")


@pytest.mark.parametrize(
    ("by", "own"),
    [
        ("shell:test:other", True),
        ("shell:test", True),
        ("shell:else:test:1", False),
        ("someone", False),
    ],
)
def test_one_shell_is_one_person(by: str, own: bool, opened: Opened) -> None:
    """Whatever accounts it acts as; the page does not offer what is refused."""
    case = opened()
    acts.reply(
        ZHUZHOU,
        LEAGUE,
        case,
        1,
        Reply(party=2, stance=PartyStance.OBJECTS),
        Said(note="不认可"),
    )
    acts.decide(
        replace(OFFICE, person="shell:test:office"),
        LEAGUE,
        case,
        2,
        "upheld",
        Said(note="相符"),
    )
    who = replace(OFFICE, person=by)
    line = reads.get_case(who, LEAGUE, "2026-1", TODAY)
    assert (CaseAct.APPROVE not in reads.offers(who, line)) is own


def test_the_tick_says_how_many_cases_it_moved(
    opened: Opened, account: Account, run: Run, settings: Any
) -> None:
    """Once the last day has passed, and only once."""
    opened()
    settings.HANSA_CLOCK = OFFICE.at.replace(day=12)
    assert run("tick")["cases"] == 1
    assert run("tick")["cases"] == 0
