"""Writes of the API that can be repeated safely: one key, done once.

A request that carries ``Idempotency-Key`` claims it in a transaction of its own before
the endpoint runs, so that a second one with the same key never runs too. What was
answered is kept for seven days and given again to the same actor for the same request.

Nothing is promised to the public, who share one name. The fact alone is kept, and told,
where an answer is marked ``no-store`` because it holds a secret, is no JSON, or is larger
than ``BODY_BYTES_MAX``. Nothing is kept where the program failed, or where the request
was turned away at the door: those may be repeated.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError

from hansa.chassis.actor import Actor, Role
from hansa.chassis.asked import actor_of
from hansa.chassis.http import problem, status_of
from hansa.chassis.models import IdempotentAnswer
from hansa.kernel.errors import Conflict, HansaError, Refused
from hansa.kernel.text import text

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replay"
API = "/api/"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_LENGTH_MAX = 100
BODY_BYTES_MAX = 1024**2
KEPT = timedelta(days=7)
# Longer than any request: whoever is still at work after it was killed.
AT_WORK_MAX = timedelta(minutes=10)
NOT_JUDGED = frozenset({401, 403, 413, 429})
FAILED = 500


class AnswersOnce:
    """Lets an unsafe request of the API run once for each key of an actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        claim: IdempotentAnswer | None = getattr(request, "claimed_answer", None)
        if claim is not None:
            _settle(claim, answer)
        return answer

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Claim the key of a request, or answer it from what is kept."""
        del view, args, named
        key = request.headers.get(HEADER)
        if key is None or request.method in READS or not request.path.startswith(API):
            return None
        actor = actor_of(request)
        if Role.PUBLIC in actor.roles:
            return None
        try:
            _refuse_key(key)
            claimed, row = _claim(actor, key, _fingerprint(actor, request))
            if not claimed:
                return _replay(row, actor.at)
        except HansaError as error:
            return JsonResponse(
                problem(error),
                status=status_of(error),
                json_dumps_params={"ensure_ascii": False},
            )
        except (RequestDataTooBig, MultiPartParserError):
            return None  # The endpoint reads it too, and says what is wrong.
        request.claimed_answer = row  # type: ignore[attr-defined]  # read by __call__
        return None


def forget_answers(at: datetime) -> int:
    """Forget what was answered more than seven days ago, and count it."""
    forgotten, _ = IdempotentAnswer.objects.filter(recorded_at__lt=at - KEPT).delete()
    return forgotten


def _refuse_key(key: str) -> None:
    if not (0 < len(key) <= KEY_LENGTH_MAX and key.isascii() and key.isprintable()):
        raise Refused(
            "idempotency-key-wrong",
            text(
                "The key has {length} characters, or one that cannot be printed.",
                length=len(key),
            ),
            text("Send a random one, such as a UUID, of at most 100 letters."),
        )


def _fingerprint(actor: Actor, request: HttpRequest) -> str:
    """Give the hash of method, address and content of a request, and of who sent it.

    Whoever has lost a role since is answered nothing that was answered to that role.
    """
    if request.content_type == "multipart/form-data":
        # Its raw form holds a boundary that each sender makes anew.
        parts = [
            *sorted(f"{name}={request.POST.getlist(name)}" for name in request.POST),
            *sorted(_file_parts(request)),
        ]
        content = "\n".join(parts).encode("utf-8", "backslashreplace")
    else:
        content = request.body
    stands_for = (actor.league, actor.member, actor.unit, *sorted(actor.roles))
    asked = f"{request.method} {request.get_full_path()} {stands_for}\n".encode()
    return hashlib.sha256(asked + content).hexdigest()


def _file_parts(request: HttpRequest) -> list[str]:
    found = []
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            hashed = hashlib.sha256()
            for chunk in file.chunks():
                hashed.update(chunk)
            file.seek(0)
            found.append(f"{name}={file.name}:{hashed.hexdigest()}")
    return found


def _claim(actor: Actor, key: str, request_hash: str) -> tuple[bool, IdempotentAnswer]:
    """Write the row of a key first, or give the one that is there.

    Raises:
        Refused: the key was used for another request, or by the actor in another role.
    """
    fresh = IdempotentAnswer(
        actor=actor.person, key=key, request_hash=request_hash, recorded_at=actor.at
    )
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        row = IdempotentAnswer.objects.filter(actor=actor.person, key=key).first()
        if row is None:
            raise _at_work() from None  # The other failed and let go just now.
        if row.request_hash != request_hash:
            raise Refused(
                "idempotency-key-reused",
                text("This key was used for another request, or in another role."),
                text("Send every new request with a new key."),
            ) from None
        return False, row
    return True, fresh


def _replay(row: IdempotentAnswer, at: datetime) -> HttpResponse:
    if row.status is None:
        if row.recorded_at + AT_WORK_MAX > at:
            raise _at_work()
        raise Conflict(
            "answer-unknown",
            text("The first request with this key was cut off while it was at work."),
            text("Look whether it was done; if not, send it with a new key."),
        )
    if row.body is None:
        raise Conflict(
            "answer-not-kept",
            text(
                "This request was done, with status {status}; its answer is not kept.",
                status=row.status,
            ),
            text("Read the thing itself; what was secret is shown only once."),
        )
    return HttpResponse(
        row.body,
        status=row.status,
        headers={"Content-Type": "application/json; charset=utf-8", REPLAYED: "true"},
    )


def _at_work() -> Conflict:
    return Conflict(
        "request-in-progress",
        text("The first request with this key is still at work."),
        text("Wait a moment and send it again with the same key."),
    )


def _settle(claim: IdempotentAnswer, answer: HttpResponse) -> None:
    """Keep what was answered, or let go of the key where nothing was decided."""
    if answer.status_code >= FAILED or answer.status_code in NOT_JUDGED:
        claim.delete()
        return
    claim.status = answer.status_code
    if _may_be_kept(answer):
        claim.body = answer.content.decode()
    claim.save()


def _may_be_kept(answer: HttpResponse) -> bool:
    return (
        not answer.streaming
        and len(answer.content) <= BODY_BYTES_MAX
        and "no-store" not in answer.get("Cache-Control", "")
        and (
            not answer.content
            or answer.get("Content-Type", "").startswith("application/json")
        )
    )
