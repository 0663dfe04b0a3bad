"""Files that people brought: their address, and their place in the search box."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.chassis import files, search
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import FileLine
from hansa.chassis.search import SearchDocument
from hansa.delivery.reads import stages
from hansa.duties.reads import papers
from hansa.governance.reads import records
from hansa.kernel.errors import Missing

NAMED_BY = (papers.names_file, records.names_file, stages.names_file)
"""Tells, for each context that shows files, whether an actor is shown one."""


@require_safe
def serve_file(request: HttpRequest, league: str, file_id: UUID) -> HttpResponse:
    """Give a file to be saved, to whoever may read it."""
    return files.response_for(shown_file(actor_of(request), league, file_id))


def shown_file(actor: Actor, league: str, file_id: UUID) -> FileLine:
    """Give a file to whoever may read it, or may see what names it.

    Raises:
        Missing: there is none in this league, or the actor may not know of it.
    """
    try:
        return files.readable_file(actor, league, file_id)
    except Missing:
        if not any(names(actor, league, file_id) for names in NAMED_BY):
            raise
    return files.get_file(file_id)


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the files of a league, each within reach of those who may read it."""
    for file in files.list_files(league):
        yield SearchDocument(
            kind="file",
            key=str(file.id),
            reach=search.of_desk(file.member) if file.member else search.OFFICE,
            title=file.name,
            under=file.recorded_at.astimezone(LEAGUE_ZONE).date().isoformat(),
            address=reverse("file", args=[league, file.id]),
        )
