"""How much a request may bring, judged by what it says of itself before it is read."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hansa.chassis.asked import actor_of
from hansa.chassis.files import BYTES_MAX as FILE_BYTES_MAX
from hansa.chassis.http import problem
from hansa.directory.reads.accounts import is_public
from hansa.kernel.errors import Refused
from hansa.kernel.text import text
from hansa.site.doors import API

CARD_FILES = frozenset({"clearing:bring", "api:register_file"})
CARD_FILE_BYTES_MAX = 512 * 1024**2
"""Of a card file that comes over the network; the shell takes larger ones."""
ROOM_BYTES = 5 * 1024**2
"""For what a form says beside its file."""
FORM_WITH_FILES = "multipart/form-data"
TOO_LARGE = 413


class BodyLimit:
    """Refuses what is too large before the check of forms, or anybody, reads it.

    What comes without its length is empty to the interface of the server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Answer in place of the page or the API."""
        del view, args, named
        file_most = _file_most(request)
        if _length_of(request) <= _most(file_most):
            return None
        told = problem(_too_large(file_most))
        if not request.path.startswith(API):
            return render(request, "chassis/problem.html", told, status=TOO_LARGE)
        return JsonResponse(
            told, status=TOO_LARGE, json_dumps_params={"ensure_ascii": False}
        )


def _length_of(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or ""
    # What is no number has no length to the framework either.
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _file_most(request: HttpRequest) -> int | None:
    """Give how many bytes a file of the request may have; None where it brings none.

    Nobody brings files who did not sign in.
    """
    if request.content_type != FORM_WITH_FILES or is_public(actor_of(request)):
        return None
    match = request.resolver_match
    cards = match is not None and match.view_name in CARD_FILES
    return CARD_FILE_BYTES_MAX if cards else FILE_BYTES_MAX


def _most(file_most: int | None) -> int:
    small: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return small if file_most is None else file_most + ROOM_BYTES


def _too_large(file_most: int | None) -> Refused:
    return Refused(
        "body-too-large",
        text("The content of the request is too large."),
        text("Send less at once, or send it as a file.")
        if file_most is None
        else text(
            "A file has at most {most} MB here; make it smaller, or divide it.",
            most=file_most // 1024**2,
        ),
    )
