"""Links: no page offers its reader one that he may not open.

Whoever has a role opens every page that needs no thing named, and follows its links, of
many to the same kind of page the first two; of links to pages that are open to everybody
there is nothing to find.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from hansa.chassis.actor import Role
from hansa.site import access
from tests.matrix import GUARDS
from tests.test_matrix import ADDRESSES, address_of
from tests.world import AT, CITY, FAR, Things, World, browser_for, drain

MAIN = tuple(
    name
    for name, address in ADDRESSES.items()
    if "<" not in address.replace("<slug:league>", "")
)
"""Pages of a league or the house that name nothing else."""
BESIDE = (Role.SECRETARIAT, Role.CITY_LIAISON)
"""Who reads in the other league too, which clears cards and has other bodies."""
READERS = [
    *((role, CITY) for role in Role),
    *((role, FAR) for role in BESIDE),
]
OPENED = frozenset({200, 302})
EACH_MOST = 2


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Links(HTMLParser):
    """Gathers where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self.found.append(address)


def links_of(html: str, page: str) -> Iterator[str]:
    """Give the addresses here that a page leads to, without what follows a hash."""
    links = Links()
    links.feed(html)
    for found in links.found:
        address = urldefrag(urljoin(page, found)).url
        if not urlsplit(address).scheme and not urlsplit(address).netloc:
            yield address


def kind_of(link: str) -> str:
    """Name the page that a link leads to; a link to nowhere is a kind of its own."""
    path = urlsplit(link).path
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return path


def offered(client: Client, things: Things) -> dict[str, tuple[str, str]]:
    """Give links of the main pages to what a right guards, each with its page."""
    found: dict[str, tuple[str, str]] = {}
    followed: Counter[str] = Counter()
    for name in MAIN:
        page = address_of(name, things)
        answer = client.get(page)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code != 200 or not is_page:
            drain(answer)
            continue
        for link in links_of(answer.content.decode(), page):
            kind, path = kind_of(link), urlsplit(link).path
            open_to_all = GUARDS.get(kind) in access.OPEN
            if not open_to_all and path not in found and followed[kind] < EACH_MOST:
                followed[kind] += 1
                found[path] = (link, page)
    return found


@pytest.mark.parametrize(
    ("role", "member"), READERS, ids=[f"{role.value}-{m}" for role, m in READERS]
)
def test_no_page_offers_what_its_reader_may_not_open(
    role: Role, member: str, world: World
) -> None:
    """Each link of each main page opens for whoever reads the page, or asks to sign in."""
    client = browser_for(world, role, member)
    refused = []
    for link, page in offered(client, world.cities[member]).values():
        answer = client.get(link)
        drain(answer)
        if answer.status_code not in OPENED:
            refused.append(f"{page} offers {link}: {answer.status_code}")
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.SECRETARIAT, "/changzhutan/clearing/"),
        (Role.CITY_LIAISON, "/changzhutan/clearing/statements/"),
        (Role.UNIT_OFFICER, None),
        (Role.PUBLIC, None),
    ],
)
def test_a_platform_leads_to_what_its_reader_may_open(
    role: Role, leads_to: str | None, world: World
) -> None:
    """The list of systems counts the page for all, and leads there whom it opens to."""
    client = browser_for(world, role, FAR)
    said = client.get(
        f"/{world.cities[FAR].league}/systems/?here=page"
    ).content.decode()
    assert "its page" in said
    into = {link for link in links_of(said, "/") if "/clearing/" in link}
    assert (leads_to in into) if leads_to else not into
