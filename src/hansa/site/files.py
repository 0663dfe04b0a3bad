"""Files that people brought: their address, and their place in the search box."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.chassis import files, search
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.search import SearchDocument


@require_safe
def serve_file(request: HttpRequest, league: str, file_id: UUID) -> HttpResponse:
    """Give a file to be saved, to whoever may read it."""
    file = files.readable_file(actor_of(request), league, file_id)
    return files.response_for(file)


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the files of a league, each within reach of those who may read it."""
    for file in files.list_files(league):
        yield SearchDocument(
            kind="file",
            key=str(file.id),
            reach=search.of_city(file.member) if file.member else search.OFFICE,
            title=file.name,
            under=file.recorded_at.astimezone(LEAGUE_ZONE).date().isoformat(),
            address=reverse("file", args=[league, file.id]),
        )
