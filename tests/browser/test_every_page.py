"""Every page, in both languages: reachable, accessible, within its budgets."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.conftest import sign_in
from tests.browser.places import PLACES, Place, open_place, unfold

SERIOUS = {"serious", "critical"}
HTML_BYTES_MAX = 100_000
SCRIPT_BYTES_MAX = 60_000
PHONE = 390
# What WCAG 2.2 adds at level AA is off in axe unless it is asked for, and what stands
# outside every landmark is too slight for it to be serious.
ASKED = {"rules": {"target-size": {"enabled": True}}}
ALWAYS = {"region"}

Reader = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def signed_in(browser: Browser, demo: str) -> dict[str, StorageState]:
    """Sign each reader in once; the pages share what the browser keeps of it."""
    states = {}
    for who in sorted({place.who for place in PLACES if place.who}):
        context = browser.new_context(base_url=demo)
        sign_in(context.new_page(), who)
        states[who] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def read_as(
    browser: Browser, demo: str, signed_in: dict[str, StorageState]
) -> Iterator[Reader]:
    """Give a browser of a reader and a language, on no page yet."""
    contexts = []

    def read(who: str, locale: str) -> Page:
        context = browser.new_context(
            base_url=demo, locale=locale, storage_state=signed_in.get(who)
        )
        contexts.append(context)
        return context.new_page()

    yield read
    for context in contexts:
        context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_pages_are_accessible(place: Place, locale: str, read_as: Reader) -> None:
    """axe finds nothing serious in what is open or can be opened, and nothing complains."""
    complaints: list[str] = []
    page = read_as(place.who, locale)
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = open_place(page, place)
    assert answer is not None
    assert answer.status == place.status
    unfold(page)
    found = [
        (fault["id"], node["target"], node["html"][:200])
        for fault in Axe().run(page, options=ASKED).response["violations"]
        if fault["impact"] in SERIOUS or fault["id"] in ALWAYS
        for node in fault["nodes"]
    ]
    assert not found
    # A browser reports each answer that refuses; what the place is for is no complaint.
    refused = f"the server responded with a status of {place.status}"
    assert not [said for said in complaints if refused not in said]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_pages_keep_their_budgets(place: Place, read_as: Reader) -> None:
    """HTML stays under 100 kB, scripts under 60 kB, and nothing jumps sideways."""
    scripts: dict[str, int] = {}
    page = read_as(place.who, "zh-CN")
    page.on(
        "response",
        lambda answer: (
            scripts.update({answer.url: len(answer.body())})
            if answer.request.resource_type == "script"
            else None
        ),
    )
    answer = open_place(page, place)
    page.wait_for_load_state("networkidle")
    assert answer is not None
    assert len(answer.body()) < HTML_BYTES_MAX
    assert sum(scripts.values()) < SCRIPT_BYTES_MAX
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("who", ["office", "secretariat", "leader-suzhou"])
def test_the_top_bar_is_one_line(who: str, read_as: Reader) -> None:
    """On a small desk, in the longer language, nothing of the bar wraps or is cut off."""
    page = read_as(who, "en")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/changzhutan/" if who == "secretariat" else "/huaihai/")
    height = page.locator("header.top").bounding_box()
    assert height is not None
    assert height["height"] < 64
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_words_of_a_table_stay_whole(read_as: Reader) -> None:
    """A column is as wide as its longest word: no city is cut before its last letter."""
    page = read_as("office", "en")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/huaihai/duties/")
    lines = page.eval_on_selector_all(
        "td[data-label=City]",
        """cells => cells.map(cell => {
             const range = document.createRange(); range.selectNodeContents(cell);
             return new Set([...range.getClientRects()].map(box => box.top)).size })""",
    )
    assert max(lines) == 1
