"""How a dossier of joint legislation stands, and what may be done to it there.

Source: GOV-26 and CAS-10 of huaihai: 立法协作, its conference 协商组建.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hansa.governance.terms.laws import (
    LAW_STATE_NAMES,
    ArticleRef,
    Concordance,
    Fix,
    FixKind,
    LawAct,
    LawLine,
    LawPosition,
    LawStance,
    LawState,
    Row,
    Weighed,
    WeighedRow,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import Bilingual, text

Names = Mapping[str, Bilingual]

OPEN = frozenset({LawState.DRAFTING, LawState.DIVERGING, LawState.SETTLED})
LIVE = OPEN | {LawState.HARMONISED}
DRAFTS_LEAST = 2
"""One draft has nothing beside it."""

STATES: Mapping[LawAct, frozenset[LawState]] = {
    **dict.fromkeys(LawAct, OPEN),
    LawAct.REOPEN: frozenset({LawState.HARMONISED}),
    LawAct.CLOSE: frozenset({LawState.HARMONISED}),
    LawAct.LINK: LIVE,
    LawAct.UNLINK: LIVE,
}
"""In which states an act has a place."""


def state_of(
    *,
    closed_on: date | None,
    given_up_on: date | None,
    harmonised_on: date | None,
    awaited: int,
    open_: int,
) -> LawState:
    """Tell where a dossier stands."""
    if closed_on is not None:
        return LawState.CLOSED
    if given_up_on is not None:
        return LawState.GIVEN_UP
    if harmonised_on is not None:
        return LawState.HARMONISED
    if awaited:
        return LawState.DRAFTING
    return LawState.DIVERGING if open_ else LawState.SETTLED


def weighed(
    rows: Sequence[Row], positions: Sequence[LawPosition], members: Sequence[str]
) -> tuple[WeighedRow, ...]:
    """Set beside each divergence what the cities say of it.

    A divergence is agreed once every city says that it stays a local difference, and at
    least one says why.
    """
    said = {(one.divergence, one.member): one for one in positions}
    return tuple(
        WeighedRow(row=row, weighed=tuple(_weighed(row, said, members))) for row in rows
    )


def _weighed(
    row: Row, said: Mapping[tuple[str, str], LawPosition], members: Sequence[str]
) -> Iterator[Weighed]:
    for divergence in row.divergences:
        given = tuple(
            said[divergence.key, member]
            for member in members
            if (divergence.key, member) in said
        )
        spoken = {one.member for one in given}
        awaited = tuple(member for member in members if member not in spoken)
        local = all(one.stance is LawStance.LOCAL for one in given)
        reasoned = any(one.words for one in given)
        yield Weighed(
            divergence=divergence,
            positions=given,
            awaited=awaited,
            agreed=local and reasoned and not awaited,
        )


def counted(rows: Sequence[WeighedRow]) -> Concordance:
    """Count the rows that say the same, of those that are to.

    Source: CAS-10 of huaihai; what is agreed to differ is not to say the same.
    """
    return Concordance(
        same=sum(not row.weighed for row in rows),
        agreed=sum(not row.local for row in rows),
    )


def refuse_state(act: LawAct, state: LawState) -> None:
    """Refuse an act that has no place where a dossier stands.

    Raises:
        Conflict: naming the state.
    """
    if state in STATES[act]:
        return
    remedy = text("What is closed or given up stays as it is; open a new dossier.")
    if state is LawState.HARMONISED:
        remedy = text("Reopen the dossier first, with the reason.")
    if act in {LawAct.CLOSE, LawAct.REOPEN} and state in OPEN:
        remedy = text("Declare the drafts harmonised first.")
    raise Conflict(
        "law-elsewhere",
        text("This cannot be done now: {state}.", state=LAW_STATE_NAMES[state]),
        remedy,
    )


def refuse_divergent(line: LawLine, names: Names) -> None:
    """Refuse to call drafts harmonised while anything is open or any draft awaited.

    Raises:
        Refused: naming how many divergences are open, and whose drafts are awaited.

    Source: GOV-26 of huaihai.
    """
    if line.awaited:
        raise Refused(
            "drafts-awaited",
            text(
                "Drafts are awaited from: {cities}.",
                cities=tuple(names[member] for member in line.awaited),
            ),
            text("Every city that takes part brings its draft first."),
        )
    if line.open:
        raise Refused(
            "law-diverges",
            text("Divergences that are still open: {count}.", count=line.open),
            text(
                "Bring drafts that say the same, or let every city agree to the local "
                "difference with its reason."
            ),
        )


def refuse_inconcordant(line: LawLine) -> None:
    """Refuse to close a dossier whose agreed articles do not all say the same.

    Raises:
        Refused: naming how many do.

    Source: CAS-10 of huaihai.
    """
    concordance = line.concordance
    if line.open or line.awaited or not concordance.whole:
        raise Refused(
            "law-inconcordant",
            text(
                "Concordant are {same} of {agreed} agreed articles ({percent} %).",
                same=concordance.same,
                agreed=concordance.agreed,
                percent=concordance.percent,
            ),
            text("A dossier is closed once all of them are."),
        )


def find_row(line: LawLine, ref: ArticleRef) -> WeighedRow:
    """Find the row in which an article stands.

    Raises:
        Missing: no draft holds an article of these words any more.
    """
    for one in line.rows:
        if ref in one.row.refs:
            return one
    raise Missing(
        "row-missing",
        text("No draft that stands has this article."),
        text("Its text was changed; look for it in the concordance table."),
    )


def find_divergence(line: LawLine, key: str) -> Weighed:
    """Find a divergence that is there now.

    Raises:
        Conflict: the texts it stood between were changed, or paired otherwise.
    """
    for row in line.rows:
        for one in row.weighed:
            if one.divergence.key == key:
                return one
    raise Conflict(
        "divergence-gone",
        text("This divergence is no longer there: a text or a pair was changed."),
        text("Read what the drafts say now, then state the position on that."),
    )


def outdated(fix: Fix, standing: Sequence[Fix]) -> tuple[Fix, ...]:
    """Give the corrections that stand against a new one, which takes their place."""
    return tuple(one for one in standing if _clash(fix, one))


def _clash(new: Fix, old: Fix) -> bool:
    if new.both == old.both:
        return True
    if new.kind is FixKind.PART or old.kind is FixKind.PART:
        return False
    # An article stands with one article of another city, not with two.
    shared = new.both & old.both
    others = {ref.member for ref in new.both ^ old.both}
    return bool(shared) and len(others) == 1


def refuse_pair(fix: Fix, line: LawLine) -> None:
    """Refuse a correction over articles that are not in the drafts, or of one city.

    Raises:
        Missing: a text was changed meanwhile.
        Refused: both are of one draft.
    """
    if fix.left.member == fix.right.member:
        raise Refused(
            "same-draft",
            text("Both articles are of the same draft."),
            text("Choose articles of two cities."),
        )
    for ref in (fix.left, fix.right):
        find_row(line, ref)
