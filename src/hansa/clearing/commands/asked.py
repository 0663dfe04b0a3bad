"""What the commands of the clearing house share: who acts, and refusals."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.plain import plain
from hansa.clearing.reads import rulesets
from hansa.kernel.money import Money
from hansa.kernel.text import Text

WindowSlug = Annotated[
    str, typer.Argument(help=_("the window, such as 2026-11-23"), metavar="WINDOW")
]
Number = Annotated[
    int | None, typer.Option(help=_("number of the batch; else the latest"), min=0)
]

PublishedNumber = Annotated[
    int | None,
    typer.Option(
        "--number", help=_("number of the batch; else the latest published"), min=0
    ),
]


def said(sentence: Text, answer: object, as_json: bool) -> None:
    """Say what happened: a sentence for people, JSON for programs."""
    if as_json:
        terminal.print_json(plain(answer))
    else:
        terminal.say(sentence)


def day_asked(written: str | None) -> date:
    """Give the day of an option, or today."""
    return terminal.day_from(written) or today()


def names_of(league: str) -> Mapping[str, str]:
    """Name the parties of a league in the reader's language."""
    version = charter_reads.governing(charter_reads.get_versions(league), today())
    _version, terms = rulesets.in_force(league, today())
    parties = rulesets.parties_of(version, terms)
    return {party: str(render(name)) for party, name in parties.items()}


def yuan(fen: int) -> str:
    """Write an amount in yuan."""
    return str(Money(fen))


def counted(written: list[str]) -> dict[str, int] | None:
    """Read ``sender=2`` of a repeated option; None where there is none.

    Raises:
        typer.BadParameter: one is not of that form.
    """
    found: dict[str, Any] = {}
    for one in written:
        sender, _equals, count = one.partition("=")
        if not (count.isascii() and count.isdigit() and len(count) <= len("10000")):
            message = _("“{written}” is not of the form sender=2.")
            raise typer.BadParameter(message.format(written=one))
        found[sender] = int(count)
    return found or None
