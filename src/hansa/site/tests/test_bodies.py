"""What is too large is refused by its stated length, before anybody reads it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.urls import reverse

from hansa.chassis.actor import Actor
from hansa.chassis.files import BYTES_MAX as FILE_BYTES_MAX
from hansa.chassis.models import IdempotentAnswer
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keeping, keys, sessions
from hansa.directory.terms.accounts import AccountDraft, Browser, KeyDraft, Scope
from hansa.site.bodies import CARD_FILE_BYTES_MAX, CARD_FILES, ROOM_BYTES
from hansa.site.pages import unreadable

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"
FORMS_OPENED = {"csrftoken": "x" * 32}
SMALL_MAX: int = configured.DATA_UPLOAD_MAX_MEMORY_SIZE
FILES_MAX = FILE_BYTES_MAX + ROOM_BYTES


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back, and whether somebody read what was sent."""

    status: int
    content: str
    was_read: bool


class Sent(BytesIO):
    """What is sent: nothing, whatever its stated length; notes who reads it."""

    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        """Note that it was read."""
        self.was_read = self.was_read or size != 0
        return b""


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep requests from closing the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def account(db: None, administrator: Actor, settings: Any) -> int:
    """An account that uses a key and a browser."""
    settings.HANSA_CLOCK = administrator.at
    return keeping.make_account(administrator, AccountDraft(username="office-1"))


@pytest.fixture
def signed_in(account: int, administrator: Actor) -> Client:
    """A browser in which the account is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        get_user_model().objects.get(pk=account),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    key = client.session.session_key
    assert key is not None
    sessions.begin_session(
        account_reads.actor_of_account(account, None, administrator.at),
        Browser(session_key=key, agent="test", network_address="127.0.0.1"),
    )
    return client


@pytest.fixture
def key(account: int, administrator: Actor) -> str:
    """A key of the account that may do everything."""
    someone = account_reads.actor_of_account(account, None, administrator.at)
    return keys.make_key(someone, KeyDraft(name="接口", scopes=frozenset(Scope)))


def cookie_of(client: Client) -> str:
    """What a browser shows: its session, and that forms were opened in it."""
    shown = {name: one.value for name, one in client.cookies.items()}
    return "; ".join(f"{name}={one}" for name, one in {**shown, **FORMS_OPENED}.items())


def ask(address: str, length: int | str, content_type: str, **more: Any) -> Asked:
    """Ask through the whole program with what is as long as it says."""
    request = RequestFactory().generic("POST", address, b"", content_type, **more)
    sent, told = Sent(), []
    environ = {
        **request.environ,
        "CONTENT_LENGTH": str(length),
        "CONTENT_TYPE": content_type,
        "wsgi.input": sent,
    }

    def start(status: str, headers: Any, fault: Any = None) -> Callable[..., None]:
        told.append(status)
        return lambda _: None

    answer: Any = WSGIHandler()(environ, start)
    content = b"".join(answer).decode()
    answer.close()
    return Asked(int(told[0].split()[0]), content, sent.was_read)


@pytest.mark.parametrize(
    "address", ["/account/sign-in/", "/huaihai/duties/requests/new/", "/style/"]
)
@pytest.mark.parametrize(
    ("content_type", "length"),
    [(FORM, SMALL_MAX + 1), (FILES, SMALL_MAX + 1), (FILES, 10**30), ("", 10**12)],
)
def test_nobody_brings_much_to_a_page(
    address: str, content_type: str, length: int, leagues: None
) -> None:
    """Refused in both languages, with what to do, before the check of forms reads it."""
    for language, words in (
        ("en", "The content of the request is too large."),
        ("zh-hans", "请求内容过大。"),
    ):
        got = ask(address, length, content_type, HTTP_ACCEPT_LANGUAGE=language)
        assert (got.status, got.was_read) == (413, False)
        assert words in got.content
        assert got.content.count("<main") == 1


def test_whoever_is_signed_in_brings_a_file(signed_in: Client, leagues: None) -> None:
    """Beyond the largest file the page refuses, in the frame of the person."""
    browser = {"HTTP_COOKIE": cookie_of(signed_in), "HTTP_ACCEPT_LANGUAGE": "en"}
    got = ask("/account/keys/", FILES_MAX + 1, FILES, **browser)
    assert (got.status, got.was_read) == (413, False)
    assert "A file has at most 25 MB here" in got.content
    assert "office-1" in got.content
    fits = ask("/account/keys/", FILES_MAX, FILES, **browser)
    assert (fits.status, fits.was_read) == (403, True)
    assert ask("/account/keys/", SMALL_MAX + 1, FORM, **browser).status == 413


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2.5 MB of text"), ("zh-CN", "作为附件提交")]
)
def test_much_text_beside_files_is_told_on_a_page(
    language: str, words: str, signed_in: Client, leagues: None
) -> None:
    """A form with files may be long, its fields may not; nobody meets a bare answer."""
    signed_in.cookies.load(FORMS_OPENED)
    long = {"name": "x" * (SMALL_MAX + 1)}
    many = {f"f{number}": "" for number in range(1001)}
    for sent in (long, many):
        told = signed_in.post(
            "/account/keys/", sent, headers={"accept-language": language}
        )
        assert told.status_code == 413
        assert words in told.content.decode()
        assert "<main" in told.content.decode()


def test_what_cannot_be_read_is_told_on_a_page(
    signed_in: Client, leagues: None
) -> None:
    """A form without the mark that parts it says to repeat the step."""
    signed_in.cookies.load(FORMS_OPENED)
    told = signed_in.post(
        "/account/keys/",
        data=b"x",
        content_type="multipart/form-data; boundary=",
        headers={"accept-language": "en"},
    )
    assert told.status_code == 400
    assert "repeat the step" in told.content.decode()


def test_a_program_is_told_in_its_own_form(leagues: None) -> None:
    """What no endpoint could catch is a problem for programs all the same."""
    asked = RequestFactory().post("/api/v1/leagues")
    for fault, status, code in (
        (RequestDataTooBig(), 413, "body-too-large"),
        (SuspiciousOperation(), 400, "request-unreadable"),
    ):
        told = unreadable(asked, fault)
        assert told.status_code == status
        assert json.loads(told.content)["code"] == code


def test_a_key_brings_a_file_and_a_larger_card_file(key: str, leagues: None) -> None:
    """Beyond, the API answers a problem, also to a request that could be repeated."""
    shown = {
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "HTTP_IDEMPOTENCY_KEY": "k-1",
        "HTTP_ACCEPT_LANGUAGE": "en",
    }
    cards = "/api/v1/leagues/changzhutan/clearing/windows/2026-11-23/files"
    limits = (
        ("/api/v1/leagues/huaihai/registers", FILES_MAX, "25 MB"),
        (cards, CARD_FILE_BYTES_MAX + ROOM_BYTES, "512 MB"),
    )
    for address, most, said in limits:
        got = ask(address, most + 1, FILES, **shown)
        assert (got.status, got.was_read) == (413, False)
        assert json.loads(got.content)["code"] == "body-too-large"
        assert said in json.loads(got.content)["remedy"]
    got = ask(cards, SMALL_MAX + 1, "application/json", **shown)
    assert (got.status, got.was_read) == (413, False)
    assert not IdempotentAnswer.objects.exists()
    for address, most, _ in limits:
        fits = ask(address, most, FILES, **shown)
        assert fits.was_read
        assert fits.status == 422


def test_the_addresses_of_card_files_are_there() -> None:
    """Whoever renames one is told here."""
    for name, parts in (
        ("clearing:bring", {"slug": "2026-11-23"}),
        ("api:register_file", {"window": "2026-11-23"}),
    ):
        assert name in CARD_FILES
        assert reverse(name, kwargs={"league": "changzhutan", **parts})


@pytest.mark.parametrize("stated", ["", "0", "-1", "x", "１２"])
def test_a_strange_length_is_none(stated: str, leagues: None) -> None:
    """What does not say its length is empty, to Hansa and to the framework alike."""
    assert ask("/account/sign-in/", stated, FORM).status == 403
