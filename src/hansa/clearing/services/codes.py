"""Gives institutions the codes by which files in real layouts name them."""

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import CardFile, Institution, InstitutionCode
from hansa.clearing.reads.participants import line_of
from hansa.clearing.rules.codes import CODE
from hansa.clearing.rules.rights import PREPARE
from hansa.clearing.services.participants import institution_row
from hansa.clearing.terms.house import InstitutionLine
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


def give_code(actor: Actor, league: str, slug: str, code: str) -> InstitutionLine:
    """Name an institution by a code from now on, in what is sealed after it.

    A code names one institution of a league at most. One that stands as an acquirer in a
    file of another sender is not given, so that nobody's taps become those of others.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such institution.
        Refused: it is no code.
        Conflict: it is taken, or another sender's file names its acquirer by it.
    """
    require(actor, PREPARE, Over(league=league))
    if not CODE.fullmatch(code):
        raise Refused(
            "code-unreadable",
            text("“{code}” is no code of an institution.", code=code[:60]),
            text("Write 1 to 11 digits, exactly as the files have them."),
        )
    with transaction.atomic():
        journal.lock()
        row = institution_row(league, slug)
        _refuse_taken(row, code)
        _refuse_brought_by_others(league, slug, code)
        InstitutionCode.objects.create(
            league=league,
            institution=row,
            code=code,
            given_by=actor.person,
            given_at=actor.at,
        )
        _record(actor, "clearing.give_code", row, code)
    return line_of(row)


def take_code(actor: Actor, league: str, slug: str, code: str) -> InstitutionLine:
    """Name an institution by a code no longer; what is sealed keeps its codes.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such institution, or it has no such code.
    """
    require(actor, PREPARE, Over(league=league))
    with transaction.atomic():
        journal.lock()
        row = institution_row(league, slug)
        gone, _ = row.code_rows.filter(code=code).delete()
        if not gone:
            raise Missing(
                "code-missing",
                text("“{slug}” has no code {code}.", slug=slug, code=code[:60]),
                text("hansa clearing participant list shows the codes of each."),
            )
        _record(actor, "clearing.take_code", row, code)
    return line_of(row)


def _refuse_taken(row: Institution, code: str) -> None:
    given = InstitutionCode.objects.select_related("institution")
    there = given.filter(league=row.league, code=code).first()
    if there is not None:
        raise Conflict(
            "code-there",
            text(
                "The code {code} belongs to “{slug}” already.",
                code=code,
                slug=there.institution.slug,
            ),
            text("Take it away there first, if it was given by mistake."),
        )
    same = Institution.objects.filter(league=row.league, slug=code)
    if same.exclude(pk=row.pk).exists():
        raise Conflict(
            "code-is-an-id",
            text("The code {code} is itself the id of another institution.", code=code),
            text("Check the code; its rows count for the institution of that id."),
        )


def _refuse_brought_by_others(league: str, slug: str, code: str) -> None:
    """Refuse what would make rows of a file that one sender brought those of another.

    Raises:
        Conflict: there is such a file.
    """
    rows = CardFile.objects.filter(league=league, refused="").exclude(preset="")
    for file in rows.exclude(sender__in=["", slug]).only("name", "sender", "acquirers"):
        if code in file.acquirers:
            raise Conflict(
                "code-brought-by-another",
                text(
                    "The file {file} of “{sender}” names its acquirer by the code {code}.",
                    file=file.name,
                    sender=file.sender,
                    code=code,
                ),
                text("Check whose code it is; a sender brings its own taps alone."),
            )


def _record(actor: Actor, act: str, row: Institution, code: str) -> None:
    named = [f"institution:{row.slug}"]
    journal.record(actor, act, row.league, named, {"code": code})
