"""``hansa casework reply|document|escalate|decide|…``: what is done in a case."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.casework.commands.asked import CaseName, Reference, said, said_by, the_case
from hansa.casework.reads.cases import member_of
from hansa.casework.reads.words import headline, naming_of, number_of
from hansa.casework.services import acts
from hansa.casework.terms.cases import CaseLine, PartyStance, Reply
from hansa.chassis import terminal
from hansa.chassis.options import As, AsJson, Evidence, Office, Paper, Slug, Words
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.directory.services.behalf import act_for
from hansa.kernel.text import text

app = typer.Typer()


def _tell(league: str, line: CaseLine, as_json: bool) -> None:
    sentence = text(
        "Case {number}: {headline}.",
        number=number_of(line),
        headline=headline(line, naming_of(league)),
    )
    said(sentence, line, as_json)


@app.command(help=_("Reply in a case for a party; its clock stops."))
def reply(
    league: Slug,
    case: CaseName,
    party: Annotated[int, typer.Option(help=_("number of the party, from 1"))],
    stance: Annotated[
        PartyStance, typer.Option(help=_("whether it agrees"))
    ] = PartyStance.STATES,
    words: Words = "",
    reference: Reference = "",
    on: Annotated[
        str | None, typer.Option(help=_("the day of the reply; else today"))
    ] = None,
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record the reply of one party."""
    day = terminal.day_from(on)

    def run() -> CaseLine:
        actor = acting(league, as_)
        line = the_case(actor, league, case)
        speaker = actor
        what = said_by(words, reference, file)
        if office or evidence:
            member = member_of(line, party)
            speaker = act_for(actor, league, member, office, evidence, what.upload)
        answer = Reply(party=party, stance=stance, on=day)
        acts.reply(speaker, league, line.id, line.revision, answer, what)
        return the_case(actor, league, case)

    _tell(league, done(run, as_json), as_json)


@app.command("add-document", help=_("Add a document to a case."))
def add_document(
    league: Slug,
    case: CaseName,
    paper: Annotated[
        str, typer.Option(help=_("slug of the document in the type; else another"))
    ] = "",
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Add one document."""

    def run() -> CaseLine:
        actor = acting(league, as_)
        line = the_case(actor, league, case)
        what = said_by(words, reference, file)
        acts.add_document(actor, league, line.id, line.revision, paper, what)
        return the_case(actor, league, case)

    _tell(league, done(run, as_json), as_json)


@app.command(help=_("Decide a case, prepare its decision, or approve it."))
def decide(
    league: Slug,
    case: CaseName,
    decision: Annotated[
        str | None, typer.Argument(help=_("slug of the decision in the type"))
    ] = None,
    approve: Annotated[
        bool, typer.Option("--approve", help=_("approve what another person prepared"))
    ] = False,
    send_back: Annotated[
        bool, typer.Option("--send-back", help=_("send what was prepared back"))
    ] = False,
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Take a decision, or do the second person's part."""
    if [decision is not None, approve, send_back].count(True) != 1:
        message = _("Give a decision, or --approve, or --send-back: one of the three.")
        raise typer.BadParameter(message)

    def run() -> CaseLine:
        actor = acting(league, as_)
        line = the_case(actor, league, case)
        seen = (actor, league, line.id, line.revision)
        what = said_by(words, reference, file)
        if decision is not None:
            acts.decide(*seen, decision, what)
        else:
            (acts.approve if approve else acts.send_back)(*seen, what)
        return the_case(actor, league, case)

    _tell(league, done(run, as_json), as_json)


@app.command(help=_("Put a case to the next body of its ladder."))
def escalate(
    league: Slug,
    case: CaseName,
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Put one case higher."""
    _plain(acts.escalate, (league, case), (words, reference, file), as_, as_json)


@app.command(help=_("Close a decided case."))
def close(
    league: Slug,
    case: CaseName,
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Close one case."""
    _plain(acts.close, (league, case), (words, reference, file), as_, as_json)


@app.command(help=_("Withdraw a case that is not decided."))
def withdraw(
    league: Slug,
    case: CaseName,
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one case."""
    _plain(acts.withdraw, (league, case), (words, reference, file), as_, as_json)


@app.command(help=_("Take a case up again under its number."))
def reopen(
    league: Slug,
    case: CaseName,
    words: Words = "",
    reference: Reference = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Reopen one case."""
    _plain(acts.reopen, (league, case), (words, reference, file), as_, as_json)


def _plain(
    act: acts.PlainAct,
    named: tuple[str, str],
    what: tuple[str, str, Path | None],
    account: str | None,
    as_json: bool,
) -> None:
    league, case = named

    def run() -> CaseLine:
        actor = acting(league, account)
        line = the_case(actor, league, case)
        act(actor, league, line.id, line.revision, said_by(*what))
        return the_case(actor, league, case)

    _tell(league, done(run, as_json), as_json)
