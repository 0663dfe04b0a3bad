"""The demonstration, scene by scene, as far as this part has it. Source: ``demo.md``."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import Hansa
from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 390, "height": 844}}


def test_whose_turn_is_it(visit: Open) -> None:
    """0:00: a visitor asks whose turn it is, why, then, elsewhere and in English."""
    page = visit("/huaihai/")
    expect(page.locator("h1")).to_contain_text("宿州")
    expect(page.locator("h1")).to_contain_text("徐州")
    turns = page.locator(".turns li")
    assert "宿州2026" in _tight(turns)
    assert "徐州2027" in _tight(turns)
    assert "枣庄2028" in _tight(turns)
    page.get_by_text("为什么").first.click()
    expect(page.locator("details[open]")).to_contain_text("GOV-11")
    page.goto("/huaihai/?as-of=2018-12-09")
    expect(page.locator("h1")).to_contain_text("徐州")
    page.goto("/huaihai/governance/calendar/?from=2018")
    expect(page.locator("main")).to_contain_text("年份推定")
    page.goto("/changzhutan/")
    expect(page.locator("h1")).to_contain_text("湘潭")
    assert "长沙2027" in _tight(page.locator(".turns li"))
    page.get_by_role("button", name="EN").click()
    expect(page.locator("h1")).to_contain_text("Xiangtan")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_contain_text("湘潭")


def _tight(found: object) -> str:
    return re.sub(r"\s", "", " ".join(found.all_inner_texts()))  # type: ignore[attr-defined]  # a locator


def test_what_does_the_office_do_this_morning(visit: Open) -> None:
    """1:00: what is missing from whom, and the text for the group chat."""
    page = visit("/huaihai/duties/todo/", who="office")
    sheet = page.locator("main")
    expect(sheet).to_contain_text("纪要（征求意见稿）")
    expect(sheet).to_contain_text("8 / 10")
    row = page.locator("tr, .duty", has_text="纪要（征求意见稿）").first
    expect(row).to_contain_text("临沂")
    expect(row).to_contain_text("商丘")
    page.get_by_role("link", name=re.compile("纪要（征求意见稿）")).first.click()
    expect(page.locator("main")).to_contain_text("2026-11-27")
    page.get_by_role("link", name="复制通知文字").or_(
        page.get_by_role("button", name="复制通知文字")
    ).first.click()
    words = page.locator("textarea[readonly]").first.input_value()
    assert "临沂" in words
    assert "商丘" in words
    assert "17:30" in words
    assert len(words) <= 140


def test_a_leader_reads_one_page(visit: Open) -> None:
    """8:45: one sheet on a phone, three figures, what needs a decision, no menu."""
    page = visit("/huaihai/briefing/", who="leader-suzhou", **PHONE)
    expect(page.locator(".figure")).to_have_count(3)
    matters = page.locator(".matter")
    assert 1 <= matters.count() <= 5
    for matter in matters.all():
        expect(matter).to_contain_text("建议")
    expect(page.locator("nav.rail")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_resident_in_thirty_seconds(visit: Open) -> None:
    """9:15: choose a city, read what the agreement promises and how it stands."""
    page = visit("/huaihai/resident/", **PHONE)
    page.get_by_role("link", name="商丘").click()
    expect(page.locator("h1")).to_contain_text("协议")
    assert page.locator(".timeline li").count() > 10
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.resident')).fontSize")
        == "18px"
    )


@pytest.mark.django_db
def test_and_our_agreement(tmp_path: Path, hansa: Hansa) -> None:
    """9:40: a third league from three names, one mistake found, 2026 stays, 2027 moves."""
    made = hansa(
        "charter", "new", "demo3", "--city", "甲市", "--city", "乙市", "--city", "丙市",
        "--at", tmp_path,
    )  # fmt: skip
    assert made.code == 0, made.err
    folder = tmp_path / "demo3"
    assert hansa("charter", "apply", folder).code == 0
    rules = folder / "governance.yaml"
    month = re.search(r"month: (\d+)", rules.read_text(encoding="utf-8"))
    assert month is not None
    rules.write_text(
        rules.read_text(encoding="utf-8").replace(month[0], "month: 13", 1),
        encoding="utf-8",
    )
    checked = hansa("charter", "check", folder)
    assert checked.code == 1
    line = (
        rules.read_text(encoding="utf-8")[
            : rules.read_text(encoding="utf-8").index("month: 13")
        ].count("\n")
        + 1
    )
    assert f"governance.yaml:{line}:" in checked.out + checked.err
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("month: 13", "month: 5", 1),
        encoding="utf-8",
    )
    planned = hansa("charter", "plan", folder, "--effective", "2027-01-01")
    assert planned.code == 0, planned.err
    assert "2026" in planned.out
    assert "2027" in planned.out
    applied = hansa("charter", "apply", folder, "--effective", "2027-01-01")
    assert applied.code == 0, applied.err
    assert hansa("calendar", "demo3", "--from", "2027").code == 0
    fed = hansa("governance", "feed", "demo3")
    assert "BEGIN:VCALENDAR" in fed.out
    assert hansa("journal", "verify").code == 0


def test_the_journal_of_these_ten_minutes(visit: Open) -> None:
    """9:40: every step is on record, in order, unbroken."""
    page = visit("/huaihai/journal/?verify=1", who="office")
    expect(page.locator("h1")).not_to_have_class(re.compile("late"))
    expect(page.locator("h1 .late")).to_have_count(0)
    assert page.locator("tbody tr").count() > 20
