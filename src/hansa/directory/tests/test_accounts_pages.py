"""Pages of accounts: filled in, refused, exported, and sent from elsewhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Reach, Right
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services.accounts import keys, sessions
from hansa.directory.terms.accounts import (
    Browser,
    Door,
    DoorKind,
    KeyDraft,
    Scope,
)
from hansa.kernel.text import text

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

Staff = Callable[..., int]
Enter = Callable[..., Client]


@pytest.fixture
def keeper(staff: Staff, enter: Enter) -> Client:
    """An administrator's browser."""
    return enter(staff("keeper", Role.ADMINISTRATOR))


@pytest.fixture
def officer(staff: Staff, enter: Enter) -> Client:
    """A security officer's browser."""
    return enter(staff("officer", Role.SECURITY_OFFICER))


def test_an_account_is_made_and_given_a_role_by_two_people(
    huaihai: str, keeper: Client, officer: Client, shell: Actor
) -> None:
    """The administrator makes it, the security officer gives the role."""
    led = keeper.post(
        "/accounts/new/", {"username": "Xuzhou-1", "mail": "x@example.org"}
    )
    page = led["location"]
    assert re.fullmatch(r"/accounts/\d+/", page)
    said = keeper.get(page).content.decode()
    assert "It has no role and no password yet." in said
    typed = {"role": "city-liaison", "league": huaihai, "member": "xuzhou"}
    assert "The first day without the role" in officer.get(page).content.decode()
    assert keeper.post(f"{page}roles/", typed).status_code == 403
    assert officer.post(f"{page}roles/", typed)["location"] == page
    line = reads.find_account(shell, "xuzhou-1")
    assert [(g.role, g.member) for g in line.grants] == [(Role.CITY_LIAISON, "xuzhou")]
    assert officer.post("/accounts/new/", {"username": "other"}).status_code == 403
    assert officer.post(f"{page}deactivate/").status_code == 403
    end = f"{page}roles/{line.grants[0].id}/end/"
    assert keeper.post(end).status_code == 403
    assert officer.post(end)["location"] == page
    assert "ended" in officer.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "a b"}, "cannot be the name"),
        ({"username": "keeper"}, "already"),
        ({"username": "fine", "mail": "no mail"}, "no mail address"),
        ({"username": "fine", "person": "nobody"}, "Select a valid choice"),
        ({}, "required"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    typed: dict[str, str], words: str, keeper: Client
) -> None:
    """The form comes back with what was typed, the fault beside its field."""
    answer = keeper.post("/accounts/new/", typed)
    assert answer.status_code in {409, 422}
    page = answer.content.decode()
    assert words in page
    if "username" in typed:
        assert f'value="{typed["username"]}"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"role": "city-liaison", "league": "huaihai"}, "held for a city"),
        ({"role": "auditor", "league": "huaihai"}, "holds everywhere"),
        ({"role": "auditor", "from_on": "2020-01-01"}, "cannot be given from"),
        ({"role": "king"}, "Select a valid choice"),
        ({"role": "public", "league": "huaihai"}, "Select a valid choice"),
    ],
)
def test_a_role_that_cannot_be_given_says_why(
    typed: dict[str, str], words: str, huaihai: str, staff: Staff, officer: Client
) -> None:
    """The page of the account comes back with the form open."""
    answer = officer.post(f"/accounts/{staff('office-1')}/roles/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "<details open>" in answer.content.decode()


@pytest.mark.parametrize(("role", "offered"), [(None, True), (Role.AUDITOR, False)])
def test_no_link_is_offered_that_is_refused(
    role: Role | None, offered: bool, staff: Staff, keeper: Client
) -> None:
    """The administrator is offered no link for the account of an auditor."""
    page = f"/accounts/{staff('somebody', role)}/"
    button = "Issue a link for a password"
    assert (button in keeper.get(page).content.decode()) is offered


def test_more_fields_than_a_form_has_change_nothing(
    staff: Staff, keeper: Client, shell: Actor
) -> None:
    """Neither a name, nor a role, nor whether it is in use comes with a change."""
    account = staff("office-1")
    more = {
        "mail": "a@example.org",
        "revision": "1",
        "username": "renamed",
        "is_active": "",
        "password": "x",
        "role": "administrator",
        "grants": "administrator",
        "id": "1",
    }
    assert keeper.post(f"/accounts/{account}/change/", more).status_code == 302
    line = reads.get_account(shell, account)
    assert (line.username, line.mail, line.is_active) == (
        "office-1",
        "a@example.org",
        True,
    )
    assert (line.grants, line.has_password, line.revision) == ((), False, 2)
    made = keeper.post(
        "/accounts/new/", {"username": "office-2", "role": "administrator"}
    )
    assert made.status_code == 302
    assert reads.find_account(shell, "office-2").grants == ()


def test_the_second_of_two_changes_is_shown_both(staff: Staff, keeper: Client) -> None:
    """What stands there and what was typed are both on the page that comes back."""
    one = f"/accounts/{staff('office-1')}/change/"
    keeper.post(one, {"mail": "first@example.org", "revision": "1"})
    answer = keeper.post(one, {"mail": "second@example.org", "revision": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody changed this account meanwhile." in page
    assert "first@example.org" in page
    assert 'value="second@example.org"' in page


def test_accounts_are_filtered_and_exported(
    huaihai: str, staff: Staff, keeper: Client
) -> None:
    """Words, role and state narrow the list; the export has the same lines."""
    staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou", mail="x@example.org")
    out = staff("put-out")
    keeper.post(f"/accounts/{out}/deactivate/")
    for query, shown, hidden in (
        ("q=xuzhou", "xuzhou-1", "put-out"),
        ("q=example.org", "xuzhou-1", "put-out"),
        ("role=city-liaison", "xuzhou-1", "put-out"),
        ("state=inactive", "put-out", "xuzhou-1"),
        ("q=nonsense", "Nothing matches", "xuzhou-1"),
    ):
        table = keeper.get(f"/accounts/?{query}").content.decode().split('id="list"')[1]
        assert shown in table, query
        assert f">{hidden}<" not in table, query
    export = keeper.get("/accounts/?state=inactive&format=csv").content.decode(
        "utf-8-sig"
    )
    assert "put-out" in export
    assert "xuzhou-1" not in export


def test_a_role_that_nobody_knows_is_refused(huaihai: str, keeper: Client) -> None:
    """A filter that would match nothing known is never taken for no filter."""
    answer = keeper.get("/accounts/?role=nonsense")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "“Role” cannot be “nonsense”." in said
    assert "city liaison" in said.split("It can be: ")[1]


@pytest.mark.parametrize("page", ["/accounts/", "/accounts/{one}/", "/account/"])
def test_pages_ask_the_same_few_questions(
    page: str,
    huaihai: str,
    staff: Staff,
    keeper: Client,
    shell: Actor,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """However many accounts, sessions and keys there are."""
    one = reads.find_account(shell, "keeper").id
    address = page.format(one=one)
    keeper.get(address)
    with django_assert_max_num_queries(60) as few:
        keeper.get(address)
    for number in range(8):
        staff(f"office-{number}", Role.SECRETARIAT, huaihai)
        draft = KeyDraft(name=f"key {number}", scopes=frozenset({Scope.READ}))
        keys.make_key_for(shell, one, draft)
        actor = reads.actor_of_account(one, None, shell.at)
        sessions.begin_session(
            actor,
            Browser(session_key=f"session{number}", agent="", network_address=""),
        )
    with django_assert_num_queries(len(few)):
        assert keeper.get(address).status_code == 200


ACTS = [
    "account/sign-in/",
    "account/sign-out/",
    "account/reset/",
    "account/reset/some-secret/",
    "account/password/",
    "account/sessions/end/",
    "account/sessions/1/end/",
    "account/keys/",
    "account/keys/00000000-0000-0000-0000-000000000000/revoke/",
    "account/feeds/",
    "account/feeds/00000000-0000-0000-0000-000000000000/revoke/",
    "account/views/",
    "account/views/1/drop/",
    "accounts/new/",
    "accounts/1/change/",
    "accounts/1/deactivate/",
    "accounts/1/reactivate/",
    "accounts/1/unlock/",
    "accounts/1/link/",
    "accounts/1/sessions/end/",
    "accounts/1/roles/",
    "accounts/1/roles/1/end/",
    "accounts/1/keys/00000000-0000-0000-0000-000000000000/revoke/",
]
READ_ONLY = {"account", "list", "one", "rights", "identity", "identity-return"}


@pytest.mark.parametrize("act", ACTS)
def test_a_form_from_elsewhere_is_refused(act: str, staff: Staff, enter: Enter) -> None:
    """Every act takes the token of a page of Hansa, whoever is signed in."""
    client = enter(staff("keeper", Role.ADMINISTRATOR), enforce_csrf_checks=True)
    answer = client.post(f"/{act}")
    assert answer.status_code == 403
    assert "not sent from a page of Hansa" in answer.content.decode()


def test_every_act_is_among_those_tried() -> None:
    """A new address that changes something is added to the list above."""
    names = {
        name
        for name in get_resolver().namespace_dict["accounts"][1].reverse_dict
        if isinstance(name, str)
    }
    assert len(names - READ_ONLY) == len(ACTS)


def test_stored_markup_is_shown_as_text(
    huaihai: str, staff: Staff, enter: Enter, keeper: Client
) -> None:
    """What somebody called a key or a view runs in nobody's browser."""
    account = staff("office-1")
    client = enter(account)
    evil = "<img src=x onerror=alert(1)>"
    client.post("/account/keys/", {"name": evil, "scopes": ["read"]})
    client.post(
        "/account/views/",
        {"league": huaihai, "page": "duties", "name": evil, "query": f"q={evil}"},
    )
    for browser, page in ((client, "/account/"), (keeper, f"/accounts/{account}/")):
        shown = browser.get(page).content.decode()
        assert "<img src=x" not in shown
        assert "&lt;img src=x" in shown


def test_a_missing_account_is_missing(keeper: Client) -> None:
    """For every act, with a way on."""
    for act in ("", "deactivate/", "unlock/", "link/"):
        answer = (keeper.post if act else keeper.get)(f"/accounts/99999/{act}")
        assert answer.status_code == 404
        assert "There is no account" in answer.content.decode()


def test_the_matrix_shows_rights_reaches_and_doors() -> None:
    """A context's rights stand together, each with who has it and what it guards."""
    see = Right(
        code="works.see",
        name=text("see works"),
        held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
    )
    keep = Right(code="works.keep", name=text("keep works"), held={})
    doors = (
        Door(kind=DoorKind.PAGE, address="GET /works/", right="works.see"),
        Door(kind=DoorKind.COMMAND, address="hansa works list", right="works.see"),
        Door(kind=DoorKind.PAGE, address="GET /", right=None),
    )
    laid_out = rules.matrix((see, *rules.RIGHTS, keep), doors)
    assert [group.context for group in laid_out.groups] == ["works", "accounts"]
    first, second = laid_out.groups[0].rights
    reach_of = dict(zip(laid_out.roles, first.reaches, strict=True))
    assert reach_of[Role.SECRETARIAT] is Reach.LEAGUE
    assert reach_of[Role.CITY_LIAISON] is Reach.CITY
    assert reach_of[Role.AUDITOR] is None
    assert Role.PUBLIC in laid_out.idle
    assert first.doors == doors[:2]
    assert not any(second.reaches)
    assert laid_out.open_doors == doors[2:]


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR]
)
def test_the_three_see_the_matrix(role: Role, staff: Staff, enter: Enter) -> None:
    """Every right of accounts with its code stands on the page."""
    page = enter(staff("somebody", role)).get("/rights/").content.decode()
    for right in rules.RIGHTS:
        assert right.code in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_matrix_keeps_the_budget_of_a_page(
    staff: Staff, enter: Enter, language: str
) -> None:
    """All rights of all contexts stay under 100 kB; a cell that is met names its role."""
    page = enter(staff("somebody", Role.AUDITOR)).get(
        "/rights/", headers={"accept-language": language}
    )
    assert len(page.content) < 100_000
    assert 'data-label="' in page.content.decode()


@pytest.mark.parametrize(
    "page",
    ["/account/", "/account/password/", "/accounts/", "/accounts/new/", "/rights/"],
)
def test_closed_pages_lead_the_public_to_the_door(page: str, browser: Client) -> None:
    """And from there back."""
    assert (
        browser.get(page)["location"]
        == f"/account/sign-in/?next={page.replace('/', '%2F')}"
    )
