"""Take pictures of every page: light, dark and phone, in both languages.

``make shots`` writes them to ``var/shots/`` to be looked at; ``make shots only=todo`` takes
those whose name begins so.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.places import PLACES, Place, open_place
from tools.served import served_demo

OUT = Path("var/shots")
PASSWORD = "hansa-demo-2026"
LOOKS: dict[str, dict[str, object]] = {
    "light": {"viewport": {"width": 1380, "height": 960}},
    "dark": {"viewport": {"width": 1380, "height": 960}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


def main(only: str = "") -> int:
    """Take the pictures; 2 where there is no browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("this needs Debian's chromium")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_demo(Path(folder)) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        places = [place for place in PLACES if place.name.startswith(only)]
        for locale in ("zh-CN", "en"):
            for look, options in LOOKS.items():
                _take(
                    browser,
                    address,
                    places,
                    f"{look}-{locale[:2]}",
                    {**options, "locale": locale},
                )
    print(f"{len(places) * 2 * len(LOOKS)} pictures in {OUT}")
    return 0


def _take(
    browser: Browser,
    address: str,
    places: list[Place],
    name: str,
    options: dict[str, object],
) -> None:
    for who in sorted({place.who for place in places}):
        context = browser.new_context(base_url=address, **options)  # type: ignore[arg-type]  # as named
        page = context.new_page()
        if who:
            page.goto("/account/sign-in/")
            page.locator("input[name=username]").fill(who)
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_url(lambda url: "sign-in" not in url)
        for place in places:
            if place.who == who:
                open_place(page, place)
                page.screenshot(path=OUT / f"{place.name}-{name}.png", full_page=True)
        context.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
