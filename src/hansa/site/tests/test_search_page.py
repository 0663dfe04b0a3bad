"""The search page and endpoint, and the address of files."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from hansa.charter import reads as charter_reads
from hansa.chassis import files as stored
from hansa.chassis import search as index
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import FileLine, Upload
from hansa.site import files


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Keep the files of a test in a folder of its own."""
    settings.HANSA_FILES = tmp_path


@pytest.fixture
def indexed(leagues: None) -> None:
    """Put the clauses of both leagues into the index."""
    for league in ("huaihai", "changzhutan"):
        index.rebuild(league, [charter_reads.search_documents])


def page(client: Client, address: str) -> str:
    got = client.get(address, headers={"accept-language": "en"})
    assert got.status_code == 200
    return got.content.decode()


def test_the_page_shows_what_was_found_by_kind(client: Client, indexed: None) -> None:
    """The sentence counts the hits, and each leads to its page."""
    shown = page(client, "/huaihai/search/?q=GOV-11")
    assert "for “GOV-11”" in shown
    assert 'href="/huaihai/charter/clauses/GOV-11/"' in shown
    assert shown.index("GOV-11/") < shown.index("</ul>", shown.index("GOV-11/"))
    assert "<h2>Clauses</h2>" in shown


def test_the_day_of_the_page_stays(client: Client, indexed: None) -> None:
    """A hit is opened as of the day that the search was asked as of."""
    shown = page(client, "/huaihai/search/?q=GOV-11&as-of=2026-01-01")
    assert "/huaihai/charter/clauses/GOV-11/?as-of=2026-01-01" in shown


@pytest.mark.parametrize(
    "asked", ["", "?q=", "?q=%E5%B7%B4%E9%BB%8E", "?q=%22%3Cscript%3E"]
)
def test_an_empty_result_says_how_to_ask(
    asked: str, client: Client, indexed: None
) -> None:
    """Who finds nothing is told what can be found, and what was typed is only text."""
    shown = page(client, f"/huaihai/search/{asked}")
    assert "Two characters are enough" in shown
    assert "<script>" not in shown


def test_a_league_that_is_not_here_has_no_search(client: Client, db: None) -> None:
    """An unknown league is missing, for page and endpoint alike."""
    assert client.get("/nowhere/search/?q=x").status_code == 404
    assert client.get("/api/v1/leagues/nowhere/search?q=x").status_code == 404


def test_the_endpoint_gives_the_nearest_first(client: Client, indexed: None) -> None:
    """The endpoint answers names in the reader's language, in pages."""
    address = "/api/v1/leagues/huaihai/search?q=GOV-01"
    got = client.get(address, headers={"accept-language": "zh-hans"})
    assert got.status_code == 200
    (nearest, *_) = got.json()
    assert (nearest["kind"], nearest["key"]) == ("clause", "GOV-01")
    assert nearest["address"] == "/huaihai/charter/clauses/GOV-01/"
    assert (
        nearest["title"]
        == charter_reads.get_clause(
            charter_reads.get_versions("huaihai")[-1], "GOV-01"
        ).title.zh
    )
    first = client.get("/api/v1/leagues/huaihai/search?q=GOV&limit=2")
    second = client.get(first["Link"][1:].partition(">")[0])
    assert not {h["key"] for h in first.json()} & {h["key"] for h in second.json()}
    for wrong in ("", "?q=", f"?q={'x' * 101}"):
        assert client.get(f"/api/v1/leagues/huaihai/search{wrong}").status_code == 422


OFFICE = Actor(
    person="test:office",
    authority="",
    member=None,
    roles=frozenset({Role.SECRETARIAT}),
    at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    league="huaihai",
)


def bring(member: str | None) -> FileLine:
    with transaction.atomic():
        upload = Upload(name="签署页.pdf", content=b"%PDF-1.7")
        return stored.take(OFFICE, "huaihai", member, upload)


def test_files_are_found_by_those_who_may_read_them(leagues: None) -> None:
    """A city's file is found by the city and the office, the league's by the office."""
    citys, leagues_own = bring("xuzhou"), bring(None)
    index.rebuild("huaihai", [files.search_documents])
    liaison = Actor(
        person="test:liaison",
        authority="",
        member="xuzhou",
        roles=frozenset({Role.CITY_LIAISON}),
        at=OFFICE.at,
        league="huaihai",
    )
    officer = replace(
        liaison, person="test:officer", roles=frozenset({Role.UNIT_OFFICER})
    )
    found = {
        who.person: {hit.key for hit in index.find(who, "huaihai", "签署页", 9)}
        for who in (OFFICE, liaison, officer)
    }
    assert found == {
        "test:office": {str(citys.id), str(leagues_own.id)},
        "test:liaison": {str(citys.id)},
        "test:officer": set(),
    }


def test_the_public_reads_no_file(client: Client, leagues: None) -> None:
    """Without sign-in a file and an unknown id look alike."""
    for file_id in (bring("xuzhou").id, uuid4()):
        assert client.get(f"/huaihai/files/{file_id}/").status_code == 404
    assert client.get("/huaihai/files/1/").status_code == 404
