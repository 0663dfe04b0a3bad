"""Sessions: listed, seen, ended one by one or all at once, and really ended."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.rules.accounts import browser_of
from hansa.directory.services.accounts import keeping, sessions
from hansa.kernel.errors import Forbidden, Missing

pytestmark = pytest.mark.usefixtures("clock", "fast_passwords", "db")

PASSWORD = "three-plain-words"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Edg/140.0"
Staff = Callable[..., int]
Enter = Callable[..., Client]


def test_the_account_lists_where_it_is_signed_in(staff: Staff) -> None:
    """Browser, address and times of each sign-in stand there; this one is marked."""
    staff("office-1", password=PASSWORD)
    typed = {"username": "office-1", "password": PASSWORD}
    here = Client(headers={"accept-language": "en", "user-agent": FIREFOX})
    elsewhere = Client(REMOTE_ADDR="10.9.8.7", headers={"user-agent": EDGE})
    for client in (here, elsewhere):
        client.post("/account/sign-in/", typed)
    page = here.get("/account/").content.decode()
    for words in (
        "Firefox on Linux",
        "Edge on Windows",
        "10.9.8.7",
        "2026-11-24 09:00",
    ):
        assert words in page
    assert page.count("this one") == 1
    key = here.session.session_key
    assert key is not None
    assert key not in page


def test_a_session_ends_at_once(staff: Staff, enter: Enter, shell: Actor) -> None:
    """The browser it was in is nobody's from its next request on."""
    account = staff("office-1")
    here, elsewhere = enter(account), enter(account)
    lines = reads.list_sign_ins(shell, "office-1", here.session.session_key)
    (other,) = [line for line in lines if not line.is_this_one]
    ended_key = elsewhere.session.session_key
    led = here.post(f"/account/sessions/{other.id}/end/")
    assert led["location"] == "/account/"
    assert elsewhere.get("/account/").status_code == 302
    assert not Session.objects.filter(session_key=ended_key).exists()
    assert here.get("/account/").status_code == 200


def test_all_others_end_and_this_one_stays(staff: Staff, enter: Enter) -> None:
    """Whoever lost a telephone signs out everywhere else."""
    account = staff("office-1")
    here, *others = [enter(account) for _ in range(3)]
    here.post("/account/sessions/end/")
    assert here.get("/account/").status_code == 200
    assert {client.get("/account/").status_code for client in others} == {302}
    assert next(journal.contents("accounts.end_other_sessions"))[1] == {"ended": 2}


def test_signing_out_ends_the_session(staff: Staff, enter: Enter, shell: Actor) -> None:
    """A copy of the cookie opens nothing afterwards, and nothing is listed."""
    client = enter(staff("office-1"))
    copy = Client()
    copy.cookies = client.cookies
    client.post("/account/sign-out/")
    assert copy.get("/account/").status_code == 302
    assert reads.list_sign_ins(shell, "office-1", None) == ()


def test_signing_out_takes_a_form(staff: Staff, enter: Enter) -> None:
    """A link or picture of another site signs nobody out."""
    client = enter(staff("office-1"))
    assert client.get("/account/sign-out/").status_code == 405
    assert client.get("/account/").status_code == 200


def test_somebody_elses_session_cannot_be_guessed(
    staff: Staff, enter: Enter, shell: Actor
) -> None:
    """Its number is as unknown as one that never was; the administrator may end it."""
    victim = staff("office-1")
    enter(victim)
    (line,) = reads.list_sign_ins(shell, "office-1", None)
    other = enter(staff("office-2"))
    for number in (line.id, 10**6):
        assert other.post(f"/account/sessions/{number}/end/").status_code == 404
    actor = reads.actor_of_account(staff("office-3"), None, shell.at)
    with pytest.raises(Missing):
        sessions.end_session(actor, line.id)
    with pytest.raises(Forbidden):
        sessions.end_all_sessions(actor, victim)
    keeper = enter(staff("keeper", Role.ADMINISTRATOR))
    keeper.post(f"/accounts/{victim}/sessions/end/")
    assert reads.list_sign_ins(shell, "office-1", None) == ()


def test_nobody_reads_where_others_are_signed_in(staff: Staff, shell: Actor) -> None:
    """But for the three who look after accounts."""
    staff("office-1")
    other = reads.actor_of_account(staff("office-2"), None, shell.at)
    with pytest.raises(Forbidden):
        reads.list_sign_ins(other, "office-1", None)
    with pytest.raises(Forbidden):
        reads.list_sign_ins(reads.public(shell.at), "office-1", None)


def test_deactivating_puts_out_at_once(
    staff: Staff, enter: Enter, key_for: Callable[[int], str], shell: Actor
) -> None:
    """Sessions end, keys stop, and letting in again brings neither back."""
    account = staff("office-1")
    client, secret = enter(account), key_for(account)
    bearer = {"authorization": f"Bearer {secret}"}
    keeping.deactivate(shell, account)
    for _ in range(2):
        assert client.get("/account/").status_code == 302
        assert Client().get("/api/v1/me", headers=bearer).status_code == 401
        keeping.reactivate(shell, account)


def test_a_session_that_was_never_written_down_is_nobodys(staff: Staff) -> None:
    """A forged or forgotten session without its sign-in opens nothing."""
    client = Client()
    account = get_user_model().objects.get(pk=staff("office-1"))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/account/").status_code == 302


def test_last_seen_is_written_every_five_minutes(
    staff: Staff, enter: Enter, shell: Actor, settings: Settings
) -> None:
    """A busy browser costs no write for each page."""
    client = enter(staff("office-1"))

    def seen() -> datetime:
        return reads.list_sign_ins(shell, "office-1", None)[0].seen_at

    for minutes, noted in ((4, 0), (5, 5), (9, 5), (11, 11)):
        settings.HANSA_CLOCK = shell.at + timedelta(minutes=minutes)
        client.get("/account/")
        assert seen() == shell.at + timedelta(minutes=noted)


def test_a_session_lasts_a_working_day(
    staff: Staff, enter: Enter, shell: Actor, settings: Settings
) -> None:
    """Twelve hours after the sign-in it ends, however busy it was."""
    client = enter(staff("office-1"))
    settings.HANSA_CLOCK = shell.at + timedelta(hours=11, minutes=59)
    assert client.get("/account/").status_code == 200
    settings.HANSA_CLOCK = shell.at + timedelta(hours=12)
    assert client.get("/account/").status_code == 302


def test_ended_days_are_cleared_at_the_next_sign_in(
    staff: Staff, enter: Enter, shell: Actor, settings: Settings
) -> None:
    """What lasts no longer is not kept."""
    account = staff("office-1")
    old = enter(account).session.session_key
    settings.HANSA_CLOCK = shell.at + timedelta(days=1)
    enter(account)
    assert not Session.objects.filter(session_key=old).exists()


def test_who_asks_costs_the_same_few_questions(
    staff: Staff,
    enter: Enter,
    huaihai: str,
    django_assert_num_queries: DjangoAssertNumQueries,
    shell: Actor,
) -> None:
    """Session, account, sign-in and roles: four, whatever the number of roles."""
    client = enter(staff("office-1", Role.SECRETARIAT, huaihai))
    key = client.session.session_key
    account = reads.find_account(shell, "office-1").id
    with django_assert_num_queries(2):
        actor = sessions.see_session(key, account, huaihai, shell.at)
    assert actor.roles == {Role.SECRETARIAT}
    with django_assert_num_queries(0):
        assert reads.is_public(sessions.see_session(None, None, huaihai, shell.at))


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (EDGE, ("Edge", "Windows")),
        ("Mozilla/5.0 (iPhone) Safari/604.1", ("Safari", "iOS")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140", ("Chrome", "Android")),
        ("Mozilla/5.0 (iPhone) MicroMessenger/8.0", ("WeChat", "iOS")),
    ],
)
def test_browsers_are_named(agent: str, named: tuple[str, str]) -> None:
    """By the names people know."""
    assert browser_of(agent).parameters == dict(
        zip(("browser", "system"), named, strict=True)
    )


def test_an_unknown_browser_is_called_so() -> None:
    """Nothing is guessed."""
    assert browser_of("curl/8").msgid == "an unknown browser"


def test_what_a_browser_says_of_itself_is_only_text(staff: Staff) -> None:
    """Markup and control characters in it come to nothing."""
    staff("office-1", password=PASSWORD)
    client = Client(headers={"user-agent": "<script>Firefox/1 Linux\x07" + "x" * 500})
    typed = {"username": "office-1", "password": PASSWORD}
    assert client.post("/account/sign-in/", typed).status_code == 302
    assert "<script>Firefox" not in client.get("/account/").content.decode()
