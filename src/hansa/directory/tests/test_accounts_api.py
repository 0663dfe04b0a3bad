"""The API of accounts: oneself, everybody's, and who is let in by what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.terms.accounts import Scope

pytestmark = pytest.mark.usefixtures("clock", "db")

Staff = Callable[..., int]
Enter = Callable[..., Client]
KeyFor = Callable[..., str]
READING = (
    "/api/v1/me",
    "/api/v1/me/sessions",
    "/api/v1/me/keys",
    "/api/v1/accounts",
    "/api/v1/accounts/1",
    "/api/v1/accounts/1/grants",
    "/api/v1/rights",
)
WRITING = (
    ("post", "/api/v1/accounts", {"username": "made"}),
    ("post", "/api/v1/accounts/{id}/deactivation", None),
    ("post", "/api/v1/accounts/{id}/grants", {"role": "auditor"}),
    ("delete", "/api/v1/accounts/{id}/grants/1", None),
    ("delete", "/api/v1/me/sessions/1", None),
    ("delete", "/api/v1/me/keys/00000000-0000-0000-0000-000000000000", None),
)


def send(client: Client, method: str, address: str, body: object = None) -> Any:
    """Send a request with a JSON body."""
    return getattr(client, method)(address, body, content_type="application/json")


def program(secret: str) -> Client:
    """Give a program that shows a key."""
    return Client(
        headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


@pytest.mark.parametrize("address", READING)
def test_the_public_is_asked_for_a_key(address: str, browser: Client) -> None:
    """401 with what to send, never a page and never a redirect."""
    answer = browser.get(address)
    assert answer.status_code == 401
    assert answer["www-authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "key-needed"


@pytest.mark.parametrize(("method", "address", "body"), WRITING)
def test_a_session_changes_nothing_over_the_api(
    method: str, address: str, body: object, staff: Staff, enter: Enter
) -> None:
    """Not even the administrator's: a foreign page could make a browser send it."""
    target = staff("target")
    keeper = enter(staff("keeper", Role.ADMINISTRATOR))
    answer = send(keeper, method, address.format(id=target), body)
    assert answer.status_code == 401
    assert answer.json()["code"] == "key-needed"
    assert keeper.get("/api/v1/accounts").status_code == 200


@pytest.mark.parametrize(("method", "address", "body"), WRITING[:4])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARIAT])
def test_whoever_has_not_the_right_changes_nothing(
    role: Role,
    method: str,
    address: str,
    body: object,
    huaihai: str,
    staff: Staff,
    key_for: KeyFor,
) -> None:
    """403 with who has it."""
    league = None if role is Role.AUDITOR else huaihai
    client = program(key_for(staff("somebody", role, league)))
    answer = send(client, method, address.format(id=staff("target")), body)
    assert answer.status_code == 403
    assert answer.json()["code"] == "right-missing"
    assert "strator" in answer.json()["remedy"] or "officer" in answer.json()["remedy"]


def test_who_am_i(huaihai: str, staff: Staff, key_for: KeyFor) -> None:
    """Name and roles of every league, from everywhere."""
    secret = key_for(staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou"))
    told = program(secret).get("/api/v1/me").json()
    assert told["username"] == "xuzhou-1"
    assert [(g["league"], g["role"], g["member"]) for g in told["grants"]] == [
        ("huaihai", "city-liaison", "xuzhou")
    ]
    assert "password" not in told
    assert not [word for word in told if "digest" in word or "hash" in word]


def test_ones_own_sessions_and_keys(
    staff: Staff, enter: Enter, key_for: KeyFor
) -> None:
    """Listed without their secrets, and ended."""
    account = staff("office-1")
    browser = enter(account)
    client = program(key_for(account))
    (session,) = client.get("/api/v1/me/sessions").json()
    assert str(browser.session.session_key) not in str(session)
    address = f"/api/v1/me/sessions/{session['id']}"
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert browser.get("/account/").status_code == 302
    (key,) = client.get("/api/v1/me/keys").json()
    assert key["scopes"] == ["read", "write"]
    assert set(key) == {
        "id",
        "name",
        "last_four",
        "scopes",
        "created_at",
        "expires_at",
        "used_at",
        "has_ended",
    }
    assert client.delete(f"/api/v1/me/keys/{key['id']}").status_code == 204
    assert client.get("/api/v1/me").status_code == 401


def test_accounts_are_made_given_roles_and_put_out(
    huaihai: str, staff: Staff, key_for: KeyFor
) -> None:
    """By administrator and security officer, each his part."""
    keeper = program(key_for(staff("keeper", Role.ADMINISTRATOR)))
    officer = program(key_for(staff("officer", Role.SECURITY_OFFICER)))
    made = send(keeper, "post", "/api/v1/accounts", {"username": "Xuzhou-1"})
    assert made.status_code == 201
    one = f"/api/v1/accounts/{made.json()['id']}"
    assert made.json()["username"] == "xuzhou-1"
    role = {"role": "city-liaison", "league": huaihai, "member": "xuzhou"}
    given = send(officer, "post", f"{one}/grants", role)
    assert given.status_code == 201
    assert given.json()["from_on"] == "2026-11-24"
    assert send(officer, "post", f"{one}/grants", role).status_code == 422
    (listed,) = officer.get(f"{one}/grants").json()
    assert listed == given.json()
    end = f"{one}/grants/{listed['id']}"
    assert officer.delete(end).status_code == 204
    assert officer.get(f"{one}/grants").json()[0]["ended_at"] is not None
    assert send(keeper, "post", f"{one}/deactivation").json()["is_active"] is False
    again = send(keeper, "post", "/api/v1/accounts", {"username": "xuzhou-1"})
    assert again.status_code == 409


def test_a_grant_of_another_account_is_missing(
    staff: Staff, shell: Actor, key_for: KeyFor
) -> None:
    """Its number under a wrong account ends nothing."""
    auditor, other = staff("auditor", Role.AUDITOR), staff("other")
    grant = reads.get_account(shell, auditor).grants[0].id
    officer = program(key_for(staff("officer", Role.SECURITY_OFFICER)))
    address = f"/api/v1/accounts/{other}/grants/{grant}"
    assert officer.delete(address).status_code == 404
    assert reads.get_account(shell, auditor).grants


def test_more_fields_than_asked_for_change_nothing(
    staff: Staff, key_for: KeyFor
) -> None:
    """Neither a role nor a password nor the time is taken from a caller."""
    keeper = program(key_for(staff("keeper", Role.ADMINISTRATOR)))
    body = {
        "username": "made",
        "is_active": False,
        "password": "pbkdf2_sha256$x",
        "grants": [{"role": "administrator"}],
        "created_by": "somebody-else",
        "revision": 99,
    }
    made = send(keeper, "post", "/api/v1/accounts", body)
    if made.status_code == 201:
        told = made.json()
        assert told["is_active"] is True
        assert told["has_password"] is False
        assert told["grants"] == []
        assert told["created_by"] == "keeper"
        assert told["revision"] == 1
    else:
        assert made.status_code == 422


def test_everybodys_accounts_page_by_page(
    staff: Staff,
    key_for: KeyFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """A list as long as it is, cut and linked, for the same few questions."""
    client = program(key_for(staff("auditor", Role.AUDITOR), Scope.READ))
    for number in range(6):
        staff(f"office-{number}")
    names: list[str] = []
    address: str | None = "/api/v1/accounts?limit=3"
    counts = []
    while address:
        with django_assert_max_num_queries(7) as asked:
            answer = client.get(address)
        counts.append(len(asked))
        names += [line["username"] for line in answer.json()]
        link = answer.get("link", "")
        address = link.split(">")[0].lstrip("<") if link else None
    assert names == ["auditor", *(f"office-{number}" for number in range(6))]
    assert len(set(counts[1:])) == 1


@pytest.mark.parametrize(
    "number", ["0", "-1", "99999999999999999999", "x", "1.5", "%00"]
)
def test_an_odd_number_is_no_fault(number: str, staff: Staff, key_for: KeyFor) -> None:
    """No account, and no error of the program either."""
    client = program(key_for(staff("auditor", Role.AUDITOR)))
    for address in ("/api/v1/accounts/{}", "/api/v1/accounts/{}/grants"):
        assert client.get(address.format(number)).status_code in {404, 422}


def test_the_matrix_over_the_api(staff: Staff, key_for: KeyFor) -> None:
    """Rights, who has them how far, and what they guard; for the three."""
    client = program(key_for(staff("auditor", Role.AUDITOR)))
    told = {
        line["code"]: line for line in client.get("/api/v1/rights?limit=500").json()
    }
    assert told["accounts.keep"]["held"] == {"administrator": "league"}
    assert told["accounts.grant"]["held"] == {"security-officer": "league"}
    assert isinstance(told["accounts.keep"]["doors"], list)
    other = program(key_for(staff("office-1")))
    assert other.get("/api/v1/rights").status_code == 403


def test_no_secret_is_ever_in_the_journal(
    huaihai: str, staff: Staff, enter: Enter, key_for: KeyFor, shell: Actor
) -> None:
    """Names, roles and instants are; passwords, keys, links and hashes are not."""
    from hansa.directory.services.accounts import keys, passwords
    from hansa.directory.terms.accounts import FeedScope

    account = staff("office-1", Role.SECRETARIAT, huaihai)
    link = passwords.make_link(shell, account).secret
    passwords.use_link(reads.public(shell.at), link, "three-plain-words")
    browser = enter(account)
    actor = reads.actor_of_account(account, None, shell.at)
    feed = keys.make_feed(actor, account, huaihai, FeedScope.LEAGUE, "")
    secrets = [link, key_for(account), feed, browser.session.session_key or ""]
    secrets += [reads.digest_of(secret) for secret in secrets]
    secrets += ["three-plain-words", "pbkdf2", "md5$"]
    services = {entry.service for entry in journal.entries(None, 100)}
    assert len(services) >= 7
    written = "".join(
        str(act) for service in services for act in journal.contents(service)
    )
    assert not [secret for secret in secrets if secret in written]
    assert journal.verify().fault is None
