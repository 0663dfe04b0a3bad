"""Random decisions of cases on the rows of a scenario, and their two lists."""

import csv
import random
from pathlib import Path

from hansa.clearing.tests.oracle.oracle import OUTCOMES, Row, judge
from hansa.clearing.tests.oracle.scenarios import Scenario

QUOTED = ("'", "=", "+", "@", "-", "\t", "\r", "＝", "＋", "－", "＠")


def in_doubt(rows: list[Row]) -> list[Row]:
    """The rows that are suspended; a case may decide on each of them."""
    return [row for row in rows if row["code"] not in OUTCOMES]


def decide(drawn: Scenario, rng: random.Random) -> list[Row]:
    """Draw decisions on rows of every window and some amounts; give the rows decided."""
    rows = judge(drawn.rules, drawn.windows)
    chosen = [row for row in in_doubt(rows) if rng.random() < 0.7]
    # A decision on what nobody doubts by now changes it only if it refuses.
    chosen += rng.sample(rows, min(2, len(rows)))
    rng.shuffle(chosen)
    decided: dict[str, str] = {}
    released = set()
    for row in chosen:
        may_release = row["key"] not in released and rng.random() < 0.7
        decision = "released" if may_release else "refused"
        if row["hash"] not in decided:
            decided[row["hash"]] = decision
            released |= {row["key"]} if may_release else set()
    parties = [*drawn.rules["members"], *drawn.rules["accounts"]]
    drawn.rules["decided"] = decided
    drawn.rules["adjustments"] = [
        (*rng.sample(parties, 2), rng.choice((1, 700, 10**11)), "CLR-01", f"2026-{at}")
        for at in range(rng.randint(0, 2))
    ]
    named = {row["hash"]: row for row in chosen}
    return [named[one] for one in decided]


def write_decisions(drawn: Scenario, rows: list[Row], rules: Path) -> None:
    """Write both lists, as a person would with a spreadsheet's care for formulas."""
    with (rules / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["acquirer", "record_id", "content_hash", "decision", "case"])
        for row in rows:
            cells = [row["acquirer"] or "", row["record_id"] or "", row["hash"]]
            cells = [f"'{one}" if one.startswith(QUOTED) else one for one in cells]
            decision = drawn.rules["decided"][row["hash"]]
            writer.writerow([*cells, decision, "2026-9"])
    with (rules / "adjustments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["payer", "payee", "amount_fen", "clause", "case"])
        writer.writerows(drawn.rules["adjustments"])
