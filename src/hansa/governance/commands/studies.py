"""``hansa study …``: the register of research and its use in decisions."""

from collections.abc import Callable
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Paper, Reason, Slug, Words
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.shell import acting
from hansa.governance.commands.panels import item_from
from hansa.governance.reads import studies as reads
from hansa.governance.reads.experts_wire import wire_study
from hansa.governance.services import studies as services
from hansa.governance.terms.studies import (
    STUDY_STATE_NAMES,
    Deliverable,
    StudyDraft,
    StudyLine,
    StudyState,
)
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Studies: asked, delivered, and used in decisions."),
    no_args_is_help=True,
)

StudyName = Annotated[
    str, typer.Argument(help=_("number of the study, such as S-1, or the id"))
]
Decision = Annotated[
    str, typer.Argument(help=_("the decision: its id, or SESSION#PLACE"))
]
Authors = Annotated[str, typer.Option(help=_("who writes it"))]
City = Annotated[
    str | None, typer.Option("--city", help=_("the city that asked for it"))
]
Due = Annotated[str | None, typer.Option(help=_("day on which it is due"))]
Named = Annotated[str | None, typer.Option("--work", help=_("the named work, by id"))]
Owner = Annotated[str | None, typer.Option(help=_("who answers for it"))]
Gate = Annotated[str | None, typer.Option(help=_("what it must pass next"))]
GateOn = Annotated[
    str | None, typer.Option("--gate-on", help=_("day by which it must pass that"))
]


@app.command(help=_("Enter a study in the register."))
def add(
    league: Slug,
    question: Annotated[str, typer.Argument(help=_("what is studied"))],
    commissioner: Annotated[str, typer.Argument(help=_("who asked for it"))],
    begun: Annotated[str, typer.Option(help=_("day on which it began"))],
    due: Due = None,
    authors: Authors = "",
    city: City = None,
    work: Named = None,
    owner: Owner = None,
    gate: Gate = None,
    gate_on: GateOn = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Enter one study."""
    day = terminal.day_from(begun)
    assert day is not None  # Only an absent option gives None.
    draft = StudyDraft(
        question=question,
        commissioner=commissioner,
        begun_on=day,
        commissioner_member=city,
        authors=authors,
        due_on=terminal.day_from(due),
        work=work or "",
        owner=owner or "",
        gate=gate or "",
        gate_on=terminal.day_from(gate_on),
    )

    def run() -> StudyLine:
        actor = acting(league, as_)
        return reads.get_study(actor, league, services.add_study(actor, league, draft))

    _tell(done(run, as_json), as_json)


@app.command(help=_("Correct what is known of a study; what is not named stays."))
def amend(
    league: Slug,
    study: StudyName,
    question: Annotated[str | None, typer.Option(help=_("other question"))] = None,
    commissioner: Annotated[
        str | None, typer.Option(help=_("who asked for it"))
    ] = None,
    authors: Annotated[str | None, typer.Option(help=_("who writes it"))] = None,
    city: City = None,
    due: Due = None,
    work: Named = None,
    owner: Owner = None,
    gate: Gate = None,
    gate_on: GateOn = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Amend one study."""
    later, passes = terminal.day_from(due), terminal.day_from(gate_on)

    def change(actor: Actor, found: StudyLine) -> None:
        draft = StudyDraft(
            question=found.question if question is None else question,
            commissioner=found.commissioner if commissioner is None else commissioner,
            begun_on=found.begun_on,
            commissioner_member=city or found.commissioner_member,
            authors=found.authors if authors is None else authors,
            due_on=later or found.due_on,
            work=found.work if work is None else work,
            owner=found.owner if owner is None else owner,
            gate=found.gate if gate is None else gate,
            gate_on=passes or found.gate_on,
        )
        services.amend_study(actor, league, found.id, found.revision, draft)

    _change(league, study, as_, as_json, change)


@app.command(help=_("Record what a study delivered: a document, a file, or both."))
def finish(
    league: Slug,
    study: StudyName,
    on: Annotated[str, typer.Option(help=_("day on which it was delivered"))],
    document: Document = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Finish one study."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def change(actor: Actor, found: StudyLine) -> None:
        delivered = Deliverable(finished_on=day, document=document)
        paper = upload_of(file)
        services.finish_study(actor, league, found.id, found.revision, delivered, paper)

    _change(league, study, as_, as_json, change)


@app.command("give-up", help=_("Record that a study was given up, and why."))
def give_up(
    league: Slug,
    study: StudyName,
    on: Annotated[str, typer.Option(help=_("day on which it was given up"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give up one study."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def change(actor: Actor, found: StudyLine) -> None:
        services.give_up_study(actor, league, found.id, found.revision, day, reason)

    _change(league, study, as_, as_json, change)


@app.command(help=_("Link a study to a decision that rests on it without naming it."))
def link(
    league: Slug,
    study: StudyName,
    decision: Decision,
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Link one study to one decision."""

    def change(actor: Actor, found: StudyLine) -> None:
        id_ = item_from(actor, league, decision)
        services.link_study(actor, league, found.id, id_, words)

    _change(league, study, as_, as_json, change)


@app.command(help=_("Withdraw a link that was made in error."))
def unlink(
    league: Slug,
    study: StudyName,
    decision: Decision,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one link."""

    def change(actor: Actor, found: StudyLine) -> None:
        id_ = item_from(actor, league, decision)
        services.unlink_study(actor, league, found.id, id_)

    _change(league, study, as_, as_json, change)


@app.command("list", help=_("Studies, the latest first, and those nobody used."))
def list_(
    league: Slug,
    state: Annotated[
        StudyState | None, typer.Option(help=_("only those that stand so"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List studies."""
    lines = done(
        lambda: reads.list_studies(acting(league, as_), league, state), as_json
    )
    if as_json:
        terminal.print_json([wire_study(line) for line in lines])
        return
    terminal.print_table(
        _("Studies"),
        [_("No."), _("Question"), _("State"), _("Decisions")],
        (
            (
                line.code,
                line.question,
                render(STUDY_STATE_NAMES[line.state]),
                str(len(line.uses)),
            )
            for line in lines
        ),
    )


@app.command(help=_("One study, with the decisions that rest on it."))
def show(
    league: Slug, study: StudyName, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one study."""
    line = done(lambda: reads.find_study(acting(league, as_), league, study), as_json)
    _tell(line, as_json)


def _change(
    league: str,
    study: str,
    account: str | None,
    as_json: bool,
    change: Callable[[Actor, StudyLine], None],
) -> None:
    def run() -> StudyLine:
        actor = acting(league, account)
        found = reads.find_study(actor, league, study)
        change(actor, found)
        return reads.get_study(actor, league, found.id)

    _tell(done(run, as_json), as_json)


def _tell(line: StudyLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_study(line))
        return
    terminal.say(
        text(
            "{code}: {state}. Decisions that rest on it: {count}.",
            code=line.code,
            state=STUDY_STATE_NAMES[line.state],
            count=len(line.uses),
        )
    )
    for use in line.uses:
        typer.echo(f"{use.body} {use.year}-{use.number} {use.title}")
