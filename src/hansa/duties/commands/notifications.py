"""``hansa notices matrix|choose|defaults|set-default``: how notices reach people."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import ROLE_NAMES, Role
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.terminal import done
from hansa.duties.commands.asked import acting
from hansa.duties.reads import notifications as reads
from hansa.duties.services import notifications as services
from hansa.duties.terms.notices import NOTICE_NAMES, NoticeKind
from hansa.duties.terms.notifications import (
    MODE_NAMES,
    WAY_NAMES,
    WEEKDAY_NAMES,
    Cell,
    Choices,
    Defaults,
    DefaultsDraft,
    Hour,
    OwnMatrix,
    Pace,
    Way,
)
from hansa.kernel.text import text

app = typer.Typer()

Kind = Annotated[NoticeKind, typer.Argument(help=_("which kind of notice"))]
WayOf = Annotated[Way, typer.Argument(help=_("on which way"))]
ModeOf = Annotated[Pace, typer.Argument(help=_("how soon, or off"))]
HourOf = Annotated[
    int | None, typer.Option(help=_("hour of the digests"), min=0, max=23)
]
Weekday = Annotated[
    int | None,
    typer.Option(help=_("day of the weekly digest, 0 for Monday"), min=0, max=6),
]


@app.command(help=_("Show how notices of a league reach oneself."))
def matrix(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """Show one's own matrix."""
    _print_own(
        done(lambda: reads.own_matrix(acting(league, as_), league), as_json), as_json
    )


def _print_own(found: OwnMatrix, as_json: bool) -> None:
    held = {
        cell: found.chosen.get(cell, default)
        for cell, default in found.defaults.items()
    }
    if as_json:
        _print_json(held, found.hour or found.league_hour)
        return
    terminal.print_table(
        _("How notices reach you"),
        (_("Kind"), _("Way"), _("How soon"), _("Chosen")),
        (
            (
                render(NOTICE_NAMES[cell[0]]),
                render(WAY_NAMES[cell[1]]),
                render(MODE_NAMES[mode]),
                _("yes") if cell in found.chosen else "-",
            )
            for cell, mode in held.items()
        ),
    )
    _say_hour(found.hour or found.league_hour)


def _print_json(held: dict[Cell, Pace], hour: Hour) -> None:
    terminal.print_json(
        {
            "cells": [
                {"kind": kind.value, "way": way.value, "mode": mode.value}
                for (kind, way), mode in held.items()
            ],
            "hour": hour.hour,
            "weekday": hour.weekday,
        }
    )


def _say_hour(hour: Hour) -> None:
    terminal.say(
        text(
            "Digests go out at {hour}:00, weekly ones on {day}.",
            hour=hour.hour,
            day=WEEKDAY_NAMES[hour.weekday],
        )
    )


@app.command(help=_("Choose how one kind of notice reaches oneself."))
def choose(
    league: Slug,
    kind: Kind,
    way: WayOf,
    mode: ModeOf,
    hour: HourOf = None,
    weekday: Weekday = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Choose one cell."""

    def run() -> OwnMatrix:
        actor = acting(league, as_)
        found = reads.own_matrix(actor, league)
        choices = Choices(
            modes={(kind, way): mode},
            hour=_hour(found.hour or found.league_hour, hour, weekday),
        )
        services.choose(actor, league, found.revision, choices)
        return reads.own_matrix(actor, league)

    _print_own(done(run, as_json), as_json)


def _hour(former: Hour, hour: int | None, weekday: int | None) -> Hour | None:
    if hour is None and weekday is None:
        return None
    return Hour(
        hour=former.hour if hour is None else hour,
        weekday=former.weekday if weekday is None else weekday,
    )


@app.command(help=_("Show how notices reach each role by default."))
def defaults(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """Show the defaults of a league."""

    def run() -> Defaults:
        return reads.get_defaults(acting(league, as_), league)

    _print_defaults(done(run, as_json), as_json)


def _print_defaults(found: Defaults, as_json: bool) -> None:
    if as_json:
        terminal.print_json(
            [
                {"role": role.value, "kind": kind.value, "way": way.value, "mode": mode}
                for role, modes in found.modes.items()
                for (kind, way), mode in modes.items()
            ]
        )
        return
    terminal.print_table(
        _("How notices reach people by default"),
        (_("Role"), _("Kind"), _("Way"), _("How soon")),
        (
            (
                render(ROLE_NAMES[role]),
                render(NOTICE_NAMES[kind]),
                render(WAY_NAMES[way]),
                render(MODE_NAMES[mode]),
            )
            for role, modes in found.modes.items()
            for (kind, way), mode in modes.items()
        ),
    )
    _say_hour(found.hour)


@app.command("set-default", help=_("Set how one kind of notice reaches a role."))
def set_default(
    league: Slug,
    role: Annotated[Role, typer.Argument(help=_("whom it reaches"))],
    kind: Kind,
    way: WayOf,
    mode: ModeOf,
    hour: HourOf = None,
    weekday: Weekday = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Set one default."""

    def run() -> Defaults:
        actor = acting(league, as_)
        found = reads.get_defaults(actor, league)
        draft = DefaultsDraft(
            modes={role: {(kind, way): mode}},
            hour=_hour(found.hour, hour, weekday) or found.hour,
        )
        services.keep_defaults(actor, league, found.revision, draft)
        return reads.get_defaults(actor, league)

    _print_defaults(done(run, as_json), as_json)
