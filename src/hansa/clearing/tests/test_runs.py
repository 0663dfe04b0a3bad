"""``hansa clearing run``: from folders to a folder, one result whatever comes how."""

import csv
import gzip
import json
import os
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from conftest import Hansa
from hansa.clearing.formats.bundles import pack, unpack

Run = Callable[..., Any]
WindowCopy = Callable[..., Path]

pytestmark = pytest.mark.folders

ZHUZHOU = "in/zhuzhou-card_20261123.csv"
CHANGSHA = "in/changsha-card_20261123.csv"


def table(out: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(out / f"{name}.parquet").to_pylist()
    return rows


def test_what_was_not_accepted_is_named_by_file_and_line(
    hansa: Hansa, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A row without a serial too; each sender gets its rows back, where it is asked."""
    window, out, returns = window_copy(), tmp_path / "out", tmp_path / "returns"
    with (window / ZHUZHOU).open("a") as file:
        file.write(",zhuzhou-card,changsha-card,=x,1,bus,purchase,,abc,never,,\n")
    lines = (window / ZHUZHOU).read_text().count("\n")
    ask = ("clearing", "run", "--rules", window / "rules", "--in", window / "in")
    assert hansa(*ask, "--out", out, "--returns", returns).code == 0
    with (out / "exceptions-lines.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    where = [(one["file"], one["line"], one["code"]) for one in found]
    name = Path(ZHUZHOU).name
    assert where == [
        (name, "13", "DUP_EXACT"), (name, "14", "RULE_NONE"),
        (name, str(lines), "ROW_BAD"),
    ]  # fmt: skip
    assert found[-1]["fault"]
    assert found[-1]["content_hash"] in (out / "exceptions.csv").read_text()
    senders = ("changsha-card", "xiangtan-card", "zhuzhou-card")
    assert sorted(one.name for one in returns.iterdir()) == [
        f"{one}_return.csv" for one in senders
    ]
    returned = (returns / "zhuzhou-card_return.csv").read_text(encoding="utf-8")
    assert returned.count("\n") == lines
    assert "ROW_BAD" in returned
    again = hansa(*ask, "--out", out, "--returns", returns, "--lang", "en")
    assert again.code == 1
    assert "is not empty" in " ".join(again.err.split())
    assert hansa(*ask, "--out", out).code == 0


def test_folders_may_be_named_from_where_one_stands(
    hansa: Hansa,
    window_copy: WindowCopy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is written for people holds the same rows as with whole paths."""
    window, whole = window_copy(), tmp_path / "whole"
    lines = (window / ZHUZHOU).read_text(encoding="utf-8").count("\n")
    ask = ("clearing", "run", "--rules", window / "rules", "--in", window / "in")
    whole_returns = tmp_path / "whole-returns"
    assert hansa(*ask, "--out", whole, "--returns", whole_returns).code == 0
    monkeypatch.chdir(window)
    here = ("clearing", "run", "--rules", "rules", "--in", "in")
    ran = hansa(*here, "--out", "made/out", "--returns", "made/../ret")
    assert ran.code == 0, ran.err
    out, returns = window / "made" / "out", window / "ret"
    name = "exceptions-lines.csv"
    assert (out / name).read_bytes() == (whole / name).read_bytes()
    assert (out / name).read_text(encoding="utf-8").count("\n") > 1
    returned = (returns / "zhuzhou-card_return.csv").read_text(encoding="utf-8")
    assert returned.count("\n") == lines
    for one in whole_returns.iterdir():
        assert (returns / one.name).read_bytes() == one.read_bytes()


def test_links_folders_and_pipes_are_passed_over_and_named(
    hansa: Hansa, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Nothing outside the folder is read through a link, and nothing waits on a pipe."""
    window, plain = window_copy(), window_copy()
    place = window / "in"
    outside = tmp_path / "zhuzhou-card_9.csv"
    outside.write_bytes((window / ZHUZHOU).read_bytes().replace(b"Z00", b"Y00"))
    earlier = tmp_path / "elsewhere"
    earlier.mkdir()
    (place / outside.name).symlink_to(outside)
    (place / "dangling.csv").symlink_to(tmp_path / "none.csv")
    (place / "earlier").symlink_to(earlier)
    (place / "later").mkdir()
    (place / "later" / "linked").symlink_to(earlier)
    (place / "more").mkdir()
    (place / ".hidden").mkdir()
    os.mkfifo(place / "pipe.csv")
    hashes = []
    for one in (window, plain):
        out = tmp_path / f"out-{one.name}"
        ask = ("--rules", one / "rules", "--in", one / "in", "--out", out)
        ran = hansa("clearing", "run", *ask, "--lang", "en")
        assert ran.code == 0, ran.err
        hashes.append(json.loads((out / "manifest.json").read_text()))
        told = " ".join(ran.err.split())
        if one is window:
            for name in (outside.name, "dangling.csv", "earlier", "later/linked"):
                assert f"{name}: passed over; it is a link" in told
            assert "more: passed over; it is a folder." in told
            assert ".hidden" not in told
            assert "pipe.csv: passed over; it is no regular file." in told
        else:
            assert "passed over" not in told
    assert hashes[0] == hashes[1]


@pytest.mark.row("C-CLR-01")
def test_the_figures_of_the_agreement(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Six gross amounts of 250.00 come to −25, +35, −10 and two payments of 35.00."""
    window, out = window_copy(), tmp_path / "out"
    manifest = run(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out,
    )  # fmt: skip
    gross = {
        (one["debtor"], one["creditor"]): one["amount_fen"]
        for one in table(out, "bilateral")
    }
    assert gross == {
        ("changsha", "zhuzhou"): 10_000,
        ("changsha", "xiangtan"): 2_500,
        ("zhuzhou", "changsha"): 6_000,
        ("zhuzhou", "xiangtan"): 1_500,
        ("xiangtan", "changsha"): 4_000,
        ("xiangtan", "zhuzhou"): 1_000,
    }
    net = {one["party"]: one["amount_fen"] for one in table(out, "net")}
    assert net == {
        "changsha": -2_500,
        "zhuzhou": 3_500,
        "xiangtan": -1_000,
        "centre": 0,
    }
    paid = {
        (one["payer"], one["payee"]): one["amount_fen"]
        for one in table(out, "instructions")
    }
    assert paid == {("changsha", "zhuzhou"): 2_500, ("xiangtan", "zhuzhou"): 1_000}
    assert manifest["counts"] == {
        "received": 40,
        "accepted": 38,
        "suspended": 1,
        "rejected": 1,
        "codes": {"DUP_EXACT": 1, "RULE_NONE": 1, "ACCEPTED": 38},
    }
    assert manifest["missing"] == []
    assert "time" not in json.dumps(manifest)


@pytest.mark.row("C-CLR-02", part="tariff")
def test_a_stay_of_two_hours_and_five_minutes(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """From 10:00 to 12:05 at 5.00 for each started hour is 15.00."""
    window = window_copy()
    why = run("clearing", "explain", window, "--from", "zhuzhou", "--to", "changsha")
    (parking,) = [one for one in why["classes"] if one["scheme"] == "parking"]
    assert parking["amount_fen"] == 1_500
    assert parking["clause"] == "CLR-02"
    assert parking["example"]
    # What was charged is less than what was due: the issuer bears the difference.
    short = (",parking,purchase,,1500,", ",parking,purchase,,1000,")
    window = window_copy({CHANGSHA: [short]})
    why = run("clearing", "explain", window, "--from", "zhuzhou", "--to", "changsha")
    (parking,) = [one for one in why["classes"] if one["scheme"] == "parking"]
    assert (parking["purchase_fen"], parking["amount_fen"]) == (1_000, 1_500)


@pytest.mark.row("H-CLR-02", part="transit and parking")
def test_one_token_in_two_schemes_and_none_of_a_third(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A card that rode, parked and saw a doctor gives transit its ride and no more.

    What no scheme of the window prices is kept with its reason, and gives no leg.
    """
    window, out = window_copy(), tmp_path / "out"
    day = "2026-11-23T"
    with (window / CHANGSHA).open("a", encoding="utf-8") as file:
        file.write(
            f"T1,changsha-card,zhuzhou-card,one-token,1,bus,purchase,,700,{day}08:00:00+08:00,,\n"
            f"T2,changsha-card,zhuzhou-card,one-token,2,parking,purchase,,500,"
            f"{day}09:00:00+08:00,{day}08:10:00+08:00,{day}09:00:00+08:00\n"
            f"T3,changsha-card,zhuzhou-card,one-token,3,hospital,purchase,,2600,{day}10:00:00+08:00,,\n"
        )
    results_of(run, window, out)
    legs = table(out, "legs")
    asked = ("clearing", "explain", window, "--from", "zhuzhou", "--to", "changsha")
    used = {
        one["scheme"]: [tap["record_id"] for tap in taps if tap["card"] == "one-token"]
        for one in run(*asked)["classes"]
        if (taps := run(*asked, "--class", one["class_id"])["taps"])
        and any(tap["card"] == "one-token" for tap in taps)
    }
    assert used == {"transit": ["T1"], "parking": ["T2"]}
    assert {leg["scheme"] for leg in legs} == {"transit", "parking"}
    assert 2_600 not in {leg["amount_fen"] for leg in legs}
    kept = {one["record_id"]: one["code"] for one in table(out, "exceptions")}
    assert kept["T3"] == "RULE_NONE"


def test_an_amount_is_explained_by_its_own_taps(
    run: Run, window_copy: WindowCopy
) -> None:
    """A card of a third city in the same class is none of the two cities' business."""
    window = window_copy(
        {CHANGSHA: [("C0003,changsha-card,zhuzhou-", "C0003,changsha-card,xiangtan-")]}
    )
    asked = ("clearing", "explain", window, "--from", "zhuzhou", "--to", "changsha")
    (five,) = [one for one in run(*asked)["classes"] if one["purchase_fen"] == 500]
    taps = run(*asked, "--class", five["class_id"])["taps"]
    assert [tap["record_id"] for tap in taps] == ["C0004", "C0005"]


def test_times_are_printed_as_clocks_of_the_league_show_them(
    hansa: Hansa, window_copy: WindowCopy
) -> None:
    """A tap at eight in the morning is not printed as one at midnight."""
    asked = ("clearing", "explain", window_copy(), "--from", "zhuzhou")
    printed = hansa(*asked, "--to", "changsha")
    assert printed.code == 0, printed.err
    times = re.findall(r"\b(\d\d):\d\d:\d\d\b", printed.out)
    assert times
    assert all(6 <= int(hour) <= 22 for hour in times), times


def results_of(run: Run, window: Path, out: Path, *more: str) -> str:
    manifest = run(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out, *more,
    )  # fmt: skip
    digest: str = manifest["result_sha256"]
    return digest


def test_a_stay_is_a_place_in_its_journey(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Whoever parks and then rides changes for less, however often the stay is brought."""
    bearers = "[{party: xiangtan, weight: 1}]"
    transfer = f"parameters: {{transfer: {{discount_fen: 50, bearers: {bearers}}}}}"
    names = [
        *("record_id", "acquirer", "issuer", "card", "counter", "service", "kind"),
        *("original_record_id", "amount_fen", "list_fen", "occurred_at"),
        *("entered_at", "exited_at", "journey_id"),
    ]
    eight, nine, ten = (f"2026-11-23T{hour}:00:00+08:00" for hour in ("08", "09", "10"))
    who = "changsha-card,zhuzhou-card,one"
    stay = f"P,{who},1,parking,purchase,,500,,{nine},{eight},{nine},j"
    ride = f"B,{who},2,bus,purchase,,100,150,{ten},,,j"
    nets = []
    for stays in (1, 2):
        window = window_copy({"rules/transit.yaml": [("parameters: {}", transfer)]})
        for path in (window / "in").iterdir():
            path.unlink()
        lines = [",".join(names), *[stay] * stays, ride, ""]
        (window / CHANGSHA).write_text("\n".join(lines), encoding="utf-8")
        out = tmp_path / f"out-{stays}"
        results_of(run, window, out)
        nets.append({one["party"]: one["amount_fen"] for one in table(out, "net")})
    assert nets[0] == nets[1]
    assert nets[0] == {"changsha": 650, "zhuzhou": -600, "xiangtan": -50, "centre": 0}


def test_order_files_and_threads_change_nothing(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Shuffled rows, other files, packed files and threads give one result."""
    window = window_copy()
    first = results_of(run, window, tmp_path / "a", "--threads", "1")
    draw = random.Random(11)
    for path in list((window / "in").iterdir()):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        draw.shuffle(rows)
        sender = path.name.split("_")[0]
        for number, part in enumerate((rows[::2], rows[1::2])):
            content = "\n".join([head, *part, ""]).encode()
            place = window / "in" / f"{sender}_part{number}.csv.gz"
            place.write_bytes(gzip.compress(content))
        path.unlink()
    assert results_of(run, window, tmp_path / "b", "--threads", "2") == first


def test_running_again_changes_nothing_and_overwrites_nothing(
    hansa: Run, run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """The same result is found to be there; another one is refused its place."""
    window, out = window_copy(), tmp_path / "out"
    results_of(run, window, out)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    results_of(run, window, out)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before
    other = window_copy({ZHUZHOU: [(",2000,2026", ",1900,2026")]})
    ran = hansa(
        "clearing", "run", "--rules", other / "rules", "--in", other / "in",
        "--out", out, "--json", "--lang", "en",
    )  # fmt: skip
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "out-not-empty"
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == [
        "out"
    ]


def test_a_broken_file_stops_no_other(
    run: Run, hansa: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A damaged file is refused with its code and missed; the rest is cleared."""
    window, out = window_copy(), tmp_path / "out"
    (window / "in" / "xiangtan-card_20261123.csv").write_bytes(b"\x1f\x8b broken")
    manifest = run(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out,
    )  # fmt: skip
    refused = {
        file["name"]: file["refused"] for file in manifest["files"] if "refused" in file
    }
    assert refused == {"xiangtan-card_20261123.csv": "FILE_BROKEN"}
    (gap,) = manifest["missing"]
    assert gap == {
        "sender": "xiangtan-card",
        "code": "FILE_GAP",
        "expected": 1,
        "received": 0,
    }
    counts = manifest["counts"]
    parts = counts["accepted"] + counts["suspended"] + counts["rejected"]
    assert counts["received"] == parts == sum(counts["codes"].values())
    told = hansa(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out, "--lang", "en",
    )  # fmt: skip
    assert "Files are missing: xiangtan-card brought 0 of 1." in told.err


def test_rules_with_a_mistake_clear_nothing(
    hansa: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Every mistake of the rules is told at its place, and nothing is written."""
    window = window_copy(
        {
            "rules/transit.yaml": [("amount_max_fen: 2000", "amount_max_fen: much")],
            "rules/participants.yaml": [
                ("zhuzhou-card: zhuzhou", "zhuzhou-card: wuhan")
            ],
        }
    )
    out = tmp_path / "out"
    ran = hansa(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out, "--json", "--lang", "en",
    )  # fmt: skip
    assert ran.code == 1
    found = {(one["path"], one["code"]) for one in json.loads(ran.out)["findings"]}
    assert found == {
        ("transit.yaml", "wrong-kind"),
        ("participants.yaml", "party-unknown"),
    }
    assert not out.exists()


def test_rules_bound_what_a_tap_may_come_to(
    hansa: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """No tap beyond 10^11 fen, and no fees beyond the charge, each told at its place."""
    halves = "issuer_ppm: 500000, acquirer_ppm: 500000"
    fees = "{fees: {" + halves + ", centre_ppm: %s, centre: centre}}"
    amount = ("amount_max_fen: 2000", "amount_max_fen: %s")

    def findings(amount_max_fen: int, centre_ppm: int) -> set[tuple[str, str, str]]:
        changes = [
            (amount[0], amount[1] % amount_max_fen),
            ("parameters: {}", "parameters: " + fees % centre_ppm),
        ]
        window = window_copy({"rules/transit.yaml": changes})
        written = (window / "rules" / "transit.yaml").read_text(encoding="utf-8")
        ran = hansa(
            "clearing", "run", "--rules", window / "rules", "--in", window / "in",
            "--out", tmp_path / f"out-{amount_max_fen}", "--json", "--lang", "en",
        )  # fmt: skip
        if ran.code == 0:
            return set()
        return {
            (
                one["path"],
                one["code"],
                written.splitlines()[one["line"] - 1].strip()[:4],
            )
            for one in json.loads(ran.out)["findings"]
        }

    assert findings(10**11, 0) == set()
    assert findings(10**11 + 1, 1) == {
        ("transit.yaml", "out-of-range", "amou"),
        ("transit.yaml", "fees-above-charge", "para"),
    }


def test_sums_that_no_result_holds_are_refused(
    hansa: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Two decided amounts beyond 64 bits end in a sentence, and nothing is written."""
    window, out = window_copy(), tmp_path / "out"
    amounts = "".join(f"changsha,zhuzhou,{2**62},CLR-01,2026-{at}\n" for at in range(2))
    (window / "rules" / "adjustments.csv").write_text(
        f"payer,payee,amount_fen,clause,case\n{amounts}", encoding="utf-8"
    )
    ran = hansa(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", out, "--json", "--lang", "en",
    )  # fmt: skip
    assert (ran.code, json.loads(ran.out)["code"]) == (1, "owed-too-much")
    # The taps are part of it: 250.00 between cities, and 3.00 that one owes itself.
    assert str(2**63 + 25_300) in ran.out
    assert not out.exists()


def test_what_a_sender_writes_is_no_formula(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A serial that a spreadsheet would compute is text in CSV, and as sent in Parquet."""
    window = window_copy({ZHUZHOU: [("Z0013,", "=1+1,")]})
    out = tmp_path / "out"
    results_of(run, window, out)
    assert "'=1+1" in (out / "exceptions.csv").read_text(encoding="utf-8")
    assert "=1+1" in {one["record_id"] for one in table(out, "exceptions")}


def test_a_refund_in_a_later_window(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A refund finds its purchase in an earlier window, and owes back what it owed."""
    window, later = window_copy(), window_copy()
    for path in (later / "in").iterdir():
        path.unlink()
    earlier = later / "in" / "earlier" / "2026-11-23"
    earlier.parent.mkdir()
    (window / "in").rename(earlier)
    (earlier / "window.yaml").write_text(
        "start: 2026-11-23T00:00:00+08:00\nend: 2026-11-24T00:00:00+08:00\nlate_days: 7\n"
    )
    head = (earlier / "zhuzhou-card_20261123.csv").read_text().splitlines()[0]
    refund = (
        "R1,zhuzhou-card,changsha-card,cs-101,99,bus,refund,Z0001,500,"
        "2026-11-24T09:00:00+08:00,,"
    )
    again = (
        "Z0002,zhuzhou-card,changsha-card,cs-102,2,bus,purchase,,2000,"
        "2026-11-23T09:14:00+08:00,,"
    )
    (later / "in" / "zhuzhou-card_20261124.csv").write_text(
        "\n".join([head, refund, again, ""])
    )
    (later / "rules" / "window.yaml").write_text(
        "start: 2026-11-24T00:00:00+08:00\nend: 2026-11-25T00:00:00+08:00\nlate_days: 7\n"
    )
    out = tmp_path / "out"
    manifest = run(
        "clearing", "run", "--rules", later / "rules", "--in", later / "in",
        "--out", out,
    )  # fmt: skip
    # The earlier window is context: not received again, and its copy is the one kept.
    assert manifest["counts"]["codes"] == {"DUP_EXACT": 1, "ACCEPTED": 1}
    (leg,) = table(out, "legs")
    assert (leg["debtor"], leg["creditor"], leg["amount_fen"]) == (
        "zhuzhou",
        "changsha",
        500,
    )


def test_years_of_windows_are_context(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A window is cleared beside six hundred others; a refund finds its own of them."""
    window = window_copy()
    head = (window / ZHUZHOU).read_text(encoding="utf-8").splitlines()[0]
    for path in (window / "in").iterdir():
        path.unlink()
    first = date(2026, 11, 23) - timedelta(days=600)
    for number in range(600):
        day = first + timedelta(days=number)
        folder = window / "in" / "earlier" / day.isoformat()
        folder.mkdir(parents=True)
        (folder / "window.yaml").write_text(
            f"start: {day}T00:00:00+08:00\n"
            f"end: {day + timedelta(days=1)}T00:00:00+08:00\nlate_days: 7\n"
        )
        (folder / "zhuzhou-card.csv").write_text(
            f"{head}\nE{number},zhuzhou-card,changsha-card,cs-{number},1,bus,purchase,,"
            f"200,{day}T08:00:00+08:00,,\n"
        )
    (window / ZHUZHOU).write_text(
        f"{head}\n"
        "R1,zhuzhou-card,changsha-card,cs-400,99,bus,refund,E400,200,"
        "2026-11-23T09:00:00+08:00,,\n"
        "E599,zhuzhou-card,changsha-card,cs-599,1,bus,purchase,,200,"
        "2026-11-22T08:00:00+08:00,,\n"
    )
    manifest = run(
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert manifest["counts"]["codes"] == {"DUP_EXACT": 1, "ACCEPTED": 1}


def test_other_rules_are_replayed_and_nothing_is_kept(
    run: Run, window_copy: WindowCopy
) -> None:
    """A fee moves money to issuers and centre; what some gain others lose."""
    window = window_copy()
    fees = "{fees: {issuer_ppm: 3000, centre_ppm: 1000, centre: centre}}"
    other = window_copy(
        {"rules/transit.yaml": [("parameters: {}", f"parameters: {fees}")]}
    )
    found = run("clearing", "what-if", window, "--rules", other / "rules")
    gains = {one["party"]: one["then_fen"] - one["now_fen"] for one in found["changes"]}
    assert gains["centre"] > 0
    assert gains["changsha"] > 0
    assert sum(gains.values()) == 0
    assert found["accepted"] == [38, 38]


def test_a_city_checks_its_own_statement(
    hansa: Run, run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Each bundle is equal; one digit changed is named by its row."""
    window, out, key = window_copy(), tmp_path / "out", tmp_path / "key.pem"
    public = run("clearing", "key", key)["public_key"]
    run("clearing", "statements", window, "--out", out, "--key", key)
    for party, net_fen in (("changsha", -2_500), ("zhuzhou", 3_500), ("centre", 0)):
        verdict = run("clearing", "verify", out / f"{party}.zip", "--key", public)
        assert (verdict["difference"], verdict["net_fen"]) == (None, net_fen)
        assert verdict["trusted"]
    altered = tmp_path / "altered.zip"

    def told(name: str, old: bytes, new: bytes) -> str:
        files = unpack(out / "zhuzhou.zip")
        assert old in files[name]
        pack({**files, name: files[name].replace(old, new, 1)}, altered)
        ran = hansa("clearing", "verify", altered, "--key", public, "--lang", "en")
        assert ran.code == 1
        return str(ran.err)

    assert "zhuzhou-card Z0001: its content" in told("rows.csv", b",2000,", b",2001,")
    assert "From changsha to zhuzhou" in told("legs.csv", b",8000,", b",8001,")
    for old, new in (
        (b'"net_fen":3500', b'"net_fen":3600'),
        (b'"rejected":1', b'"rejected":1,"x":0'),
    ):
        assert "none of this batch" in told("statement.json", old, new)
    assert "head" in told("proof.json", b'"number":0', b'"number":1')
    other = run("clearing", "key", tmp_path / "other.pem")["public_key"]
    ran = hansa(
        "clearing", "verify", out / "zhuzhou.zip", "--key", other, "--lang", "en"
    )
    assert ran.code == 1
    assert "signature" in ran.err
    for none in ("", " ", public[:-1], f"{public}\n"):
        ran = hansa(
            "clearing", "verify", out / "zhuzhou.zip", "--key", none, "--lang", "en"
        )
        assert ran.code == 1
        assert "is no public key" in ran.err
        assert "Equal" not in ran.out


def test_a_row_of_other_cities_is_in_no_statement(
    run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """A statement holds what concerns its party, and no card of others."""
    window, out = window_copy(), tmp_path / "out"
    run("clearing", "statements", window, "--out", out)
    for party, stranger in (("xiangtan", b"zhuzhou-card,changsha-card"),):
        rows = unpack(out / f"{party}.zip")["rows.csv"]
        assert b"xiangtan-card" in rows
        assert stranger not in rows


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"no archive at all"],
    ids=["empty", "torn", "text"],
)
def test_what_is_no_bundle_is_refused(
    hansa: Run, tmp_path: Path, content: bytes
) -> None:
    """Any other file is refused with its remedy, and never raises."""
    place = tmp_path / "bundle.zip"
    place.write_bytes(content)
    ran = hansa("clearing", "verify", place, "--lang", "en")
    assert ran.code == 1
    assert "no whole statement bundle" in ran.err


def test_spark_is_refused_with_a_sentence(
    hansa: Run, run: Run, window_copy: WindowCopy, tmp_path: Path
) -> None:
    """DuckDB runs by its name; Spark comes later, and another engine is none."""
    window = window_copy({})
    words = (
        "clearing", "run", "--rules", window / "rules", "--in", window / "in",
        "--out", tmp_path / "out", "--engine",
    )  # fmt: skip
    spark = hansa(*words, "spark", "--lang", "en")
    assert spark.code == 2
    assert "comes with a later part" in " ".join(spark.err.split())
    other = hansa(*words, "other", "--lang", "en")
    assert other.code == 2
    assert "duckdb, spark" in other.err
    assert not (tmp_path / "out").exists()
    assert run(*words, "duckdb")["counts"]["received"] == 40
