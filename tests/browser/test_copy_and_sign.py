"""What leaves the house: a reminder that is copied, and a link to sign for it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def _reminded(office: Page) -> str:
    """Let the office remind of the first duty of its list; gives the notice's address."""
    office.goto("/huaihai/duties/?state=due-soon")
    office.locator("tbody input[name=id]").first.check()
    office.locator(".bulk button").first.click()
    office.locator("main form.acts button.main").click()
    # The plan lies under the same address; the notice itself ends in its id.
    office.wait_for_url(re.compile(r"/notices/[0-9a-f-]{36}/"))
    return office.url


def test_a_receipt_by_link_in_a_browser(visit: Open) -> None:
    """Whoever has the link signs with two words, without an account or a script."""
    office = visit("/huaihai/notices/", who="office")
    notice = _reminded(office)
    office.locator("form[action$='/link/'] button").click()
    link = office.locator("textarea#link").input_value()
    for scripts in (True, False):
        signing = visit(link, java_script_enabled=scripts)
        expect(signing.locator("h1")).to_contain_text("请签收")
    signing.locator("input[name=name]").fill("张三")
    signing.locator("input[name=office]").fill("市发展改革委")
    signing.locator("main form button.main").click()
    expect(signing.locator("h1")).to_contain_text("张三")
    office.goto(notice)
    expect(office.locator("h1")).to_contain_text("张三")


def test_copying_a_reminder_leaves_its_trace(visit: Open) -> None:
    """One press copies the text and issues it: it is on the duty, listed, and awaited."""
    office = visit("/huaihai/duties/?state=due-soon", who="office")
    office.context.grant_permissions(["clipboard-read", "clipboard-write"])
    duty = office.locator("tbody tr a[href*='/duties/']").first.get_attribute("href")
    assert duty is not None
    office.goto(duty)
    steps = office.locator(".timeline li", has_text="提醒").count()
    office.get_by_role("link", name="提醒或复制通知文字").click()
    # The preview itself copies nothing and leaves nothing.
    expect(office.locator("main button[data-copy]")).to_have_count(1)
    text = office.locator(".copy textarea").input_value()
    assert text.endswith("联系人：综合组。")
    office.locator("main button[data-copy]").click()
    office.wait_for_url("**/notices/*-*/")
    assert office.evaluate("navigator.clipboard.readText()") == text
    expect(office.locator("h1")).to_contain_text("待签收")
    office.goto(duty)
    expect(office.locator(".timeline li", has_text="提醒")).to_have_count(steps + 1)
