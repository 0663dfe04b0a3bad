"""Scene 6:15, yesterday's cards, sentence by sentence. Source: ``demo.md``."""

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hansa.site.demo.taps import DAY, late_files
from tests.browser.conftest import Open

SLOW = 180_000  # Milliseconds; 400,000 rows are cleared while a form is sent.
LEAGUES = ("changzhutan", "huaihai")
WINDOW = {league: f"/{league}/clearing/windows/{DAY}/" for league in LEAGUES}
OPERATOR = {"changzhutan": "clearing", "huaihai": "clearing-huaihai"}
SECOND = {"changzhutan": "clearing-second", "huaihai": "clearing-huaihai-second"}
CITY = {"changzhutan": ("zhuzhou", "zhuzhou"), "huaihai": ("suzhou", "leader-suzhou")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the demonstration says of a league's day, as its pages write it."""

    answer: str
    rows: str
    owed: Mapping[tuple[str, str], str]
    net: Mapping[str, str]
    payments: tuple[str, str]
    late: tuple[str, str, str]
    rule: str


GIVEN = {
    "changzhutan": Given(
        answer="2,500,000.00 元互欠，轧差后只需2笔划付，共 350,000.00 元",
        rows="收到 412,806 = 正常 412,790 + 挂账待查 11 + 拒付 5",
        owed={
            ("changsha", "zhuzhou"): "1,000,000.00",
            ("changsha", "xiangtan"): "250,000.00",
            ("zhuzhou", "changsha"): "600,000.00",
            ("zhuzhou", "xiangtan"): "150,000.00",
            ("xiangtan", "changsha"): "400,000.00",
            ("xiangtan", "zhuzhou"): "100,000.00",
        },
        net={
            "长沙": "应付 250,000.00",
            "株洲": "应收 350,000.00",
            "湘潭": "应付 100,000.00",
        },
        payments=("长沙→株洲未付250,000.00", "湘潭→株洲未付100,000.00"),
        late=("xiangtan", "218", "1,300.00"),
        rule="第1版",
    ),
    "huaihai": Given(
        answer="4,000.00 元互欠，轧差后只需2笔划付，共 1,200.00 元",
        rows="收到 1,000 = 正常 1,000 + 挂账待查 0 + 拒付 0",
        owed={
            ("suzhou", "xuzhou"): "1,600.00",
            ("suzhou", "shangqiu"): "400.00",
            ("xuzhou", "suzhou"): "1,200.00",
            ("shangqiu", "xuzhou"): "800.00",
        },
        net={"宿州": "应付 800.00", "徐州": "应收 1,200.00", "商丘": "应付 400.00"},
        payments=("宿州→徐州未付800.00", "商丘→徐州未付400.00"),
        late=("shangqiu", "36", "140.00"),
        rule="第2版",
    ),
}


def _tight(found: object) -> str:
    return re.sub(r"\s", "", " ".join(found.all_inner_texts()))  # type: ignore[attr-defined]  # a locator


def _press(page: Page, act: str) -> None:
    """Send the form of an act, and wait for what it leads to."""
    form = page.locator(f"details#{act}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    with page.expect_navigation(timeout=SLOW):
        form.locator("button").last.click(timeout=SLOW)


@pytest.mark.row("C-CLR-01", part="scene")
@pytest.mark.row("H-CLR-01", part="scene")
@pytest.mark.parametrize("league", LEAGUES)
def test_yesterdays_cards(league: str, visit: Open, tmp_path: Path) -> None:
    """6:15: who owes whom, why, a second person, a late file, and the proof offline."""
    clerk = visit(f"/{league}/clearing/", who=OPERATOR[league])
    _three_files_there(clerk, league)
    _who_owes_whom(clerk, league)
    _a_yuan_leads_to_its_taps(clerk, league)
    _a_second_person_approves(clerk, visit, league)
    _two_transfers_instead_of_six(clerk, league)
    first = _proof(visit, league, tmp_path, "first")
    _a_late_file_arrives(clerk, visit, league)
    assert _proof(visit, league, tmp_path, "again") == first, "unchanged to the byte"
    _verified_on_a_laptop(first, league, tmp_path)


def _three_files_there(clerk: Page, league: str) -> None:
    link = clerk.get_by_role("link", name=str(DAY))
    expect(clerk.locator("tbody tr", has=link)).to_contain_text("已轧差")
    link.click()
    expect(clerk.locator("h1")).to_contain_text(GIVEN[league].answer)
    heading = clerk.get_by_role("heading", name="文件", exact=True)
    expect(clerk.locator("section", has=heading)).to_contain_text("3 / 3")
    expect(clerk.locator("main")).to_contain_text(GIVEN[league].rows)
    expect(clerk.locator(".banner")).to_contain_text("演示时间 2026-11-24 09:00")


def _who_owes_whom(clerk: Page, league: str) -> None:
    for (debtor, creditor), amount in GIVEN[league].owed.items():
        lead = clerk.locator(f"table.owed a[href$='&from={debtor}&to={creditor}']")
        expect(lead).to_have_text(amount)
    assert clerk.locator("table.owed a").count() == len(GIVEN[league].owed)
    positions = clerk.locator("table.positions")
    for city, net in GIVEN[league].net.items():
        expect(positions.locator("tr", has_text=city)).to_contain_text(net)


def _a_yuan_leads_to_its_taps(clerk: Page, league: str) -> None:
    debtor, creditor = next(iter(GIVEN[league].owed))
    clerk.set_default_navigation_timeout(SLOW)
    lead = f"table.owed a[href$='&from={debtor}&to={creditor}']"
    clerk.locator(lead).click(timeout=SLOW)
    amount = GIVEN[league].owed[debtor, creditor]
    expect(clerk.locator("h1")).to_contain_text(f"{amount} 元，来自以下交易")
    classes, taps = clerk.locator("table.list").first, clerk.locator("table.list").last
    first = classes.locator("tbody tr").first
    expect(first).to_contain_text(GIVEN[league].rule)
    expect(classes.get_by_role("link", name="CLR-01").first).to_be_visible()
    expect(taps.locator("tbody tr")).to_have_count(20)
    classes.get_by_role("link", name="查看").first.click(timeout=SLOW)
    expect(taps.locator("tbody tr").first).to_be_visible()
    classes.get_by_role("link", name="CLR-01").first.click()
    expect(clerk.locator("blockquote").first).to_be_visible()
    clerk.goto(WINDOW[league])


def _a_second_person_approves(clerk: Page, visit: Open, league: str) -> None:
    expect(clerk.locator("main")).to_contain_text("本批次待复核，复核人不得为经办人")
    expect(clerk.locator("details#approve")).to_have_count(0)
    second = visit(WINDOW[league], who=SECOND[league])
    _press(second, "approve")
    expect(second.locator(".toasts")).to_contain_text("已发布")
    expect(second.locator("a.chip.city").first).to_be_visible()


def _two_transfers_instead_of_six(clerk: Page, league: str) -> None:
    clerk.goto(WINDOW[league])
    _press(clerk, "instruct")
    section = clerk.locator(
        "section", has=clerk.get_by_role("heading", name="划付指令")
    )
    lines = section.locator("tbody tr")
    expect(lines).to_have_count(2)
    for line, payment in zip(lines.all(), GIVEN[league].payments, strict=True):
        assert _tight(line).startswith(payment)


def _a_late_file_arrives(clerk: Page, visit: Open, league: str) -> None:
    member, rows, amount = GIVEN[league].late
    name, content = next(
        (name, content)
        for name, content in late_files().items()
        if name.startswith(member)
    )
    clerk.goto(f"{WINDOW[league]}files/")
    late = {"name": name, "mimeType": "text/csv", "buffer": content}
    clerk.locator("input[name=brought]").set_input_files(late)  # type: ignore[arg-type]  # as Playwright names it
    clerk.get_by_role("button", name="登记文件").click(timeout=SLOW)
    expect(clerk.locator("main tbody tr").first).to_contain_text(rows)
    clerk.get_by_role("link", name="返回清分周期").click()
    clerk.locator("details#delta select").select_option("late-file")
    _press(clerk, "delta")
    _press(clerk, "run")
    expect(clerk.locator("main .kicker")).to_contain_text("调整批次1：迟报文件")
    expect(clerk.locator("main")).to_contain_text(f"本批新增{rows}条记录")
    expect(clerk.locator("h1")).to_contain_text(f"{amount} 元互欠")
    second = visit(WINDOW[league], who=SECOND[league])
    _press(second, "approve")
    expect(second.locator(".toasts")).to_contain_text("已发布")


def _proof(visit: Open, league: str, folder: Path, name: str) -> bytes:
    """Let a city take its bundle of the sealed batch home from its statement."""
    member, who = CITY[league]
    city = visit(f"{WINDOW[league]}statements/{member}/?batch=0", who=who)
    with city.expect_download(timeout=SLOW) as taken:
        city.get_by_role("link", name="下载结算单包").click()
    place = folder / f"{name}.zip"
    taken.value.save_as(place)
    return place.read_bytes()


def _verified_on_a_laptop(bundle: bytes, league: str, folder: Path) -> None:
    member, _ = CITY[league]
    good = folder / "bundle.zip"
    good.write_bytes(bundle)
    code, said = _verify(good)
    assert code == 0, said
    assert said.startswith(f"核验一致。{member}，{league}/{DAY}")
    bad, record = _with_one_digit_changed(good)
    code, said = _verify(bad)
    assert code == 1
    assert said.startswith("不一致：明细第2行")
    assert record in said


def _verify(bundle: Path) -> tuple[int, str]:
    """Check a bundle where there is no database, no file of the house and no network."""
    nowhere = bundle.parent / "nowhere"
    ended = subprocess.run(
        [sys.executable, "-m", "hansa.site.command", "clearing", "verify", bundle],
        env={
            **os.environ,
            "HANSA_DATABASE_URL": f"sqlite:///{nowhere}/none.sqlite3",
            "HANSA_CLEARING": str(nowhere),
            "HANSA_FILES": str(nowhere),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert not nowhere.exists()
    return ended.returncode, ended.stdout + ended.stderr


def _with_one_digit_changed(bundle: Path) -> tuple[Path, str]:
    """Change one digit of the amount of the first row, and name that row."""
    changed = bundle.with_name("changed.zip")
    with zipfile.ZipFile(bundle) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "rows.csv":
                content, record = _changed(content)
            after.writestr(name, content)
    return changed, record


def _changed(content: bytes) -> tuple[bytes, str]:
    head, first, rest = content.split(b"\r\n", 2)
    columns = head.decode().split(",")
    (cells,) = csv.reader(io.StringIO(first.decode()))
    at = columns.index("amount_fen")
    digit = cells[at][0]
    cells[at] = ("1" if digit != "1" else "2") + cells[at][1:]
    line = ",".join(cells).encode()
    return b"\r\n".join([head, line, rest]), cells[columns.index("record_id")]
