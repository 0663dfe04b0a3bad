"""The commands of duties: the office's day from the shell, and who may do what there."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from conftest import Hansa, Run
from hansa.charter.terms import Modality
from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.directory.services import people
from hansa.duties.models import Duty
from hansa.duties.tests.conftest import (
    CITIES,
    OFFICE,
    Account,
    House,
    Place,
    draft,
    opened,
)

PAPER = ("--office", "市政府办公室", "--evidence", "函〔2026〕1号")


def dispatched(run: Run) -> dict[str, Any]:
    """Send one request to all ten cities, to be answered within three days."""
    sent: dict[str, Any] = run(
        "duties", "request", "huaihai", "座谈会纪要（征求意见稿）", "--due", "2026-11-27",
        "--words", "无意见也请回复", "--clause", "GOV-15",
    )  # fmt: skip
    return sent


@pytest.mark.row("H-GOV-15")
def test_ten_asked_eight_answered_two_reminded(
    house: House, clock: object, run: Run
) -> None:
    """Ten are asked, eight answer by the due day: “8/10, missing X, Y”, two reminders."""
    sent = dispatched(run)
    assert sent["total"] == 10
    for member in CITIES[:8]:
        key = f"request/{sent['id']}/{member}"
        report = ("--words", "无意见", "--on", "2026-11-24", *PAPER)
        answered = run("duties", "report", "huaihai", key, *report)
        assert answered["duty"]["state"] == "done"
    (line,) = run("duties", "requests", "huaihai", "--as-of", "2026-11-27")
    assert line["report"] == "8/10, missing Linyi, Heze"
    assert run("duties", "remind-missing", "huaihai", sent["id"]) == {"reminders": 2}
    sheet = run("duties", "requests", "huaihai", sent["id"])
    reminders = {r["duty"]["member"]: r["reminders"] for r in sheet["replies"]}
    assert {m: n for m, n in reminders.items() if n} == {"linyi": 1, "heze": 1}
    events = [
        event["kind"]
        for member in ("linyi", "heze")
        for event in run("duties", "show", "huaihai", f"request/{sent['id']}/{member}")[
            "events"
        ]
    ]
    assert events.count("reminded") == 2
    assert "duties.dispatch" in [act.service for act in journal.entries("huaihai", 40)]


@pytest.mark.row("H-GOV-16", part="dispatch")
def test_a_dispatch_to_a_city_without_focal_point_fails_loudly(
    house: House, clock: object, hansa: Hansa, run: Run
) -> None:
    """Heze's contact is gone: the next dispatch says “no focal point” and sends nothing."""
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    words = (
        "duties",
        "request",
        "huaihai",
        "台账",
        "--due",
        "2026-11-27",
        "--lang",
        "en",
    )
    refused = hansa(*words)
    assert refused.code == 1
    assert "no focal point for all fields" in " ".join(refused.err.split())
    assert "Heze" in refused.err
    assert not Duty.objects.exists()
    assert hansa(*words, "--vacancy", "office").code == 0


def test_the_morning_of_the_office(
    house: House, clock: object, run: Run, hansa: Hansa
) -> None:
    """One sentence, then who is missing."""
    dispatched(run)
    found = run("duties", "morning", "huaihai")
    assert found["sentence"].startswith("1 to do today: 座谈会纪要")
    assert found["rows"][0]["missing"] == list(CITIES)
    told = hansa("duties", "morning", "huaihai", "--lang", "en")
    assert "0 / 10" in told.out
    for verb in ("inbox", "list", "requests"):
        assert hansa("duties", verb, "huaihai", "--lang", "en").code == 0


def test_every_verb_of_a_duty(
    house: House, place: Place, clock: object, run: Run, tmp_path: Path, hansa: Hansa
) -> None:
    """Asked, refused, granted, reported with a file, sent back, put higher, answered."""
    place("one/a")
    duty = ("huaihai", "one/a")
    run("duties", "note", *duty, "--words", "电话已联系")
    run("duties", "extend", *duty, "--until", "2026-12-31", "--words", "待批复", *PAPER)
    run("duties", "answer", *duty, "--words", "不同意")
    scan = tmp_path / "请示.pdf"
    scan.write_bytes(b"%PDF-1.7 a")
    mayor = ("--office", "徐州市常务副市长")
    more = ("duties", "extend", *duty, "--until", "2026-12-20", "--words", "待会签")
    assert hansa(*more, *mayor).code == 1
    asked = run(*more, *mayor, "--file", scan)
    (event,) = (
        one
        for one in run("duties", "show", *duty)["events"]
        if one["number"] == asked["event"]
    )
    assert event["authority"] == "徐州市常务副市长"
    assert event["content"]["evidence"] == sha256(b"%PDF-1.7 a").hexdigest()
    run("duties", "answer", *duty, "--words", "不同意")
    run("duties", "extend", *duty, "--until", "2026-12-31", "--words", "再请", *PAPER)
    granted = run("duties", "answer", *duty, "--until", "2026-12-15", "--words", "可")
    assert granted["duty"]["due_on"] == "2026-12-15"
    assert granted["duty"]["original_due_on"] == "2026-11-30"
    file = tmp_path / "意见.txt"
    file.write_text("无意见", encoding="utf-8")
    done = run("duties", "report", *duty, "--file", file, *PAPER)
    assert done["duty"]["state"] == "done"
    run("duties", "send-back", *duty, done["event"], "--words", "缺附件")
    higher = run(
        "duties", "escalate", *duty, "--level", "coordination", "--words", "建议会商"
    )
    replied = run("duties", "reply", *duty, higher["event"], "--words", "同意")
    run("duties", "undo", *duty, replied["event"])
    waived = run("duties", "waive", *duty, "--document", "纪要1号")
    assert waived["duty"]["state"] == "waived"
    run("duties", "undo", *duty, waived["event"], "--words", "误录")
    told = hansa("duties", "show", *duty, "--lang", "en")
    assert told.code == 0
    assert "taken back" in told.out
    opened(draft("one/c", modality=Modality.CONDITIONAL))
    assert run("duties", "trigger", "huaihai", "one/c", "--document", "2号")
    assert run("duties", "remind", *duty) == {"reminders": 1}


def test_a_liaison_works_with_his_own_rights(
    house: House, place: Place, clock: object, run: Run, hansa: Hansa, account: Account
) -> None:
    """With --as, the shell has the rights of an account, and the journal names both."""
    city = house.cities["xuzhou"]
    place("one/a")
    users = get_user_model().objects
    name = users.get(pk=account(Role.CITY_LIAISON, "xuzhou")).get_username()
    unit = users.get(
        pk=account(Role.UNIT_OFFICER, "xuzhou", city.bureau)
    ).get_username()
    duty = ("huaihai", "one/a")
    parts = run(
        "duties", "hand-on", *duty, "--unit", city.bureau, "--unit", city.other,
        "--words", "请反馈", "--as", name,
    )["parts"]  # fmt: skip
    assert run("duties", "inbox", "huaihai", "--as", unit)["parts"]
    run("duties", "return", *duty, parts[0], "--words", "无意见", "--as", unit)
    run("duties", "take-back", *duty, parts[1], "--as", name)
    merged = run("duties", "merge", *duty, "--words", "徐州市：无意见", "--as", name)
    assert merged["duty"]["state"] == "done"
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.actor.startswith("shell:")
    refused = hansa("duties", "waive", *duty, "--document", "1号", "--as", name)
    assert refused.code == 1
    assert [d["member"] for d in run("duties", "list", "huaihai", "--as", name)] == [
        "xuzhou"
    ]


def test_filters_and_refusals(
    house: House, place: Place, clock: object, run: Run, hansa: Hansa
) -> None:
    """Filters narrow; an unknown duty, league, account or part exits 1, a bad word 2."""
    place("one/a")
    assert len(run("duties", "list", "huaihai", "--state", "due-soon")) == 1
    assert run("duties", "list", "huaihai", "--state", "overdue") == []
    assert run("duties", "list", "huaihai", "--city", "heze") == []
    nobody = "00000000-0000-0000-0000-000000000000"
    for words in (
        ("show", "huaihai", "no-such-duty"),
        ("show", "huaihai", nobody),
        ("list", "nowhere"),
        ("list", "huaihai", "--as", "nobody"),
        ("list", "huaihai", "--as-of", "9999-12-31"),
        ("requests", "huaihai", nobody),
        ("return", "huaihai", "one/a", nobody, "--words", "x"),
        ("report", "huaihai", "one/a", "--words", "x"),
    ):
        ran = hansa("duties", *words, "--json")
        assert ran.code == 1, words
        assert {"code", "message", "remedy"} <= set(json.loads(ran.out))
    assert hansa("duties", "list", "huaihai", "--state", "nice").code == 2


def test_a_request_is_closed(
    house: House, clock: object, run: Run, hansa: Hansa
) -> None:
    """What is missing stays owed."""
    sent = dispatched(run)
    run("duties", "close-request", "huaihai", sent["id"])
    assert hansa("duties", "close-request", "huaihai", sent["id"]).code == 1
    assert len(run("duties", "list", "huaihai", "--state", "due-soon")) == 10


def test_a_request_is_withdrawn(
    house: House, clock: object, run: Run, hansa: Hansa
) -> None:
    """Nothing of it is owed any more; the reason is needed."""
    sent = dispatched(run)
    assert hansa("duties", "withdraw-request", "huaihai", sent["id"]).code == 2
    gone = run(
        "duties", "withdraw-request", "huaihai", sent["id"], "--reason", "重复发送。"
    )
    assert gone == {"request": sent["id"], "called_off": 10}
    assert len(run("duties", "list", "huaihai", "--state", "waived")) == 10
