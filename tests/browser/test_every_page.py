"""Every page, in both languages: reachable, accessible, within its budgets."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.browser.places import PLACES, Place

SERIOUS = {"serious", "critical"}
HTML_BYTES_MAX = 100_000
SCRIPT_BYTES_MAX = 60_000


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_pages_are_accessible(place: Place, locale: str, visit: Open) -> None:
    """axe finds nothing serious, and nothing is reported by the browser's console."""
    complaints: list[str] = []
    page = visit("/style/", who=place.who, locale=locale)
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(place.address)
    assert answer is not None
    assert answer.status == 200
    found = [
        (fault["id"], node["target"], node["html"][:200])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]
    assert not found
    assert not complaints


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_pages_keep_their_budgets(place: Place, visit: Open) -> None:
    """HTML stays under 100 kB, scripts under 60 kB, and nothing jumps sideways."""
    scripts: list[int] = []
    page = visit("/style/", who=place.who)
    page.on(
        "response",
        lambda answer: (
            scripts.append(len(answer.body()))
            if answer.request.resource_type == "script"
            else None
        ),
    )
    answer = page.goto(place.address)
    page.wait_for_load_state("networkidle")
    assert answer is not None
    assert len(answer.body()) < HTML_BYTES_MAX
    assert sum(scripts) < SCRIPT_BYTES_MAX
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
