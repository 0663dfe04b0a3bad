"""What holds for the whole API, written once into its OpenAPI description.

Keys, idempotency, paging and conditional headers belong to every endpoint of a form and
are not declared by each.
"""

from typing import Any

from hansa.chassis.idempotency import HEADER, KEY_LENGTH_MAX, REPLAYED

READS = frozenset({"get", "head"})
KEYS = {
    "type": "http",
    "scheme": "bearer",
    "description": (
        "A key of an account, made on its page. Reads work without one as far as things "
        "are public; writes always need one."
    ),
}
IDEMPOTENCY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": KEY_LENGTH_MAX,
        "pattern": "^[A-Za-z0-9_-]+$",
    },
    "description": (
        "A random key for this one request. Sent again with the same request within seven "
        "days, nothing is done twice, and the first answer comes again; with another "
        "request it is refused. Secrets and answers over 1 MB are not kept: then 409."
    ),
}
REPLAY = {
    "description": "Present where the answer is that of an earlier, equal request.",
    "schema": {"type": "string", "enum": ["true"]},
}
LINK = {
    "description": 'Where more remains: the next page, as <address>; rel="next".',
    "schema": {"type": "string"},
}


def describe(schema: dict[str, Any]) -> None:
    """Write into a description what holds for every operation of a form."""
    schema["components"]["securitySchemes"] = {"key": KEYS}
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            parameters = operation.setdefault("parameters", [])
            if method in READS:
                operation["security"] = [{}, {"key": []}]
            else:
                operation["security"] = [{"key": []}]
                parameters.append(IDEMPOTENCY)
                _add_header(operation, REPLAYED, REPLAY)
            if any(parameter["name"] == "cursor" for parameter in parameters):
                _add_header(operation, "Link", LINK)


def _add_header(operation: dict[str, Any], name: str, header: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        if str(status).startswith("2"):
            answer.setdefault("headers", {})[name] = header
