"""What somebody may see is kept by no cache; calendars are asked for their fingerprint."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.directory.terms.accounts import Scope
from hansa.site import access
from tests.matrix_api import RULES
from tests.test_matrix import address_of
from tests.test_matrix_api import address_of as operation_of
from tests.test_matrix_api import ask, program
from tests.world import AT, CITY, LEAGUE, World, browser_for, drain, key_for

CALENDARS = frozenset({"feeds:secret", "feeds:league", "feeds:body", "feeds:entry"})


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def is_kept_by_nobody(answer: Any) -> bool:
    """Tell whether no cache may keep an answer, a shared one or the browser's own."""
    said = {word.strip() for word in answer.get("Cache-Control", "").split(",")}
    return {"private", "no-store"} <= said


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CITY_LIAISON])
def test_no_page_of_somebody_signed_in_is_kept(role: Role, world: World) -> None:
    """Neither what opens nor what is refused, posted or missing; calendars apart."""
    things, kept = world.cities[CITY], []
    for name, _ in access.pages():
        if name in CALENDARS:
            continue
        # Signing out is a page, so that each page is asked by a browser of its own.
        client = browser_for(world, role, CITY)
        address = address_of(name, things)
        for verb in ("get", "post"):
            with transaction.atomic():
                answer = getattr(client, verb)(address)
                drain(answer)
                transaction.set_rollback(True)
            if not is_kept_by_nobody(answer):
                kept.append((verb, name, answer.get("Cache-Control")))
    assert not kept
    client = browser_for(world, role, CITY)
    for address in ("/no-such-page/", f"/{LEAGUE}/casework/", f"/{LEAGUE}/clearing/"):
        assert is_kept_by_nobody(client.get(address))


def test_no_answer_to_a_key_is_kept(world: World) -> None:
    """Of no operation, whether it gives, does or refuses."""
    secret = key_for(world.accounts[Role.SECRETARIAT, CITY], *Scope)
    client, things, kept = program(secret), world.cities[CITY], []
    for operation, rules in RULES.items():
        for rule in rules:
            answer = ask(client, rule, operation_of(operation, rule, things), things)
            if not is_kept_by_nobody(answer):
                kept.append((operation, answer.get("Cache-Control")))
    assert not kept
    assert is_kept_by_nobody(client.get("/api/v1/leagues"))


def test_calendars_are_asked_whether_they_changed(world: World) -> None:
    """Signed in or not, a calendar is private, and unchanged it has no content."""
    things = world.cities[CITY]
    for client in (Client(), browser_for(world, Role.CITY_LIAISON, CITY)):
        for address in (
            reverse("feeds:secret", args=[things.feed_secret]),
            reverse("feeds:league", args=[LEAGUE]),
        ):
            first = client.get(address)
            assert first["Cache-Control"] == "private, no-cache"
            again = client.get(address, headers={"if-none-match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b"")


def test_public_pages_and_files_may_be_kept(world: World) -> None:
    """What everybody sees needs no such word, nor do styles and pictures."""
    for address in (f"/{LEAGUE}/", "/api/v1/leagues"):
        assert "no-store" not in Client().get(address).get("Cache-Control", "")
    signed_in = browser_for(world, Role.CITY_LIAISON, CITY)
    style: Any = signed_in.get("/static/chassis/hansa.css")
    assert b"".join(style.streaming_content)
    style.close()
    assert "no-store" not in style.get("Cache-Control", "")
