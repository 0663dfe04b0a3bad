"""Mounts the commands of every context, and those that concern them all."""

from contextlib import nullcontext
from threading import Event
from typing import Annotated

import typer
from django.core.management import call_command
from django.utils.translation import gettext as _

from hansa.casework.commands import app as casework_app
from hansa.charter.commands import app as charter_app
from hansa.chassis import terminal
from hansa.chassis.commands import journal_app, workdays_app
from hansa.chassis.options import AsJson
from hansa.clearing.commands import app as clearing_app
from hansa.delivery.commands import app as delivery_app
from hansa.delivery.commands import projects
from hansa.directory.commands.accounts import app as account_app
from hansa.directory.commands.people import app as directory_app
from hansa.duties.commands.duties import app as duties_app
from hansa.duties.commands.notices import app as notices_app
from hansa.duties.commands.supervision import app as supervision_app
from hansa.governance.commands import (
    agreement_app,
    body_app,
    calendar,
    circular_app,
    consultation_app,
    expert_app,
    handover_app,
    law_app,
    minutes_app,
    proposal_app,
    session_app,
    stakeholder_app,
    study_app,
)
from hansa.governance.commands import app as governance_app
from hansa.kernel.text import text
from hansa.site import server, tasks
from hansa.site.demo import story

app = typer.Typer(
    help=_("Hansa runs a league of cities from its agreement."),
    epilog=_("--lang zh or --lang en chooses the language, anywhere on the line."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(charter_app, name="charter")
app.add_typer(account_app, name="account")
app.add_typer(directory_app, name="directory")
app.add_typer(duties_app, name="duties")
app.add_typer(notices_app, name="notices")
app.add_typer(supervision_app, name="supervision")
app.add_typer(casework_app, name="casework")
app.add_typer(governance_app, name="governance")
app.add_typer(body_app, name="body")
app.add_typer(session_app, name="session")
app.add_typer(minutes_app, name="minutes")
app.add_typer(expert_app, name="expert")
app.add_typer(study_app, name="study")
app.add_typer(law_app, name="law")
app.add_typer(consultation_app, name="consultation")
app.add_typer(stakeholder_app, name="stakeholder")
app.add_typer(proposal_app, name="proposal")
app.add_typer(agreement_app, name="agreement")
app.add_typer(circular_app, name="circular")
app.add_typer(handover_app, name="handover")
app.add_typer(delivery_app, name="delivery")
app.add_typer(clearing_app, name="clearing")
app.add_typer(journal_app, name="journal")
app.add_typer(workdays_app, name="workdays")
app.command(help=_("What must be held and sent, when, and by whom."))(calendar)
app.command(help=_("The works that an agreement names."))(projects)


@app.command(help=_("Do what falls due: deliver events, settle provisional deadlines."))
def tick(
    later: Annotated[
        bool, typer.Option("--later", help=_("leave it to the worker"))
    ] = False,
    every: Annotated[
        int | None,
        typer.Option(help=_("again every so many seconds, until interrupted"), min=1),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run one tick, now or as a job, or one after the other."""
    terminal.with_database()
    if every is not None:
        tasks.keep_on(tasks.run_tick, every, Event())
        return
    if later:
        tasks.tick.enqueue()
        terminal.say(text("Left to the worker."))
        return
    done = tasks.run_tick()
    if as_json:
        terminal.print_json(done)
        return
    terminal.say(
        text(
            "Events delivered: {delivered}, waiting: {waiting}. Deadlines settled: "
            "{settled}. Duties opened: {opened}. Notices sent: {sent}.",
            **done,
        )
    )


@app.command(help=_("Work off background jobs until interrupted."))
def worker(
    once: Annotated[
        bool, typer.Option("--once", help=_("stop when no job is left"))
    ] = False,
) -> None:
    """Run the worker."""
    terminal.with_database()
    call_command("db_worker", batch=once, verbosity=0, startup_delay=False)


@app.command(help=_("Serve the pages and the API."))
def serve(
    address: Annotated[str, typer.Option(help=_("address to listen on"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("port to listen on"))] = 8000,
    workers: Annotated[int, typer.Option(help=_("processes"), min=1)] = 2,
    no_tick: Annotated[
        bool, typer.Option("--no-tick", help=_("leave what falls due to hansa tick"))
    ] = False,
) -> None:
    """Serve until interrupted, and do what falls due."""
    terminal.with_database()
    if not server.is_free(address, port):
        message = _("Port {port} is in use; choose another with --port.")
        raise typer.BadParameter(message.format(port=port))
    terminal.say(
        text("Serving at http://{address}:{port}/", address=address, port=str(port))
    )
    server.reach_at(address, port)
    with nullcontext() if no_tick else server.ticking():
        server.serve(address, port, workers)


@app.command(help=_("Build both leagues in a database of their own and serve them."))
def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=_("build and exit"))
    ] = False,
    port: Annotated[int, typer.Option(help=_("port to listen on"))] = 8000,
) -> None:
    """Build the demonstration, tell its first scene, and serve it."""
    free = port if no_serve else server.free_port(port)
    server.reach_at("127.0.0.1", free)
    story.build()
    story.tell()
    if no_serve:
        return
    terminal.say(
        text("Open http://127.0.0.1:{port}/ (Ctrl-C stops it).", port=str(free))
    )
    with server.ticking():
        server.serve("127.0.0.1", free, 1)
