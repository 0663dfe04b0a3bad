"""The demonstration, 8:45: the wall of the conference room, which updates by itself."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

WALL = {"width": 1920, "height": 1080}
MATTER = "会场大屏试用事项"
DECIDED = "会议同意试用会场大屏。"
BODY_PX, CURRENT_PX = 40, 80
SIZES = """() => [...document.querySelectorAll(".wall *")]
  .filter(one => one.checkVisibility() && one.clientWidth > 1)
  .filter(one => [...one.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
  .map(one => Math.round(parseFloat(getComputedStyle(one).fontSize)))"""
HEIGHT = """() => {
  const board = document.querySelector(".wall-parts");
  return Math.max(...[...board.querySelectorAll("*")]
    .map(one => one.getBoundingClientRect().bottom));
}"""


def _session(page: Page) -> str:
    """Convene a session of its own in the office's window, with one item, and open it."""
    page.goto("/huaihai/governance/sessions/new/?body=consultation")
    page.locator("input[name=first]").fill("2026-11-24")
    page.locator("input[name=ad_hoc]").check()
    page.locator("input[name=document]").fill("淮海经济区综合组〔2026〕大屏号")
    page.locator("textarea[name=reason]").fill("试用会场大屏。")
    page.locator("main form.form button.main").click()
    expect(page.locator("h1")).to_contain_text("2026-11-24")
    session = page.url
    _unfold(page, "put")
    page.locator("#id_put-title").fill(MATTER)
    page.locator("#id_put-act").select_option("clear")
    _send(page, "put")
    _send(page, "open")
    page.get_by_role("link", name=MATTER).click()
    return session


def _unfold(page: Page, act: str) -> None:
    page.locator(f"#{act}").evaluate("one => { one.open = true; }")


def _send(page: Page, act: str) -> None:
    """Send a form of a session or an item, which may be folded up."""
    _unfold(page, act)
    page.locator(f"#{act} button").last.click()
    expect(page.locator(".toasts")).to_be_visible()


def test_the_demonstration_fills_the_wall(visit: Open) -> None:
    """8:45: agenda item 3, positions 10 / 10, read from ten metres, without a menu."""
    page = visit(
        "/huaihai/governance/sessions/?year=2026", who="leader-suzhou", viewport=WALL
    )
    row = page.locator("tbody tr", has_text="协同发展座谈会")
    row.filter(has_text="2026-11-19").get_by_role("link").first.click()
    page.get_by_role("link", name="会场大屏").click()
    wall = page.locator("#wall")
    expect(wall).to_contain_text("议程第3项")
    expect(wall).to_contain_text("表态 10 / 10")
    expect(wall.locator(".wall-cities li")).to_have_count(10)
    expect(wall.locator(".wall-cities li").first).to_contain_text("徐州")
    expect(wall.locator("li[aria-current]")).to_contain_text("▶")
    for menu in ("nav.rail", "header.top", "input", "details.menu", "form"):
        expect(page.locator(menu)).to_have_count(0)
    sizes = page.evaluate(SIZES)
    assert min(sizes) >= BODY_PX
    assert max(sizes) >= CURRENT_PX
    assert page.evaluate("document.documentElement.scrollWidth") <= WALL["width"]
    assert page.evaluate(HEIGHT) <= WALL["height"]


def test_a_decision_in_another_window_appears_by_itself(visit: Open) -> None:
    """Item, position and decision reach the wall, with scripts and without."""
    office = visit("/account/", who="office")
    session = _session(office)
    wall = visit(f"{session}wall/", who="leader-suzhou", viewport=WALL)
    plain = visit(
        f"{session}wall/",
        who="leader-suzhou",
        viewport=WALL,
        java_script_enabled=False,
    )
    expect(wall.locator("h1")).to_have_text("尚未进入议题。")
    wall.evaluate("window.kept = true")
    _send(office, "call")
    expect(wall.locator("h1")).to_have_text(MATTER, timeout=15_000)
    _unfold(office, "dispose")
    office.locator("#id_dispose-outcome").select_option("decided")
    office.locator("#id_dispose-words").fill(DECIDED)
    office.locator("#id_dispose-principle_only").check()
    _send(office, "dispose")
    for page in (wall, plain):
        expect(page.locator(".wall-outcome")).to_contain_text(DECIDED, timeout=30_000)
    assert wall.evaluate("window.kept"), "the page was never loaded anew"


def test_a_wall_that_hears_nothing_says_so(visit: Open) -> None:
    """Where the connection is lost nobody takes what is old for what is new."""
    page = visit("/huaihai/governance/sessions/?year=2026", who="leader-suzhou")
    row = page.locator("tbody tr", has_text="协同发展座谈会")
    row.filter(has_text="2026-11-19").get_by_role("link").first.click()
    page.get_by_role("link", name="会场大屏").click()
    lost = page.locator("#wall .lost")
    expect(lost).to_be_hidden()
    page.context.set_offline(True)
    expect(lost).to_be_visible(timeout=15_000)
    page.context.set_offline(False)
    expect(lost).to_be_hidden(timeout=15_000)
