"""The return file of a sender: each of its rows with its outcome, as a download."""

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from hansa.chassis.asked import choice
from hansa.clearing.terms.house import ReturnLayout
from hansa.clearing.views.asked import batch_asked
from hansa.clearing.views.frames import reader

LAYOUTS = {layout: layout.value for layout in ReturnLayout}


@require_safe
def return_file(
    request: HttpRequest, league: str, slug: str, sender: str
) -> FileResponse:
    """Give a sender what became of its rows, as a table or in records of fixed width."""
    from hansa.clearing.services import returning  # noqa: PLC0415 -- the engine takes a second to start

    actor, number = reader(request), batch_asked(request)
    layout = choice(request, "layout", LAYOUTS) or ReturnLayout.CSV
    with tempfile.TemporaryDirectory() as folder:
        place = returning.write_return_file(
            actor, league, slug, number, sender, layout, Path(folder)
        )
        content = place.open("rb")  # Is read on when its name is gone.
    return FileResponse(content, as_attachment=True, filename=place.name)
