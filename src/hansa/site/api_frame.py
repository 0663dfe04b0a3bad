"""The frame of the API: door, description, and all errors answered in one form."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from hansa.chassis.actor import Role
from hansa.chassis.asked import actor_of
from hansa.chassis.hashing import digest
from hansa.chassis.http import problem, status_of
from hansa.kernel.errors import Forbidden, HansaError
from hansa.kernel.text import Text, text
from hansa.site.api_door import (
    UNKNOWN,
    UNREADABLE,
    WRITTEN_LENGTH_MAX,
    StrictParser,
    answer,
    answer_unreadable,
    answer_with,
    checked,
    plain_methods,
)
from hansa.site.api_schema import describe

INVALID = 422
DESCRIPTION = "openapi-json"  # as Ninja calls its address
FAULTS_NAMED_MAX = 20
WHOLE_BODY = 2  # A field of a body stands below the body and its name.


class PlainRenderer(JSONRenderer):
    """Writes Chinese as Chinese, so that an answer can be read as it is."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 -- as its base declares it


class HansaAPI(NinjaAPI):
    """An API whose every endpoint has the door, the errors and the description."""

    def __init__(self, namespace: str) -> None:
        super().__init__(
            renderer=PlainRenderer(),
            parser=StrictParser(),
            title="Hansa",
            version="1",
            description="Runs a league of cities from its agreement.",
            urls_namespace=namespace,
            docs_url=None,  # Its page loads scripts from elsewhere.
        )
        self.add_decorator(checked, mode="view")
        self.add_exception_handler(HansaError, answer_problem)
        self.add_exception_handler(ValidationError, answer_invalid)
        self.add_exception_handler(HttpError, answer_unparsed)
        for unreadable in UNREADABLE:
            self.add_exception_handler(unreadable, answer_unreadable)

    @property
    def urls(self) -> Any:
        """Give the addresses, each of which answers HEAD and OPTIONS too."""
        patterns, application, namespace = super().urls
        for pattern in patterns:
            assert pattern.callback is not None  # Ninja includes nothing further.
            if pattern.name == DESCRIPTION:
                pattern.callback = self.answer_description
            pattern.callback = plain_methods(pattern.callback)
        return patterns, application, namespace

    def answer_description(self, request: HttpRequest) -> HttpResponse:
        """Answer with the description, or that it is the one that the asker has."""
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        content, etag = self._written
        answered = HttpResponse(content, content_type="application/json; charset=utf-8")
        answered["ETag"] = etag
        # Programs may keep it, and ask each time whether it is still the same.
        answered["Cache-Control"] = "no-cache"
        return get_conditional_response(request, etag, None, answered) or answered

    @cached_property
    def _written(self) -> tuple[bytes, str]:
        """Give the description as it is sent, and its fingerprint: made once."""
        described = self.get_openapi_schema()
        content = json.dumps(
            described, cls=NinjaJSONEncoder, ensure_ascii=False
        ).encode()
        return content, quote_etag(digest(content))

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Describe the API, with what no endpoint declares by itself."""
        schema = super().get_openapi_schema(**asked)
        describe(schema)
        return schema


def answer_problem(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer one of the four errors with its status and a problem body.

    Whoever is not known yet and may not do something is asked for a key instead.
    """
    if isinstance(error, Forbidden) and Role.PUBLIC in actor_of(request).roles:
        return answer_with(UNKNOWN, problem(error))
    return answer_with(status_of(error), problem(error))


def answer_invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer parameters that could not be read in the same form."""
    del request
    # What nobody declared is named as it was sent, so there may be much of it.
    faults = {_place(fault["loc"]): fault for fault in reversed(error.errors)}
    told = tuple(_told(place, fault) for place, fault in reversed(faults.items()))
    return answer(
        INVALID,
        "parameters-wrong",
        text("The request does not fit: {faults}.", faults=told[:FAULTS_NAMED_MAX]),
        text("The description at /api/v1/openapi.json says what each must look like."),
    )


def _told(place: str, fault: Mapping[str, Any]) -> Text:
    """Say what is wrong with a field: it is not there, not known, or not so."""
    place = place[:WRITTEN_LENGTH_MAX]
    missing = fault["type"] == "missing"
    if tuple(fault["loc"][:1]) == ("body",) and len(fault["loc"]) <= WHOLE_BODY:
        return (
            text("the content is missing")
            if missing
            else text("the content is no JSON object with fields")
        )
    if missing:
        return text("{place} is missing", place=place)
    if fault["type"] == "extra_forbidden":
        return text("{place} is not known", place=place)
    return text("{place} has a wrong value", place=place)


def _place(loc: Sequence[str | int]) -> str:
    """Name the field of a fault as its sender wrote it: ``members[1]``, ``rows[0].on``."""
    path = loc[1:]  # What comes first is only query, path or body.
    first, *inner = path[1:] if len(path) > 1 and isinstance(path[1], str) else path
    return str(first) + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in inner
    )


def answer_unparsed(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a body that is no JSON, or holds what nothing keeps."""
    if isinstance(error.__cause__, HansaError):
        return answer_problem(request, error.__cause__)
    return answer(
        error.status_code,
        "body-unreadable",
        text("The content of the request is no JSON."),
        text("Check commas, quotes and brackets; NaN and Infinity are no JSON."),
    )
