"""A copied reminder is in the journal, and a link signs, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def _reminded(office: Page) -> str:
    """Let the office remind of the first duty of its list; gives the notice's address."""
    office.goto("/huaihai/duties/?state=due-soon")
    office.locator("tbody input[name=id]").first.check()
    office.locator(".bulk button").first.click()
    office.locator("main form.acts button.main").click()
    office.wait_for_url("**/notices/**")
    return office.url


def test_a_receipt_by_link_in_a_browser(visit: Open) -> None:
    """Whoever has the link signs, without an account and without a script."""
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
