"""The API answers what the commands print, and every error in one form."""

import json
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa

ADDRESSES = (
    "/leagues",
    "/leagues/huaihai/members",
    "/leagues/huaihai/versions",
    "/leagues/huaihai/findings",
    "/leagues/huaihai/clauses",
    "/leagues/huaihai/clauses/GOV-11",
    "/leagues/huaihai/readings",
    "/leagues/changzhutan/gaps",
    "/leagues/huaihai/calendar?from=2018&to=2032",
    "/leagues/huaihai/turns?from=2018&to=2032",
    "/leagues/huaihai/turn?on=2026-11-24",
    "/leagues/huaihai/bodies",
    "/leagues/huaihai/case-types",
    "/leagues/huaihai/works",
    "/leagues/huaihai/works/PRJ-07",
)


def answer(client: Client, address: str, status: int = 200) -> Any:
    got = client.get(f"/api/v1{address}", headers={"accept-language": "en"})
    assert got.status_code == status, got.content
    return got.json()


def whole(client: Client, address: str) -> list[Any]:
    """Follow the links of a list to its end."""
    found: list[Any] = []
    following: str | None = f"/api/v1{address}"
    while following:
        got = client.get(following, headers={"accept-language": "en"})
        assert got.status_code == 200, got.content
        found += got.json()
        following = got.get("Link", "<>")[1:].partition(">")[0]
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers(address: str, client: Client, leagues: None) -> None:
    """Every endpoint answers its declared form."""
    assert answer(client, address)


def test_calendar_equals_the_command(
    client: Client, leagues: None, hansa: Hansa
) -> None:
    """The API's calendar is the command's, entry by entry and key by key."""
    for league in ("huaihai", "changzhutan"):
        ran = hansa("calendar", league, "--from", "2018", "--to", "2032", "--json")
        got = whole(client, f"/leagues/{league}/calendar?from=2018&to=2032")
        assert json.loads(ran.out) == got


def test_a_list_comes_in_pages(client: Client, leagues: None) -> None:
    """Small pages, each linked by the one before, make up the list."""
    address = "/leagues/huaihai/clauses?as_of=2026-11-24"
    listed = whole(client, address)
    assert len(listed) > 150
    assert whole(client, f"{address}&limit=7") == listed
    assert whole(client, f"{address}&limit=500") == listed
    assert answer(client, f"{address}&limit=501", 422)["code"] == "parameters-wrong"
    assert answer(client, f"{address}&cursor=AAAA", 422)["code"] == "cursor-unreadable"


def test_works_equal_the_command(client: Client, leagues: None, hansa: Hansa) -> None:
    """The API's counts of works are the command's."""
    ran = json.loads(hansa("projects", "huaihai", "--line", "24", "--json").out)
    got = answer(client, "/leagues/huaihai/works?line=24")
    assert (
        (got["count"], got["mentions"]) == (ran["count"], ran["mentions"]) == (20, 20)
    )
    assert [work["key"] for work in got["works"]] == [w["key"] for w in ran["works"]]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/leagues/nowhere/members", 404, "league-missing"),
        ("/leagues/huaihai/clauses/GOV-99", 404, "clause-missing"),
        ("/leagues/huaihai/works/PRJ-99", 404, "work-missing"),
        ("/leagues/huaihai/calendar?from=2017", 422, "before-first-conference"),
        ("/leagues/huaihai/calendar?from=2030&to=2020", 422, "years-wrong"),
        ("/leagues/huaihai/calendar?from=x", 422, "parameters-wrong"),
        ("/leagues/huaihai/calendar?from=99999", 422, "parameters-wrong"),
        ("/leagues/huaihai/turn?on=2017-12-31", 422, "before-first-conference"),
        ("/leagues/huaihai/turn?on=never", 422, "parameters-wrong"),
        ("/leagues/huaihai/works?programme=none", 422, "programme-unknown"),
        ("/leagues/huaihai/clauses?kind=poem", 422, "parameters-wrong"),
    ],
)
def test_errors_have_one_form(
    address: str, status: int, code: str, client: Client, leagues: None
) -> None:
    """Every error answers code, message, remedy and findings."""
    problem = answer(client, address, status)
    assert problem["code"] == code
    assert set(problem) == {"code", "message", "remedy", "findings"}
    assert problem["message"]
    assert problem["remedy"]


def test_errors_speak_the_readers_language(client: Client, leagues: None) -> None:
    """The language of a message follows the request."""
    got = client.get(
        "/api/v1/leagues/nowhere/members", headers={"accept-language": "zh-CN"}
    )
    assert "nowhere" in got.json()["message"]
    assert "There is no league" not in got.json()["message"]


def test_known_at_hides_what_came_later(client: Client, leagues: None) -> None:
    """Before the first application nothing is known."""
    address = "/leagues/huaihai/calendar?from=2026&known_at=2020-01-01T00:00:00Z"
    assert answer(client, address, 404)["code"] == "nothing-known"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/api/v1/nowhere", 404),
        ("get", "/api/v1/docs", 404),
        ("post", "/api/v1/leagues", 405),
        ("delete", "/api/v1/leagues/huaihai/works", 405),
    ],
)
def test_unknown_addresses_and_methods_have_the_form_too(
    method: str, address: str, status: int, client: Client, leagues: None
) -> None:
    """What no endpoint answers is a problem like any other."""
    got = getattr(client, method)(address)
    assert got.status_code == status
    assert set(got.json()) == {"code", "message", "remedy", "findings"}


def test_chinese_is_written_as_chinese(client: Client, leagues: None) -> None:
    """An answer can be read as it is, without decoding escapes."""
    assert "徐州".encode() in client.get("/api/v1/leagues/huaihai/members").content
