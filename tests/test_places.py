"""Every page of the program is among the places that browsers look at, or is excepted."""

from collections.abc import Mapping

import pytest
from django.urls import Resolver404, resolve

from hansa.site import access
from tests.browser.places import PLACES, Place

LEADS_ON = "answers with the address of another page"
DOWNLOAD = "gives a file, which has no page"
ACT = "is sent by a form of a page that is looked at, and leads back to it"
UNTOLD = "is over something that the demonstration has none of yet"
NO_PAGE: Mapping[str, str] = {
    "casework:act": UNTOLD,
    "clearing:case": UNTOLD,
    "clearing:bundle": DOWNLOAD,
    "clearing:return": DOWNLOAD,
    **dict.fromkeys(
        (
            *("clearing:act", "clearing:approve", "clearing:activate"),
            *("clearing:suspend", "clearing:split", "clearing:lift-list"),
            *("clearing:give-code", "clearing:take-code"),
        ),
        ACT,
    ),
    "casework:file": DOWNLOAD,
    "start": LEADS_ON,
    "accounts:identity": LEADS_ON,
    "accounts:identity-return": LEADS_ON,
    "file": DOWNLOAD,
    "feeds:secret": DOWNLOAD,
    "feeds:league": DOWNLOAD,
    "feeds:body": DOWNLOAD,
    "feeds:entry": DOWNLOAD,
    "directory:export": DOWNLOAD,
    "directory:template": DOWNLOAD,
    "governance:draw-certificate": DOWNLOAD,
    "governance:comments-template": DOWNLOAD,
    "governance:history-template": DOWNLOAD,
    "governance:history-export": DOWNLOAD,
    "governance:notice-docx": DOWNLOAD,
    "governance:session-calendar": DOWNLOAD,
    "governance:kit": DOWNLOAD,
    "governance:law-docx": DOWNLOAD,
    "governance:law-xlsx": DOWNLOAD,
    "governance:excerpt-docx": DOWNLOAD,
    "invitation:calendar": DOWNLOAD,
    "notices:document": DOWNLOAD,
    "duties:supervision-docx": DOWNLOAD,
    "duties:supervision-bulletin-docx": DOWNLOAD,
    **dict.fromkeys(
        (
            "set_language",
            "accounts:sign-out",
            "accounts:end-others",
            "accounts:end-session",
            "accounts:revoke-key",
            "accounts:revoke-feed",
            "accounts:keep-view",
            "accounts:drop-view",
            "accounts:change",
            "accounts:deactivate",
            "accounts:reactivate",
            "accounts:unlock",
            "accounts:end-sessions",
            "accounts:revoke-key-of",
            "accounts:give-role",
            "accounts:end-role",
            "directory:reopen-unit",
            "directory:register-take",
            "duties:close-request",
            "duties:withdraw-request",
            "duties:withdraw",
            "duties:sign-part",
            "duties:return-part",
            "duties:send-part-back",
            "duties:take-back",
            "duties:supervision-unit",
            "duties:supervision-issue",
            "duties:supervision-publish",
            "duties:supervision-act",
            "notices:issue-for-duties",
            "notices:send-again",
            "notices:sign",
            "notices:add-channel",
            "notices:try-channel",
            "notices:close-channel",
            "governance:invite",
            "governance:item-act",
            "governance:agreement-act",
            "governance:agreement-docx",
            "governance:agreement-json",
            "governance:minutes-act",
            "governance:minutes-section",
            "governance:minutes-docx",
            "governance:session-act",
            "governance:expert-act",
            "governance:advice-act",
            "governance:study-act",
            "governance:law-act",
            "governance:law-row-act",
            "governance:consultation-act",
            "governance:comments-tick",
            "governance:proposal-act",
            "governance:circular-act",
            "governance:circular-docx",
            "governance:circular-draft",
            "governance:handover-docx",
            "governance:handover-sign",
            "governance:record-withdraw",
            "governance:record-confirm",
            "delivery:withdraw-stage",
        ),
        ACT,
    ),
}
"""Pages that are no pages: closed, each with its reason."""


def seen(place: Place) -> set[str]:
    """Name the pages that a place shows."""
    found = set(place.covers)
    for address in place.way:
        try:
            found.add(resolve(address.split("?")[0]).view_name)
        except Resolver404:
            assert place.status == 404, place.name
    return found


@pytest.fixture(scope="module")
def covered() -> set[str]:
    """Name every page that some place shows."""
    return {name for place in PLACES for name in seen(place)}


def test_every_page_is_looked_at(covered: set[str]) -> None:
    """A page that no place covers fails here by its name."""
    assert sorted(access.GUARDS.keys() - covered - NO_PAGE.keys()) == []


def test_no_exception_is_left_over(covered: set[str]) -> None:
    """What is excepted exists, and is not looked at all the same."""
    assert sorted(NO_PAGE.keys() - access.GUARDS.keys()) == []
    assert sorted(NO_PAGE.keys() & covered) == []


def test_places_have_names_of_their_own() -> None:
    """Two places of one name would write one picture."""
    names = [place.name for place in PLACES]
    assert sorted(set(names)) == sorted(names)
