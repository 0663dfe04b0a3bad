"""Whatever is sent to the API, it answers as its description says.

schemathesis makes requests from the description, right ones and wrong ones, with a key
that has every role, so that all endpoints are reached. Nothing that a request does stays.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hansa.site.api import api
from hansa.site.wsgi import application

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
FACTOR = 20 if CHAOS else 1
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ODD = (
    "0001-01-01",
    "9999-12-31",
    "2026-11-24T00:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "-1",
    "0",
    "9" * 25,
    "1e400",
    "NaN",
    "00000000-0000-0000-0000-000000000000",
    "\0",
    "\u202e😀'\"%;",
    "徐" * 400,
)
# What random writing would never hit.
KNOWN = {"league": "huaihai", "clause": "GOV-11", "work": "PRJ-07", "member": "xuzhou"}


def described() -> Any:
    """Read the description as a client would, with the program behind it."""
    schema = schemathesis.openapi.from_dict(
        api.get_openapi_schema(path_prefix="/api/v1/")
    )
    schema.app = application
    return schema


OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for found in described().get_all_operations()
    if (operation := found.ok())
}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep requests from closing the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.chaos
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_described(name: str, key_of_every_role: str) -> None:
    """No request makes the program fail, or answer what its description leaves out."""
    operation = OPERATIONS[name]
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    sent: list[Any] = []

    def send(case: Any) -> None:
        sent.append(case)
        _send(case, key_of_every_role)

    _send_many(right, 6, lambda case: send(_in_league(case)))
    # An operation that takes nothing but a league cannot be asked wrongly within one.
    with suppress(Unsatisfiable):
        _send_many(wrong, 6, lambda case: send(_in_league(case)))
    _send_many(right, 3, send)
    for case in _with_odd_values(operation, sent[0]):
        _send(case, key_of_every_role)


def _with_odd_values(operation: Any, right: Any) -> Iterator[Any]:
    """Give a right request again and again, each time with one parameter made odd."""
    for place in ("query", "path_parameters"):
        for parameter in getattr(operation, place):
            for value in ODD:
                parts = {
                    "query": dict(right.query or {}),
                    "path_parameters": dict(right.path_parameters or {}),
                }
                parts[place][parameter.name] = value
                yield operation.Case(
                    **parts, body=right.body, media_type=right.media_type
                )


def _send_many(cases: Any, count: int, send: Callable[[Any], None]) -> None:
    many: Callable[[], None] = settings(
        max_examples=count * FACTOR,
        derandomize=not CHAOS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(case=cases)(send))
    many()


def _in_league(case: Any) -> Any:
    for name in KNOWN.keys() & (case.path_parameters or {}).keys():
        case.path_parameters[name] = KNOWN[name]
    return case


def _send(case: Any, key: str) -> None:
    with transaction.atomic():
        answer = case.call(headers={"Authorization": f"Bearer {key}"})
        transaction.set_rollback(True)
    case.validate_response(answer, checks=CHECKS)
