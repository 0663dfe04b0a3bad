"""The API says of amounts, rules and the ledger what the pages say, by the same rights."""

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Run
from hansa.chassis.actor import Role
from hansa.clearing.services import sealing
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.house.conftest import (
    CITIES,
    DAY,
    LEAGUE,
    OPERATOR,
    Bring,
    Program,
    open_window,
    published,
    tap,
)

HOUSE = f"/api/v1/leagues/{LEAGUE}/clearing"
BATCH = f"{HOUSE}/windows/{DAY}/batches/0"
PAIR = "debtor=zhuzhou&creditor=changsha"


@pytest.fixture
def batch(house: None, bring: Bring) -> None:
    """A published batch: three taps of 2.00 yuan and one of 3.00 with a Zhuzhou card."""
    open_window(DAY, **{f"{city}-card": 0 for city in CITIES})
    rows = (tap("A1"), tap("A2"), tap("A3"), tap("A4", amount_fen=300))
    bring("changsha-card_20261123.csv", *rows)
    published()


def asked(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def yaml_of_one(written: str) -> str:
    """Write a rule file of one version."""
    return "versions:\n  -\n" + textwrap.indent(written, "    ")


def test_an_amount_comes_down_to_classes_and_taps(
    batch: None, program: Program
) -> None:
    """The classes add up to the amount; the taps of each are cut into pages."""
    operator = program(Role.CLEARING_OPERATOR)
    why = asked(operator, f"{BATCH}/explanation?{PAIR}")
    assert why["amount_fen"] == 900
    assert [(one["leg"]["rows"], one["purchase_fen"]) for one in why["classes"]] == [
        (3, 200),
        (1, 300),
    ]
    assert why["chosen"] == why["classes"][0]["leg"]["class_id"]
    assert all(one["example"] for one in why["classes"])
    first = operator.get(f"{BATCH}/taps?{PAIR}&limit=2")
    assert [one["record_id"] for one in first.json()] == ["A1", "A2"]
    rest = first["link"].partition("<")[2].partition(">")[0]
    assert [one["record_id"] for one in asked(operator, rest)] == ["A3"]
    other = why["classes"][1]["leg"]["class_id"]
    (dearer,) = asked(operator, f"{BATCH}/taps?{PAIR}&class_id={other}")
    assert (dearer["record_id"], dearer["amount_fen"]) == ("A4", 300)
    assert operator.get(f"{BATCH}/taps?{PAIR}&class_id=none").status_code == 404
    assert operator.get(f"{BATCH}/taps?debtor=zhuzhou").status_code == 422


def test_an_amount_is_explained_to_its_two_cities(
    batch: None, program: Program
) -> None:
    """A third city learns nothing of it."""
    assert asked(program(Role.CITY_LIAISON, "zhuzhou"), f"{BATCH}/taps?{PAIR}")
    third = program(Role.CITY_LIAISON, "xiangtan")
    for name in ("explanation", "taps"):
        assert third.get(f"{BATCH}/{name}?{PAIR}").status_code == 403


def test_a_batch_is_replayed_under_other_rules(batch: None, program: Program) -> None:
    """By a day's charter nothing changes; by a file that takes 2.00 at most, one tap."""
    operator = program(Role.CLEARING_OPERATOR)

    def replayed(**content: Any) -> Any:
        return operator.post(
            f"{BATCH}/what-if", content, content_type="application/json"
        )

    same = replayed(day=DAY).json()
    assert same["accepted"] == [4, 4]
    assert all(one["now_fen"] == one["then_fen"] for one in same["changes"])
    (scheme,) = (
        one for one in asked(operator, f"{HOUSE}/schemes") if one["slug"] == "transit"
    )
    (rule,) = scheme["rules"]
    written = yaml_of_one(rule["written"]).replace("2000", "250")
    other = replayed(schemes={"transit": written})
    assert other.status_code == 200, other.content
    assert other.json()["accepted"] == [4, 3]
    assert other.json()["moved_fen"] == [900, 600]
    assert replayed(schemes={"../window": written}).status_code == 404
    assert replayed(schemes={"transit": "versions: 7"}).status_code == 422
    assert replayed(schemes={"transit": "\ud800"}).status_code == 422
    liaison = program(Role.CITY_LIAISON, "zhuzhou")
    refused = liaison.post(f"{BATCH}/what-if", {}, content_type="application/json")
    assert refused.status_code == 403


def test_schemes_say_their_versions(house: None, program: Program) -> None:
    """Each version with its day, clause, and whether it is an example."""
    office = program(Role.SECRETARIAT)
    found = asked(office, f"{HOUSE}/schemes")
    assert [one["slug"] for one in found] == ["parking", "transit"]
    rule = found[1]["rules"][0]
    assert (rule["id"], rule["clause"], rule["example"]) == (
        "example-1",
        "CLR-01",
        True,
    )
    assert asked(office, f"{HOUSE}/schemes/parking?as_of={DAY}") == found[0]
    assert office.get(f"{HOUSE}/schemes/none").status_code == 404


def test_entries_add_up_to_the_trial_balance(batch: None, program: Program) -> None:
    """Every entry sums to zero, and all together are the accounts."""
    office = program(Role.SECRETARIAT)
    (entry,) = asked(office, f"{HOUSE}/entries")
    assert (entry["window"], entry["kind"]) == (DAY, "published")
    assert sum(entry["amounts"].values()) == 0
    balance = asked(office, f"{HOUSE}/trial-balance")
    assert {one["party"]: one["balance_fen"] for one in balance["accounts"]} == entry[
        "amounts"
    ]


def test_a_bundle_that_a_program_took_verifies(
    batch: None, program: Program, tmp_path: Path
) -> None:
    """A city takes its own, and no other; nobody one that there is none of."""
    liaison = program(Role.CITY_LIAISON, "zhuzhou")
    answer = liaison.get(f"{BATCH}/statements/zhuzhou/bundle")
    place = tmp_path / "taken.zip"
    place.write_bytes(b"".join(answer))
    assert answer["content-disposition"].endswith(f'{LEAGUE}-{DAY}-0-zhuzhou.zip"')
    assert verify(place, None).difference is None
    assert liaison.get(f"{BATCH}/statements/changsha/bundle").status_code == 403
    operator = program(Role.CLEARING_OPERATOR)
    assert operator.get(f"{BATCH}/statements/none/bundle").status_code == 404


def test_exceptions_say_what_their_rows_hold(
    house: None, program: Program, bring: Bring, run: Run
) -> None:
    """Issuer, end of the card, amount and time; nothing of what could not be read.

    The command gives what the API gives.
    """
    open_window()
    bring(
        "changsha-card_1.csv",
        tap("A1", service="ferry", card="6231000012345678", amount_fen=350),
        tap("A2", issuer="nobody", card="77"),
        tap("A3", amount_fen="2.50"),
        "A4,changsha-card",
        tap("A5"),
    )
    published()
    office = program(Role.SECRETARIAT)
    address = f"{HOUSE}/windows/{DAY}/batches/0/exceptions"
    found = asked(office, address)
    said = {
        one["record_id"]: (
            one["issuer"], one["card"], one["amount_fen"], one["occurred_at"],
        )
        for one in found
    }  # fmt: skip
    at = "2026-11-23T00:00:00Z"
    assert said == {
        "": ("", "", None, None),
        "A1": ("zhuzhou-card", "5678", 350, at),
        "A2": ("nobody", "77", 200, at),
        "A3": ("zhuzhou-card", "d-A3", None, at),
    }
    assert asked(office, f"{address}?limit=2") == found[:2]
    given = run("clearing", "batch", "exceptions", LEAGUE, DAY)
    written = json.dumps(given).replace("+00:00", "Z")
    assert json.loads(written) == found
    refused = program(Role.CITY_LIAISON, "zhuzhou").get(address)
    assert refused.status_code == 403


def test_a_sealed_batch_says_that_it_is_not_netted_yet(
    house: None, program: Program, bring: Bring
) -> None:
    """Nothing is owed yet; it does not claim to know none of its parties."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    office = program(Role.SECRETARIAT)
    answer = office.get(f"{BATCH}/explanation?{PAIR}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "batch-not-netted"
