"""The API: mounts every context's router and answers all errors in one form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from hansa.charter.api import router as charter_router
from hansa.chassis.http import problem, status_of
from hansa.delivery.api import router as delivery_router
from hansa.governance.api import router as governance_router
from hansa.kernel.errors import HansaError, Refused
from hansa.kernel.text import text


class PlainRenderer(JSONRenderer):
    """Writes Chinese as Chinese, so that an answer can be read as it is."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 -- as its base declares it


api = NinjaAPI(
    renderer=PlainRenderer(),
    title="Hansa",
    version="1",
    description="Runs a league of cities from its agreement.",
    urls_namespace="api",
    docs_url=None,  # Its page loads scripts from elsewhere; the description is enough.
)
api.add_router("", charter_router)
api.add_router("", governance_router)
api.add_router("", delivery_router)


@api.exception_handler(HansaError)
def answer_problem(request: HttpRequest, error: HansaError) -> HttpResponse:
    """Answer one of the four errors with its status and a problem body."""
    return api.create_response(request, problem(error), status=status_of(error))


@api.exception_handler(ValidationError)
def answer_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer parameters that could not be read in the same form."""
    wrong: list[dict[str, Any]] = error.errors
    named = tuple(str(fault["loc"][-1]) for fault in wrong)
    refused = Refused(
        "parameters-wrong",
        text("These parameters could not be read: {named}.", named=named),
        text("The description at /api/v1/openapi.json says what each must look like."),
    )
    return api.create_response(request, problem(refused), status=422)
