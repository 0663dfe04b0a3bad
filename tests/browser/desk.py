"""What the desk tests share: what the office sends out before, and a keyboard."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD

TABS_MOST = 120


def ask(office: Page, title: str, due_on: str) -> None:
    """Let the office ask Shangqiu, so that a test has a duty of its own."""
    office.goto("/huaihai/duties/requests/new/")
    office.locator("input[name=title]").fill(title)
    for box in office.locator("input[name=members]").all():
        box.set_checked(box.get_attribute("value") == "shangqiu")
    office.locator("input[name=due_on]").fill(due_on)
    office.locator("main form.form button.main").click()
    expect(office.locator(".toasts")).to_be_visible()


def remind(office: Page, title: str) -> None:
    """Let the office remind of a duty, so that a notice waits for its receipt."""
    office.goto(f"/huaihai/duties/?q={title}")
    office.locator("tbody input[name=id]").first.check()
    office.locator(".bulk button").first.click()
    office.locator("main form.acts button.main").click()
    office.wait_for_url("**/notices/**")


@dataclass(frozen=True, slots=True)
class Keys:
    """A person without a mouse: keys are pressed, and focus is always seen."""

    page: Page

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(words)

    def seen(self) -> None:
        """Assert that what has the focus shows it, and lies in the window."""
        shown = self.page.evaluate(SEEN)
        assert shown["focused"], "nothing has the focus"
        assert shown["marked"], f"no outline on {shown['html']}"
        assert shown["inside"], f"out of sight: {shown['html']}"

    def to(self, wanted: Locator, *, key: str = "Tab") -> None:
        """Walk to something, and see the focus at every step."""
        expect(wanted.first).to_be_attached()
        for _ in range(TABS_MOST):
            if wanted.first.evaluate("one => one === document.activeElement"):
                self.seen()
                return
            self.press(key)
            self.seen()
        raise AssertionError(f"not reached by {key}: {wanted}")

    def push(self, wanted: Locator, *, key: str = "Tab") -> None:
        """Walk to something that stays on the page, and push it."""
        self.to(wanted, key=key)
        self.press("Enter")

    def send(self, wanted: Locator) -> None:
        """Walk to a link or button that leads to another page, and push it."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def go(self, letter: str) -> None:
        """Go to a room by its letter."""
        with self.page.expect_navigation():
            self.press("g", letter)

    def sign_in(self, who: str) -> None:
        """Sign in as one of the demonstration's people."""
        self.page.goto("/account/sign-in/")
        self.to(self.page.locator("input[name=username]"))
        self.type(who)
        self.to(self.page.locator("input[name=password]"))
        self.type(PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)


SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) {
    return { focused: false };
  }
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    focused: true,
    html: one.outerHTML.slice(0, 160),
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth && box.width > 0 && box.height > 0,
  };
}"""
