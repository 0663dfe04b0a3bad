"""``hansa projects``: the works that an agreement names."""

from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.options import AsJson, AsOf, KnownAt, League, remark_source
from hansa.delivery import reads
from hansa.delivery.terms import (
    FINDING_NAMES,
    MODE_NAMES,
    STAGE_NAMES,
    Mode,
    Stage,
    WorkFilter,
    WorkKind,
    WorkList,
)
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text


def projects(
    league: League,
    line: Annotated[int | None, typer.Option(help=_("named on this line"))] = None,
    programme: Annotated[
        str | None, typer.Option(help=_("of this programme, by id or name"))
    ] = None,
    stage: Annotated[Stage | None, typer.Option(help=_("shown at this stage"))] = None,
    kind: Annotated[WorkKind | None, typer.Option(help=_("of this kind"))] = None,
    mode: Annotated[Mode | None, typer.Option(help=_("of this mode"))] = None,
    member: Annotated[str | None, typer.Option(help=_("in this city"))] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print the named works."""
    wanted = WorkFilter(
        line=line, programme=programme, stage=stage, kind=kind, mode=mode, member=member
    )
    day = terminal.day_from(as_of) or today()
    try:
        versions, folder = charter_reads.find_versions(league)
        remark_source(league, folder)
        if folder is None:
            # A database of an earlier release has no table of stages yet.
            terminal.with_database()
        instant = terminal.instant_from(known_at)
        version = charter_reads.governing(versions, day, instant)
        found = reads.list_works(version, wanted, day, instant)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(reads.wire_list(found))
        return
    _print_works(found, dict(charter_reads.names_of(version)))


def _print_works(found: WorkList, names: dict[str, Any]) -> None:
    terminal.print_table(
        "",
        (
            _("Id"),
            _("Name"),
            _("Mode"),
            _("Stage"),
            _("Recorded on"),
            _("Months since signing"),
            _("Cities"),
            _("Lines"),
            _("Remarks"),
        ),
        (
            (
                work.id,
                render(work.name),
                render(MODE_NAMES[work.mode]),
                render(STAGE_NAMES[work.stage]) if work.stage else "?",
                work.recorded.on.isoformat() if work.recorded else "-",
                "-" if work.age_months is None else str(work.age_months),
                _comma().join(render(names[member]) for member in work.members) or "-",
                " ".join(str(mention.line) for mention in work.mentions),
                _comma().join(render(FINDING_NAMES[code]) for code in work.findings),
            )
            for work in found.works
        ),
    )
    terminal.say(
        text(
            "Works: {works}. Mentions: {mentions}. Segments: {segments}.",
            works=len(found.works),
            mentions=found.mentions,
            segments=reads.segment_count(found.works),
        )
    )


def _comma() -> str:
    return _(", ")
