"""``hansa supervision …``: urging, orders and bulletins inside one city."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Evidence, Office, Paper, Slug, Words
from hansa.chassis.templatetags.hansa import shown
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.register import unit_called
from hansa.duties.commands.asked import Who, acting, on_behalf, said, today_of, wire
from hansa.duties.reads import supervision as reads
from hansa.duties.services import bulletins
from hansa.duties.services import supervision as services
from hansa.duties.services.handing import Return
from hansa.duties.terms.supervision import STATE_NAMES, Desk, PaperDraft, PaperLine
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Supervision inside one city: urging, orders and bulletins."),
    no_args_is_help=True,
)

City = Annotated[str, typer.Argument(help=_("id of the city"))]
PaperId = Annotated[
    UUID, typer.Argument(help=_("id of a paper of supervision, as show prints it"))
]


@app.command(help=_("Show a city's supervision unit, open parts and papers."))
def show(league: Slug, city: City, as_: As = None, as_json: AsJson = False) -> None:
    """Show the desk of supervision."""
    desk = done(lambda: reads.get_desk(acting(league, as_), league, city), as_json)
    if as_json:
        terminal.print_json(wire(desk))
        return
    _say_office(desk)
    terminal.print_table(
        _("Parts of units that are not returned yet"),
        (
            _("Part of a unit"),
            _("Unit"),
            _("Matter"),
            _("Time limit"),
            _("Next rung"),
        ),
        (
            (
                str(one.part),
                render(one.unit_name),
                render(one.title),
                one.due_on.isoformat() if one.due_on else "-",
                " ".join(rung.id for rung in one.offered) or "-",
            )
            for one in desk.parts
        ),
    )
    terminal.print_table(
        _("Papers of supervision"),
        (_("Id"), _("Number"), _("Unit"), _("Issued"), _("Answer due"), _("State")),
        (
            (
                str(one.id),
                render(one.reference),
                render(one.unit_name),
                shown(one.issued_at),
                one.answer_by.isoformat(),
                render(STATE_NAMES[one.state]),
            )
            for one in desk.papers
        ),
    )
    for bulletin in desk.bulletins:
        terminal.say(bulletin.title)


def _say_office(desk: Desk) -> None:
    if desk.office is None:
        terminal.say(text("The city has not named its supervision unit yet."))
        return
    ladder = desk.office.ladder
    terminal.say(
        text(
            "Supervision unit: {unit}. Ladder: {ladder}.",
            unit=desk.office.name,
            ladder=ladder.name if ladder else "-",
        )
    )


def _who(account: str | None, office: str, evidence: str, scan: Path | None) -> Who:
    return Who(account=account, office=office, evidence=evidence, scan=upload_of(scan))


@app.command("name-unit", help=_("Name the supervision unit of a city."))
def name_unit(
    league: Slug,
    city: City,
    unit: Annotated[str, typer.Option(help=_("id of a unit, or its name"))],
    ladder: Annotated[str, typer.Option(help=_("id of a ladder of the charter"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Name the unit."""

    def run() -> Desk:
        actor = acting(league, as_)
        named = unit_called(actor, league, unit, city, today_of(actor))
        services.name_unit(actor, league, city, named, ladder)
        return reads.get_desk(actor, league, city)

    said(text("The supervision unit is named."), done(run, as_json), as_json)


@app.command(help=_("Issue the next paper about a part of a unit."))
def issue(
    league: Slug,
    city: City,
    part: Annotated[UUID, typer.Argument(help=_("id of the part"))],
    rung: Annotated[str, typer.Option(help=_("id of a rung of the ladder"))],
    reason: Annotated[str, typer.Option(help=_("why it is urgent"))] = "",
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Issue a paper."""

    def run() -> PaperLine:
        actor = acting(league, as_)
        named = _who(as_, office, evidence, file)
        who = on_behalf(actor, league, city, named)
        draft = PaperDraft(rung=rung, reason=reason)
        made = services.issue(who, league, city, part, draft, named.scan)
        return reads.get_paper(actor, league, made)[0]

    line = done(run, as_json)
    if as_json:
        terminal.print_json(wire(line))
        return
    terminal.say(
        text("{reference}, to {name}:", reference=line.reference, name=line.unit_name)
    )
    # Wrapped lines would be copied with their breaks.
    typer.echo(render(line.words))


Act = Callable[[Actor, PaperLine], Any]


def _on_paper(league: str, paper: UUID, who: Who, act: Act, as_json: bool) -> PaperLine:
    def run() -> PaperLine:
        actor = acting(league, who.account)
        line = reads.get_paper(actor, league, paper)[0]
        act(on_behalf(actor, league, line.member, who), line)
        return reads.get_paper(actor, league, paper)[0]

    line = done(run, as_json)
    sentence = text(
        "{reference} is now: {state}.",
        reference=line.reference,
        state=STATE_NAMES[line.state],
    )
    said(sentence, line, as_json)
    return line


@app.command(help=_("Sign for a paper as the unit that it addresses."))
def sign(
    league: Slug,
    paper: PaperId,
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Sign for a paper."""
    who = _who(as_, office, evidence, file)
    _on_paper(
        league,
        paper,
        who,
        lambda actor, line: services.sign(actor, league, line.id, who.scan),
        as_json,
    )


@app.command("answer", help=_("Answer a paper in writing as the unit."))
def answer_paper(
    league: Slug,
    paper: PaperId,
    words: Words = "",
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer a paper."""
    given = Return(words=words, file=upload_of(file))
    _on_paper(
        league,
        paper,
        _who(as_, office, evidence, file),
        lambda actor, line: services.answer(
            actor, league, line.id, line.revision, given
        ),
        as_json,
    )


@app.command("send-back", help=_("Send an answer back for completion."))
def send_back(
    league: Slug,
    paper: PaperId,
    words: Words,
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Send an answer back."""
    who = _who(as_, office, evidence, file)
    _on_paper(
        league,
        paper,
        who,
        lambda actor, line: services.send_back(
            actor, league, line.id, line.revision, words, who.scan
        ),
        as_json,
    )


@app.command("close", help=_("Strike a paper off once its answer is verified."))
def close_paper(
    league: Slug,
    paper: PaperId,
    words: Words = "",
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Strike a paper off."""
    who = _who(as_, office, evidence, file)
    _on_paper(
        league,
        paper,
        who,
        lambda actor, line: services.close(
            actor, league, line.id, line.revision, words, who.scan
        ),
        as_json,
    )


@app.command(help=_("Publish a bulletin of the orders past their day."))
def publish(
    league: Slug,
    city: City,
    words: Words = "",
    office: Office = "",
    evidence: Evidence = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Publish a bulletin."""

    def run() -> Any:
        actor = acting(league, as_)
        named = _who(as_, office, evidence, file)
        who = on_behalf(actor, league, city, named)
        made = bulletins.publish(who, league, city, words, named.scan)
        return reads.get_bulletin(actor, league, made)

    bulletin = done(run, as_json)
    if as_json:
        terminal.print_json(wire(bulletin))
        return
    terminal.say(bulletin.title)
    for paragraph in reads.bulletin_paragraphs(bulletin):
        terminal.say(paragraph)
