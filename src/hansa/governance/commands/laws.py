"""``hansa law …``: the joint agenda of legislation, drafts and their concordance."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import files, terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Reason, Slug, Words
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.law_words import (
    article_from,
    change,
    divergence_from,
    labels_of,
    tell,
)
from hansa.governance.reads import laws as reads
from hansa.governance.reads.law_wire import wire_law, wire_row
from hansa.governance.reads.studies import find_study
from hansa.governance.services.laws import agenda, drafting, results, rounds, table
from hansa.governance.terms.laws import (
    DIVERGENCE_NAMES,
    LAW_STATE_NAMES,
    LawAgenda,
    LawEnd,
    LawSheet,
    LawStance,
    LawState,
)

app = typer.Typer(
    help=_("Joint legislation: drafts of the cities side by side, and what differs."),
    no_args_is_help=True,
)

Law = Annotated[
    str, typer.Argument(help=_("number of the dossier, such as L-1, or the id"))
]
Member = Annotated[str, typer.Option("--city", help=_("the city that speaks"))]
Cities = Annotated[
    list[str] | None, typer.Option("--city", help=_("a city that drafts the rule"))
]
On = Annotated[str, typer.Option(help=_("day on which it happened"))]
Article = Annotated[
    str,
    typer.Argument(help=_("an article: its city, a colon, its number in the table")),
]


@app.command(help=_("Enter a rule in the joint agenda."))
def add(
    league: Slug,
    title: Annotated[str, typer.Argument(help=_("title of the rule"))],
    body: Annotated[str, typer.Option(help=_("id of the body that deals with it"))],
    year: Annotated[int, typer.Option(help=_("year of the agenda"), min=1, max=9998)],
    lead: Annotated[str, typer.Option(help=_("the city whose draft goes first"))],
    city: Cities = None,
    title_en: Annotated[str, typer.Option(help=_("title in English"))] = "",
    purpose: Annotated[str, typer.Option(help=_("what it is for"))] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Enter one rule."""
    stated = LawAgenda(
        title=title,
        title_en=title_en,
        purpose=purpose,
        body=body,
        year=year,
        lead=lead,
        members=tuple(city or ()),
    )

    def run() -> LawSheet:
        actor = acting(league, as_)
        return reads.get_law(actor, league, agenda.add_law(actor, league, stated))

    tell(done(run, as_json), as_json)


@app.command(help=_("Correct what the agenda says; what is not named stays."))
def amend(
    league: Slug,
    law: Law,
    title: Annotated[str | None, typer.Option(help=_("title of the rule"))] = None,
    lead: Annotated[
        str | None, typer.Option(help=_("the city whose draft goes first"))
    ] = None,
    city: Cities = None,
    purpose: Annotated[str | None, typer.Option(help=_("what it is for"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Amend one rule."""

    def act(actor: Actor, found: LawSheet) -> None:
        stood = found.line.agenda
        stated = LawAgenda(
            title=stood.title if title is None else title,
            title_en=stood.title_en,
            purpose=stood.purpose if purpose is None else purpose,
            body=stood.body,
            year=stood.year,
            lead=lead or stood.lead,
            members=tuple(city) if city else stood.members,
        )
        line = found.line
        agenda.amend_law(actor, league, line.id, line.revision, stated)

    change(league, law, as_, as_json, act)


@app.command(help=_("Bring the own city's draft: a docx or a text file."))
def draft(
    league: Slug,
    law: Law,
    file: Annotated[Path, typer.Argument(help=_("docx or txt"), exists=True)],
    city: Member,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Bring one draft."""

    def act(actor: Actor, found: LawSheet) -> None:
        drafts = {one.member: one.number for one in found.line.drafts}
        brought = files.Upload(name=file.name, content=file.read_bytes())
        former = drafts.get(city, 0)
        drafting.bring_draft(actor, league, found.line.id, city, former, brought)

    change(league, law, as_, as_json, act)


@app.command(help=_("Set two articles in one row, whatever their texts."))
def pair(
    league: Slug,
    law: Law,
    left: Article,
    right: Article,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Pair two articles."""

    def act(actor: Actor, found: LawSheet) -> None:
        line = found.line
        both = article_from(line, left), article_from(line, right)
        table.pair_articles(actor, league, line.id, line.revision, *both)

    change(league, law, as_, as_json, act)


@app.command(help=_("Take an article out of its row."))
def part(
    league: Slug,
    law: Law,
    article: Article,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Part one article."""

    def act(actor: Actor, found: LawSheet) -> None:
        line, ref = found.line, article_from(found.line, article)
        table.part_article(actor, league, line.id, line.revision, ref)

    change(league, law, as_, as_json, act)


@app.command(help=_("Withdraw a correction by hand; the texts decide again."))
def undo(
    league: Slug,
    law: Law,
    correction: Annotated[UUID, typer.Argument(help=_("id of the correction"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Undo one correction."""

    def act(actor: Actor, found: LawSheet) -> None:
        line = found.line
        table.undo_fix(actor, league, line.id, line.revision, correction)

    change(league, law, as_, as_json, act)


@app.command("open-round", help=_("Ask every city for its position by a day."))
def open_round(
    league: Slug,
    law: Law,
    due: Annotated[str, typer.Option(help=_("day by which positions are due"))],
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open one round."""
    day = terminal.day_from(due)
    assert day is not None  # Only an absent option gives None.

    def act(actor: Actor, found: LawSheet) -> None:
        line = found.line
        rounds.open_round(actor, league, line.id, line.revision, day, words)

    change(league, law, as_, as_json, act)


@app.command("end-round", help=_("End the round that is open."))
def end_round(league: Slug, law: Law, as_: As = None, as_json: AsJson = False) -> None:
    """End one round."""

    def act(actor: Actor, found: LawSheet) -> None:
        rounds.end_round(actor, league, found.line.id, found.line.revision)

    change(league, law, as_, as_json, act)


@app.command(help=_("State the own city's position on a divergence."))
def position(
    league: Slug,
    law: Law,
    divergence: Annotated[
        str, typer.Argument(help=_("row and place, such as 4.1, or the key"))
    ],
    stance: Annotated[LawStance, typer.Argument(help=_("what the city says"))],
    city: Member,
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """State one position."""

    def act(actor: Actor, found: LawSheet) -> None:
        key = divergence_from(found.line, divergence)
        rounds.state_position(actor, league, found.line.id, city, key, stance, words)

    change(league, law, as_, as_json, act)


@app.command(help=_("Declare the drafts harmonised; refused while any differ."))
def harmonise(league: Slug, law: Law, as_: As = None, as_json: AsJson = False) -> None:
    """Declare one dossier harmonised."""

    def act(actor: Actor, found: LawSheet) -> None:
        results.harmonise(actor, league, found.line.id, found.line.revision)

    change(league, law, as_, as_json, act)


@app.command(help=_("Take the declaration back, so that drafts may change again."))
def reopen(
    league: Slug,
    law: Law,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Reopen one dossier."""

    def act(actor: Actor, found: LawSheet) -> None:
        line = found.line
        results.reopen_law(actor, league, line.id, line.revision, reason)

    change(league, law, as_, as_json, act)


@app.command(help=_("Close a dossier once all agreed articles say the same."))
def close(
    league: Slug,
    law: Law,
    on: On,
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Close one dossier."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def act(actor: Actor, found: LawSheet) -> None:
        line, end = found.line, LawEnd(on=day, document=document)
        results.close_law(actor, league, line.id, line.revision, end)

    change(league, law, as_, as_json, act)


@app.command("give-up", help=_("Record that a rule is not pursued together."))
def give_up(
    league: Slug,
    law: Law,
    on: On,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give up one dossier."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def act(actor: Actor, found: LawSheet) -> None:
        line = found.line
        agenda.give_up_law(actor, league, line.id, line.revision, day, reason)

    change(league, law, as_, as_json, act)


@app.command(help=_("Name a study of the register that feeds a rule."))
def link(
    league: Slug,
    law: Law,
    study: Annotated[str, typer.Argument(help=_("number of the study, such as S-1"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Link one study."""

    def act(actor: Actor, found: LawSheet) -> None:
        feeds = find_study(actor, league, study)
        agenda.link_study(actor, league, found.line.id, feeds.id)

    change(league, law, as_, as_json, act)


@app.command(help=_("Take a study out of a dossier that was named in error."))
def unlink(
    league: Slug,
    law: Law,
    study: Annotated[str, typer.Argument(help=_("number of the study, such as S-1"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Unlink one study."""

    def act(actor: Actor, found: LawSheet) -> None:
        feeds = find_study(actor, league, study)
        agenda.unlink_study(actor, league, found.line.id, feeds.id)

    change(league, law, as_, as_json, act)


@app.command("list", help=_("The joint agenda of legislation, the latest year first."))
def list_(
    league: Slug,
    year: Annotated[
        int | None, typer.Option(help=_("only this year"), min=1, max=9998)
    ] = None,
    city: Annotated[
        str | None, typer.Option(help=_("only rules that this city drafts"))
    ] = None,
    state: Annotated[
        LawState | None, typer.Option(help=_("only those that stand so"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List dossiers."""
    wanted = reads.LawFilter(year=year, member=city, state=state)
    lines = done(lambda: reads.list_laws(acting(league, as_), league, wanted), as_json)
    if as_json:
        terminal.print_json([wire_law(line) for line in lines])
        return
    terminal.print_table(
        _("Joint legislative agenda"),
        [_("No."), _("Joint rule"), _("Year"), _("State"), _("Open divergences")],
        (
            (
                line.code,
                line.agenda.title,
                str(line.agenda.year),
                render(LAW_STATE_NAMES[line.state]),
                str(line.open),
            )
            for line in lines
        ),
    )


@app.command(help=_("One dossier: how far its drafts say the same."))
def show(league: Slug, law: Law, as_: As = None, as_json: AsJson = False) -> None:
    """Show one dossier."""
    found = done(lambda: reads.find_law(acting(league, as_), league, law), as_json)
    tell(found, as_json)


@app.command("table", help=_("The concordance table of a dossier, row by row."))
def table_(
    league: Slug,
    law: Law,
    diverging: Annotated[
        bool, typer.Option("--diverging", help=_("only rows with an open divergence"))
    ] = False,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print one concordance table."""
    found = done(lambda: reads.find_law(acting(league, as_), league, law), as_json)
    rows = [row for row in found.line.rows if row.open or not diverging]
    if as_json:
        terminal.print_json([wire_row(row) for row in rows])
        return
    terminal.print_table(
        found.line.agenda.title,
        [_("Row"), *found.line.members, _("Differences")],
        (
            (
                str(one.row.number),
                *labels_of(found.line, one.row),
                "; ".join(
                    render(DIVERGENCE_NAMES[each.divergence.kind])
                    for each in one.weighed
                ),
            )
            for one in rows
        ),
    )
