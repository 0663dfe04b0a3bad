"""Gaps of rosters as duties: each gap has its first day, and its last one once mended.

A roster that nobody has begun to keep gives no alarm: an empty directory is not a hundred
vacancies. Source: GOV-14 and GOV-16 of huaihai, GOV-08 and GOV-11 of changzhutan.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hansa.charter.terms import Modality
from hansa.directory.terms.people import PostingKind, PostingLine
from hansa.duties.terms.duties import LEAGUE_OFFICE, Alarm, DutyDraft, Fact
from hansa.governance.rules.rosters import latest, running_lead, seat_text
from hansa.governance.terms import Seat, Secondment
from hansa.kernel.text import Bilingual, Text, text

SERIES = "roster"
MENDED = "roster:mended"
Names = Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One thing that must not be missing.

    Attributes:
        key: names it among all that is watched.
        lacking: whether it is missing on a day.
        changes: days on which that may have changed.
        since: the first day on which it counts.
    """

    key: str
    title: Text
    member: str | None
    body: str | None
    clauses: tuple[str, ...]
    lacking: Callable[[date], bool]
    changes: tuple[date, ...]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without what is watched; ``until`` is the first day with it again."""

    watched: Watched
    since: date
    until: date | None

    @property
    def key(self) -> str:
        """Name the gap; another one of the same thing has another name."""
        return f"{SERIES}/{self.watched.key}/{self.since.isoformat()}"


def gaps_of(watched: Watched, today: date) -> tuple[Gap, ...]:
    """List the gaps up to a day, the oldest first."""
    later = {day for day in watched.changes if watched.since < day <= today}
    gaps: list[Gap] = []
    open_since: date | None = None
    for day in sorted({watched.since, *later}):
        if watched.lacking(day) and open_since is None:
            open_since = day
        elif not watched.lacking(day) and open_since is not None:
            gaps.append(Gap(watched=watched, since=open_since, until=day))
            open_since = None
    if open_since is not None and open_since <= today:
        gaps.append(Gap(watched=watched, since=open_since, until=None))
    return tuple(gaps)


def draft_of(gap: Gap) -> DutyDraft:
    """Turn an open gap into what the city, or the office, owes: to fill it."""
    watched = gap.watched
    return DutyDraft(
        key=gap.key,
        series=f"{SERIES}/{watched.key.split('/')[0]}",
        title=watched.title,
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=watched.clauses,
        member=watched.member,
        body=watched.body,
        since=gap.since,
    )


def mended(gaps: Iterable[Gap]) -> tuple[Fact, ...]:
    """Give what settles the duties of gaps that were filled."""
    return tuple(
        Fact(key=gap.key, record=MENDED, on=gap.until)
        for gap in gaps
        if gap.until is not None
    )


def back_again(gaps: Iterable[Gap], standing: Iterable[Alarm]) -> tuple[str, ...]:
    """Name the alarms that are settled although their gap lasts.

    Args:
        gaps: those that last.
        standing: the alarms of the rosters, as they are kept.
    """
    settled = {alarm.key for alarm in standing if alarm.settled_by == MENDED}
    return tuple(gap.key for gap in gaps if gap.key in settled)


def vanished(
    gaps: Iterable[Gap], standing: Iterable[Alarm], today: date
) -> tuple[Fact, ...]:
    """Give what settles alarms whose gap the rosters, as kept today, never had."""
    known = {gap.key for gap in gaps}
    return tuple(
        Fact(key=alarm.key, record=MENDED, on=today)
        for alarm in standing
        if not alarm.settled and alarm.key not in known
    )


def _days(postings: Iterable[PostingLine]) -> tuple[date, ...]:
    return tuple(
        day for posting in postings for day in (posting.from_on, posting.to_on) if day
    )


def watched_secondments(
    rule: Secondment,
    members: Sequence[str],
    postings: Sequence[PostingLine],
    names: Names,
    since: date,
) -> tuple[Watched, ...]:
    """Watch that each city lends no fewer people than agreed, and no more."""
    if not postings:
        return ()
    found = []
    for member in members:
        own = [posting for posting in postings if posting.member == member]
        watched = Watched(
            key=f"secondment/{member}",
            title=text(
                "Bring the {noun} of {member} to {body} into range",
                noun=rule.name,
                member=names.get(member, member),
                body=names.get(rule.to, rule.to),
            ),
            member=member,
            body=rule.to,
            clauses=rule.clauses,
            lacking=_out_of_range(rule, own),
            changes=_days(own),
            since=since,
        )
        found.append(watched)
    return tuple(found)


def _out_of_range(
    rule: Secondment, own: Sequence[PostingLine]
) -> Callable[[date], bool]:
    def lacking(day: date) -> bool:
        counted = sum(
            posting.runs_on(day) and (posting.full_time or not rule.full_time)
            for posting in own
        )
        return counted < rule.least or (rule.most is not None and counted > rule.most)

    return lacking


def watched_seats(
    seats: Iterable[tuple[str, Seat]],
    postings: Sequence[PostingLine],
    clauses: Mapping[str, tuple[str, ...]],
    names: Names,
    since: date,
) -> tuple[Watched, ...]:
    """Watch that every seat with a number is held.

    Args:
        seats: body and seat; a seat that two levels share comes once.
        postings: offices and leads of the league, past and future ones too.
        clauses: what gives each body its seats.
        names: of cities and bodies.
        since: the first day on which a vacancy counts.
    """
    found = []
    for body, seat in dict.fromkeys(seats):
        kind = PostingKind.LEAD if seat.body is not None else PostingKind.OFFICE
        # Nobody holds a seat of a kind that nobody keeps at all.
        if seat.count is None or not any(p.kind is kind for p in postings):
            continue
        own = [posting for posting in postings if _may_hold(posting, seat)]
        found.append(
            Watched(
                key=f"seat/{body}/{seat.member or seat.body}/{seat.office.value}",
                title=text(
                    "Vacant seat in {body}: {seat}",
                    body=names.get(body, body),
                    seat=seat_text(seat, names),
                ),
                member=seat.member,
                body=body,
                clauses=clauses.get(body, ()),
                lacking=_vacant(body, seat, own),
                changes=_days(own),
                since=since,
            )
        )
    return tuple(found)


def _may_hold(posting: PostingLine, seat: Seat) -> bool:
    if seat.body is not None:
        return posting.kind is PostingKind.LEAD and posting.body == seat.body
    return posting.kind is PostingKind.OFFICE and (posting.member, posting.office) == (
        seat.member,
        seat.office,
    )


def _vacant(
    body: str, seat: Seat, own: Sequence[PostingLine]
) -> Callable[[date], bool]:
    def lacking(day: date) -> bool:
        if seat.body is not None:
            return running_lead(own, seat.body, day) is None
        return latest(own, body, day) is None

    return lacking


def watched_contacts(
    members: Sequence[str],
    domains: Sequence[str],
    postings: Sequence[PostingLine],
    clauses: tuple[str, ...],
    names: Names,
    since: date,
) -> tuple[Watched, ...]:
    """Watch that each city can be reached in every field."""
    named = [posting for posting in postings if posting.person is not None]
    if not named:
        return ()
    found = []
    for member in members:
        own = [posting for posting in named if posting.member == member]
        title = text(
            "No focal point of {member}: name one", member=names.get(member, member)
        )
        watched = Watched(
            key=f"focal-point/{member}",
            title=title,
            member=member,
            body=None,
            clauses=clauses,
            lacking=_unreachable(domains, own),
            changes=_days(own),
            since=since,
        )
        found.append(watched)
    return tuple(found)


def _unreachable(
    domains: Sequence[str], own: Sequence[PostingLine]
) -> Callable[[date], bool]:
    def lacking(day: date) -> bool:
        fields = {posting.domain for posting in own if posting.runs_on(day)}
        return None not in fields and not fields.issuperset(domains)

    return lacking
