"""Fixtures of the whole suite: a command runner, actors and charter folders to change."""

import email.policy
import json
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.utils import translation

from hansa.chassis.actor import Actor, Role

ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


# Fixtures by which a test reaches the database, directly or through others.
REACHES_DATABASE = {"db", "transactional_db", "django_db_setup"}

Hansa = Callable[..., Ran]
CharterCopy = Callable[..., Path]
Run = Callable[..., Any]
Mails = list[tuple[list[str], EmailMessage]]


@pytest.hookimpl(tryfirst=True)  # Before -m chooses by the marks.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for no database, so that one database is enough to run it on."""
    for item in items:
        asked = REACHES_DATABASE.intersection(getattr(item, "fixturenames", ()))
        if not (asked or item.get_closest_marker("django_db")):
            item.add_marker(pytest.mark.folders)


@pytest.fixture(autouse=True)
def files_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the files that tests bring, and what is cleared, out of the working folder."""
    folder = tmp_path / "files"
    settings.HANSA_FILES = folder
    settings.HANSA_CLEARING = tmp_path / "clearing"
    return folder


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Leave no test in the language that another one spoke."""
    yield
    translation.deactivate()


@pytest.fixture
def hansa(capsys: pytest.CaptureFixture[str]) -> Hansa:
    """Run the ``hansa`` command in this process, as a person would type it.

    A test whose command reads or writes records asks for the ``db`` fixture as well.
    """
    from hansa.site.command import main

    def run(*words: str | Path) -> Ran:
        try:
            main([str(word) for word in words])
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def run(hansa: Hansa) -> Run:
    """Run a command that must succeed, and read its JSON."""

    def succeed(*words: str | Path) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 0, ran.err or ran.out
        return json.loads(ran.out)

    return succeed


@pytest.fixture
def administrator() -> Actor:
    """An actor who may put charters in force, at a fixed instant."""
    return _actor(Role.ADMINISTRATOR)


@pytest.fixture
def resident() -> Actor:
    """An actor who may change nothing, at a fixed instant."""
    return _actor(Role.RESIDENT)


def _actor(role: Role) -> Actor:
    return Actor(
        person=f"test:{role.value}",
        authority=role.value,
        member=None,
        roles=frozenset({role}),
        at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    )


@pytest.fixture
def charter_copy(tmp_path: Path) -> Callable[..., Path]:
    """Copy a shipped charter and replace words in its files.

    ``charter_copy("huaihai", {"charter.yaml": [("old", "new")]})`` demands that every
    old word stands in its file, so that a test cannot pass by changing nothing.
    """

    def copy(
        league: str, changes: dict[str, list[tuple[str, str]]] | None = None
    ) -> Path:
        number = len(list(tmp_path.iterdir()))
        folder = tmp_path / f"charter-{number}" / league
        shutil.copytree(ROOT / "charters" / league, folder)
        for file, pairs in (changes or {}).items():
            written = (folder / file).read_text(encoding="utf-8")
            for old, new in pairs:
                assert old in written, f"{old!r} is not in {file}"
                written = written.replace(old, new, 1)
            (folder / file).write_text(written, encoding="utf-8")
        return folder

    return copy


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def mails(settings: Any) -> Iterator[Mails]:
    """A mail server of this machine."""
    taken: Mails = []

    class Taker:
        async def handle_RCPT(  # noqa: N802 -- as the library names it
            self,
            _server: Any,
            _session: Any,
            envelope: Any,
            address: str,
            _options: Any,
        ) -> str:
            if address.startswith("nobody@"):
                return "550 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- as the library names it
            parsed = email.message_from_bytes(
                envelope.content, policy=email.policy.default
            )
            assert isinstance(parsed, EmailMessage)
            taken.append((envelope.rcpt_tos, parsed))
            return "250 OK"

    controller = Controller(Taker(), hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.HANSA_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield taken
    controller.stop()
