"""Institutions of the clearing house, and where the card is taken."""

from datetime import date

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Institution
from hansa.clearing.reads import rulesets
from hansa.clearing.rules.coverage import Coverage, coverage_of
from hansa.clearing.rules.rights import READ
from hansa.clearing.terms.house import InstitutionLine, InstitutionStanding
from hansa.kernel.text import Bilingual


def list_institutions(actor: Actor, league: str) -> tuple[InstitutionLine, ...]:
    """List the institutions of a league, by slug.

    Raises:
        Forbidden: the actor may not read clearing.
    """
    require(actor, READ, Over(league=league))
    return all_institutions(league)


def all_institutions(league: str) -> tuple[InstitutionLine, ...]:
    """List the institutions of a league without judging who asks."""
    rows = Institution.objects.filter(league=league).prefetch_related("code_rows")
    return tuple(line_of(row) for row in rows.order_by("slug"))


def institution_names(league: str) -> dict[str, Bilingual]:
    """Name the institutions of a league; names are no secret."""
    rows = Institution.objects.filter(league=league).order_by("slug")
    named = rows.values_list("slug", "name_zh", "name_en")
    return {slug: Bilingual(zh, en) for slug, zh, en in named}


def institution_parties(league: str) -> dict[str, str]:
    """Say which party answers for each institution of a league."""
    rows = Institution.objects.filter(league=league).order_by("slug")
    return dict(rows.values_list("slug", "party"))


def coverage(actor: Actor, league: str, day: date) -> Coverage:
    """Count the categories and cities in which the card is taken on a day.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such league.
        Refused: its charter says nothing of clearing.
    """
    lines = list_institutions(actor, league)
    version, terms = rulesets.in_force(league, day)
    members = [member.id for member in version.charter.agreement.members]
    return coverage_of(terms.categories, members, lines, day)


def line_of(row: Institution) -> InstitutionLine:
    """Turn a row into a term."""
    return InstitutionLine(
        slug=row.slug,
        name=Bilingual(row.name_zh, row.name_en),
        party=row.party,
        categories=tuple(row.categories),
        standing=InstitutionStanding(row.standing),
        applied_on=row.applied_on,
        applied_by=row.applied_by,
        active_on=row.active_on,
        active_by=row.active_by,
        suspended_on=row.suspended_on,
        codes=tuple(sorted(one.code for one in row.code_rows.all())),
    )
