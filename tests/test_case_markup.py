"""Markup that people write into cases and into clearing is shown as the text that it is."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hansa.chassis.actor import Role
from hansa.directory.terms.accounts import Scope
from tests.matrix import GUARDS
from tests.test_known_attacks import EVIL, RAW
from tests.test_matrix import address_of
from tests.test_matrix_api import program
from tests.world import (
    AT,
    CITY,
    LEAGUE,
    TAPS,
    WINDOW,
    Things,
    World,
    browser_for,
    drain,
    key_for,
)

API = f"/api/v1/leagues/{LEAGUE}"
CLEARING = f"{API}/clearing"
BATCH = f"{CLEARING}/windows/{WINDOW}/batches/0"
LATER, LAST = "2026-11-22", "2026-11-21"
SAID = {"note": EVIL, "reference": EVIL}
WRITERS = (
    Role.CITY_LIAISON,
    Role.SECRETARIAT,
    Role.CLEARING_OPERATOR,
    Role.APPROVER,
)
READERS = (*WRITERS, Role.ADMINISTRATOR, Role.AUDITOR, Role.LEADER, Role.PUBLIC)

Writers = Mapping[Role, Client]


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def sent(client: Client, address: str, body: Mapping[str, Any]) -> Any:
    """Send what must be taken, and give the answer."""
    answer = client.post(address, dict(body), content_type="application/json")
    assert answer.status_code in {200, 201}, (address, answer.content.decode()[:500])
    return answer.json()


def opened(writers: Writers, things: Things) -> str:
    """Open a case of the city, with markup in every text of it, and give its id."""
    parties = [
        {"role": "claimant", "member": CITY, "name": EVIL},
        {"role": "respondent", "member": things.third, "name": EVIL},
    ]
    body = {
        "type": "dispute",
        "subject": EVIL,
        "words": EVIL,
        "objects": [EVIL],
        "parties": parties,
    }
    return str(sent(writers[Role.CITY_LIAISON], f"{API}/cases", body)["id"])


def in_case(writers: Writers, case: str) -> None:
    """Take a case through every act that says something, to its end and up again."""
    revision = 1
    for role, act, more in (
        (Role.CITY_LIAISON, "documents", {}),
        (Role.CITY_LIAISON, "replies", {"party": 1}),
        (Role.SECRETARIAT, "replies", {"party": 2, "office": EVIL, "evidence": EVIL}),
        (Role.CITY_LIAISON, "escalations", {}),
        (Role.SECRETARIAT, "decisions", {"decision": "upheld"}),
        (Role.APPROVER, "returns", {}),
        (Role.SECRETARIAT, "decisions", {"decision": "upheld"}),
        (Role.APPROVER, "approvals", {}),
        (Role.SECRETARIAT, "closings", {}),
        (Role.SECRETARIAT, "reopenings", {}),
        (Role.CITY_LIAISON, "withdrawals", {}),
    ):
        body = {**SAID, **more, "revision": revision}
        answer = sent(writers[role], f"{API}/cases/{case}/{act}", body)
        revision = answer["revision"]


def in_clearing(writers: Writers, things: Things) -> None:
    """Write into every act of the clearing house that says something."""
    clerk, liaison = writers[Role.CLEARING_OPERATOR], writers[Role.CITY_LIAISON]
    dispute = {"against": things.third, "amount_fen": 100, "words": EVIL}
    sent(liaison, f"{BATCH}/statements/{CITY}/disputes", dispute)
    amount = {"payer": things.third, "payee": CITY, "amount_fen": 100, "words": EVIL}
    sent(clerk, f"{CLEARING}/windows/{WINDOW}/adjustments", amount)
    draft = {"slug": "evil-card", "name": {"zh": EVIL, "en": EVIL}, "party": CITY}
    sent(clerk, f"{CLEARING}/institutions", {**draft, "categories": []})
    for act in ("hold", "release", "instruct"):
        sent(clerk, f"{BATCH}/steps", {"act": act, "reason": EVIL})
    sent(clerk, f"{BATCH}/payments", {"all_open": True, "reference": EVIL})
    sent(clerk, f"{BATCH}/steps", {"act": "reconcile", "reason": EVIL})
    brought(clerk, WINDOW, f"{EVIL}.csv")
    for window in (LATER, LAST):
        sent(clerk, f"{CLEARING}/windows", {"slug": window, "expected": {}})
    card = f"{CITY}-card"
    row = f'"{EVIL.replace(chr(34), chr(34) * 2)}",{card},nobody'
    taps = f"{row},{row.partition(',')[0]},1,bus,purchase,,200,{LATER}T08:00:00+08:00"
    brought(clerk, LATER, f"{card}_{EVIL}.csv", f"{TAPS}\n{taps}\n", card)
    for window in (LATER, LAST):
        sent(clerk, f"{CLEARING}/windows/{window}/seal", {"reason": EVIL})
    sent(clerk, f"{CLEARING}/windows/{LATER}/batches/0/steps", {"act": "run"})
    voided = {"act": "void", "reason": EVIL}
    sent(clerk, f"{CLEARING}/windows/{LAST}/batches/0/steps", voided)
    sent(
        clerk,
        f"{CLEARING}/windows/{WINDOW}/deltas",
        {"cause": "late-file", "reason": EVIL},
    )


def brought(
    client: Client, window: str, name: str, content: str = EVIL, sender: str = ""
) -> None:
    """Bring a file under a name, which is refused where it holds no taps."""
    file = SimpleUploadedFile(name, content.encode())
    asked = f"?sender={sender}" if sender else ""
    answer = client.post(f"{CLEARING}/windows/{window}/files{asked}", {"file": file})
    assert answer.status_code == 200, answer.content.decode()[:500]


def test_markup_of_cases_and_clearing_stays_words(world: World) -> None:
    """What is said in a case, a file or a step is text on every page, for every reader."""
    things = world.cities[CITY]
    writers = {
        role: program(key_for(world.accounts[role, CITY], *Scope)) for role in WRITERS
    }
    case = opened(writers, things)
    in_case(writers, case)
    in_clearing(writers, things)
    pages = [address_of(name, things) for name in GUARDS if shows(name)]
    pages += [f"/{LEAGUE}/cases/{case}/", f"/{LEAGUE}/clearing/cases/{case}/"]
    for window in (LATER, LAST):
        pages += [f"/{LEAGUE}/clearing/windows/{window}/"]
    pages += [f"/{LEAGUE}/clearing/windows/{LATER}/exceptions/"]
    shown: dict[Role, int] = {}
    for role in READERS:
        client = browser_for(world, role, CITY)
        for address in pages:
            answer = client.get(address)
            if answer.streaming:
                drain(answer)
                continue
            html = answer.content.decode("utf-8", "replace")
            if answer.get("Content-Type", "").startswith("text/html"):
                assert not [one for one in RAW if one in html], (role, address)
                shown[role] = shown.get(role, 0) + ("&lt;script src=x" in html)
    assert shown[Role.CLEARING_OPERATOR] >= 8, shown
    assert shown[Role.CITY_LIAISON] >= 2, shown
    assert not shown[Role.PUBLIC]


def shows(name: str) -> bool:
    """Tell whether a page is of cases, of clearing, or gathers from everywhere."""
    room = name.partition(":")[0]
    return room in {"casework", "clearing", "duties", "notices"} or name in {
        "journal",
        "league",
        "search",
        "briefing",
    }
