"""The demonstration, really served, and a real browser before it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tools.served import served_demo

CHROMIUM = shutil.which("chromium")
PASSWORD = "hansa-demo-2026"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip by name where there is no browser."""
    missing = pytest.mark.skip(reason="needs Debian's chromium")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration from a database of its own; gives its address."""
    with served_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's chromium once."""
    with sync_playwright() as play:
        # A day is typed in the order of the browser's own language, whatever the page's.
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--lang=en-US"]
        )
        yield started
        started.close()


Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, demo: str) -> Iterator[Open]:
    """Open an address as somebody: ``visit("/huaihai/", who="office", locale="en")``."""
    contexts = []

    def open_page(address: str, who: str = "", **options: object) -> Page:
        settings: dict[str, object] = {"locale": "zh-CN", "base_url": demo, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]  # as named
        contexts.append(context)
        page = context.new_page()
        if who:
            sign_in(page, who)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str) -> None:
    """Sign in as one of the demonstration's people."""
    page.goto("/account/sign-in/")
    page.locator("input[name=username]").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)
