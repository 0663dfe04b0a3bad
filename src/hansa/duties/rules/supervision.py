"""Who supervises whom inside a city, which rung comes next, and how a paper stands.

Supervision ends at the border of a city: the league's office cannot order cities about,
and no city another one. Source: design, section 5; glossary A2: 催办、督办单.
"""

from datetime import date, datetime

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may
from hansa.duties.terms.supervision import Ladder, Lapse, PaperLine, PaperState, Rung
from hansa.kernel.errors import Conflict, Forbidden, Refused
from hansa.kernel.text import text

NAME_UNIT = Right(
    code="supervision.name-unit",
    name=text("name the supervision unit of a city"),
    held={Role.CITY_LIAISON: Reach.CITY},
)
ISSUE = Right(
    code="supervision.issue",
    name=text("urge and order units of one's own city, and strike off orders"),
    held={Role.UNIT_OFFICER: Reach.UNIT, Role.CITY_LIAISON: Reach.CITY},
)
ANSWER = Right(
    code="supervision.answer",
    name=text("answer a supervision order"),
    held={Role.UNIT_OFFICER: Reach.UNIT, Role.CITY_LIAISON: Reach.CITY},
)
READ = Right(
    code="supervision.read",
    name=text("see supervision inside one's own city"),
    held={
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
        Role.UNIT_OFFICER: Reach.CITY,
    },
)
"""Bulletins are read by the whole city; whose papers, says ``may_see``."""
WIDE = frozenset({Role.CITY_LIAISON, Role.LEADER})
"""Who sees every paper of a city."""
RIGHTS = (NAME_UNIT, ISSUE, ANSWER, READ)


def require_inside(
    actor: Actor, right: Right, league: str, member: str, unit: str | None = None
) -> None:
    """Refuse supervision by anybody but a city over itself.

    Args:
        actor: who acts.
        right: one of this module.
        league: slug.
        member: the city.
        unit: the unit of that city that the right is asked over; None for none.

    Raises:
        Forbidden: the league's office, another city, or nobody of that unit.
    """
    over = Over(league=league, member=member, unit=unit)
    if actor.member == member and may(actor, right, over):
        return
    raise Forbidden(
        "supervision-inside-city",
        text(
            "Urging (“催办”), supervision orders (“督办单”) and supervision bulletins "
            "(“督查通报”) exist only inside one city, by its own supervision unit."
        ),
        text(
            "Between cities the steps are reminder (“提醒”), letter of reminder "
            "(“提示函”), the August docket and the November docket."
        ),
    )


def may_issue(actor: Actor, league: str, member: str, office: str | None) -> bool:
    """Tell whether an actor issues papers of a city's supervision unit."""
    over = Over(league=league, member=member, unit=office)
    return office is not None and actor.member == member and may(actor, ISSUE, over)


def may_see(
    actor: Actor, league: str, member: str, unit: str, office: str | None
) -> bool:
    """Tell whether an actor may see a paper.

    Its unit and the supervision unit may, and the city's liaison and leader.
    """
    if not may_see_bulletin(actor, league, member):
        return False
    return bool(actor.roles & WIDE) or actor.unit in {unit, office}


def may_see_bulletin(actor: Actor, league: str, member: str) -> bool:
    """Tell whether an actor may see the bulletins of a city: whoever is of the city."""
    over = Over(league=league, member=member)
    return actor.member == member and may(actor, READ, over)


def refuse_unnamed() -> Refused:
    """Say that a city has not named its supervision unit."""
    return Refused(
        "supervision-unnamed",
        text("The city has not named its supervision unit yet."),
        text("Its liaison names the unit and chooses a ladder first."),
    )


def offered(
    ladder: Ladder, last: PaperLine | None, day: date
) -> tuple[tuple[Rung, ...], tuple[Rung, ...]]:
    """List the rungs that may be issued about a part: by order, and for urgent matters.

    The first rung comes first; the next one once the day to answer the last one is past
    without an answer. The last rung may be issued again.

    Args:
        ladder: of the city's supervision unit.
        last: the last paper about the part that is not struck off.
        day: of the act.
    """
    ids = [rung.id for rung in ladder.rungs]
    place = ids.index(last.rung) if last is not None and last.rung in ids else -1
    waits = last is not None and not _unanswered(last, day)
    following = ladder.rungs[min(place + 1, len(ids) - 1)]
    usual = () if waits else (following,)
    later = ladder.rungs[place + 1 :]
    urgent = tuple(rung for rung in later if rung.urgent and rung not in usual)
    return usual, urgent


def _unanswered(paper: PaperLine, day: date) -> bool:
    return paper.answered_at is None and day > paper.answer_by


def chosen_rung(
    ladder: Ladder, last: PaperLine | None, day: date, wanted: str, reason: str
) -> Rung:
    """Give the rung that is wanted, where it may be issued.

    Raises:
        Refused: there is no such rung, it comes too early, or its reason is missing.
        Conflict: the last paper still waits for its answer, or for its verification.
    """
    usual, urgent = offered(ladder, last, day)
    rung = next((one for one in ladder.rungs if one.id == wanted), None)
    if rung is None:
        raise Refused(
            "rung-unknown",
            text("The ladder has no rung “{rung}”.", rung=wanted[:60]),
            text(
                "Choose one of: {rungs}.", rungs=tuple(one.id for one in ladder.rungs)
            ),
        )
    if rung in usual:
        return rung
    if rung in urgent:
        if not reason.strip():
            raise Refused(
                "urgent-reason-missing",
                text(
                    "A matter that begins at “{rung}” needs its reason.", rung=rung.name
                ),
                text("Say why it is urgent, or begin at the first rung."),
            )
        return rung
    if last is not None:
        raise Conflict(
            "paper-waits",
            text(
                "{paper} still waits: its answer is due on {day}.",
                paper=last.reference,
                day=last.answer_by.isoformat(),
            ),
            text("Verify the answer, or go on once that day is past."),
        )
    raise Refused(
        "rung-early",
        text("“{rung}” comes after the rungs before it.", rung=rung.name),
        text("Begin with “{first}”.", first=ladder.rungs[0].name),
    )


def lapse_of(taken_back: bool, waived: bool, superseded: bool) -> Lapse | None:
    """Say why papers about a part end by themselves; None while its matter stands."""
    if taken_back:
        return Lapse.TAKEN_BACK
    if superseded:
        return Lapse.SUPERSEDED
    return Lapse.WAIVED if waived else None


def refuse_lapsed(paper: PaperLine) -> None:
    """Refuse an act on a paper that ended with its matter.

    Raises:
        Conflict: nothing is asked of its unit any more.
    """
    if paper.state is PaperState.LAPSED:
        raise Conflict(
            "paper-lapsed",
            text("This paper ended with its matter; it is struck off by itself."),
            text("Hand the matter on again if it comes up again."),
        )


def state_of(
    signed_at: datetime | None,
    answered_at: datetime | None,
    closed_at: datetime | None,
    answer_by: date,
    day: date,
    lapse: Lapse | None = None,
) -> PaperState:
    """Say how a paper stands on a day."""
    if closed_at is not None:
        return PaperState.CLOSED
    if lapse is not None:
        return PaperState.LAPSED
    if answered_at is not None:
        return PaperState.ANSWERED
    if day > answer_by:
        return PaperState.LATE
    return PaperState.UNSIGNED if signed_at is None else PaperState.OPEN
