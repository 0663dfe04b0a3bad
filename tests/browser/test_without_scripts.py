"""A liaison officer's day, and the office's morning, where a browser runs no scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.desk import ask, remind

FIRST, SECOND, THIRD = "无脚本工作小结", "无脚本统计口径", "无脚本交通情况"
BUREAU = "商丘市交通运输局"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def page(visit: Open) -> Page:
    """Sign the liaison in without scripts, after the office asked and reminded."""
    office = visit("/account/", who="office")
    ask(office, FIRST, "2026-11-24")
    ask(office, SECOND, "2026-11-26")
    ask(office, THIRD, "2026-11-26")
    remind(office, SECOND)
    return visit("/start/", who="shangqiu", java_script_enabled=False)


def test_the_day_of_a_liaison_without_scripts(page: Page, tmp_path: Path) -> None:
    """Everything of the day is a link or a form, and nothing dead is offered."""
    expect(page).to_have_url("/huaihai/duties/todo/")
    _find(page)
    _answer_with_a_file(page)
    _ask_for_time(page)
    _sign_for_a_notice(page)
    _hand_on_by_ticks_and_merge(page)
    _work_a_list(page, tmp_path)
    _turn_pages_day_and_language(page)
    page.locator("header details.menu.right > summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.locator("header").get_by_role("link", name="登录")).to_be_visible()


def _find(page: Page) -> None:
    page.locator("#find").fill("纪要")
    page.locator("#find").press("Enter")
    expect(page.locator("main")).to_contain_text("纪要（征求意见稿）")
    expect(page.locator(".find kbd")).to_be_hidden()


def _open(page: Page, title: str) -> None:
    page.goto("/huaihai/duties/todo/")
    page.locator(".duty").get_by_role("link", name=title).first.click()
    expect(page.locator("h1")).to_contain_text(title)


def _answer_with_a_file(page: Page) -> None:
    """Refused while empty, taken with a note and a file, taken back, taken again."""
    _open(page, FIRST)
    page.locator("#report button.main").click()
    expect(page.locator("#report .faults")).to_be_focused()
    _report(page, FIRST)
    page.locator(".toasts").get_by_role("button", name="撤销").click()
    expect(page.locator(".timeline")).to_contain_text("已撤回")
    _report(page, FIRST)
    expect(
        page.locator(".timeline").get_by_role("link", name="小结.pdf")
    ).to_have_count(2)


def _report(page: Page, title: str) -> None:
    page.locator("#report textarea[name$=note]").fill("已按要求办理。")
    page.locator("#report input[type=file]").set_input_files(
        {"name": "小结.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    page.locator("#report button.main").click()
    expect(page.locator(".toasts")).to_contain_text(title)


def _ask_for_time(page: Page) -> None:
    _open(page, SECOND)
    page.locator("#extend > summary").click()
    page.locator("#extend input[name$=until]").fill("2026-12-11")
    page.locator("#extend textarea").fill("数据仍在核对。")
    page.locator("#extend button").click()
    expect(page.locator(".timeline")).to_contain_text("2026-12-11")
    _report(page, SECOND)


def _sign_for_a_notice(page: Page) -> None:
    """The text is there to be selected under its name; then the receipt."""
    page.goto("/huaihai/notices/")
    expect(page.locator("h1")).to_contain_text("待您签收")
    page.get_by_role("row", name=SECOND).get_by_role("link").first.click()
    expect(page.locator("[data-copy]").first).to_be_hidden()
    expect(page.locator("label[for=words]")).to_be_visible()
    assert SECOND in page.locator("#words").input_value()
    page.locator("form[action$='/sign/'] button").click()
    expect(page.locator("h1")).to_contain_text("签收")


def _hand_on_by_ticks_and_merge(page: Page) -> None:
    """Ticks and one button; what the bureau said by telephone, entered for it,
    becomes the city's answer.
    """
    page.goto(f"/huaihai/duties/?q={THIRD}")
    expect(page.locator("[data-check-all]")).to_be_hidden()
    page.locator("tbody input[name=id]").check()
    page.get_by_role("button", name="转交办理").click()
    page.get_by_label(BUREAU).check()
    page.locator("main form.form textarea").fill("请提供交通部分。")
    page.locator("main form.form button.main").click()
    _open(page, THIRD)
    page.locator("#parts input[id^=signed]").fill("电话记录第3号")
    page.locator("#parts form[action*='/sign'] button").click()
    page.locator("#parts textarea").fill("交通部分已完成。")
    page.locator("#parts input[id^=evidence]").fill("电话记录第4号")
    page.locator("#parts form[action*='/return'] button").click()
    page.locator("#merge > summary").click()
    page.locator("#merge input[type=checkbox]").first.check()
    page.locator("#merge textarea").first.fill("已汇总。")
    page.locator("#merge form.form .acts button").click()
    expect(page.locator(".light.done").first).to_be_visible()


def _work_a_list(page: Page, tmp_path: Path) -> None:
    """Filter, sort, choose columns, keep the view, take the table."""
    page.goto("/huaihai/duties/")
    page.locator("#filter-source").select_option("request")
    page.locator("#filter").click()
    page.locator("#sort-due").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.locator("#list summary", has_text="列").click()
    page.locator("#list input[name=column][value=original]").check()
    page.locator("#list details[open]").get_by_role("button").click()
    expect(page.locator("thead")).to_contain_text("原定时限")
    page.locator("#list summary", has_text="视图").click()
    page.locator("#list details[open] input[name=name]").fill("征询事项")
    page.locator("#list details[open]").get_by_role("button").click()
    page.goto("/huaihai/duties/")
    page.locator("#list summary", has_text="视图").click()
    page.get_by_role("link", name="征询事项").click()
    expect(page.locator("thead")).to_contain_text("原定时限")
    expect(page.locator("#filter-source")).to_have_value("request")
    page.locator("#list summary", has_text="导出").click()
    for kind in ("xlsx", "csv"):
        with page.expect_download() as taken:
            page.locator(f"#list a[href*='format={kind}']").click()
        taken.value.save_as(tmp_path / f"duties.{kind}")
    assert FIRST in (tmp_path / "duties.csv").read_text(encoding="utf-8-sig")


def _turn_pages_day_and_language(page: Page) -> None:
    """The next page, the as-of day, which then governs the page, and English."""
    page.goto("/huaihai/delivery/works/")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("nav.pages")).to_contain_text("上一页")
    page.locator("header summary", has_text="截至日期").click()
    page.locator("#as-of").fill("2018-12-09")
    page.locator("header details[open]").get_by_role("button").click()
    expect(page.locator("header details.past summary")).to_contain_text("2018-12-09")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_morning_of_the_office_without_scripts(visit: Open) -> None:
    """1:00 without scripts: who is missing, the text, the reminder, its receipt awaited."""
    page = visit("/start/", who="office", java_script_enabled=False)
    expect(page.locator("h1")).to_contain_text("2026年座谈会纪要（征求意见稿）2市未办")
    row = page.locator(".duty", has_text="2026年座谈会纪要（征求意见稿）").first
    expect(row).to_contain_text("8 / 10")
    expect(row.locator(".chip.amber", has_text="商丘")).to_be_visible()
    expect(row.locator(".chip.amber", has_text="临沂")).to_be_visible()
    row.get_by_role("link", name="复制通知文字").click()
    words = page.locator(".copy textarea").first
    expect(page.locator(".copy label").first).to_be_visible()
    words.select_text()
    assert "临沂" in words.input_value()
    assert len(words.input_value()) <= 140
    page.locator("main form.acts button.main").click()
    expect(page.locator("main")).to_contain_text("待签收")
    page.goto("/huaihai/journal/")
    issued = page.locator("tbody tr", has_text="发出通知").first
    expect(issued.get_by_role("link").first).to_contain_text("2026年座谈会纪要")
    page.goto("/huaihai/notices/?receipt=open")
    for city in ("商丘市", "临沂市"):
        line = page.locator("tbody tr", has_text="2026年座谈会纪要").filter(
            has_text=city
        )
        expect(line.first).to_contain_text("待签收")
