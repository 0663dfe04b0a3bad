"""Writes with a key are done once, whatever is sent how often, and by whom."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from hansa.chassis.actor import Actor, Role
from hansa.chassis.idempotency import BODY_BYTES_MAX, forget_answers
from hansa.chassis.models import IdempotentAnswer, OutboxEvent

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
KEY = "Idempotency-Key"

arrived, go_on = threading.Event(), threading.Event()


class SomebodyAsks:
    """Says who asks and when, as ``site.doors`` does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.headers.get("X-Person", "anna")
        role = Role.PUBLIC if name == "public" else Role.SECRETARIAT
        role = Role(request.headers.get("X-Role", role))
        minutes = int(request.headers.get("X-Minutes", "0"))
        request.actor = Actor(  # type: ignore[attr-defined]  # as site.doors
            person=name,
            authority="",
            member=None,
            roles=frozenset({role}),
            at=START + timedelta(minutes=minutes),
        )
        return self.get_response(request)


def note(request: HttpRequest) -> int:
    """Do something that can be counted."""
    OutboxEvent.objects.create(name="done", content={}, recorded_at=START)
    return OutboxEvent.objects.count()


ANSWERS: dict[str, Callable[[], HttpResponse]] = {
    "refused": lambda: JsonResponse({"code": "no"}, status=422),
    "unknown": lambda: JsonResponse({"code": "who"}, status=401),
    "failed": lambda: JsonResponse({"code": "bug"}, status=500),
    "secret": lambda: JsonResponse(
        {"token": "s3cret"}, headers={"Cache-Control": "no-store"}
    ),
    "large": lambda: JsonResponse({"much": "x" * BODY_BYTES_MAX}),
    "page": lambda: HttpResponse("<p>"),
    "empty": lambda: HttpResponse(status=204),
}


def act(request: HttpRequest) -> HttpResponse:
    """Answer with how many acts there were, or as the request wants it."""
    done = note(request)
    how = request.GET.get("how", "")
    if how == "raised":
        raise ZeroDivisionError
    if how == "slow":
        arrived.set()
        go_on.wait(20)
    if how in ANSWERS:
        return ANSWERS[how]()
    return JsonResponse({"城市": "徐州", "done": done}, status=201)


urlpatterns = [path("api/act", act), path("page", act)]


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> Iterator[None]:
    """Serve the addresses of this module behind the middleware."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [
        f"{__name__}.SomebodyAsks",
        "hansa.chassis.idempotency.AnswersOnce",
    ]
    arrived.clear()
    go_on.clear()
    yield
    go_on.set()


def post(
    address: str = "/api/act",
    key: str | None = "k-1",
    body: Any = None,
    **headers: str,
) -> Any:
    sent = {**headers, **({KEY: key} if key is not None else {})}
    client = Client(raise_request_exception=False)
    return client.post(
        address, body or {}, content_type="application/json", headers=sent
    )


def done() -> int:
    return OutboxEvent.objects.count()


def test_the_same_request_is_done_once(db: None) -> None:
    """The second answer is the first one again, and says so."""
    first, second = post(), post()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Content-Type"].startswith("application/json")
    assert "Idempotent-Replay" not in first
    assert second["Idempotent-Replay"] == "true"
    assert done() == 1


def test_without_a_key_every_request_is_done(db: None) -> None:
    """Who sends no key asks for no promise."""
    assert [post(key=None).json()["done"] for _ in range(2)] == [1, 2]


def test_keys_belong_to_their_actor(db: None) -> None:
    """Another's key neither replays nor blocks, whatever it is."""
    post()
    assert post(**{"X-Person": "bert"}).json()["done"] == 2


def test_a_role_that_was_lost_is_answered_nothing(db: None) -> None:
    """What was answered to the office is not given again to who has left it."""
    first, again = post(), post(**{"X-Role": "leader"})
    assert first.status_code == 201
    assert (again.status_code, again.json()["code"]) == (422, "idempotency-key-reused")
    assert done() == 1


def test_the_public_is_promised_nothing(db: None) -> None:
    """Those who share one name would see one another's answers."""
    for _ in range(2):
        post(**{"X-Person": "public"})
    assert done() == 2
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"body": {"other": 1}},
        {"address": "/api/act?x=1"},
    ],
)
def test_a_key_is_for_one_request(other: dict[str, Any], db: None) -> None:
    """The same key with other content or another address is refused, and not done."""
    post()
    again = post(**other)
    assert again.status_code == 422
    assert again.json()["code"] == "idempotency-key-reused"
    assert set(again.json()) == {"code", "message", "remedy", "findings"}
    assert done() == 1


def test_another_method_is_another_request(db: None) -> None:
    """A key that was posted with cannot be put with."""
    post()
    again = Client().put("/api/act", "{}", "application/json", headers={KEY: "k-1"})
    assert again.json()["code"] == "idempotency-key-reused"


@pytest.mark.parametrize("key", ["", "x" * 101, "a\tb", "schlüssel", "钥"])
def test_a_key_must_be_plain(key: str, db: None) -> None:
    """What cannot be printed, or is too long, is refused with what to send."""
    if key == "钥":
        key = key.encode().decode("latin-1")  # As a server hands it on.
    answer = post(key=key)
    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency-key-wrong"
    assert done() == 0


def test_a_refusal_is_an_answer(db: None) -> None:
    """What a rule refused is refused again without being tried."""
    assert [post("/api/act?how=refused").status_code for _ in range(2)] == [422, 422]
    assert done() == 1


@pytest.mark.parametrize("how", ["failed", "raised", "unknown"])
def test_what_was_not_decided_may_be_repeated(how: str, db: None) -> None:
    """A fault of the program, or a closed door, lets go of the key."""
    for _ in range(2):
        assert post(f"/api/act?how={how}").status_code in {401, 500}
    assert done() == 2
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.parametrize("how", ["secret", "large", "page"])
def test_some_answers_are_not_kept(how: str, db: None) -> None:
    """Of secrets, large answers and pages only the fact is kept, and told."""
    assert post(f"/api/act?how={how}").status_code == 200
    again = post(f"/api/act?how={how}")
    assert again.status_code == 409
    assert again.json()["code"] == "answer-not-kept"
    assert done() == 1
    assert not IdempotentAnswer.objects.exclude(body=None).exists()


def test_an_empty_answer_is_kept(db: None) -> None:
    """An answer without content is given again as it was."""
    for _ in range(2):
        assert post("/api/act?how=empty").status_code == 204
    assert done() == 1


def test_reads_and_pages_are_left_alone(db: None) -> None:
    """A key on a read or on a page means nothing."""
    for _ in range(2):
        Client().get("/api/act", headers={KEY: "k-1"})
        post("/page")
    assert done() == 4


def test_a_form_with_a_file_is_compared_by_its_content(db: None) -> None:
    """The boundary of a form differs each time; its fields and files count."""

    def send(content: bytes) -> Any:
        form = {"note": "纪要", "file": SimpleUploadedFile("a.pdf", content)}
        return Client().post("/api/act", form, headers={KEY: "k-1"})

    assert send(b"%PDF-1").json()["done"] == 1
    assert send(b"%PDF-1").json()["done"] == 1
    assert send(b"%PDF-2").json()["code"] == "idempotency-key-reused"
    assert done() == 1


def test_too_much_content_is_left_to_the_endpoint(settings: Any, db: None) -> None:
    """What is too large to read claims no key."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    post(body={"much": "x" * 100})
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_done_once() -> None:
    """While the first is at work the second is told to wait; then it has the answer."""
    answers: list[Any] = []

    def first() -> None:
        answers.append(post("/api/act?how=slow"))
        connection.close()

    worker = threading.Thread(target=first)
    worker.start()
    assert arrived.wait(20)
    second = post("/api/act?how=slow")
    go_on.set()
    worker.join()
    assert (second.status_code, second.json()["code"]) == (409, "request-in-progress")
    third = post("/api/act?how=slow")
    assert answers[0].status_code == third.status_code == 201
    assert answers[0].content == third.content
    assert done() == 1


def test_a_request_that_was_cut_off_is_told(db: None) -> None:
    """Nobody knows whether it was done, so it is neither repeated nor said to be done."""
    post()
    IdempotentAnswer.objects.update(status=None, body=None)
    assert post(**{"X-Minutes": "9"}).json()["code"] == "request-in-progress"
    answer = post(**{"X-Minutes": "10"})
    assert (answer.status_code, answer.json()["code"]) == (409, "answer-unknown")
    assert done() == 1


def test_answers_are_forgotten_after_a_week(db: None) -> None:
    """For seven days the answer comes again, then the key is free."""
    post()
    assert forget_answers(START + timedelta(days=7)) == 0
    assert forget_answers(START + timedelta(days=7, seconds=1)) == 1
    assert post().json()["done"] == 2
