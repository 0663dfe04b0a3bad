"""``hansa stakeholder …`` and ``hansa proposal …``: associations and what they propose."""

from collections.abc import Callable
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Reason, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import days_from
from hansa.governance.reads import stakeholders as reads
from hansa.governance.reads.participation_wire import wire_proposal, wire_stakeholder
from hansa.governance.services import proposals, stakeholders
from hansa.governance.terms.consultations import Channel
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.terms.stakeholders import (
    PROPOSAL_STATE_NAMES,
    STAKEHOLDER_KIND_NAMES,
    ProposalDraft,
    ProposalLine,
    ProposalState,
    StakeholderDraft,
    StakeholderKind,
    StakeholderLine,
)
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Associations that take part: accredited, ended, and given links."),
    no_args_is_help=True,
)
proposal_app = typer.Typer(
    help=_("Proposals of associations: filed, answered, withdrawn."),
    no_args_is_help=True,
)

Named = Annotated[
    str, typer.Argument(help=_("number of the association, such as SH-1, or the id"))
]
ProposalNamed = Annotated[
    str, typer.Argument(help=_("number of the proposal, such as P-1, or the id"))
]


@app.command(help=_("Enter an association in the register."))
def accredit(
    league: Slug,
    name: Annotated[str, typer.Argument(help=_("its full name"))],
    kind: Annotated[StakeholderKind, typer.Argument(help=_("what it is"))],
    by: Annotated[str, typer.Option(help=_("who accredited it"))],
    start: Annotated[str, typer.Option("--from", help=_("first day of the term"))],
    until: Annotated[str, typer.Option(help=_("last day of the term"))],
    document: Document = "",
    credit_code: Annotated[
        str, typer.Option(help=_("unified social credit code"))
    ] = "",
    city: Annotated[str | None, typer.Option(help=_("city that it sits in"))] = None,
    contact: Annotated[str, typer.Option(help=_("never public"))] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Accredit one association."""
    draft = StakeholderDraft(
        name=name,
        kind=kind,
        accredited_by=by,
        term=days_from(start, until),
        document=document,
        code=credit_code,
        member=city,
        contact=contact,
    )

    def run() -> StakeholderLine:
        actor = acting(league, as_)
        id_ = stakeholders.accredit(actor, league, draft)
        return reads.get_stakeholder(actor, league, id_)

    _tell(done(run, as_json), as_json)


@app.command(help=_("End an accreditation before its term, and say why."))
def end(
    league: Slug,
    stakeholder: Named,
    on: Annotated[str, typer.Option(help=_("first day without it"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """End one accreditation."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def run() -> StakeholderLine:
        actor = acting(league, as_)
        found = reads.find_stakeholder(actor, league, stakeholder)
        stakeholders.end_accreditation(
            actor, league, found.id, found.revision, day, reason
        )
        return reads.get_stakeholder(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command(
    help=_("Make a link by which an association files one proposal or comment.")
)
def link(
    league: Slug, stakeholder: Named, as_: As = None, as_json: AsJson = False
) -> None:
    """Make one link; it is shown once."""

    def run() -> str:
        actor = acting(league, as_)
        found = reads.find_stakeholder(actor, league, stakeholder)
        return stakeholders.make_filing_link(actor, league, found.id)

    made = done(run, as_json)
    if as_json:
        terminal.print_json({"link": made})
    else:
        terminal.say(text("Shown once, good for one filing: {link}", link=made))


@app.command("list", help=_("Associations in the order of the register."))
def list_(
    league: Slug,
    kind: Annotated[
        StakeholderKind | None, typer.Option(help=_("only of this kind"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List associations."""
    lines = done(
        lambda: reads.list_stakeholders(acting(league, as_), league, kind), as_json
    )
    if as_json:
        terminal.print_json([wire_stakeholder(line) for line in lines])
        return
    terminal.print_table(
        _("Associations that take part"),
        [_("No."), _("Name"), _("Kind"), _("Accredited by"), _("Until before")],
        (
            (
                line.label,
                line.name,
                render(STAKEHOLDER_KIND_NAMES[line.kind]),
                line.accredited_by,
                (line.ended_on or line.term.end).isoformat(),
            )
            for line in lines
        ),
    )


@app.command(help=_("One association of the register."))
def show(
    league: Slug, stakeholder: Named, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one association."""
    line = done(
        lambda: reads.find_stakeholder(acting(league, as_), league, stakeholder),
        as_json,
    )
    _tell(line, as_json)


def _tell(line: StakeholderLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_stakeholder(line))
        return
    terminal.say(
        text(
            "{label} {name}: accredited by {by}, from {start} until before {end}.",
            label=line.label,
            name=line.name,
            by=line.accredited_by,
            start=line.term.start.isoformat(),
            end=(line.ended_on or line.term.end).isoformat(),
        )
    )


@proposal_app.command(help=_("Enter a proposal for an association that sent it."))
def file(
    league: Slug,
    stakeholder: Named,
    title: Annotated[str, typer.Argument(help=_("in one line"))],
    words: Annotated[str, typer.Option(help=_("what is proposed"))],
    channel: Annotated[Channel, typer.Option(help=_("how it came"))] = Channel.LETTER,
    reference: Annotated[str, typer.Option(help=_("number of the letter"))] = "",
    on: Annotated[str | None, typer.Option(help=_("day on which it came"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """File one proposal."""
    draft = ProposalDraft(
        title=title,
        words=words,
        channel=channel,
        reference=reference,
        filed_on=terminal.day_from(on),
    )

    def run() -> ProposalLine:
        actor = acting(league, as_)
        found = reads.find_stakeholder(actor, league, stakeholder)
        id_ = proposals.file_proposal(actor, league, found.id, draft)
        return reads.get_proposal(actor, league, id_)

    _say(done(run, as_json), as_json)


@proposal_app.command(help=_("Answer a proposal: adopted or not, and why."))
def answer(
    league: Slug,
    proposal: ProposalNamed,
    treatment: Annotated[Treatment, typer.Argument(help=_("what becomes of it"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer one proposal."""

    def change(actor: Actor, line: ProposalLine) -> None:
        note = Note(treatment=treatment, reason=reason)
        proposals.answer_proposal(actor, league, line.id, line.revision, note)

    _change(league, proposal, as_, as_json, change)


@proposal_app.command(help=_("Record that a proposal was taken back, and why."))
def withdraw(
    league: Slug,
    proposal: ProposalNamed,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one proposal."""

    def change(actor: Actor, line: ProposalLine) -> None:
        proposals.withdraw_proposal(actor, league, line.id, line.revision, reason)

    _change(league, proposal, as_, as_json, change)


@proposal_app.command(help=_("Keep the words of a proposal from the public."))
def withhold(
    league: Slug,
    proposal: ProposalNamed,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withhold one proposal."""

    def change(actor: Actor, line: ProposalLine) -> None:
        proposals.withhold_proposal(actor, league, line.id, line.revision, reason)

    _change(league, proposal, as_, as_json, change)


@proposal_app.command("list", help=_("Proposals, with the age of the unanswered."))
def list_proposals(
    league: Slug,
    state: Annotated[
        ProposalState | None, typer.Option(help=_("only those that stand so"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List proposals."""
    lines = done(
        lambda: reads.list_proposals(acting(league, as_), league, state), as_json
    )
    if as_json:
        terminal.print_json([wire_proposal(line) for line in lines])
        return
    terminal.print_table(
        _("Proposals of associations"),
        [_("No."), _("Title"), _("Association"), _("State"), _("Days"), _("Due on")],
        (
            (
                line.code,
                line.title or line.withheld_reason,
                line.stakeholder_name,
                render(PROPOSAL_STATE_NAMES[line.state]),
                str(line.age),
                line.due_on.isoformat() if line.due_on else "",
            )
            for line in lines
        ),
    )


@proposal_app.command("show", help=_("One proposal with its answer."))
def show_proposal(
    league: Slug, proposal: ProposalNamed, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one proposal."""
    line = done(
        lambda: reads.find_proposal(acting(league, as_), league, proposal), as_json
    )
    _say(line, as_json)


def _change(
    league: str,
    named: str,
    account: str | None,
    as_json: bool,
    change: Callable[[Actor, ProposalLine], None],
) -> None:
    def run() -> ProposalLine:
        actor = acting(league, account)
        found = reads.find_proposal(actor, league, named)
        change(actor, found)
        return reads.get_proposal(actor, league, found.id)

    _say(done(run, as_json), as_json)


def _say(line: ProposalLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_proposal(line))
        return
    terminal.say(
        text(
            "{code}: {state}, {age} days. Answer due by {due}.",
            code=line.code,
            state=PROPOSAL_STATE_NAMES[line.state],
            age=line.age,
            due=line.due_on.isoformat() if line.due_on else "–",
        )
    )
