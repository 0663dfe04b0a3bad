"""The one table from the four errors to HTTP status, for API and pages alike."""

from typing import Any

from hansa.chassis.language import finding_fields, render
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused

STATUS: dict[type[HansaError], int] = {
    Refused: 422,
    Missing: 404,
    Conflict: 409,
    Forbidden: 403,
}


def status_of(error: HansaError) -> int:
    """Give the HTTP status of an error, or of a subclass of one of the four."""
    return next(code for kind, code in STATUS.items() if isinstance(error, kind))


def problem(error: HansaError) -> dict[str, Any]:
    """Give an error as the problem body. Source: contracts, section 8."""
    return {
        "code": error.code,
        "message": render(error.message),
        "remedy": render(error.remedy),
        "findings": [finding_fields(finding) for finding in error.findings],
    }
