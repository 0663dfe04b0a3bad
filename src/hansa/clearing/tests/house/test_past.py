"""The clearing house as of an earlier day: what is read later is what was read then."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Run
from hansa.chassis.actor import Role
from hansa.chassis.plain import plain
from hansa.clearing.models import BatchInstruction
from hansa.clearing.reads import batches, entries, ledger, shortfalls, statements
from hansa.clearing.reads import windows as window_reads
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services import windows as services
from hansa.clearing.services.settling import Paid
from hansa.clearing.terms.house import Cause, State, WindowDraft
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    AT,
    HEADER,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Enter,
    Program,
    tap,
)
from hansa.kernel.errors import Missing

DAY, FIRST = "2026-11-08", date(2026, 11, 9)
START = AT - timedelta(
    days=15
)  # The pages are asked at the instant of the other tests.
ROOT = f"/{LEAGUE}/clearing/"
WINDOW = f"{ROOT}windows/{DAY}/"
STATEMENT = f"{WINDOW}statements/zhuzhou/"
Story = dict[date, dict[str, Any]]


def on(day: int) -> Any:
    """Give the operator so many days after the first."""
    return replace(OPERATOR, at=START + timedelta(days=day))


def opened(slug: str = DAY, expected: Mapping[str, int] | None = None) -> None:
    """Open a window on the first day."""
    services.open_window(on(0), LEAGUE, WindowDraft(slug=slug, expected=expected or {}))


Bring = Callable[..., None]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Register a file of rows on the first day: ``bring(name, *rows, window=DAY)``."""

    def one(name: str, *rows: str, window: str = DAY) -> None:
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        stated = services.Stated(name=name, window=window)
        services.register_file(on(0), LEAGUE, path, stated)

    return one


def taken(record: str, day: str = DAY, **changed: Any) -> str:
    """Write a tap of a day."""
    return tap(record, f"{day}T08:00:00+08:00", **changed)


def second(day: int) -> Any:
    """Give the approver so many days after the first."""
    return replace(APPROVER, at=START + timedelta(days=day))


def answer(read: Callable[[], Any]) -> Any:
    """Give what a read says, without the revision; the code of what is missing."""
    try:
        found = plain(read())
    except Missing as missing:
        return missing.code.removesuffix("-missing").removesuffix("-not-sealed-then")
    lines = found if isinstance(found, list) else [found]
    for line in lines:
        for one in (line, line.get("line", {})):
            one.pop("revision", None)
    return found


def told(day: date, as_of: date | None) -> dict[str, Any]:
    """Read everything as an office that looks on a day, or later as of that day."""
    office = replace(OFFICE, at=START + (day - FIRST))
    asked = (office, LEAGUE)
    one = (*asked, DAY)
    return {
        "windows": answer(lambda: window_reads.list_windows(*asked, as_of)),
        "window": answer(lambda: window_reads.get_window(*one, as_of)),
        "batches": answer(lambda: batches.list_batches(*asked, None, as_of)),
        "first": answer(lambda: batches.get_batch(*one, 0, as_of)),
        "last": answer(lambda: batches.get_batch(*one, None, as_of)),
        "statements": answer(
            lambda: statements.list_statements(*asked, "zhuzhou", as_of)
        ),
        "statement": answer(
            lambda: statements.get_statement(*one, None, "zhuzhou", as_of)
        ),
        "balance": answer(lambda: ledger.trial_balance(*asked, as_of)),
        "entries": [
            plain(e) for e in entries.list_entries(*asked, as_of).slice(0, 0, 99)
        ],
        "unpaid": ledger.unpaid_of(LEAGUE, as_of),
        "caps": answer(lambda: shortfalls.list_caps(*one, None, as_of)),
        "left": answer(lambda: shortfalls.list_left(*one, None, as_of)),
    }


@pytest.fixture
def story(house: None, bring: Bring) -> Story:
    """Ten days of a window, one act a day, and what was read at the end of each."""
    found: Story = {}
    opened(expected={"changsha-card": 2})
    bring(
        "changsha-card_1.csv",
        taken("A1", amount_fen=1_500),
        taken("A2", issuer="xiangtan-card", amount_fen=700),
    )
    acts: tuple[Callable[[], object], ...] = (
        lambda: None,
        lambda: sealing.seal_window(on(1), LEAGUE, DAY, "one file is enough"),
        lambda: settling.void(on(2), LEAGUE, DAY, "sealed too early"),
        lambda: sealing.seal_window(on(3), LEAGUE, DAY, "one file is enough"),
        lambda: running.run_batch(on(4), LEAGUE, DAY),
        lambda: settling.hold(on(5), LEAGUE, DAY, "a question"),
        lambda: settling.release(on(6), LEAGUE, DAY),
        lambda: publishing.approve(second(7), LEAGUE, DAY),
        lambda: settling.hold(on(8), LEAGUE, DAY, "another question"),
        lambda: settling.release(on(9), LEAGUE, DAY),
        lambda: settling.instruct(on(10), LEAGUE, DAY),
        lambda: settling.settle(
            on(11), LEAGUE, DAY, Paid(numbers=(1,), guaranteed=True, reference="G1")
        ),
        lambda: settling.settle(
            on(12), LEAGUE, DAY, Paid(numbers=(2,), reference="B2")
        ),
        lambda: settling.settle(
            on(13), LEAGUE, DAY, Paid(numbers=(1,), reference="B1")
        ),
        lambda: settling.reconcile(on(14), LEAGUE, DAY),
    )
    for number, act in enumerate(acts):
        act()
        day = FIRST + timedelta(days=number)
        found[day] = told(day, None)
    return found


def test_what_is_read_later_is_what_was_read_then(story: Story) -> None:
    """Every read gives for each day what it gave on that day, payments by others too."""
    assert BatchInstruction.objects.filter(guaranteed=True).count() == 0
    for day, then in story.items():
        now = told(day, day)
        for name, read in then.items():
            assert now[name] == read, (day, name)
    states = [each["window"]["line"]["state"] for each in story.values()]
    assert states == [
        "collecting", "sealed", "collecting", "sealed", "netted", "held", "netted",
        "published", "held", "published", "instructed", "partial", "partial", "settled",
        "reconciled",
    ]  # fmt: skip
    guaranteed = story[FIRST + timedelta(days=11)]["last"]["payments"][0]
    assert (guaranteed["guaranteed"], guaranteed["reference"]) == (True, "G1")


def test_days_to_come_and_before(story: Story) -> None:
    """A day to come shows what there is; before it was opened, a window says so."""
    far = FIRST + timedelta(days=400)
    assert told(far, far) == told(far, None)
    before = FIRST - timedelta(days=1)
    assert window_reads.list_windows(OFFICE, LEAGUE, before) == ()
    for number in (None, 0):
        with pytest.raises(Missing) as missing:
            batches.get_batch(OFFICE, LEAGUE, DAY, number, before)
        assert missing.value.code == "window-not-open-then"
    with pytest.raises(Missing) as unsealed:
        batches.get_batch(OFFICE, LEAGUE, DAY, 1, FIRST)
    assert unsealed.value.code == "batch-not-sealed-then"
    assert unsealed.value.remedy.parameters["day"] == "2026-11-12"


def test_a_late_conflict_is_told_from_the_day_it_showed(
    house: None, bring: Bring
) -> None:
    """A window says of an earlier day what was known of it on that day."""
    earlier = "2026-11-07"
    opened()
    opened(earlier)
    bring("changsha-card_1.csv", taken("A1"))
    sealing.seal_window(on(0), LEAGUE, DAY)
    running.run_batch(on(0), LEAGUE, DAY)
    bring(
        "changsha-card_2.csv",
        taken("A1", earlier, amount_fen=300),
        window=earlier,
    )
    sealing.seal_window(on(1), LEAGUE, earlier)
    running.run_batch(on(2), LEAGUE, earlier)
    found = [
        window_reads.get_window(OFFICE, LEAGUE, DAY, FIRST + timedelta(days=day))
        for day in range(3)
    ]
    assert [one.line.late_conflicts for one in found] == [(), (), (earlier,)]


def track(html: str) -> str:
    """Give the way of the batch as words."""
    found = re.search(r'<ol class="track">(.*?)</ol>', html, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def html_of(client: Client, address: str, day: int | None) -> str:
    """Give a page as of so many days after the first."""
    if day is not None:
        mark = "&" if "?" in address else "?"
        address += f"{mark}as-of={FIRST + timedelta(days=day)}"
    found = client.get(address)
    assert found.status_code == 200, (address, found.content.decode()[:2000])
    return found.content.decode()


def test_pages_of_an_earlier_day(story: Story, enter: Enter) -> None:
    """Each page says what stood on the day asked, leads on with it, and offers no act."""
    operator = enter(Role.CLEARING_OPERATOR)
    kept = "as-of=2026-11-16"  # The day on which it was published.
    windows = html_of(operator, ROOT, 7)
    assert "1 window is published and not settled" in windows
    assert f"{WINDOW}?{kept}" in windows
    assert f"{ROOT}open/" not in windows
    assert f"{ROOT}open/" in html_of(operator, ROOT, None)
    assert "1 window waits for a second person" in html_of(operator, ROOT, 6)
    window = html_of(operator, WINDOW, 7)
    assert "● published" in track(window)
    assert "Payments stand here once they are ordered." in window
    assert f"{STATEMENT}?batch=1&amp;{kept}" in window
    assert f"{WINDOW}acts/" not in window
    assert f"{WINDOW}adjustment/" not in window
    assert f"{WINDOW}acts/archive/" in html_of(operator, WINDOW, None)
    assert "● collecting" in track(html_of(operator, WINDOW, 0))
    assert "on hold" in html_of(operator, STATEMENT, 8)
    assert "not paid yet" in html_of(operator, STATEMENT, 10)
    paid = html_of(operator, STATEMENT, 11)
    assert "G1" in paid
    assert "by the guarantee account" in paid
    assert "B1" not in paid
    assert "Nothing is published to Zhuzhou yet" in html_of(
        operator, f"{ROOT}statements/?party=zhuzhou", 6
    )
    assert "22.00 yuan net is still to be paid" in html_of(
        operator, f"{ROOT}ledger/", 9
    )
    assert "nothing is left to be paid" in html_of(operator, f"{ROOT}ledger/", None)
    assert "nothing is left to be paid" in html_of(operator, f"{ROOT}ledger/", 6)
    assert "net positions published" not in html_of(operator, f"{ROOT}ledger/", 6)
    unpaid = html_of(operator, f"{WINDOW}unpaid/", 10)
    assert "If Zhuzhou does not pay its 15.00 yuan" in unpaid
    assert "Everything in this batch is paid" in html_of(
        operator, f"{WINDOW}unpaid/", None
    )
    early = operator.get(STATEMENT, {"as-of": "2026-11-15"})
    assert early.status_code == 404
    assert "There is no published statement of zhuzhou." in early.content.decode()
    unopened = operator.get(WINDOW, {"as-of": "2026-11-08"}).content.decode()
    assert "was not open on 2026-11-08 yet" in unopened


def test_programs_and_commands_ask_for_a_day(
    story: Story, program: Program, run: Run
) -> None:
    """The API and the command give the same states of an earlier day as the pages."""
    house, day = f"/api/v1/leagues/{LEAGUE}/clearing", "2026-11-17"
    client = program(Role.CLEARING_OPERATOR)

    def states(path: str, as_of: str) -> Any:
        found = client.get(f"{house}{path}", {"as_of": as_of} if as_of else {})
        assert found.status_code == 200, found.content
        return found.json()

    for as_of, state in ((day, "held"), ("", "reconciled")):
        assert [one["state"] for one in states("/windows", as_of)] == [state]
        assert states(f"/windows/{DAY}", as_of)["line"]["state"] == state
        assert [one["state"] for one in states("/batches", as_of)] == ["voided", state]
        one = f"/windows/{DAY}/batches/1"
        assert states(one, as_of)["line"]["state"] == state
        assert states(f"{one}/statements/zhuzhou", as_of)["line"]["state"] == state
        published = states("/parties/zhuzhou/statements", as_of)
        assert [each["state"] for each in published] == [state]
    assert states("/trial-balance", day)["debit_fen"] == 2_200
    assert len(states("/entries", day)) == 1
    assert len(states("/entries", "")) == 4

    (line,) = run("clearing", "window", "list", LEAGUE, "--as-of", day)
    shown = run("clearing", "batch", "show", LEAGUE, DAY, "--as-of", day)
    assert (line["state"], shown["line"]["state"]) == ("held", "held")


def test_a_delta_is_there_from_its_day(house: None, bring: Bring) -> None:
    """Before a late file was sealed it waited; the batch before it was the last."""
    opened()
    bring("changsha-card_1.csv", taken("A1"))
    sealing.seal_window(on(0), LEAGUE, DAY)
    running.run_batch(on(0), LEAGUE, DAY)
    publishing.approve(second(0), LEAGUE, DAY)
    bring("changsha-card_2.csv", taken("A2"))
    sealing.make_delta(on(2), LEAGUE, DAY, Cause.LATE_FILE)
    one = window_reads.get_window(OFFICE, LEAGUE, DAY, FIRST + timedelta(days=1))
    two = window_reads.get_window(OFFICE, LEAGUE, DAY, FIRST + timedelta(days=2))
    assert [file.batch for file in one.files] == [0, None]
    assert [file.batch for file in two.files] == [0, 1]
    assert (one.line.state, one.line.waiting) == (State.PUBLISHED, 1)
    assert (two.line.state, two.line.waiting) == (State.SEALED, 0)
