"""What every request of the API must hold before its endpoint runs.

An endpoint declares its parameters; whatever else comes is refused here, in one place, so
that no endpoint can forget it: parameters that nobody knows, content of another type,
writes without a program's key, and characters that no database keeps. Whose key it is has
been found out before, by ``site.doors``.
"""

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from ninja.operation import Operation
from ninja.parser import Parser

from hansa.chassis.asked import refuse_characters
from hansa.chassis.http import problem
from hansa.chassis.idempotency import READS
from hansa.kernel.errors import HansaError, Refused
from hansa.kernel.findings import nearest
from hansa.kernel.text import Text, text

BEARER = "Bearer "
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError)
CONTENT_TYPES = {
    "body": "application/json",
    "form": "application/x-www-form-urlencoded",
    "file": "multipart/form-data",
}
METHOD_LENGTH_MAX = 20
UNKNOWN = 401
NOT_ALLOWED = 405
WRITTEN_LENGTH_MAX = 60

View = Callable[..., HttpResponse]


class StrictParser(Parser):
    """Reads bodies and parameters as they are meant: no NaN, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a JSON body.

        Raises:
            ValueError: it is no JSON.
            Refused: a text in it holds a character that nothing keeps.
        """
        content = json.loads(request.body, parse_constant=_no_constant)
        refuse_characters(_texts_of(content))
        return content

    def parse_querydict(
        self,
        data: MultiValueDict[str, Any],
        list_fields: list[str],
        request: HttpRequest,
    ) -> dict[str, Any]:
        """Read parameters of an address or a form.

        Raises:
            Refused: one holds a character that nothing keeps.
        """
        refuse_characters(text for name in data for text in (name, *data.getlist(name)))
        read: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        return read


def checked(run: View) -> View:
    """Let an operation run only for a request that it can answer."""
    operation: Operation = inspect.unwrap(run).__self__
    known = _parameters(operation)
    sources = {model.__ninja_param_source__ for model in operation.models}
    taken = next(
        (CONTENT_TYPES[s] for s in ("file", "form", "body") if s in sources), None
    )

    @wraps(run)
    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method not in READS and not _shows_key(request):
            return answer(
                UNKNOWN,
                "key-needed",
                text("Writes need a program's key, also from a signed-in browser."),
                text("Send it as “Authorization: Bearer …”; make one on your account."),
            )
        sent = request.META.get("CONTENT_LENGTH") not in {None, "", "0"}
        if taken and sent and request.content_type != taken:
            return answer(
                415,
                "content-type-wrong",
                text(
                    "The content is sent as “{sent}”.",
                    sent=(request.content_type or "")[:WRITTEN_LENGTH_MAX],
                ),
                text("Send it as {taken}.", taken=taken),
            )
        try:
            refuse_characters(named.values())
            _refuse_unknown(request.GET, known)
        except (HansaError, *UNREADABLE) as error:
            refused: HttpResponse = operation.api.on_exception(request, error)
            return refused
        return run(request, **named)

    return guarded


def plain_methods(view: View) -> View:
    """Let an address answer HEAD as GET, OPTIONS, and what it does not do."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        method = request.method or ""
        if method == "HEAD":
            request.method = "GET"  # The server leaves out the body.
        got = view(request, *args, **named)
        request.method = method
        if got.status_code != NOT_ALLOWED or "Allow" not in got:
            return got
        methods = {part.strip() for part in got["Allow"].split(",")} | {"OPTIONS"}
        allowed = sorted(methods | ({"HEAD"} if "GET" in methods else set()))
        if method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
        refused = answer(
            NOT_ALLOWED,
            "method-unknown",
            text(
                "This address does not answer {method}.",
                method=method[:METHOD_LENGTH_MAX],
            ),
            text("It answers: {methods}.", methods=tuple(allowed)),
        )
        refused["Allow"] = ", ".join(allowed)
        return refused

    return answering


def answer(status: int, code: str, message: Text, remedy: Text) -> HttpResponse:
    """Answer with a problem of HTTP itself, which is none of the four errors."""
    return answer_with(status, problem(Refused(code, message, remedy)))


def answer_with(status: int, told: Mapping[str, Any]) -> HttpResponse:
    """Answer with the body of a problem."""
    answered = HttpResponse(
        json.dumps(told, ensure_ascii=False),
        status=status,
        content_type="application/json; charset=utf-8",
    )
    if status == UNKNOWN:
        answered["WWW-Authenticate"] = "Bearer"
    return answered


def answer_unreadable(
    request: HttpRequest, error: Exception | type[Exception]
) -> HttpResponse:
    """Answer a request that could not be read at all."""
    del request
    if isinstance(error, RequestDataTooBig):
        return answer(
            413,
            "body-too-large",
            text("The content of the request is too large."),
            text("Send less at once, or send it as a file."),
        )
    return answer(
        400,
        "request-unreadable",
        text("The request could not be read."),
        text("The description at /api/v1/openapi.json says what it must look like."),
    )


def _shows_key(request: HttpRequest) -> bool:
    return request.headers.get("Authorization", "").startswith(BEARER)


def _parameters(operation: Operation) -> tuple[str, ...]:
    return tuple(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )


def _refuse_unknown(sent: Iterable[str], known: tuple[str, ...]) -> None:
    for name in sent:
        if name in known:
            continue
        close = nearest(name[:WRITTEN_LENGTH_MAX], known)
        raise Refused(
            "parameter-unknown",
            text(
                "There is no parameter “{name}” here.", name=name[:WRITTEN_LENGTH_MAX]
            ),
            text("Did you mean “{nearest}”?", nearest=close)
            if close
            else text("Known here: {known}.", known=known)
            if known
            else text("Leave it out; this address takes none."),
        )


def _texts_of(content: Any) -> Iterator[str]:
    waiting = [content]
    while waiting:
        match waiting.pop():
            case str() as found:
                yield found
            case list() as parts:
                waiting.extend(parts)
            case dict() as parts:
                yield from parts
                waiting.extend(parts.values())


def _no_constant(written: str) -> None:
    raise ValueError(f"{written} is no JSON")
