"""How minutes come about: who speaks in a round, who approves, what is still missing.

Source: GOV-12 of huaihai, reading A-47.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.directory.terms.offices import Office
from hansa.governance.rules.calendar import holder_text
from hansa.governance.rules.rights import APPROVE_MINUTES
from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import (
    Approving,
    Item,
    Lack,
    MinutesRule,
    Silence,
)
from hansa.governance.terms.minutes import (
    MINUTES_STATE_NAMES,
    Approval,
    Comment,
    CommentStance,
    MinutesAct,
    MinutesLine,
    MinutesState,
    Round,
    Section,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import Bilingual, text

Names = Mapping[str, Bilingual]

DRAFT, OUT = frozenset({MinutesState.DRAFT}), frozenset({MinutesState.CIRCULATED})
UNPUBLISHED = DRAFT | OUT

STATES: Mapping[MinutesAct, frozenset[MinutesState]] = {
    MinutesAct.WORD: UNPUBLISHED,
    MinutesAct.CIRCULATE: UNPUBLISHED,
    MinutesAct.COMMENT: OUT,
    MinutesAct.ANSWER: OUT,
    MinutesAct.APPROVE: OUT,
    MinutesAct.PUBLISH: OUT,
    MinutesAct.CORRECT: frozenset({MinutesState.PUBLISHED}),
}
"""In which states an act has a place."""


def refuse_state(act: MinutesAct, state: MinutesState) -> None:
    """Refuse an act that has no place where minutes stand.

    Raises:
        Conflict: naming the state.
    """
    if state not in STATES[act]:
        raise Conflict(
            "minutes-elsewhere",
            text("This cannot be done now: {state}.", state=MINUTES_STATE_NAMES[state]),
            text("Published minutes are corrected by an edition of their own.")
            if state is MinutesState.PUBLISHED
            else text("Circulate the draft to the cities first."),
        )


def round_of(
    rule: MinutesRule | None,
    parties: Sequence[str],
    comments: Iterable[Comment],
    line: MinutesLine,
    today: date,
) -> Round:
    """Sum up the round that runs: who said what, who is silent, who is waited for.

    Silence counts as no comment only where the charter says so, and only after the last
    day of the round.
    """
    said = {
        one.member: one
        for one in comments
        if one.round == line.round and one.replaced_at is None
    }
    rest = tuple(m for m in parties if m not in said) if line.round else tuple(parties)
    over = line.comments_due_on is not None and line.comments_due_on < today
    counts = rule is not None and rule.silence is Silence.NO_COMMENT and over
    return Round(
        said={m: said[m] for m in parties if m in said},
        silent=rest if counts else (),
        missing=() if counts else rest,
        open=tuple(
            one
            for one in said.values()
            if one.stance is CommentStance.COMMENT and one.adopted is None
        ),
    )


def approvers(
    rule: MinutesRule | None, chair: Holder | None, parties: Sequence[str]
) -> tuple[Holder, ...]:
    """Give whose approval minutes need: whoever chaired, or every member's secretary.

    Where no rule says more it is whoever chaired; without a chair nobody is asked.
    """
    if rule is not None and rule.approval is Approving.MEMBERS:
        office = Office.PARTY_SECRETARY
        return tuple(Holder(member=member, office=office) for member in parties)
    return (chair,) if chair is not None else ()


def may_approve(actor: Actor, league: str, holder: Holder) -> bool:
    """Tell whether an actor may say, or enter, that somebody approves."""
    return may(actor, APPROVE_MINUTES, Over(league=league, member=holder.member))


def require_approve(actor: Actor, league: str, holder: Holder, document: str) -> None:
    """Refuse somebody who does not act for an approver, or has no paper to show.

    Raises:
        Forbidden: naming who may.
        Refused: the paper on which the approval stands is not named.
    """
    require(actor, APPROVE_MINUTES, Over(league=league, member=holder.member))
    if not document.strip():
        raise Refused(
            "document-missing",
            text("An approval is recorded with the paper that it stands on."),
            text("Give the number of the signed draft."),
        )


def given(
    asked: Sequence[Holder], approvals: Iterable[Approval], wording: int
) -> tuple[Holder, ...]:
    """Give which approvers have approved the wording that stands."""
    have = {one.holder for one in approvals if one.wording == wording}
    return tuple(one for one in asked if one in have)


def lacks_of(
    line: MinutesLine,
    round_: Round,
    waiting: Sequence[Holder],
    sections: Sequence[Section],
    decisions: Sequence[Item],
    names: Names,
) -> tuple[Lack, ...]:
    """List what keeps minutes from being published, all at once.

    Args:
        line: the minutes.
        round_: their last round.
        waiting: approvers who have not approved the wording that stands.
        sections: with the item that each speaks of.
        decisions: items whose decisions the session adopted.
        names: of cities, by id.
    """
    return tuple(_lacks(line, round_, waiting, sections, decisions, names))


def _lacks(
    line: MinutesLine,
    round_: Round,
    waiting: Sequence[Holder],
    sections: Sequence[Section],
    decisions: Sequence[Item],
    names: Names,
) -> Iterator[Lack]:
    yield from _unequal(sections, decisions)
    for section in sections:
        if not section.words.strip():
            message = text("“{heading}” says nothing yet.", heading=section.heading)
            yield Lack(code="section-empty", message=message, item=section.place)
    if not line.round:
        message = text("The draft was not circulated yet.")
        yield Lack(code="not-circulated", message=message)
        return
    if round_.missing:
        message = text(
            "Cities still asked for their comments: {cities}.",
            cities=tuple(names[m] for m in round_.missing),
        )
        yield Lack(code="comments-missing", message=message)
    for one in round_.open:
        message = text("The comment of {city} has no answer.", city=names[one.member])
        yield Lack(code="comment-open", message=message, item=one.place)
    if waiting:
        message = text(
            "The approval of {holders} is missing.",
            holders=tuple(holder_text(one, names) for one in waiting),
        )
        yield Lack(code="approval-missing", message=message)


def _unequal(sections: Sequence[Section], decisions: Sequence[Item]) -> Iterator[Lack]:
    """Compare the decisions in minutes with the log: each stands in them once."""
    written = Counter(one.item for one in sections)
    for decision in decisions:
        if written[decision.id] != 1:
            message = text(
                "Decision “{title}” stands in the minutes {count} times.",
                title=decision.title,
                count=written[decision.id],
            )
            yield Lack(code="decision-count", message=message, item=decision.place)
