"""Keys of programs, addresses of calendars and kept views: one's own, shown once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import keeping, keys, saved
from hansa.directory.terms.accounts import FeedScope, KeyDraft, Scope, ViewDraft
from hansa.kernel.errors import Forbidden, Missing, Refused

pytestmark = pytest.mark.usefixtures("clock", "db")

Staff = Callable[..., int]
Enter = Callable[..., Client]
KeyFor = Callable[..., str]
READ = frozenset({Scope.READ})


def bearer(secret: str) -> Client:
    """Give a program that shows a key."""
    return Client(
        headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


def acts_of(account: int, shell: Actor) -> Actor:
    """Give the actor of an account."""
    return reads.actor_of_account(account, None, shell.at)


def test_a_key_is_made_shown_once_listed_and_revoked(
    staff: Staff, enter: Enter
) -> None:
    """Its secret stands on the page that answers and nowhere else, ever."""
    client = enter(staff("office-1"))
    typed = {"name": "mail robot", "scopes": ["read"], "last_on": "2026-12-31"}
    shown = client.post("/account/keys/", typed)
    assert shown.status_code == 200
    assert "no-store" in shown["cache-control"]
    found = re.search(r"hansa_[\w-]{43}", shown.content.decode())
    assert found is not None
    assert bearer(found[0]).get("/api/v1/me").json()["username"] == "office-1"
    page = client.get("/account/").content.decode()
    assert found[0] not in page
    assert f"…{found[0][-4:]}" in page
    assert "2027-01-01 00:00" in page
    (act,) = journal.contents("accounts.make_key")
    assert found[0] not in str(act)
    assert reads.digest_of(found[0]) not in str(act)
    revoke = re.search(r"/account/keys/[\w-]+/revoke/", page)
    assert revoke is not None
    assert client.post(revoke[0])["location"] == "/account/"
    answer = bearer(found[0]).get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["code"] == "token-unknown"
    assert answer["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "scopes": ["read"]}, "required"),
        ({"name": "x", "scopes": []}, "required"),
        ({"name": "x", "scopes": ["everything"]}, "Select a valid choice"),
        ({"name": "x" * 101, "scopes": ["read"]}, "at most 100"),
        ({"name": "x", "scopes": ["read"], "last_on": "2026-11-23"}, "have ended"),
        ({"name": "x", "scopes": ["read"], "last_on": "9999-12-31"}, "9998-12-31"),
        ({"name": "\u200b", "scopes": ["read"]}, "cannot be a name"),
    ],
)
def test_a_key_that_cannot_be_made_says_why(
    typed: dict[str, object], words: str, staff: Staff, enter: Enter
) -> None:
    """The form stands open with what was typed, and no key was made."""
    client = enter(staff("office-1"))
    answer = client.post("/account/keys/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "There is no key." in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("scope", "method", "status"),
    [
        (Scope.READ, "get", 200),
        (Scope.WRITE, "get", 403),
        (Scope.READ, "post", 403),
        (Scope.WRITE, "post", 201),
    ],
)
def test_a_key_does_no_more_than_its_scopes(
    scope: Scope, method: str, status: int, staff: Staff, key_for: KeyFor
) -> None:
    """Reading needs read, changing needs write; the answer names what lacks."""
    program = bearer(key_for(staff("keeper", Role.ADMINISTRATOR), scope))
    answer = getattr(program, method)(
        "/api/v1/accounts",
        **(
            {"data": {"username": "made"}, "content_type": "application/json"}
            if method == "post"
            else {}
        ),
    )
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "token-scope"


def test_a_key_does_no_more_than_its_account(staff: Staff, key_for: KeyFor) -> None:
    """All scopes of an account without roles open no list of accounts."""
    program = bearer(key_for(staff("office-1")))
    assert program.get("/api/v1/accounts").status_code == 403


def test_a_key_ends(staff: Staff, shell: Actor, settings: Settings) -> None:
    """From its end on it is unknown."""
    draft = KeyDraft(name="x", scopes=READ, expires_at=shell.at + timedelta(days=1))
    secret = keys.make_key_for(shell, staff("robot"), draft)
    settings.HANSA_CLOCK = shell.at + timedelta(hours=23, minutes=59)
    assert bearer(secret).get("/api/v1/me").status_code == 200
    settings.HANSA_CLOCK = shell.at + timedelta(days=1)
    assert bearer(secret).get("/api/v1/me").status_code == 401


@pytest.mark.parametrize(
    "shown", ["", "x", "hansa_", "é", "a b", "hansa_" + "A" * 43, "'; DROP TABLE"]
)
def test_a_key_that_was_never_made_opens_nothing(shown: str, browser: Client) -> None:
    """Whatever stands there, the answer is a clean problem, for reads and writes."""
    headers = {"authorization": f"Bearer {shown}"}
    for answer in (
        browser.get("/api/v1/me", headers=headers),
        browser.post("/api/v1/accounts", headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.json()["code"] == "token-unknown"


def test_a_key_opens_no_pages(staff: Staff, key_for: KeyFor) -> None:
    """Keys are for the API; pages are for people."""
    program = bearer(key_for(staff("keeper", Role.ADMINISTRATOR)))
    assert program.get("/accounts/").status_code == 302


def test_use_is_noted_every_hour(
    staff: Staff, shell: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A busy program costs no write for each call."""
    account = staff("robot")
    secret = keys.make_key_for(shell, account, KeyDraft(name="x", scopes=READ))

    def used_at() -> object:
        return reads.list_keys(acts_of(account, shell), "robot")[0].used_at

    assert used_at() is None
    for minutes, noted in ((0, 0), (59, 0), (60, 60), (90, 60)):
        keys.use_key(secret, None, shell.at + timedelta(minutes=minutes), Scope.READ)
        assert used_at() == shell.at + timedelta(minutes=noted)
    with django_assert_num_queries(2):
        keys.use_key(secret, None, shell.at + timedelta(minutes=91), Scope.READ)


def test_keys_of_others_cannot_be_guessed(
    staff: Staff, enter: Enter, shell: Actor
) -> None:
    """Another's key is as unknown as none; the administrator may revoke it."""
    owner = staff("robot")
    keys.make_key_for(shell, owner, KeyDraft(name="x", scopes=READ))
    (line,) = reads.list_keys(shell, "robot")
    other = enter(staff("office-1"))
    for key in (line.id, str(uuid4())):
        assert other.post(f"/account/keys/{key}/revoke/").status_code == 404
    with pytest.raises(Missing):
        keys.revoke_key(acts_of(staff("office-2"), shell), "no-id-at-all")
    with pytest.raises(Forbidden):
        reads.list_keys(acts_of(staff("office-3"), shell), "robot")
    keeper = enter(staff("keeper", Role.ADMINISTRATOR))
    keeper.post(f"/accounts/{owner}/keys/{line.id}/revoke/")
    assert reads.list_keys(shell, "robot") == ()


def test_keys_are_for_whoever_signed_in(shell: Actor, browser: Client) -> None:
    """The public has none, by the service as by the page."""
    draft = KeyDraft(name="x", scopes=READ)
    with pytest.raises(Forbidden):
        keys.make_key(reads.public(shell.at), draft)
    assert browser.post("/account/keys/", {"name": "x"}).status_code == 302


def test_there_is_a_most_of_keys(staff: Staff, shell: Actor) -> None:
    """A program that makes keys without end is stopped."""
    account = staff("robot")
    draft = KeyDraft(name="x", scopes=READ)
    for _ in range(50):
        keys.make_key_for(shell, account, draft)
    with pytest.raises(Refused):
        keys.make_key_for(shell, account, draft)


FEEDS = [
    (Role.CITY_LIAISON, "xuzhou", FeedScope.LEAGUE, "", True),
    (Role.CITY_LIAISON, "xuzhou", FeedScope.BODY, "symposium", True),
    (Role.CITY_LIAISON, "xuzhou", FeedScope.CITY, "xuzhou", True),
    (Role.CITY_LIAISON, "xuzhou", FeedScope.CITY, "suqian", False),
    (Role.CITY_LIAISON, "xuzhou", FeedScope.UNIT, "any", False),
    (Role.CITY_LIAISON, "xuzhou", FeedScope.PERSON, "None", False),
    (Role.SECRETARIAT, None, FeedScope.CITY, "suqian", True),
    (None, None, FeedScope.LEAGUE, "", False),
]


@pytest.mark.parametrize(("role", "member", "scope", "subject", "allowed"), FEEDS)
def test_one_follows_what_concerns_one(
    role: Role | None,
    member: str | None,
    scope: FeedScope,
    subject: str,
    allowed: bool,
    huaihai: str,
    staff: Staff,
    shell: Actor,
) -> None:
    """One's own city and unit; the office follows every one; a stranger none."""
    account = staff("somebody", role, huaihai if role else None, member)
    actor = acts_of(account, shell)
    if not allowed:
        with pytest.raises(Forbidden):
            keys.make_feed(actor, account, huaihai, scope, subject)
        return
    secret = keys.make_feed(actor, account, huaihai, scope, subject)
    line = keys.find_feed(secret, shell.at)
    assert line is not None
    assert (line.account_id, line.league) == (account, huaihai)
    assert (line.scope, line.subject) == (scope, subject)


def test_an_address_is_made_on_the_page_and_revoked(
    huaihai: str, staff: Staff, enter: Enter, shell: Actor
) -> None:
    """Shown once; revoked or its account put out, it leads nowhere."""
    account = staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou")
    client = enter(account)
    typed = {"league": huaihai, "scope": "city", "subject": "xuzhou"}
    shown = client.post("/account/feeds/", typed).content.decode()
    found = re.search(r"http://testserver/feeds/([\w-]{43})", shown)
    assert found is not None
    line = keys.find_feed(found[1], shell.at)
    assert line is not None
    (act,) = journal.contents("accounts.make_feed")
    assert found[1] not in str(act)
    page = client.get("/account/").content.decode()
    assert found[1] not in page
    client.post(f"/account/feeds/{line.id}/revoke/")
    assert keys.find_feed(found[1], shell.at) is None
    assert keys.find_feed("", shell.at) is None
    second = keys.make_feed(
        acts_of(account, shell), account, huaihai, FeedScope.LEAGUE, ""
    )
    keeping.deactivate(shell, account)
    assert keys.find_feed(second, shell.at) is None


@pytest.mark.parametrize(
    "typed",
    [
        {"league": "huaihai", "scope": "city"},
        {"league": "huaihai", "scope": "league", "subject": "xuzhou"},
        {"league": "nowhere", "scope": "league"},
        {"league": "huaihai", "scope": "everything"},
        {},
    ],
)
def test_an_address_of_nothing_is_refused(
    typed: dict[str, str], huaihai: str, staff: Staff, enter: Enter
) -> None:
    """The form is shown again."""
    client = enter(staff("office-1", Role.SECRETARIAT, huaihai))
    assert client.post("/account/feeds/", typed).status_code == 422


@pytest.mark.parametrize(
    "scope", [FeedScope.BODY, FeedScope.CITY, FeedScope.UNIT, FeedScope.PERSON]
)
def test_what_is_unknown_is_not_followed(
    scope: FeedScope, huaihai: str, staff: Staff, shell: Actor
) -> None:
    """A name or a slip for an id is refused, as nothing could ever be shown for it."""
    account = staff("office-1", Role.SECRETARIAT, huaihai)
    with pytest.raises(Refused) as caught:
        keys.make_feed(acts_of(account, shell), account, huaihai, scope, "jiaotongju")
    assert caught.value.code == "feed-unknown-subject"


def test_calendars_are_chosen_and_listed_by_name(
    huaihai: str, staff: Staff, enter: Enter, shell: Actor
) -> None:
    """The form offers the city by its name; so does the list of addresses."""
    account = staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou")
    client = enter(account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh"
    page = client.get("/account/").content.decode()
    assert '<option value="xuzhou">徐州</option>' in page
    assert '<option value="suqian">' not in page
    actor = acts_of(account, shell)
    keys.make_feed(actor, account, huaihai, FeedScope.CITY, "xuzhou")
    assert "某一城市 徐州" in client.get("/account/").content.decode()


def test_nobody_makes_addresses_for_others(
    huaihai: str, staff: Staff, shell: Actor
) -> None:
    """The account named must be the actor's own; a league that is not there is missing."""
    first = staff("office-1", Role.SECRETARIAT, huaihai)
    second = staff("office-2", Role.SECRETARIAT, huaihai)
    actor = acts_of(first, shell)
    with pytest.raises(Forbidden):
        keys.make_feed(actor, second, huaihai, FeedScope.LEAGUE, "")
    with pytest.raises(Missing):
        keys.make_feed(actor, first, "nowhere", FeedScope.LEAGUE, "")


VIEW = {
    "league": "huaihai",
    "page": "duties",
    "name": "迟了的",
    "query": "state=overdue&sort=due",
}


def test_a_view_is_kept_replaced_and_dropped(
    staff: Staff, enter: Enter, shell: Actor
) -> None:
    """The list's page gets it back, the same name replaces it, and it can be dropped."""
    account = staff("office-1")
    client, actor = enter(account), acts_of(account, shell)
    led = client.post("/account/views/", {**VIEW, "next": "/huaihai/?x=1"})
    assert led["location"] == "/huaihai/?x=1"
    client.post("/account/views/", {**VIEW, "query": "?state=open"})
    (line,) = reads.list_views(actor, "huaihai", "duties")
    assert (line.name, line.query) == ("迟了的", "state=open")
    assert reads.list_views(actor, "changzhutan") == ()
    assert reads.list_views(actor, page="works") == ()
    page = client.get("/account/").content.decode()
    assert "迟了的" in page
    assert ">Duties</td>" in page
    other = enter(staff("office-2"))
    assert other.post(f"/account/views/{line.id}/drop/").status_code == 404
    client.post(f"/account/views/{line.id}/drop/")
    assert reads.list_views(actor) == ()
    assert reads.list_views(reads.public(shell.at)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "a\nb"},
        {"page": "../x"},
        {"page": ""},
        {"league": "Huai hai"},
        {"query": "x" * 1001},
        {"query": "a\x1bb"},
    ],
)
def test_a_view_that_cannot_be_kept_is_refused(
    wrong: dict[str, str], staff: Staff, enter: Enter
) -> None:
    """Nothing is cut off in silence."""
    client = enter(staff("office-1"))
    assert client.post("/account/views/", {**VIEW, **wrong}).status_code == 422


def test_a_view_leads_to_no_other_site(staff: Staff, enter: Enter) -> None:
    """Neither by where one goes back to nor by what was kept."""
    client = enter(staff("office-1"))
    typed = {**VIEW, "query": "javascript:alert(1)", "next": "https://evil.example/"}
    assert client.post("/account/views/", typed)["location"] == "/account/"


def test_views_are_for_whoever_signed_in(browser: Client, shell: Actor) -> None:
    """The public is led to the door."""
    assert browser.post("/account/views/", VIEW).status_code == 302
    draft = ViewDraft(league="", page="duties", name="x", query="")
    with pytest.raises(Forbidden):
        saved.keep_view(reads.public(shell.at), draft)


def test_the_shell_keeps_nothing_of_its_own(shell: Actor) -> None:
    """It has no account, and is told so."""
    with pytest.raises(Missing):
        keys.make_key(shell, KeyDraft(name="x", scopes=READ))
    with pytest.raises(Missing):
        reads.own_account(shell)


def test_only_the_administrator_makes_keys_for_programs(
    staff: Staff, shell: Actor
) -> None:
    """Every other role is refused."""
    robot = staff("robot")
    for role in Role:
        if role is not Role.ADMINISTRATOR:
            other = replace(shell, person="other", roles=frozenset({role}))
            with pytest.raises(Forbidden):
                keys.make_key_for(other, robot, KeyDraft(name="x", scopes=READ))
