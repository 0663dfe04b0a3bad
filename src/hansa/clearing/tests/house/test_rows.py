"""The named rows of clearing, from the first application to payment, by command."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.clearing.tests.house.conftest import (
    CITIES,
    DAY,
    EXAMPLE,
    HEADER,
    LEAGUE,
    Account,
    apply_charter,
)

People = tuple[tuple[str, ...], tuple[str, ...]]
TEN = (
    "xuzhou", "lianyungang", "suqian", "huaibei", "suzhou", "shangqiu", "zaozhuang",
    "jining", "linyi", "heze",
)  # fmt: skip


@pytest.fixture
def people(account: Account) -> People:
    """The charter in force; an operator and an approver, as commands name them."""
    apply_charter(LEAGUE)
    return (
        ("--as", account(Role.CLEARING_OPERATOR)),
        ("--as", account(Role.APPROVER)),
    )


@pytest.fixture
def second(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the shell of another login, which is another person's."""

    def elsewhere(*words: str | Path) -> Any:
        with monkeypatch.context() as login:
            login.setattr(os, "getuid", lambda: 1)
            return run(*words)

    return elsewhere


def join(
    run: Run,
    second: Run,
    people: People,
    league: str,
    slug: str,
    party: str,
    *serves: str,
) -> None:
    """Take an institution in by two persons."""
    prepares, approves = people
    categories = [word for one in serves for word in ("--category", one)]
    names = ("--zh", f"{party}一卡通", "--en", f"{party} card")
    add = ("clearing", "participant", "add", league, slug, "--party", party)
    run(*add, *names, *categories, *prepares)
    activate = ("clearing", "participant", "activate", league, slug)
    second(*activate, "--from", "2026-11-01", *approves)


@pytest.mark.row("C-CLR-01")
def test_six_debts_become_two_payments(
    run: Run, second: Run, hansa: Hansa, people: People, tmp_path: Path
) -> None:
    """Nets -25, +35 and -10 of gross 250; two transfers of 25 and 10 settle them.

    The whole way: application, window, files, seal, run, a second person's approval,
    payment, reconciliation; each statement is checked from its own bundle, and the batch
    is computed again from folders, bit for bit.
    """
    prepares, approves = people
    for city in CITIES:
        join(run, second, people, LEAGUE, f"{city}-card", city, "transit", "parking")
    run("clearing", "window", "open", LEAGUE, DAY, *prepares)
    files = sorted((EXAMPLE / "in").glob("*.csv"))
    answers = run("clearing", "file", "add", LEAGUE, *files, *prepares)
    assert [one["file"]["window"] for one in answers] == [DAY] * 3
    again = run("clearing", "file", "add", LEAGUE, *files, *prepares)
    assert all(one["unchanged"] for one in again)
    run("clearing", "seal", LEAGUE, DAY, *prepares)
    batch = run("clearing", "run-batch", LEAGUE, DAY, *prepares)
    assert batch["line"]["totals"]["gross_fen"] == 25_000
    net = {"changsha": -2_500, "zhuzhou": 3_500, "xiangtan": -1_000}
    assert batch["line"]["net"] == {**net, "centre": 0, "guarantee": 0}

    own = hansa("clearing", "approve", LEAGUE, DAY, *prepares, "--json", "--lang", "en")
    assert json.loads(own.out)["code"] == "right-missing"
    own = hansa("clearing", "approve", LEAGUE, DAY, *approves, "--json", "--lang", "en")
    assert json.loads(own.out)["code"] == "second-person-needed"
    head = second("clearing", "approve", LEAGUE, DAY, *approves)
    assert head["head"]["previous"] == ""
    balance = run("clearing", "trial-balance", LEAGUE)
    assert balance["balanced"]
    assert {one["party"]: one["balance_fen"] for one in balance["accounts"]} == net

    batch = run("clearing", "instruct", LEAGUE, DAY, *prepares)
    paid = [(p["payer"], p["payee"], p["amount_fen"]) for p in batch["payments"]]
    assert paid == [("changsha", "zhuzhou", 2_500), ("xiangtan", "zhuzhou", 1_000)]
    unsaid = hansa("clearing", "settle", LEAGUE, DAY, *prepares, "--json")
    assert json.loads(unsaid.out)["code"] == "payments-unnamed"
    part = run("clearing", "settle", LEAGUE, DAY, "--instruction", "1", *prepares)
    assert part["line"]["state"] == "partial"
    assert (
        run("clearing", "settle", LEAGUE, DAY, "--all", *prepares)["funnel"]["paid_fen"]
        == 3_500
    )
    run("clearing", "reconcile", LEAGUE, DAY, *prepares)
    batch = run("clearing", "archive", LEAGUE, DAY, *prepares)
    assert [step["after"] for step in batch["steps"]] == [
        "sealed", "validated", "priced", "netted", "published", "instructed", "partial",
        "settled", "reconciled", "archived",
    ]  # fmt: skip
    balance = run("clearing", "trial-balance", LEAGUE)
    assert {one["balance_fen"] for one in balance["accounts"]} == {0}

    verify_statements(run, tmp_path)
    recompute(run, tmp_path / "export", batch["line"]["result_sha256"])


def verify_statements(run: Run, folder: Path) -> None:
    """Every city's bundle proves its own net position offline."""
    nets = {}
    for bundle in sorted((folder / "clearing").rglob("statements-*/*.zip")):
        verdict = run("clearing", "verify", bundle)
        assert verdict["difference"] is None
        nets[verdict["party"]] = verdict["net_fen"]
    assert nets == {
        "changsha": -2_500, "zhuzhou": 3_500, "xiangtan": -1_000, "centre": 0,
        "guarantee": 0,
    }  # fmt: skip
    statement = run("clearing", "statement", LEAGUE, DAY, "xiangtan")
    assert statement["line"]["net_fen"] == -1_000
    assert {one["party"] for one in statement["against"]} == {"changsha", "zhuzhou"}


def recompute(run: Run, out: Path, result: str) -> None:
    """The folders of a batch give its whole manifest again, not only its hash."""
    run("clearing", "batch", "export", LEAGUE, DAY, "--out", out)
    folders = ("--rules", out / "rules", "--in", out / "in", "--out", out / "result")
    manifest = run("clearing", "run", *folders)
    assert manifest["result_sha256"] == result
    kept = next((out.parent / "clearing" / "batches").rglob("result/manifest.json"))
    assert manifest == json.loads(kept.read_text(encoding="utf-8"))


def thousand_records() -> dict[str, list[str]]:
    """1,000 records of ten cities: 993 taps, 5 copies and 2 reversals of one tap each."""
    rows: dict[str, list[str]] = {city: [] for city in TEN}
    purchases: list[tuple[str, str]] = []
    for number in range(993):
        acquirer, issuer = TEN[number % 10], TEN[(number * 7 + 3) % 10]
        amount = 100 + (number * 37) % 900
        row = (
            f"R{number:04},{acquirer}-card,{issuer}-card,card-{number},1,bus,purchase,,"
            f"{amount},2026-11-23T{6 + number % 16:02}:00:00+08:00"
        )
        rows[acquirer].append(row)
        purchases.append((acquirer, row))
    for acquirer, row in purchases[:50:10]:
        rows[acquirer].append(row)
    for number, (acquirer, row) in enumerate(purchases[501:503]):
        cells = row.split(",")
        back = [f"V{number}", *cells[1:6], "reversal", cells[0], *cells[8:]]
        rows[acquirer].append(",".join(back))
    assert sum(map(len, rows.values())) == 1_000
    return rows


@pytest.mark.row("H-CLR-01")
def test_a_thousand_records_of_ten_cities(
    run: Run, second: Run, account: Account, tmp_path: Path
) -> None:
    """5 copies and 2 reversals leave 991 taps; ten positions sum to 0; again, nothing."""
    league = "huaihai"
    apply_charter(league)
    people = (
        ("--as", account(Role.CLEARING_OPERATOR, league=league)),
        ("--as", account(Role.APPROVER, league=league)),
    )
    prepares, approves = people
    for city in TEN:
        join(run, second, people, league, f"{city}-card", city, "transit")
    run("clearing", "window", "open", league, DAY, *prepares)
    paths = []
    for city, rows in thousand_records().items():
        path = tmp_path / f"{city}-card_20261123.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        paths.append(path)
    run("clearing", "file", "add", league, *paths, *prepares)
    run("clearing", "seal", league, DAY, *prepares)
    batch = run("clearing", "run-batch", league, DAY, *prepares)
    line = batch["line"]
    assert line["counts"]["received"] == 1_000
    assert line["counts"]["codes"] == {"DUP_EXACT": 5, "ACCEPTED": 995}
    # 993 purchases and 2 reversals are accepted; each reversal takes its tap with it.
    assert charged_taps(tmp_path, run, league) == 991
    cities = {city: fen for city, fen in line["net"].items() if city in TEN}
    assert len(cities) == 10
    assert sum(cities.values()) == 0
    assert any(cities.values())
    assert cities == by_hand()

    before = everything_of(run, league)
    again = run("clearing", "file", "add", league, *paths, *prepares)
    assert all(one["unchanged"] for one in again)
    assert everything_of(run, league) == before
    second("clearing", "approve", league, DAY, *approves)
    assert run("clearing", "trial-balance", league)["balanced"]


def charged_taps(folder: Path, run: Run, league: str) -> int:
    """Count the rows that gave legs."""
    import pyarrow.parquet as pq

    legs = next((folder / "clearing" / "batches").rglob("result/legs.parquet"))
    return sum(pq.read_table(legs, columns=["rows"]).column("rows").to_pylist())


def by_hand() -> dict[str, int]:
    """Add the positions up in plain Python: the issuer owes the acquirer the fare."""
    net = dict.fromkeys(TEN, 0)
    for number in range(993):
        if number in (501, 502):
            continue
        amount = 100 + (number * 37) % 900
        net[TEN[number % 10]] += amount
        net[TEN[(number * 7 + 3) % 10]] -= amount
    return net


def everything_of(run: Run, league: str) -> Any:
    """Give what lists say of a league."""
    return (
        run("clearing", "window", "show", league, DAY),
        run("clearing", "batch", "show", league, DAY),
        run("journal", "list", "--league", league),
    )


@pytest.mark.row("C-CLR-02")
def test_seven_of_nine_cells_are_live_and_parking_costs_15_yuan(
    run: Run, second: Run, people: People, tmp_path: Path
) -> None:
    """Three categories in three cities, 7 live: 77.8 %; 10:00 to 12:05 at 5.00 is 15.00."""
    prepares, _approves = people
    changsha = ("changsha-card", "changsha", "transit", "parking", "bills")
    join(run, second, people, LEAGUE, *changsha)
    join(run, second, people, LEAGUE, "zhuzhou-card", "zhuzhou", "transit", "parking")
    join(run, second, people, LEAGUE, "xiangtan-card", "xiangtan", "transit", "parking")
    waiting = ("clearing", "participant", "add", LEAGUE, "zhuzhou-water")
    names = ("--party", "zhuzhou", "--zh", "株洲水务", "--en", "Zhuzhou water")
    run(*waiting, *names, "--category", "bills", *prepares)
    found = run("clearing", "participant", "coverage", LEAGUE)
    assert (found["live"], found["cells_all"], found["percent"]) == (7, 9, "77.8")
    gaps = [
        (c["category"], c["member"]) for c in found["cells"] if not c["institutions"]
    ]
    assert gaps == [("bills", "zhuzhou"), ("bills", "xiangtan")]

    run(
        "clearing",
        "window",
        "open",
        LEAGUE,
        DAY,
        "--expect",
        "changsha-card=1",
        *prepares,
    )
    path = tmp_path / "changsha-card_20261123.csv"
    path.write_text(
        f"{HEADER},entered_at,exited_at\n"
        "P1,changsha-card,zhuzhou-card,c1,1,parking,purchase,,1500,"
        f"{DAY}T12:05:00+08:00,{DAY}T10:00:00+08:00,{DAY}T12:05:00+08:00\n",
        encoding="utf-8",
    )
    run("clearing", "file", "add", LEAGUE, path, *prepares)
    run("clearing", "seal", LEAGUE, DAY, *prepares)
    batch = run("clearing", "run-batch", LEAGUE, DAY, *prepares)
    # Neither over- nor undercharged: the tariff itself comes to 15.00.
    assert batch["pairs"] == [
        {"debtor": "zhuzhou", "creditor": "changsha", "amount_fen": 1_500}
    ]
