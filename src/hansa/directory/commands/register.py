"""``hansa directory import|export|template``: the directory as one workbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.chassis.language import finding_fields, render
from hansa.chassis.options import AsJson
from hansa.chassis.plain import plain
from hansa.directory.commands.keeping import Slug
from hansa.directory.formats.register import write_register, write_template
from hansa.directory.formats.sheets import values_of
from hansa.directory.reads.places import places
from hansa.directory.reads.register import present_on
from hansa.directory.services import register as services
from hansa.directory.terms.register import STEP_NAMES, RegisterChange, RegisterPlan
from hansa.kernel.errors import HansaError
from hansa.kernel.findings import errors_in
from hansa.kernel.text import text

app = typer.Typer()

Out = Annotated[Path, typer.Argument(help=_("the workbook to write"), dir_okay=False)]


@app.command("import", help=_("Take units, people and postings from a workbook."))
def import_(
    league: Slug,
    file: Annotated[
        Path, typer.Argument(help=_("the workbook"), exists=True, dir_okay=False)
    ],
    preview: Annotated[
        bool, typer.Option("--preview", help=_("say what it would do, and stop"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take a workbook whole or not at all; exit 1 where it has faults."""
    terminal.with_database()
    upload = Upload(name=file.name, content=file.read_bytes())
    act = services.preview_register if preview else services.take_register
    try:
        planned = act(terminal.operator(), league, upload)
    except HansaError as error:
        terminal.fail(error, as_json)
    _print_plan(planned, as_json)
    if errors_in(planned.findings):
        raise typer.Exit(terminal.EXIT_REFUSED)


def _moved(change: RegisterChange) -> Iterator[str]:
    """Write old and new content of each column that a row changes or fills in."""
    for heading, value in values_of(change):
        was = render(value.was) or _("(empty)")
        will_be = render(value.will_be) or _("(empty)")
        moved = f"{was} → {will_be}" if change.fields else will_be
        yield f"{render(heading)}: {moved}"


def _print_plan(planned: RegisterPlan, as_json: bool) -> None:
    if as_json:
        terminal.print_json(
            {
                "changes": plain(planned.changes),
                "unchanged": planned.unchanged,
                "findings": [finding_fields(found) for found in planned.findings],
            }
        )
        return
    terminal.print_findings(planned.findings)
    if planned.changes:
        terminal.print_table(
            _("Changes"),
            (_("Row"), _("What"), _("Entry"), _("Content: so far → then")),
            (
                (
                    change.place,
                    render(STEP_NAMES[change.step]),
                    change.subject,
                    "\n".join(_moved(change)),
                )
                for change in planned.changes
            ),
        )
    terminal.say(
        text(
            "Rows that change something: {changed}. Rows that stand already: "
            "{unchanged}.",
            changed=len(planned.changes),
            unchanged=planned.unchanged,
        )
    )


@app.command(help=_("Write the present directory to a workbook."))
def export(league: Slug, file: Out, as_json: AsJson = False) -> None:
    """Write what stands today or later."""
    terminal.with_database()
    day = today()
    try:
        present = present_on(terminal.operator(), league, day)
        content = write_register(present, places(league), day)
    except HansaError as error:
        terminal.fail(error, as_json)
    file.write_bytes(content)
    if as_json:
        terminal.print_json({"file": str(file)})
    else:
        terminal.say(text("Written: {file}", file=str(file)))


@app.command(help=_("Write an empty workbook that says what to fill in."))
def template(file: Out, as_json: AsJson = False) -> None:
    """Write the template of the register."""
    file.write_bytes(write_template())
    if as_json:
        terminal.print_json({"file": str(file)})
    else:
        terminal.say(text("Written: {file}", file=str(file)))
