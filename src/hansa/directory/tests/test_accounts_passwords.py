"""Passwords: links handed over or mailed, used once; changing one's own."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPException
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from pytest_django.fixtures import Settings

from conftest import Hansa
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import grants, keeping, keys, passwords
from hansa.directory.terms.accounts import (
    AccountDetails,
    FeedScope,
    GrantDraft,
    KeyDraft,
    Scope,
)
from hansa.kernel.errors import Forbidden, Missing, Refused

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

PASSWORD = "three-plain-words"
OTHER = "four-other-plain-words"
SAYS_ENDED = {
    "en": "A link that was handed over before no longer works.",
    "zh-hans": "此前发放的链接已失效。",
}
Staff = Callable[..., int]
Enter = Callable[..., Client]


class Letterbox:
    """Takes mail as a server does, and keeps what came."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- as aiosmtpd calls it
        """Take one mail, or refuse it."""
        del server, session
        if self.refuses:
            return "451 Try again later"
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)
        return "250 OK"


@pytest.fixture
def letterbox(settings: Settings) -> Iterator[Letterbox]:
    """A real mail server on this machine, and Hansa set to use it."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "hansa@example.org"
    settings.HANSA_MAIL = True
    settings.HANSA_ADDRESS = "https://hansa.example"
    yield box
    controller.stop()


def ask(shell: Actor, written: str) -> int:
    """Ask for mails as the worker does."""
    return passwords.mail_links(
        reads.public(shell.at), written, lambda secret: f"https://h/{secret}/"
    )


def secret_in(mail: EmailMessage) -> str:
    """Read the secret out of a mail's link."""
    found = re.search(r"https://\S+/([\w-]+)/", mail.get_content())
    assert found is not None, mail.get_content()
    return found[1]


def test_a_mailed_link_sets_a_password(
    transactional_db: None,
    browser: Client,
    letterbox: Letterbox,
    staff: Staff,
    hansa: Hansa,
) -> None:
    """From the forgotten password to the sign-in with the new one, over real SMTP."""
    staff("office-1", password=PASSWORD, mail="office@example.org")
    led = browser.post("/account/reset/", {"written": "Office@Example.org"})
    assert led["location"] == "/account/sign-in/"
    assert letterbox.mails == []
    assert hansa("worker", "--once").code == 0
    (mail,) = letterbox.mails
    assert mail["to"] == "office@example.org"
    assert mail["from"] == "hansa@example.org"
    assert "https://hansa.example/account/reset/" in mail.get_content()
    assert PASSWORD not in mail.get_content()
    page = f"/account/reset/{secret_in(mail)}/"
    assert "office-1" in browser.get(page).content.decode()
    answer = browser.post(page, {"password": OTHER, "again": OTHER})
    assert answer["location"] == "/account/sign-in/"
    for password, status in ((PASSWORD, 422), (OTHER, 302)):
        typed = {"username": "office-1", "password": password}
        assert browser.post("/account/sign-in/", typed).status_code == status


def test_the_answer_is_the_same_for_an_unknown_address(
    browser: Client, letterbox: Letterbox, staff: Staff
) -> None:
    """Neither the answer nor the time it takes says who has an account."""
    staff("office-1", mail="office@example.org")
    pages = []
    for written in ("office@example.org", "nobody@example.org"):
        led = browser.post("/account/reset/", {"written": written}, follow=True)
        page = led.content.decode().replace(written, "")
        pages.append(page.split("<main")[1].split("csrfmiddlewaretoken")[0])
        assert "If there is such an account" in page
    assert pages[0] == pages[1]
    # Mails are the worker's, so that no answer waits for one.
    assert letterbox.mails == []


def test_the_mail_speaks_the_language_of_who_asked(
    transactional_db: None, letterbox: Letterbox, staff: Staff, hansa: Hansa
) -> None:
    """Chinese is what is read unless somebody reads English."""
    staff("office-1", mail="office@example.org")
    Client().post("/account/reset/", {"written": "office-1"})
    hansa("worker", "--once")
    (mail,) = letterbox.mails
    assert "密码" in mail["subject"]
    assert "密码" in mail.get_content()


def test_mails_come_at_most_every_ten_minutes(
    letterbox: Letterbox, staff: Staff, shell: Actor
) -> None:
    """Asking again and again floods nobody, and later it works again."""
    staff("office-1", mail="office@example.org")
    assert [ask(shell, "office-1") for _ in range(3)] == [1, 0, 0]
    later = replace(shell, at=shell.at + timedelta(minutes=10))
    assert ask(later, "office@example.org") == 1
    assert len(letterbox.mails) == 2


def test_a_mail_that_was_not_taken_can_be_asked_for_again(
    letterbox: Letterbox, staff: Staff, shell: Actor
) -> None:
    """A mail server that refuses leaves no link behind."""
    staff("office-1", mail="office@example.org")
    letterbox.refuses = True
    with pytest.raises(SMTPException):
        ask(shell, "office-1")
    letterbox.refuses = False
    assert ask(shell, "office-1") == 1


def test_nobody_else_is_mailed(
    letterbox: Letterbox, staff: Staff, shell: Actor
) -> None:
    """Deactivated accounts and accounts without an address get nothing."""
    keeping.deactivate(shell, staff("put-out", mail="out@example.org"))
    staff("no-mail")
    for written in ("put-out", "out@example.org", "no-mail", "", " ", "*", "%"):
        assert ask(shell, written) == 0
    assert letterbox.mails == []


def test_a_shared_address_gets_a_link_for_each_account(
    letterbox: Letterbox, staff: Staff, shell: Actor
) -> None:
    """Each mail names its account, and each link sets that one's password."""
    for name in ("office-1", "office-2"):
        staff(name, mail="office@example.org")
    assert ask(shell, "office@example.org") == 2
    for mail in letterbox.mails:
        name = passwords.use_link(reads.public(shell.at), secret_in(mail), OTHER)
        assert name in mail.get_content()


def test_a_link_works_once(
    staff: Staff, shell: Actor, browser: Client, letterbox: Letterbox
) -> None:
    """Replayed it is unknown, and so is every other link of the account."""
    account = staff("office-1", mail="office@example.org")
    handed = passwords.make_link(shell, account).secret
    assert ask(shell, "office-1") == 1
    mailed = secret_in(letterbox.mails[0])
    passwords.use_link(reads.public(shell.at), handed, PASSWORD)
    for spent in (handed, mailed, "never-was"):
        page = f"/account/reset/{spent}/"
        assert browser.get(page).status_code == 404
        replayed = browser.post(page, {"password": OTHER, "again": OTHER})
        assert replayed.status_code == 404
    typed = {"username": "office-1", "password": OTHER}
    assert browser.post("/account/sign-in/", typed).status_code == 422


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_second_link_ends_the_first(
    language: str, staff: Staff, enter: Enter, shell: Actor, letterbox: Letterbox
) -> None:
    """Of two that the administrator hands over the later works; a mailed one stays."""
    account = staff("office-1", mail="office@example.org")
    assert ask(shell, "office-1") == 1
    desk = enter(staff("admin", Role.ADMINISTRATOR))
    desk.cookies["hansa_language"] = language
    secrets = []
    for _ in range(2):
        shown = desk.post(f"/accounts/{account}/link/").content.decode()
        found = re.search(r"/account/reset/([\w-]+)/", shown)
        assert found is not None
        secrets.append(found[1])
        assert SAYS_ENDED[language] in shown
    anybody = Client()
    first, second = (f"/account/reset/{secret}/" for secret in secrets)
    assert anybody.get(first).status_code == 404
    given = {"password": PASSWORD, "again": PASSWORD}
    assert anybody.post(first, given).status_code == 404
    mailed = f"/account/reset/{secret_in(letterbox.mails[0])}/"
    assert anybody.get(mailed).status_code == 200
    assert anybody.post(second, given).status_code == 302


def test_a_link_ends(staff: Staff, shell: Actor, letterbox: Letterbox) -> None:
    """One handed over after a day, a mailed one after two hours."""
    account = staff("office-1", mail="office@example.org")
    handed = passwords.make_link(shell, account)
    ask(shell, "office-1")
    mailed = secret_in(letterbox.mails[0])
    for secret, hours in ((handed.secret, 24), (mailed, 2)):
        last = shell.at + timedelta(hours=hours)
        assert reads.get_link(secret, last - timedelta(seconds=1)) == "office-1"
        with pytest.raises(Missing):
            passwords.use_link(reads.public(last), secret, OTHER)


def test_a_link_of_a_deactivated_account_is_dead(staff: Staff, shell: Actor) -> None:
    """Also after the account is let in again."""
    account = staff("office-1")
    secret = passwords.make_link(shell, account).secret
    keeping.deactivate(shell, account)
    with pytest.raises(Refused):
        passwords.make_link(shell, account)
    keeping.reactivate(shell, account)
    with pytest.raises(Missing):
        passwords.use_link(reads.public(shell.at), secret, OTHER)


def test_a_new_password_puts_everybody_out(
    staff: Staff, shell: Actor, enter: Enter, key_for: Callable[[int], str]
) -> None:
    """Sessions and keys of the old password end, whoever has them."""
    account = staff("office-1")
    stolen, secret = enter(account), key_for(account)
    bearer = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=bearer).status_code == 200
    link = passwords.make_link(shell, account)
    passwords.use_link(reads.public(shell.at), link.secret, OTHER)
    assert stolen.get("/account/").status_code == 302
    assert Client().get("/api/v1/me", headers=bearer).status_code == 401


def test_one_changes_ones_own_password(
    staff: Staff, enter: Enter, key_for: Callable[[int], str]
) -> None:
    """This browser stays signed in, under a new session; others and keys do not."""
    account = staff("office-1", password=PASSWORD)
    here, elsewhere, secret = enter(account), enter(account), key_for(account)
    before = here.session.session_key
    typed = {"old": PASSWORD, "password": OTHER, "again": OTHER}
    led = here.post("/account/password/", typed)
    assert led["location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert here.session.session_key != before
    assert elsewhere.get("/account/").status_code == 302
    bearer = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/me", headers=bearer).status_code == 401
    acts = [content for _, content in journal.contents("accounts.change_password")]
    assert acts == [{"password": "set"}]


@pytest.mark.parametrize("way", ["link", "change", "auditor"])
def test_a_new_password_ends_secret_calendars(
    way: str, huaihai: str, staff: Staff, shell: Actor
) -> None:
    """However one's ways in end, the addresses of one's calendars end, and it is kept."""
    account, other = (
        staff(name, Role.SECRETARIAT, huaihai) for name in ("office-1", "office-2")
    )
    mine, others = (
        reads.actor_of_account(one, None, shell.at) for one in (account, other)
    )
    secret = keys.make_feed(mine, account, huaihai, FeedScope.LEAGUE, "")
    kept = keys.make_feed(others, other, huaihai, FeedScope.LEAGUE, "")
    line = keys.find_feed(secret, shell.at)
    assert line is not None
    if way == "link":
        link = passwords.make_link(shell, account)
        passwords.use_link(reads.public(shell.at), link.secret, OTHER)
    elif way == "change":
        passwords.change_password(mine, OTHER)
    else:
        officer = replace(
            mine, person="security", roles=frozenset({Role.SECURITY_OFFICER})
        )
        (held,) = reads.get_account(shell, account).grants
        grants.end_role(officer, account, held.id)
        grants.give_role(officer, account, GrantDraft(role=Role.AUDITOR))
    assert keys.find_feed(secret, shell.at) is None
    assert keys.find_feed(kept, shell.at) is not None
    (last,) = journal.entries(None, 1)
    assert f"feed:{line.id}" in last.objects


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "wrong", "password": OTHER, "again": OTHER}, "not the password that"),
        ({"old": PASSWORD, "password": OTHER, "again": "x"}, "not the same"),
        ({"old": PASSWORD, "password": "short", "again": "short"}, "too short"),
        ({"old": PASSWORD, "password": "12345678", "again": "12345678"}, "too common"),
        ({"old": PASSWORD, "password": "office-1x", "again": "office-1x"}, "similar"),
        ({"old": PASSWORD, "password": "x" * 2000, "again": "x"}, "at most 1000"),
        ({}, "required"),
    ],
)
def test_a_password_that_will_not_do_says_why(
    typed: dict[str, str], words: str, staff: Staff, enter: Enter
) -> None:
    """The form is shown again with the reason beside its field, and nothing changed."""
    account = enter(staff("office-1", password=PASSWORD))
    answer = account.post("/account/password/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert OTHER not in page
    right = {"old": PASSWORD, "password": OTHER, "again": OTHER}
    assert account.post("/account/password/", right).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ab3", "密码太短，至少需要8个字符。"),
        ("office-1x", "与账号的用户名或邮箱过于相似。"),
        ("password", "密码过于常见，已列入已知密码清单。"),
        ("8264091735", "密码全为数字。"),
        ("123", "至少需要8个字符。密码过于常见，已列入已知密码清单。密码全为数字。"),
    ],
)
def test_a_chinese_page_refuses_a_password_in_chinese(
    typed: str, words: str, staff: Staff, enter: Enter
) -> None:
    """No sentence of the framework in another language, and no name of a column."""
    account = enter(staff("office-1", password=PASSWORD))
    account.cookies["hansa_language"] = "zh-hans"
    sent = {"old": PASSWORD, "password": typed, "again": typed}
    page = account.post("/account/password/", sent).content.decode()
    assert "此密码不符合要求。" in page
    assert words in page
    assert "This password" not in page
    assert "username" not in page


def test_a_weak_password_is_refused_by_link_too(
    staff: Staff, shell: Actor, browser: Client
) -> None:
    """And the link still works for a better one."""
    page = f"/account/reset/{passwords.make_link(shell, staff('office-1')).secret}/"
    weak = browser.post(page, {"password": "12345678", "again": "12345678"})
    assert weak.status_code == 422
    assert "too common" in weak.content.decode()
    good = browser.post(page, {"password": PASSWORD, "again": PASSWORD})
    assert good.status_code == 302


def test_without_a_mail_server_the_page_says_who_helps(
    browser: Client, settings: Settings, staff: Staff
) -> None:
    """The administrator issues a link; nothing is left to the worker."""
    settings.HANSA_MAIL = False
    page = browser.get("/account/reset/").content.decode()
    assert "The administrator issues a link" in page
    answer = browser.post("/account/reset/", {"written": "office-1"})
    assert "The administrator issues a link" in answer.content.decode()


def test_the_administrator_hands_a_link_over(
    staff: Staff, enter: Enter, browser: Client
) -> None:
    """The page shows it once; its owner chooses a password by it."""
    account = staff("office-1")
    keeper = enter(staff("keeper", Role.ADMINISTRATOR))
    page = keeper.post(f"/accounts/{account}/link/")
    assert "no-store" in page["cache-control"]
    found = re.search(
        r"http://testserver(/account/reset/[\w-]+/)", page.content.decode()
    )
    assert found is not None
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert browser.post(found[1], typed).status_code == 302
    for act, content in journal.contents("accounts.make_link"):
        assert found[1].split("/")[3] not in str((act, content))


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR])
def test_the_administrator_takes_over_neither_officer_nor_auditor(
    role: Role, staff: Staff, shell: Actor
) -> None:
    """A link, a key or another mail address would make one of the three two."""
    keeper = reads.actor_of_account(staff("keeper", Role.ADMINISTRATOR), None, shell.at)
    guarded = staff("guarded", role)
    draft = KeyDraft(name="x", scopes=frozenset({Scope.WRITE}))
    for act in (
        lambda: passwords.make_link(keeper, guarded),
        lambda: keys.make_key_for(keeper, guarded, draft),
        lambda: keeping.change_account(
            keeper, guarded, AccountDetails(mail="keeper@example.org", person=None), 1
        ),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "account-guarded"
    # The shell holds the rights of two, and whoever has it has the database anyway.
    assert passwords.make_link(shell, guarded).secret


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_nobody_else_issues_links(role: Role, staff: Staff, shell: Actor) -> None:
    """Every other role is refused."""
    other = replace(shell, person="other", roles=frozenset({role}))
    with pytest.raises(Forbidden):
        passwords.make_link(other, staff("office-1"))
