"""Builds dossiers of joint legislation from their rows: drafts, table and positions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from hansa.charter.terms import Version
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.models.laws import (
    LawDossier,
    LawDraft,
    LawFix,
    LawPosition,
    LawRound,
)
from hansa.governance.rules import laws as rules
from hansa.governance.rules.concordance import Alias, Draft, concordance
from hansa.governance.terms import laws as terms
from hansa.governance.terms.laws import (
    ArticleRef,
    Fix,
    FixKind,
    LawAgenda,
    LawArticle,
    LawDraftLine,
    LawLine,
    LawStance,
    LawText,
)

Aliases = Mapping[str, tuple[Alias, ...]]
Sees = Callable[[str], bool]


def content_of(text: LawText) -> dict[str, Any]:
    """Write a text as its row keeps it."""
    return {
        "title": text.title,
        "articles": [
            {
                "place": one.place,
                "label": one.label,
                "chapter": one.chapter,
                "words": one.words,
                "key": one.key,
            }
            for one in text.articles
        ],
    }


def _text_of(content: Mapping[str, Any]) -> LawText:
    articles = tuple(LawArticle(**one) for one in content["articles"])
    return LawText(title=content["title"], articles=articles)


def aliases_of(version: Version) -> Aliases:
    """Give what each city's draft calls itself and its province, for comparing."""
    agreement = version.charter.agreement
    provinces = {one.id: one.name for one in agreement.provinces}
    found: dict[str, tuple[Alias, ...]] = {}
    for member in agreement.members:
        named = [(f"{member.name.zh}市", "本市"), (member.name.en, "this city")]
        province = provinces.get(member.province)
        if province is not None:
            named += [(f"{province.zh}省", "本省"), (province.en, "this province")]
        found[member.id] = tuple(named)
    return found


def draft_line(row: LawDraft) -> LawDraftLine:
    """Give a version as a term."""
    return LawDraftLine(
        id=row.pk,
        member=row.member,
        number=row.number,
        text=_text_of(row.content),
        digest=row.digest,
        file=row.file_id,
        authority=row.authority,
        made_at=row.made_at,
    )


def fix_of(row: LawFix) -> Fix:
    """Give a correction as a term."""
    return Fix(
        kind=FixKind(row.kind),
        left=ArticleRef(row.left_member, row.left_key),
        right=ArticleRef(row.right_member, row.right_key),
    )


def round_of(row: LawRound) -> terms.LawRound:
    """Give a round as a term."""
    return terms.LawRound(
        number=row.number,
        opened_on=row.opened_on,
        due_on=row.due_on,
        words=row.words,
        ended_on=row.ended_on,
    )


def _position(row: LawPosition, sees: Sees) -> terms.LawPosition:
    on = row.stated_at.astimezone(LEAGUE_ZONE).date()
    return terms.LawPosition(
        divergence=row.divergence,
        member=row.member,
        round=row.round.number,
        stance=LawStance(row.stance),
        words=row.words,
        authority=row.authority,
        at=row.stated_at,
        late=on > row.round.due_on and sees(row.member),
    )


def lines_of(rows: Sequence[LawDossier], version: Version, sees: Sees) -> list[LawLine]:
    """Give dossiers with their tables; three queries for all of them.

    Args:
        rows: the dossiers.
        version: of the charter, which names cities and provinces.
        sees: whether the lateness of a city's word is told to whoever reads.
    """
    drafts: dict[UUID, dict[str, LawDraft]] = defaultdict(dict)
    for draft in LawDraft.objects.filter(dossier__in=rows).order_by("number"):
        drafts[draft.dossier_id][draft.member] = draft
    fixes: dict[UUID, list[Fix]] = defaultdict(list)
    standing = LawFix.objects.filter(dossier__in=rows, withdrawn_at=None)
    for fix in standing.order_by("number"):
        fixes[fix.dossier_id].append(fix_of(fix))
    said: dict[UUID, list[terms.LawPosition]] = defaultdict(list)
    given = LawPosition.objects.filter(round__dossier__in=rows, replaced_at=None)
    # A word of a later round takes the place of one of an earlier.
    for position in given.select_related("round").order_by("round__number"):
        said[position.round.dossier_id].append(_position(position, sees))
    aliases = aliases_of(version)
    return [
        _line(row, drafts[row.pk], fixes[row.pk], said[row.pk], aliases) for row in rows
    ]


def ordered(lead: str, members: Iterable[str]) -> tuple[str, ...]:
    """Put the lead before the other cities, which keep their order."""
    return (lead, *(member for member in members if member != lead))


def _line(
    row: LawDossier,
    brought: Mapping[str, LawDraft],
    fixes: Sequence[Fix],
    positions: Sequence[terms.LawPosition],
    aliases: Aliases,
) -> LawLine:
    members = ordered(row.lead, row.members)
    drafts = tuple(draft_line(brought[m]) for m in members if m in brought)
    compared = tuple(
        Draft(one.member, one.text.articles, aliases.get(one.member, ()))
        for one in drafts
    )
    enough = len(compared) >= rules.DRAFTS_LEAST
    table = concordance(compared, tuple(fixes)) if enough else ()
    rows = rules.weighed(table, positions, members)
    awaited = tuple(member for member in members if member not in brought)
    return LawLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        agenda=LawAgenda(
            title=row.title,
            title_en=row.title_en,
            purpose=row.purpose,
            body=row.body,
            year=row.year,
            lead=row.lead,
            members=tuple(row.members),
        ),
        members=members,
        drafts=drafts,
        awaited=awaited,
        rows=rows,
        concordance=rules.counted(rows),
        state=rules.state_of(
            closed_on=row.closed_on,
            given_up_on=row.given_up_on,
            harmonised_on=row.harmonised_on,
            awaited=len(awaited),
            open_=sum(one.open for one in rows),
        ),
        harmonised_on=row.harmonised_on,
        closed_on=row.closed_on,
        document=row.document,
        given_up_on=row.given_up_on,
        given_up_reason=row.given_up_reason,
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
    )
