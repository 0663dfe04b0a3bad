"""Random days with rows in doubt, random decisions on them, and the oracle's answer."""

import hashlib
import os
import random
from uuid import UUID

import pytest
import yaml

from hansa.casework.models import Case
from hansa.clearing.models import Batch, CaseRow
from hansa.clearing.reads import batches, ledger, places
from hansa.clearing.services import disputes, running, sealing, settling
from hansa.clearing.services.publishing import approve
from hansa.clearing.terms.house import Cause
from hansa.clearing.tests.house.cases import decided, deliver, heard
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    CITIES,
    DAY,
    HEADER,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    open_window,
    published,
    tap,
)
from hansa.clearing.tests.oracle.oracle import (
    OUTCOMES,
    Line,
    Result,
    Values,
    Window,
    book,
    judge,
)
from hansa.kernel.errors import Refused

SEEDS = 40 if os.environ.get("HANSA_CHAOS") == "1" else 3
DAYS = ("2026-11-22", DAY)
CARDS = (*(f"{city}-card" for city in CITIES), "nobody")


def rows_of_day(rng: random.Random, day: str) -> list[str]:
    """Rows that conflict, repeat counters, come from nobody, and give back."""
    rows = []
    for number in range(rng.randint(12, 24)):
        record = f"S{rng.randint(1, 12)}"  # Few, so that both days know one serial.
        kind = "refund" if rng.random() < 0.2 else "purchase"
        rows.append(
            tap(
                record if kind == "purchase" else f"R{day[-2:]}{number}",
                f"{day}T{rng.randint(6, 9):02}:00:00+08:00",
                acquirer=rng.choices(CARDS, (5, 3, 3, 1))[0],
                issuer=rng.choices(CARDS, (3, 3, 3, 1))[0],
                card=f"c{rng.randint(1, 5)}",
                counter=rng.randint(1, 6),
                kind=kind,
                original_record_id=record if kind == "refund" else "",
                amount_fen=rng.choice((50, 100, 200, 500)),
            )
        )
    return rows


def windows_of(files: dict[str, list[str]]) -> list[Window]:
    """The same rows as the oracle takes them."""
    found: list[Window] = []
    for order, (day, rows) in enumerate(files.items()):
        named = HEADER.split(",")
        lines: list[Line] = [
            (row, dict(zip(named, row.split(","), strict=True))) for row in rows
        ]
        content = "\n".join([HEADER, *rows]) + "\n"
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        end = f"{day[:-2]}{int(day[-2:]) + 1}T00:00:00+08:00"
        bounds = (f"{day}T00:00:00+08:00", end, late_days(day))
        found.append((order, bounds, [(sha256, lines)]))
    return found


def late_days(day: str) -> int:
    """How late a tap of a day may come, as the charter has it."""
    return Batch.objects.filter(window__slug=day)[0].window.late_days


def rules_of_house() -> Values:
    """The rules that the days are cleared by, as they are written."""
    folder = places.rules_of(Batch.objects.order_by("sealed_at")[0].manifest["rules"])
    named = yaml.safe_load((folder / "participants.yaml").read_text("utf-8"))
    schemes = {
        name: yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))["versions"]
        for name in ("transit", "parking")
        if (folder / f"{name}.yaml").is_file()
    }
    for versions in schemes.values():
        for one in versions:
            one["effective_from"] = str(one["effective_from"])
    return {**named, "schemes": schemes, "denylist": None, "terminals": None}


def decide_at_random(rng: random.Random) -> dict[str, str]:
    """Split every case, and decide most of them; say what each row must come to."""
    cases = list(Case.objects.filter(type="unmatched").order_by("number"))
    every: list[tuple[UUID, str]] = []
    for case in cases:
        member = case.parties.get().member
        rows = list(CaseRow.objects.filter(case=case.pk).order_by("content_hash"))
        chosen = [row.content_hash for row in rows if rng.random() < 0.4]
        every.append((case.pk, member))
        if chosen:
            own = disputes.split_case(OPERATOR, LEAGUE, case.pk, chosen)
            every.append((own, member))
    rng.shuffle(every)
    expected: dict[str, str] = {}
    released: set[tuple[str, str]] = set()
    for case_id, member in every:
        rows = list(CaseRow.objects.filter(case=case_id))
        keys = [(row.acquirer, row.record_id) for row in rows]
        decision = rng.choice(("released", "released", "refused", ""))
        if not decision:
            continue
        for row, key in zip(rows, keys, strict=True):
            if decision == "refused" or (keys.count(key) == 1 and key not in released):
                expected[row.content_hash] = decision
        if decision == "released":
            released |= {key for key in keys if keys.count(key) == 1}
        heard(case_id, member)
        decided(case_id, decision)
    return expected


def finish_days() -> None:
    """Publish what decisions sealed, and then what each day may learn of the others."""
    for slug in (*DAYS, *DAYS):
        for _ in range(3):
            last = Batch.objects.filter(window__slug=slug).order_by("-number")[0]
            if last.state != "sealed":
                try:
                    sealing.make_delta(OPERATOR, LEAGUE, slug, Cause.RELEASE)
                except Refused:
                    break
            try:
                running.run_batch(OPERATOR, LEAGUE, slug)
            except Refused:
                settling.void(OPERATOR, LEAGUE, slug, "it changes no amount")
                break
            approve(APPROVER, LEAGUE, slug)
        deliver()


def answer_of(rules: Values, windows: list[Window], order: int) -> Result:
    """The oracle's answer for one of the days, the other being known too."""
    result = Result(dict.fromkeys([*rules["members"], *rules["accounts"]], 0))
    for row in judge(rules, windows):
        if row["window"] == order:
            outcome = OUTCOMES.get(row["code"], "suspended")
            result.counts.update([outcome])
            if outcome == "accepted":
                book(rules, row, result)
    return result


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(SEEDS))
def test_decided_days_come_to_what_the_oracle_says(
    house: None, bring: Bring, seed: int
) -> None:
    """All batches of a day add up to the day as if its released rows were accepted."""
    rng = random.Random(seed)
    files = {day: rows_of_day(rng, day) for day in DAYS}
    for day, rows in files.items():
        open_window(day)
        bring(f"of-all_{day}.csv", *rows, window=day)
        published(day)
        deliver()
    expected = decide_at_random(rng)
    kept = CaseRow.objects.exclude(decision="")
    assert dict(kept.values_list("content_hash", "decision")) == expected
    assert expected
    finish_days()
    rules = {**rules_of_house(), "decided": expected}
    windows = windows_of(files)
    total: dict[str, int] = {}
    for order, day in enumerate(DAYS):
        answer = answer_of(rules, windows, order)
        net: dict[str, int] = {}
        for line in batches.list_batches(OFFICE, LEAGUE, day):
            if line.state.value != "voided":
                for party, fen in line.net.items():
                    net[party] = net.get(party, 0) + fen
                    total[party] = total.get(party, 0) + fen
        assert net == answer.net, f"seed {seed}, {day}"
        funnel = batches.get_batch(OFFICE, LEAGUE, day, standing(day)).funnel
        assert funnel.accepted == answer.counts["accepted"]
        assert funnel.suspended == answer.counts["suspended"]
    found = ledger.trial_balance(OFFICE, LEAGUE)
    assert found.balanced
    booked = {one.party: one.balance_fen for one in found.accounts}
    assert {p: f for p, f in booked.items() if f} == {
        p: f for p, f in total.items() if f
    }


def standing(day: str) -> int:
    """The number of the last batch of a day that was not voided."""
    rows = Batch.objects.filter(window__slug=day).exclude(state="voided")
    return rows.order_by("-number")[0].number
