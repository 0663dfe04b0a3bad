"""``hansa expert add|amend|end|list|show``: the pool of experts."""

from datetime import timedelta
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.options import As, AsJson, AsOf, Document, Reason, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import days_from, unit_from
from hansa.governance.reads import experts as reads
from hansa.governance.reads.experts_wire import wire_expert
from hansa.governance.services.experts import pool
from hansa.governance.terms.experts import ExpertDraft, ExpertFilter, ExpertLine
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Experts: the pool, draws of panels, opinions and their treatment."),
    no_args_is_help=True,
)

ExpertName = Annotated[
    str, typer.Argument(help=_("number in the pool, such as E-3, or the id"))
]
Fields = Annotated[
    list[str] | None, typer.Option("--field", help=_("a field of cooperation"))
]
City = Annotated[
    str | None, typer.Option("--city", help=_("the city that employs, if one does"))
]
Unit = Annotated[
    str | None, typer.Option(help=_("the unit that employs, by id or name"))
]
Post = Annotated[str, typer.Option(help=_("title or post"))]
Specialty = Annotated[str, typer.Option(help=_("narrower than the fields"))]
Interests = Annotated[
    list[str] | None,
    typer.Option("--interest", help=_("a city with a declared interest")),
]
InterestWords = Annotated[str, typer.Option(help=_("what was declared"))]


@app.command(help=_("Enter an expert in the pool."))
def add(
    league: Slug,
    name: Annotated[str, typer.Argument(help=_("name of the expert"))],
    employer: Annotated[str, typer.Argument(help=_("employer, as it is called"))],
    from_: Annotated[str, typer.Option("--from", help=_("first day of the term"))],
    until: Annotated[str, typer.Option(help=_("last day of the term"))],
    field: Fields = None,
    city: City = None,
    unit: Unit = None,
    post: Post = "",
    specialty: Specialty = "",
    interest: Interests = None,
    interest_words: InterestWords = "",
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Enter one expert."""

    def run() -> ExpertLine:
        actor = acting(league, as_)
        draft = ExpertDraft(
            name=name,
            employer=employer,
            fields=tuple(field or ()),
            term=days_from(from_, until),
            post=post,
            employer_member=city,
            employer_unit=unit_from(actor, league, unit) if unit else None,
            specialty=specialty,
            interests=tuple(interest or ()),
            interest_words=interest_words,
            document=document,
        )
        return reads.get_expert(actor, league, pool.add_expert(actor, league, draft))

    _tell(done(run, as_json), as_json)


@app.command(help=_("Correct what is known of an expert; what is not named stays."))
def amend(
    league: Slug,
    expert: ExpertName,
    name: Annotated[str | None, typer.Option(help=_("other name"))] = None,
    employer: Annotated[str | None, typer.Option(help=_("other employer"))] = None,
    field: Fields = None,
    city: City = None,
    unit: Unit = None,
    interest: Interests = None,
    interest_words: Annotated[
        str | None, typer.Option(help=_("what was declared"))
    ] = None,
    document: Annotated[
        str | None, typer.Option(help=_("number of the document"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Amend one expert; another employer drops the link of the former one."""

    def run() -> ExpertLine:
        actor = acting(league, as_)
        found = reads.find_expert(actor, league, expert)
        moved = employer is not None or city is not None or unit is not None
        linked = unit_from(actor, league, unit) if unit else None
        draft = ExpertDraft(
            name=found.name if name is None else name,
            employer=found.employer if employer is None else employer,
            fields=tuple(field) if field else found.fields,
            term=found.term,
            post=found.post,
            employer_member=city if moved else found.employer_member,
            employer_unit=linked if moved else found.employer_unit,
            specialty=found.specialty,
            interests=tuple(interest) if interest else found.interests,
            interest_words=(
                found.interest_words if interest_words is None else interest_words
            ),
            document=found.document if document is None else document,
        )
        pool.amend_expert(actor, league, found.id, found.revision, draft)
        return reads.get_expert(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command(help=_("End the term of an expert early; the expert stays in the pool."))
def end(
    league: Slug,
    expert: ExpertName,
    on: Annotated[str, typer.Option(help=_("first day without the expert"))],
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """End one expert."""
    day = terminal.day_from(on)
    assert day is not None  # Only an absent option gives None.

    def run() -> ExpertLine:
        actor = acting(league, as_)
        found = reads.find_expert(actor, league, expert)
        pool.end_expert(actor, league, found.id, found.revision, day, reason)
        return reads.get_expert(actor, league, found.id)

    _tell(done(run, as_json), as_json)


@app.command("list", help=_("Experts of the pool, by field and day of service."))
def list_(
    league: Slug,
    field: Annotated[
        str | None, typer.Option(help=_("only of this field of cooperation"))
    ] = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List experts."""
    wanted = ExpertFilter(field=field, serves_on=terminal.day_from(as_of))
    lines = done(
        lambda: reads.list_experts(acting(league, as_), league, wanted), as_json
    )
    if as_json:
        terminal.print_json([wire_expert(line) for line in lines])
        return
    terminal.print_table(
        _("Experts"),
        [_("No."), _("Name"), _("Employer"), _("Fields"), _("Term")],
        (
            (
                f"E-{line.number}",
                line.name,
                line.employer,
                ", ".join(line.fields),
                _term(line),
            )
            for line in lines
        ),
    )


def _term(line: ExpertLine) -> str:
    """Write a term with its last day."""
    last = (line.ended_on or line.term.end) - timedelta(days=1)
    return f"{line.term.start.isoformat()} – {last.isoformat()}"


@app.command(help=_("One expert, with term, employer and declared interests."))
def show(
    league: Slug, expert: ExpertName, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one expert."""
    _tell(
        done(lambda: reads.find_expert(acting(league, as_), league, expert), as_json),
        as_json,
    )


def _tell(line: ExpertLine, as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire_expert(line))
        return
    terminal.say(
        text(
            "E-{number} {name}, {employer}: {start} until before {end}.",
            number=line.number,
            name=line.name,
            employer=line.employer,
            start=line.term.start.isoformat(),
            end=(line.ended_on or line.term.end).isoformat(),
        )
    )
