"""A liaison officer's day by keyboard alone. Source: issue of the house, “Must hold”."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.desk import TABS_MOST, Keys, ask, remind

FIRST, SECOND, THIRD = "键盘工作小结", "键盘统计口径", "键盘交通情况"
BUREAU = "商丘市交通运输局"


@pytest.fixture
def page(visit: Open) -> Page:
    """Open the door, with what this day needs already asked by the office."""
    office = visit("/account/", who="office")
    ask(office, FIRST, "2026-11-24")
    ask(office, SECOND, "2026-11-26")
    ask(office, THIRD, "2026-11-26")
    remind(office, SECOND)
    return visit("/account/sign-in/")


def test_the_day_of_a_liaison_by_keyboard(page: Page, tmp_path: Path) -> None:
    """Sign in, find, answer, ask for time, sign for, copy, list, undo, sign out."""
    keys = Keys(page)
    keys.sign_in("shangqiu")
    page.wait_for_url("**/huaihai/duties/todo/")
    _move_about(keys)
    _answer_the_first(keys)
    _hand_on_and_merge(keys)
    _ask_for_time(keys)
    _sign_for_a_notice(keys)
    _work_a_list(keys, tmp_path)
    keys.push(page.locator("header details.menu.right > summary"), key="Shift+Tab")
    keys.send(page.get_by_role("button", name="退出"))
    expect(page.locator("header").get_by_role("link", name="登录")).to_be_visible()


def _move_about(keys: Keys) -> None:
    """Rooms by letter, search, help, and the way back to where one was."""
    page = keys.page
    keys.go("d")
    page.wait_for_url("**/directory/**")
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.seen()
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    keys.press("/")
    keys.seen()
    keys.press("Escape")
    keys.seen()
    expect(page.locator("#find")).not_to_be_focused()
    keys.press("/")
    keys.type("纪要")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("main")).to_contain_text("纪要（征求意见稿）")
    keys.go("t")
    chip = page.locator("main .duty a.chip").first
    keys.push(chip)
    expect(page.locator("#beside")).to_be_focused()
    keys.press("Escape")
    expect(chip).to_be_focused()
    keys.go("t")


def _answer_the_first(keys: Keys) -> None:
    """By arrows to the first duty, a note as evidence, undo, and again."""
    page = keys.page
    keys.press("ArrowDown")
    keys.seen()
    expect(page.locator("main .duty a").first).to_be_focused()
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("h1")).to_contain_text(FIRST)
    keys.send(page.locator("#report button.main"))
    expect(page.locator("#report .faults")).to_be_focused()
    keys.seen()
    _report(keys, FIRST)
    keys.send(page.locator(".toasts").get_by_role("button", name="撤销"))
    expect(page.locator(".toasts")).to_be_focused()
    expect(page.locator(".timeline")).to_contain_text("已撤回")
    _report(keys, FIRST)


def _report(keys: Keys, title: str) -> None:
    page = keys.page
    keys.to(page.locator("#report textarea[name$=note]"))
    keys.press("ControlOrMeta+a")
    keys.type("已按要求办理。")
    keys.send(page.locator("#report button.main"))
    expect(page.locator(".toasts")).to_contain_text(title)
    expect(page.locator(".toasts")).to_be_focused()


def _open(keys: Keys, title: str) -> None:
    """Walk down the to-do to a duty and open it."""
    keys.go("t")
    for _ in range(TABS_MOST):
        keys.press("ArrowDown")
        keys.seen()
        if keys.page.locator(f".duty:focus-within:has-text('{title}')").count():
            break
    with keys.page.expect_navigation():
        keys.press("Enter")
    expect(keys.page.locator("h1")).to_contain_text(title)


def _hand_on_and_merge(keys: Keys) -> None:
    """A part goes to a bureau, comes back, and both become the city's answer."""
    page = keys.page
    _open(keys, THIRD)
    keys.push(page.locator("#hand-on > summary"))
    keys.to(page.get_by_label(BUREAU))
    keys.press("Space")
    expect(page.get_by_label(BUREAU)).to_be_checked()
    keys.to(page.locator("#hand-on textarea"))
    keys.type("请提供交通部分。")
    keys.send(page.locator("#hand-on form.form .acts button"))
    expect(page.locator("#parts")).to_contain_text(BUREAU)
    keys.to(page.locator("#parts input[id^=signed]"))
    keys.type("电话记录第3号")
    keys.send(page.locator("#parts form[action*='/sign'] button"))
    keys.to(page.locator("#parts textarea"))
    keys.type("交通部分已完成。")
    keys.to(page.locator("#parts input[id^=evidence]"))
    keys.type("电话记录第4号")
    keys.send(page.locator("#parts form[action*='/return'] button"))
    expect(page.locator("#parts")).to_contain_text("交通部分已完成。")
    keys.push(page.locator("#merge > summary"))
    keys.to(page.locator("#merge input[type=checkbox]").first)
    if not page.locator("#merge input[type=checkbox]").first.is_checked():
        keys.press("Space")
    keys.to(page.locator("#merge textarea").first)
    keys.type("已汇总。")
    keys.send(page.locator("#merge form.form .acts button"))
    expect(page.locator("main")).to_contain_text("已办结")


def _ask_for_time(keys: Keys) -> None:
    """On the second duty: a day typed, a reason, and the day of before stays."""
    page = keys.page
    _open(keys, SECOND)
    keys.push(page.locator("#extend > summary"))
    keys.to(page.locator("#extend input[name$=until]"))
    keys.type("12112026")
    keys.to(page.locator("#extend textarea"))
    keys.type("数据仍在核对。")
    keys.send(page.locator("#extend button"))
    expect(page.locator(".timeline")).to_contain_text("2026-12-11")
    expect(page.locator("dl.facts").first).to_contain_text("2026-11-26")
    _report(keys, SECOND)


def _sign_for_a_notice(keys: Keys) -> None:
    """From the to-do to the notice: its text in the clipboard, then the receipt."""
    page = keys.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys.go("t")
    keys.send(page.locator(f".duty:has-text('{SECOND}') a[href*='/notices/']"))
    keys.push(page.locator("button[data-copy=words]"))
    expect(page.locator("button[data-copy=words]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert SECOND in copied
    assert len(copied) <= 140
    keys.send(page.locator("form[action$='/sign/'] button"))
    expect(page.locator("h1")).to_contain_text("签收")
    expect(page.locator(".toasts")).to_be_focused()


def _work_a_list(keys: Keys, tmp_path: Path) -> None:
    """Filter, sort with the focus kept, walk the rows, hand on, take the workbook."""
    page = keys.page
    keys.go("t")
    keys.send(page.locator("main a[href$='/duties/']"))
    keys.to(page.locator("#filter-source"))
    keys.press("ArrowDown", "ArrowDown")
    keys.push(page.locator("#filter"))
    page.wait_for_url("**source=request**")
    expect(page.locator("#filter")).to_be_focused()
    keys.push(page.locator("#sort-due"))
    page.wait_for_url("**sort=due**")
    expect(page.locator("#sort-due")).to_be_focused()
    keys.seen()
    keys.to(page.locator("tbody input[name=id]").first)
    _walk_the_rows(keys)
    keys.push(page.locator("#list details.menu.right > summary"), key="Shift+Tab")
    with page.expect_download() as taken:
        keys.push(page.locator("#list a[href*='format=xlsx']"))
    taken.value.save_as(tmp_path / "duties.xlsx")
    assert (tmp_path / "duties.xlsx").read_bytes()[:2] == b"PK"
    keys.press("Escape")
    expect(page.locator("#list details.menu.right > summary")).to_be_focused()


def _walk_the_rows(keys: Keys) -> None:
    """Down the column of boxes, a tick, along the row to its link, and up again."""
    page = keys.page
    boxes = page.locator("tbody input[name=id]")
    keys.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    keys.press("Space", "ArrowRight")
    expect(boxes.nth(1)).to_be_checked()
    expect(page.locator("tbody tr:nth-child(2) a").first).to_be_focused()
    keys.press("ArrowUp")
    expect(page.locator("tbody tr:nth-child(1) a").first).to_be_focused()
    keys.seen()
