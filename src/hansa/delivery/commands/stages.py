"""``hansa delivery …``: the stages that works reached."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.options import AsJson, AsOf, League
from hansa.delivery import reads, services
from hansa.delivery.reads import stages as stage_reads
from hansa.delivery.terms import STAGE_NAMES, Stage
from hansa.delivery.terms.stages import STAGE_REMARK_NAMES, StageFacts, StageLine
from hansa.directory.services.behalf import act_for
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text

app = typer.Typer(help=_("Works: the stages that they reached."), no_args_is_help=True)

Work = Annotated[str, typer.Argument(help=_("a work's id, such as PRJ-07"))]


@app.command("record-stage", help=_("Record the stage that a work has reached."))
def record_stage(
    league: League,
    work: Work,
    stage: Annotated[Stage, typer.Argument(help=_("the stage reached"))],
    on: Annotated[str, typer.Option(help=_("the day it was reached"))],
    segment: Annotated[
        int, typer.Option(help=_("number of the segment; 0 for the whole work"))
    ] = 0,
    document: Annotated[str, typer.Option(help=_("the paper that shows it"))] = "",
    note: Annotated[str, typer.Option(help=_("a remark"))] = "",
    paper: Annotated[
        Path | None, typer.Option(help=_("a file to be kept with it"), exists=True)
    ] = None,
    office: Annotated[
        str, typer.Option(help=_("the office it is entered for, on its behalf"))
    ] = "",
    evidence: Annotated[
        str, typer.Option(help=_("the paper that shows that office's act"))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Record one stage."""
    day = terminal.day_from(on)
    assert day is not None  # The option is required.
    facts = StageFacts(
        work=work,
        segment=segment,
        stage=stage,
        reached_on=day,
        document=document,
        note=note,
    )
    terminal.with_database()
    actor = terminal.operator()
    upload = Upload(name=paper.name, content=paper.read_bytes()) if paper else None
    try:
        if office or evidence:
            actor = act_for(actor, league, None, office, evidence, upload)
        id_ = services.record_stage(actor, league, facts, upload)
        lines = _history(league, work)
    except HansaError as error:
        terminal.fail(error, as_json)
    (line,) = (line for line in lines if str(line.record.id) == id_)
    if as_json:
        terminal.print_json(stage_reads.wire_stage(line))
        return
    terminal.say(
        text(
            "Recorded: {work} reached {stage} on {day}.",
            work=work,
            stage=STAGE_NAMES[stage],
            day=on,
        )
    )
    for remark in line.remarks:
        terminal.say(STAGE_REMARK_NAMES[remark])


def _history(league: str, work: str) -> tuple[StageLine, ...]:
    version = charter_reads.governing(charter_reads.get_versions(league), today())
    found = reads.get_work(version, work)
    return stage_reads.history_of(league, work, found.printed_stage)


@app.command("stages", help=_("List the stages recorded of a work."))
def stages(
    league: League, work: Work, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Print the history of one work."""
    terminal.with_database()
    day = terminal.day_from(as_of) or today()
    try:
        version = charter_reads.governing(charter_reads.get_versions(league), day)
        found = reads.get_work(version, work, day)
        lines = stage_reads.history_of(league, work, found.printed_stage, day)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json([stage_reads.wire_stage(line) for line in lines])
        return
    terminal.print_table(
        render(found.name),
        (_("Day"), _("Stage"), _("Segment"), _("Paper"), _("Recorded by"), _("Id")),
        (
            (
                line.record.facts.reached_on.isoformat(),
                render(STAGE_NAMES[line.record.facts.stage]),
                str(line.record.facts.segment or "-"),
                line.record.facts.document or "-",
                line.record.authority,
                str(line.record.id),
            )
            for line in lines
        ),
    )


@app.command("withdraw-stage", help=_("Take back a stage entered in error."))
def withdraw_stage(
    league: League,
    record: Annotated[str, typer.Argument(help=_("the record's id"))],
    as_json: AsJson = False,
) -> None:
    """Withdraw one record."""
    terminal.with_database()
    try:
        services.withdraw_stage(terminal.operator(), league, record)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"withdrawn": record})
        return
    terminal.say(text("Taken back: {id}.", id=record))
