"""What the commands of casework share: who acts, which case is meant, and refusals."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from hansa.casework.reads import cases as reads
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseLine
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import today
from hansa.kernel.text import Text

CaseName = Annotated[
    str, typer.Argument(help=_("year and number, such as 2026-3, or the id"))
]
Reference = Annotated[str, typer.Option(help=_("number of the document"))]


def the_case(actor: Actor, league: str, named: str) -> CaseLine:
    """Find the case that is meant, as it stands today.

    Raises:
        Missing: the actor may know of no such case.
    """
    return reads.get_case(actor, league, named, reads.day_of(actor))


def day_asked(written: str | None) -> date:
    """Give the day of an option, or today."""
    return terminal.day_from(written) or today()


def said_by(words: str, reference: str, paper: Path | None) -> Said:
    """Give what an act says."""
    return Said(note=words, reference=reference, upload=terminal.upload_of(paper))


def wire(line: CaseLine) -> Any:
    """Write a case as JSON values."""
    return json.loads(json.dumps(reads.wire_case(line), default=str))


def said(sentence: Text, line: CaseLine, as_json: bool) -> None:
    """Say what happened: a sentence for people, the case for programs."""
    if as_json:
        terminal.print_json(wire(line))
    else:
        terminal.say(sentence)
