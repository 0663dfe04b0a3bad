"""Mounts the commands of every context, and those that concern them all."""

import typer
from django.utils.translation import gettext as _

from hansa.charter.commands import app as charter_app
from hansa.chassis.commands import journal_app, workdays_app
from hansa.delivery.commands import projects
from hansa.governance.commands import app as governance_app
from hansa.governance.commands import calendar

app = typer.Typer(
    help=_("Hansa runs a league of cities from its agreement."),
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(charter_app, name="charter")
app.add_typer(governance_app, name="governance")
app.add_typer(journal_app, name="journal")
app.add_typer(workdays_app, name="workdays")
app.command(help=_("What must be held and sent, when, and by whom."))(calendar)
app.command(help=_("The works that an agreement names."))(projects)
