"""``hansa account …``: the first accounts, and what only the shell may do."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from conftest import Hansa, Run
from hansa.chassis import journal
from hansa.chassis.actor import Role

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

PASSWORD = "three-plain-words"
Staff = Callable[..., int]
Enter = Callable[..., Client]


def test_the_first_accounts_come_from_the_shell(
    hansa: Hansa, run: Run, browser: Client
) -> None:
    """From nothing to an administrator who is signed in, by three commands."""
    made = run("account", "create", "Keeper-1", "--mail", "keeper@example.org")
    assert (made["username"], made["grants"]) == ("keeper-1", [])
    given = run("account", "grant", "keeper-1", "administrator")
    assert [grant["role"] for grant in given["grants"]] == ["administrator"]
    link = run("account", "password-link", "keeper-1")
    page = link["address"].removeprefix("http://127.0.0.1:8000")
    assert link["expires_at"].startswith("2026-11-25")
    browser.post(page, {"password": PASSWORD, "again": PASSWORD})
    typed = {"username": "keeper-1", "password": PASSWORD}
    assert browser.post("/account/sign-in/", typed).status_code == 302
    assert browser.get("/accounts/").status_code == 200
    services = [entry.service for entry in journal.entries(None, 10)]
    assert services[::-1] == [
        "accounts.make_account",
        "accounts.give_role",
        "accounts.make_link",
        "accounts.use_link",
        "accounts.begin_session",
    ]
    first = list(journal.entries(None, 10))[-1]
    assert first.actor.startswith("shell:")


def test_a_role_in_a_league_names_its_city(
    huaihai: str, hansa: Hansa, run: Run
) -> None:
    """League, city and days are given as options."""
    run("account", "create", "xuzhou-1")
    words = ("account", "grant", "xuzhou-1", "city-liaison", "--league", huaihai)
    refused = hansa(*words, "--lang", "en")
    assert refused.code == 1
    assert "is held for a city" in refused.err
    given = run(
        *words, "--member", "xuzhou", "--from", "2026-12-01", "--to", "2027-12-01"
    )
    (grant,) = given["grants"]
    assert (grant["member"], grant["to_on"]) == ("xuzhou", "2027-12-01")
    ended = run("account", "end-role", "xuzhou-1", str(grant["id"]))
    assert ended["grants"] == []


def test_accounts_are_listed(
    huaihai: str, staff: Staff, hansa: Hansa, run: Run
) -> None:
    """By name, with their roles; narrowed to a role."""
    assert run("account", "list") == []
    assert "no accounts yet" in hansa("account", "list", "--lang", "en").out
    staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou")
    staff("auditor", Role.AUDITOR)
    assert [line["username"] for line in run("account", "list")] == [
        "auditor",
        "xuzhou-1",
    ]
    only = run("account", "list", "--role", "auditor")
    assert [line["username"] for line in only] == ["auditor"]
    table = hansa("account", "list", "--lang", "en").out
    assert "city liaison huaihai xuzhou" in table


def test_an_account_is_put_out_and_let_in(
    staff: Staff, enter: Enter, hansa: Hansa, run: Run
) -> None:
    """Its sessions are listed and ended on the way."""
    client = enter(staff("office-1"))
    (session,) = run("account", "sessions", "office-1")
    assert session["network_address"] == "127.0.0.1"
    assert "127.0.0.1" in hansa("account", "sessions", "office-1", "--lang", "en").out
    run("account", "end-sessions", "office-1")
    assert client.get("/account/").status_code == 302
    said = hansa("account", "sessions", "office-1", "--lang", "en").out
    assert "Nobody is signed in" in said
    assert run("account", "deactivate", "office-1")["is_active"] is False
    assert run("account", "reactivate", "office-1")["is_active"] is True
    assert run("account", "unlock", "office-1")["is_locked"] is False


def test_a_key_for_a_program(staff: Staff, hansa: Hansa, run: Run) -> None:
    """Printed once; with JSON alone on its line, for scripts."""
    staff("robot")
    words = ("account", "token", "robot", "--for", "mail robot")
    secret = run(*words, "--scope", "read", "--last-day", "2026-12-31")["key"]
    headers = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=headers).json()["username"] == "robot"
    printed = hansa(*words, "--lang", "en")
    assert printed.out.startswith("hansa_")
    assert "never shown again" in printed.err
    past = hansa(*words, "--last-day", "2026-01-01", "--json")
    assert past.code == 1
    assert json.loads(past.out)["code"] == "key-ended"


@pytest.mark.parametrize(
    "words",
    [
        ("deactivate", "nobody"),
        ("reactivate", "nobody"),
        ("unlock", "nobody"),
        ("password-link", "nobody"),
        ("sessions", "nobody"),
        ("end-sessions", "nobody"),
        ("grant", "nobody", "auditor"),
        ("end-role", "nobody", "1"),
        ("token", "nobody", "--for", "x"),
        ("create", "a b"),
        ("create", "fine", "--mail", "no mail"),
        ("create", "fine", "--person", "nobody"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], hansa: Hansa) -> None:
    """Exit 1 with a problem that has a code, a message and a remedy."""
    ran = hansa("account", *words, "--json", "--lang", "en")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert told["code"]
    assert told["message"]
    assert told["remedy"]


def test_an_unknown_role_is_a_slip(hansa: Hansa, staff: Staff) -> None:
    """Usage errors end with 2."""
    staff("office-1")
    assert hansa("account", "grant", "office-1", "king").code == 2
