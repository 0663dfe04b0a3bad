"""``hansa governance feed`` and ``hansa governance feeds``: calendars as files."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import now
from hansa.chassis.options import AsJson, League, remark_source
from hansa.chassis.plain import plain
from hansa.governance.commands.calendars import app
from hansa.governance.formats import ical as feed_format
from hansa.governance.reads import feeds as reads
from hansa.governance.services import feeds as services
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text


@app.command(help=_("Write the calendar that programs follow, as iCalendar text."))
def feed(
    league: League,
    body: Annotated[str | None, typer.Option(help=_("only this body"))] = None,
    city: Annotated[
        str | None, typer.Option(help=_("only what concerns this city"))
    ] = None,
) -> None:
    """Print a feed; its language is that of the command."""
    if body and city:
        raise typer.BadParameter(_("Give a body or a city, not both."))
    try:
        versions, folder = charter_reads.find_versions(league)
        remark_source(league, folder)
        if body:
            content = reads.body_content(versions, body, now())
        elif city:
            content = reads.city_content(versions, city, now())
        else:
            content = reads.league_content(versions, now())
    except HansaError as error:
        terminal.fail(error, as_json=False)
    # The lines end as the standard says, which text output would undo.
    typer.echo(feed_format.write_content(content), nl=False)


@app.command("keep-feeds", help=_("Number what changed in the calendar feeds."))
def keep_feeds(league: League, as_json: AsJson = False) -> None:
    """Bring the feeds of a league up to date."""
    terminal.with_database()
    try:
        changes = services.keep_feed_events(terminal.operator(), league)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(changes))
        return
    terminal.say(
        text(
            "New in the feeds: {added}; changed: {changed}; cancelled: {cancelled}.",
            added=len(changes.added),
            changed=len(changes.changed),
            cancelled=len(changes.cancelled),
        )
    )
