"""``hansa clearing participant …``: who takes part, and where the card is taken."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Slug
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.clearing.commands.asked import day_asked, names_of, said
from hansa.clearing.commands.runs import app
from hansa.clearing.reads import participants as reads
from hansa.clearing.services import codes
from hansa.clearing.services import participants as services
from hansa.clearing.terms.house import STANDING_NAMES, InstitutionDraft
from hansa.directory.reads.shell import acting
from hansa.kernel.text import Bilingual, text

participant_app = typer.Typer(
    help=_("Institutions that take part."), no_args_is_help=True
)
app.add_typer(participant_app, name="participant")

Institution = Annotated[str, typer.Argument(help=_("slug of the institution"))]
Code = Annotated[
    str, typer.Argument(help=_("the code, 1 to 11 digits as the files have it"))
]
From = Annotated[
    str | None, typer.Option("--from", help=_("the first day; else today"))
]


@participant_app.command("add", help=_("Record that an institution applies."))
def add(
    league: Slug,
    slug: Institution,
    party: Annotated[
        str, typer.Option(help=_("the member or account that answers for it"))
    ],
    zh: Annotated[str, typer.Option(help=_("name in Chinese"))],
    en: Annotated[str, typer.Option(help=_("name in English"))],
    category: Annotated[
        list[str] | None, typer.Option(help=_("a category that it serves"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record an application."""
    draft = InstitutionDraft(
        slug=slug,
        name=Bilingual(zh, en),
        party=party,
        categories=tuple(category or ()),
    )
    actor = done(lambda: acting(league, as_), as_json)
    line = done(lambda: services.add_institution(actor, league, draft), as_json)
    said(text("Recorded: {slug} applies.", slug=slug), line, as_json)


@participant_app.command("activate", help=_("Let an institution take part."))
def activate(
    league: Slug,
    slug: Institution,
    from_: From = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Activate an institution."""
    day = day_asked(from_)
    actor = done(lambda: acting(league, as_), as_json)
    line = done(
        lambda: services.activate_institution(actor, league, slug, day), as_json
    )
    said(
        text("{slug} takes part from {day} on.", slug=slug, day=day.isoformat()),
        line,
        as_json,
    )


@participant_app.command("suspend", help=_("Take an institution out."))
def suspend(
    league: Slug,
    slug: Institution,
    from_: From = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Suspend an institution."""
    day = day_asked(from_)
    actor = done(lambda: acting(league, as_), as_json)
    line = done(lambda: services.suspend_institution(actor, league, slug, day), as_json)
    said(
        text("{slug} takes no part from {day} on.", slug=slug, day=day.isoformat()),
        line,
        as_json,
    )


@participant_app.command(
    "give-code", help=_("Name an institution by a code, as CL and AD files do.")
)
def give_code(
    league: Slug,
    slug: Institution,
    code: Code,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give an institution a code."""
    actor = done(lambda: acting(league, as_), as_json)
    line = done(lambda: codes.give_code(actor, league, slug, code), as_json)
    said(text("Code {code} names {slug}.", code=code, slug=slug), line, as_json)


@participant_app.command(
    "take-code", help=_("Name an institution by a code no longer.")
)
def take_code(
    league: Slug,
    slug: Institution,
    code: Code,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Take a code away."""
    actor = done(lambda: acting(league, as_), as_json)
    line = done(lambda: codes.take_code(actor, league, slug, code), as_json)
    said(
        text("Code {code} names {slug} no longer.", code=code, slug=slug), line, as_json
    )


@participant_app.command("list", help=_("List institutions."))
def list_(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """List institutions."""
    actor = done(lambda: acting(league, as_), as_json)
    lines = done(lambda: reads.list_institutions(actor, league), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    names = names_of(league)
    terminal.print_table(
        "",
        (
            _("Institution"),
            _("Name"),
            _("City or account"),
            _("Standing"),
            _("Takes part from"),
            _("Serves"),
            _("Codes"),
        ),
        (
            (
                line.slug,
                str(render(line.name)),
                names.get(line.party, line.party),
                str(render(STANDING_NAMES[line.standing])),
                line.active_on.isoformat() if line.active_on else "-",
                ", ".join(line.categories) or "-",
                ", ".join(line.codes) or "-",
            )
            for line in lines
        ),
    )


@participant_app.command("coverage", help=_("In which fields and cities it is taken."))
def coverage(
    league: Slug, as_of: AsOf = None, as_: As = None, as_json: AsJson = False
) -> None:
    """Print coverage by category and city."""
    day = day_asked(as_of)
    actor = done(lambda: acting(league, as_), as_json)
    found = done(lambda: reads.coverage(actor, league, day), as_json)
    if as_json:
        terminal.print_json(
            {**plain(found), "percent": found.percent, "cells_all": len(found.cells)}
        )
        return
    names = names_of(league)
    terminal.print_table(
        "",
        (_("Category"), *(names[member] for member in found.members)),
        (
            (
                str(render(category.name)),
                *(
                    ", ".join(cell.institutions) or "-"
                    for cell in found.cells
                    if cell.category == category.id
                ),
            )
            for category in found.categories
        ),
    )
    terminal.say(
        text(
            "Live: {live} of {cells}, {percent} %.",
            live=found.live,
            cells=len(found.cells),
            percent=found.percent,
        )
    )
