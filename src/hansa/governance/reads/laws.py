"""The joint agenda of legislation, and single dossiers with their concordance."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.models.laws import (
    LawDossier,
    LawDraft,
    LawFix,
    LawRound,
    LawStudy,
)
from hansa.governance.reads.law_rows import (
    Sees,
    draft_line,
    fix_of,
    lines_of,
    round_of,
)
from hansa.governance.rules import laws as rules
from hansa.governance.rules import rights
from hansa.governance.rules.law_rights import (
    KEEP_LAWS,
    READ_LAWS,
    may_correct,
    may_speak,
    require_correct,
    require_speak,
)
from hansa.governance.terms.laws import (
    ArticleRef,
    DivergenceKind,
    FixLine,
    LawAct,
    LawLine,
    LawSheet,
    LawState,
    Weighed,
    WeighedRow,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, text

NUMBERED = re.compile(r"(?:[Ll]-)?([0-9]{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFilter:
    """Which dossiers are asked for; None for all."""

    year: int | None = None
    member: str | None = None
    state: LawState | None = None


def require_reader(actor: Actor, league: str) -> None:
    """Refuse somebody who may not see joint legislation.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, READ_LAWS, Over(league=league))


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor keeps the agenda, for a button."""
    return may(actor, KEEP_LAWS, Over(league=league))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse somebody who does not keep the agenda, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, KEEP_LAWS, Over(league=league))


def law_missing() -> Missing:
    """Say that there is no such dossier."""
    return Missing(
        "law-missing",
        text("There is no such dossier of joint legislation."),
        text("Open it from the joint agenda."),
    )


def list_laws(actor: Actor, league: str, wanted: LawFilter) -> tuple[LawLine, ...]:
    """List the dossiers of a league, the latest year first.

    Raises:
        Forbidden: the actor may not see joint legislation.
    """
    require_reader(actor, league)
    rows = LawDossier.objects.filter(league=league)
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    found = [
        row
        for row in rows.order_by("-year", "-number")
        if wanted.member is None or wanted.member in row.members
    ]
    version = charter_reads.get_versions(league)[-1]
    lines = lines_of(found, version, _sees(actor, league))
    return tuple(one for one in lines if wanted.state in {None, one.state})


def get_law(actor: Actor, league: str, law_id: UUID) -> LawSheet:
    """Show one dossier.

    Raises:
        Forbidden: the actor may not see joint legislation.
        Missing: there is no such dossier.
    """
    require_reader(actor, league)
    row = LawDossier.objects.filter(league=league, pk=law_id).first()
    if row is None:
        raise law_missing()
    return _sheet(row, actor)


def find_law(actor: Actor, league: str, named: str) -> LawSheet:
    """Find a dossier by its number, such as L-1, or by id.

    Raises:
        Forbidden: the actor may not see joint legislation.
        Missing: there is no such dossier.
    """
    require_reader(actor, league)
    numbered = NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_law(actor, league, UUID(named))
        except ValueError as error:
            raise law_missing() from error
    row = LawDossier.objects.filter(league=league, number=int(numbered[1])).first()
    if row is None:
        raise law_missing()
    return _sheet(row, actor)


def line_of(row: LawDossier, actor: Actor) -> LawLine:
    """Give one dossier with its table, as an actor sees it."""
    version = charter_reads.get_versions(row.league)[-1]
    return lines_of([row], version, _sees(actor, row.league))[0]


def _sees(actor: Actor, league: str) -> Sees:
    """Tell whose lateness an actor is told of: the own, or everybody's."""
    return lambda member: rights.sees_member(actor, league, member)


def _sheet(row: LawDossier, actor: Actor) -> LawSheet:
    line = line_of(row, actor)
    standing = {ref for one in line.rows for ref in one.row.refs}
    versions = LawDraft.objects.filter(dossier=row).order_by("member", "number")
    fixes = LawFix.objects.filter(dossier=row, withdrawn_at=None).order_by("number")
    rounds = LawRound.objects.filter(dossier=row).order_by("-number")
    links = LawStudy.objects.filter(dossier=row).select_related("study")
    return LawSheet(
        line=line,
        versions=tuple(map(draft_line, versions)),
        rounds=tuple(map(round_of, rounds)),
        fixes=tuple(
            FixLine(
                id=one.pk,
                fix=fix_of(one),
                authority=one.authority,
                made_at=one.made_at,
                idle=not fix_of(one).both <= standing,
            )
            for one in fixes
        ),
        studies=tuple(
            (one.study.pk, one.study.number, one.study.question)
            for one in links.order_by("study__number")
        ),
    )


def titles_of(actor: Actor, league: str, ids: Sequence[str]) -> dict[str, Bilingual]:
    """Call dossiers by their title, for the journal; those the actor may see."""
    if not ids or not may(actor, READ_LAWS, Over(league=league)):
        return {}
    rows = LawDossier.objects.filter(league=league, pk__in=ids)
    return {
        str(row.pk): Bilingual(row.title, row.title_en or row.title) for row in rows
    }


def spoken_for(actor: Actor, line: LawLine) -> tuple[str, ...]:
    """Give the cities of a dossier for which an actor speaks."""
    return tuple(one for one in line.members if may_speak(actor, line.league, one))


def offers(actor: Actor, sheet: LawSheet) -> frozenset[LawAct]:
    """Give what the pages of a dossier offer an actor; the services judge anew."""
    line = sheet.line
    keeps = may_keep(actor, line.league)
    speaks = bool(spoken_for(actor, line))
    corrects = may_correct(actor, line.league, line.agenda.members)
    round_ = sheet.round
    settled = line.state is LawState.SETTLED
    may_do = {
        LawAct.BRING: speaks,
        LawAct.STATE: speaks and round_ is not None,
        LawAct.PAIR: corrects and bool(line.rows),
        LawAct.PART: corrects and bool(line.rows),
        LawAct.UNDO: corrects and bool(sheet.fixes),
        LawAct.OPEN_ROUND: keeps and round_ is None and bool(line.open),
        LawAct.END_ROUND: keeps and round_ is not None,
        LawAct.HARMONISE: keeps and settled,
        LawAct.REOPEN: keeps,
        LawAct.CLOSE: keeps,
        LawAct.LINK: keeps,
        LawAct.UNLINK: keeps and bool(sheet.studies),
        LawAct.AMEND: keeps,
        LawAct.GIVE_UP: keeps,
    }
    return frozenset(
        act
        for act, allowed in may_do.items()
        if allowed and line.state in rules.STATES[act]
    )


def require_act(actor: Actor, sheet: LawSheet, act: LawAct) -> None:
    """Refuse somebody who may never do an act here, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    line = sheet.line
    if act in {LawAct.BRING, LawAct.STATE}:
        if not spoken_for(actor, line):
            require_speak(actor, line.league, line.agenda.lead)
    elif act in {LawAct.PAIR, LawAct.PART, LawAct.UNDO}:
        require_correct(actor, line.league, line.agenda.members)
    else:
        require_keeper(actor, line.league)


def rows_with(
    line: LawLine, kinds: AbstractSet[DivergenceKind]
) -> tuple[WeighedRow, ...]:
    """Give the rows with a divergence of some kinds that is still open."""
    return tuple(
        one
        for one in line.rows
        if any(
            not each.agreed and each.divergence.kind in kinds for each in one.weighed
        )
    )


def row_of(line: LawLine, ref: ArticleRef) -> WeighedRow:
    """Give the row in which an article stands.

    Raises:
        Missing: no draft holds an article of these words any more.
    """
    return rules.find_row(line, ref)


def divergence_of(line: LawLine, key: str) -> Weighed:
    """Give a divergence that is there now.

    Raises:
        Conflict: the texts it stood between were changed, or paired otherwise.
    """
    return rules.find_divergence(line, key)
