"""The door: sign-in, lockout, sign-out, and where one is led."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt
from django.conf import global_settings
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from conftest import Hansa
from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.chassis.network import network_address
from hansa.site import settings as shipped

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

PASSWORD = "three-plain-words"
Staff = Callable[..., int]
Enter = Callable[..., Client]


def sign_in(client: Client, name: str, password: str = PASSWORD) -> HttpResponse:
    """Fill in the sign-in page."""
    typed = {"username": name, "password": password}
    answer: HttpResponse = client.post("/account/sign-in/", typed)  # type: ignore[assignment]  # a response all the same
    return answer


def test_an_account_signs_in_and_out(browser: Client, staff: Staff) -> None:
    """Name and password open the account's page; signing out closes it again."""
    staff("office-1", password=PASSWORD)
    answer = browser.post(
        "/account/sign-in/", {"username": "office-1", "password": PASSWORD}
    )
    assert (answer.status_code, answer["location"]) == (302, "/start/")
    assert "office-1" in browser.get("/account/").content.decode()
    assert browser.post("/account/sign-out/")["location"] == "/"
    assert browser.get("/account/").status_code == 302


def test_a_name_may_be_written_in_capitals(browser: Client, staff: Staff) -> None:
    """Names are folded, so that a telephone's first capital does no harm."""
    staff("office-1", password=PASSWORD)
    answer = browser.post(
        "/account/sign-in/", {"username": "Office-1", "password": PASSWORD}
    )
    assert answer.status_code == 302


def test_signing_in_is_in_the_journal_without_the_password(
    browser: Client, staff: Staff
) -> None:
    """The act is recorded; neither password nor hash nor session is."""
    staff("office-1", password=PASSWORD)
    sign_in(browser, "office-1")
    (objects, content), *_ = journal.contents("accounts.begin_session")
    assert objects == ["account:office-1"]
    assert content == {"network_address": "127.0.0.1"}


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("office-1", "wrong-plain-words"),
        ("nobody-there", PASSWORD),
        ("put-out", PASSWORD),
        ("no-password", ""),
    ],
)
def test_a_refused_sign_in_says_nothing_of_the_account(
    name: str, password: str, browser: Client, staff: Staff, hansa: Hansa
) -> None:
    """Wrong password, unknown, deactivated or unset: one and the same answer."""
    staff("office-1", password=PASSWORD)
    staff("put-out", password=PASSWORD)
    staff("no-password")
    hansa("account", "deactivate", "put-out")
    answers = []
    for written, secret in ((name, password or "x"), ("never-heard-of", "x")):
        answer = browser.post(
            "/account/sign-in/", {"username": written, "password": secret}
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Name or password is wrong." in page
        answers.append(page.replace(written, "").split("<main")[1])
    # Tokens against forged forms differ from page to page.
    first, second = (page.split("csrfmiddlewaretoken")[0] for page in answers)
    assert first == second


def test_five_wrong_passwords_lock_for_half_an_hour(
    browser: Client, staff: Staff
) -> None:
    """The fifth is answered by the lock, in both languages; the right one then too."""
    staff("office-1", password=PASSWORD)
    for tried in range(4):
        assert sign_in(browser, "office-1", f"wrong-{tried}").status_code == 422
    locked = browser.post(
        "/account/sign-in/", {"username": "office-1", "password": "wrong-5"}
    )
    assert locked.status_code == 429
    assert "locked for half an hour" in locked.content.decode()
    again = browser.post(
        "/account/sign-in/",
        {"username": "office-1", "password": PASSWORD},
        headers={"accept-language": "zh-CN"},
    )
    assert again.status_code == 429
    assert "半小时" in again.content.decode()


def test_capitals_give_no_further_tries(browser: Client, staff: Staff) -> None:
    """Other ways to write the name count as the same account."""
    staff("office-1", password=PASSWORD)
    for name in ("office-1", "Office-1", "OFFICE-1", "oFFICE-1"):
        sign_in(browser, name, "wrong")
    assert sign_in(browser, "office-1", "wrong").status_code == 429


def test_an_unknown_name_locks_as_a_known_one(browser: Client) -> None:
    """Whoever tries names learns nothing from the lock either."""
    for _ in range(4):
        assert sign_in(browser, "nobody-there", "wrong").status_code == 422
    assert sign_in(browser, "nobody-there", "wrong").status_code == 429


def test_the_lock_holds_at_one_address_only(browser: Client, staff: Staff) -> None:
    """Somebody else's guesses do not keep an office from its own account."""
    staff("office-1", password=PASSWORD)
    for _ in range(5):
        sign_in(browser, "office-1", "wrong")
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert sign_in(elsewhere, "office-1").status_code == 302


def test_the_lock_ends_after_half_an_hour(browser: Client, staff: Staff) -> None:
    """Trying on meanwhile makes it no longer."""
    staff("office-1", password=PASSWORD)
    for _ in range(7):
        sign_in(browser, "office-1", "wrong")
    attempt = AccessAttempt.objects.get(username="office-1")
    assert attempt.failures_since_start == 5
    earlier = attempt.attempt_time - timedelta(minutes=31)
    AccessAttempt.objects.update(attempt_time=earlier)
    assert sign_in(browser, "office-1").status_code == 302


def test_the_administrator_unlocks(
    browser: Client, staff: Staff, enter: Enter, hansa: Hansa
) -> None:
    """By a page or by the command; others may not."""
    locked = staff("office-1", password=PASSWORD)
    keeper = enter(staff("keeper", Role.ADMINISTRATOR))
    officer = enter(staff("officer", Role.SECURITY_OFFICER))
    for unlock in (
        lambda: keeper.post(f"/accounts/{locked}/unlock/"),
        lambda: hansa("account", "unlock", "office-1"),
    ):
        for _ in range(5):
            sign_in(browser, "office-1", "wrong")
        assert officer.post(f"/accounts/{locked}/unlock/").status_code == 403
        assert sign_in(browser, "office-1").status_code == 429
        unlock()
        assert sign_in(browser, "office-1").status_code == 302


def test_a_stolen_session_cannot_guess_the_password(staff: Staff, enter: Enter) -> None:
    """Wrong old passwords on the page that changes it lock as at the door."""
    account = enter(staff("office-1", password=PASSWORD))
    new = {"password": "four-other-plain-words", "again": "four-other-plain-words"}
    for _ in range(4):
        answer = account.post("/account/password/", {"old": "wrong", **new})
        assert answer.status_code == 422
    assert account.post("/account/password/", {"old": "x", **new}).status_code == 429
    assert (
        account.post("/account/password/", {"old": PASSWORD, **new}).status_code == 429
    )


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http:///evil.example",
        "\thttps://evil.example/",
    ],
)
def test_the_door_leads_to_no_other_site(
    onward: str, browser: Client, staff: Staff
) -> None:
    """An address of another host is forgotten on the way."""
    staff("office-1", password=PASSWORD)
    page = browser.get(f"/account/sign-in/?next={quote(onward)}").content.decode()
    assert 'name="next" value="/start/"' in page.split("<main")[1]
    answer = browser.post(
        "/account/sign-in/",
        {"username": "office-1", "password": PASSWORD, "next": onward},
    )
    assert answer["location"] == "/start/"


def test_one_is_led_back_to_the_page_that_was_closed(
    browser: Client, staff: Staff
) -> None:
    """A page that is not public leads to the door, and the door back to it."""
    staff("keeper", Role.ADMINISTRATOR, password=PASSWORD)
    led = browser.get("/accounts/?state=locked")
    assert led["location"] == "/account/sign-in/?next=%2Faccounts%2F%3Fstate%3Dlocked"
    page = browser.get(led["location"]).content.decode()
    assert 'name="next" value="/accounts/?state=locked"' in page
    answer = browser.post(
        "/account/sign-in/",
        {"username": "keeper", "password": PASSWORD, "next": "/accounts/?state=locked"},
    )
    assert answer["location"] == "/accounts/?state=locked"


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(browser: Client) -> None:
    """After a session ended, the form's own page is where one comes back to."""
    led = browser.post(
        "/accounts/7/unlock/", headers={"referer": "http://testserver/accounts/7/"}
    )
    assert led["location"] == "/account/sign-in/?next=%2Faccounts%2F7%2F"
    foreign = browser.post(
        "/accounts/7/unlock/", headers={"referer": "http://evil.example/x"}
    )
    assert foreign["location"] == "/account/sign-in/?next=%2F"


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(browser: Client) -> None:
    """An answer that would be put into a page tells the browser to leave it."""
    led = browser.get("/accounts/", headers={"hx-request": "true"})
    assert led.status_code == 200
    assert led["hx-redirect"].startswith("/account/sign-in/?next=")


def test_a_planted_session_is_not_taken_over(browser: Client, staff: Staff) -> None:
    """The session before the sign-in is another than the one after it."""
    staff("office-1", password=PASSWORD)
    session = browser.session
    session["planted"] = "yes"
    session.save()
    browser.cookies[configured.SESSION_COOKIE_NAME] = session.session_key or ""
    sign_in(browser, "office-1")
    assert browser.session.session_key != session.session_key
    assert "planted" not in browser.session
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_cookies_are_kept_from_scripts_and_other_sites(
    browser: Client, staff: Staff
) -> None:
    """The session's cookie is for this site's server only."""
    staff("office-1", password=PASSWORD)
    sign_in(browser, "office-1")
    cookie = browser.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_page_of_the_door_is_kept_by_no_cache(browser: Client) -> None:
    """What is typed there is nobody else's."""
    assert "no-store" in browser.get("/account/sign-in/")["cache-control"]


def test_whoever_is_inside_passes_through(staff: Staff, enter: Enter) -> None:
    """The door asks nobody twice."""
    inside = enter(staff("office-1"))
    assert inside.get("/account/sign-in/?next=/account/")["location"] == "/account/"


def test_passwords_are_hashed_slowly_outside_of_tests() -> None:
    """The first hasher of a fresh Django is meant to be slow."""
    assert not hasattr(shipped, "PASSWORD_HASHERS")
    assert "PBKDF2" in global_settings.PASSWORD_HASHERS[0]


def test_addresses_behind_a_proxy_cannot_be_invented(
    settings: Settings,
) -> None:
    """Only the address that the proxy itself wrote counts, and only behind one."""
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "6.6.6.6, 10.0.0.9"}
    )
    assert network_address(request) == "127.0.0.1"
    settings.HANSA_BEHIND_PROXY = True
    assert network_address(request) == "10.0.0.9"
    odd = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "10.0.0.9, <x>"}
    )
    assert network_address(odd) == "127.0.0.1"
