"""What calendar feeds say of the calendar, before a reader's language is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Reach, Right
from hansa.directory.terms.accounts import FeedScope
from hansa.directory.terms.people import PostingLine
from hansa.governance.rules.calendar import holder_text
from hansa.governance.terms import LEVEL_NAMES, Entry, EntryKind, Holder
from hansa.governance.terms.feeds import FeedLine
from hansa.governance.terms.records import MeetingFacts
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Parameter, Text, text

YEARS_BEFORE, YEARS_AFTER = 1, 3
# Clients that ask rarely must still hear of what was called off.
CANCELLED_SHOWN = timedelta(days=400)
UID_DOMAIN = "hansa"

KEEP_FEEDS = Right(
    code="governance.keep-feeds",
    name=text("number the changes of calendar feeds"),
    held={Role.ADMINISTRATOR: Reach.LEAGUE, Role.SECRETARIAT: Reach.LEAGUE},
)

# Roles that see a league as a whole, whatever city or unit they work for.
SEES_ALL = frozenset({Role.SECRETARIAT, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedNames:
    """Names of members and bodies by id, and what the turn is called."""

    members: Mapping[str, Bilingual]
    bodies: Mapping[str, Bilingual]
    turn: Bilingual


def feed_uid(id_: str) -> str:
    """Give the UID of a calendar entry, record or duty.

    Slashes would make folders of it in programs that name files by UID.
    """
    return f"{id_.replace('/', '.')}@{UID_DOMAIN}"


def years_of_feeds(first_year: int, year: int) -> range:
    """Give the years that feeds tell of: last year to three years ahead."""
    return range(max(first_year, year - YEARS_BEFORE), year + YEARS_AFTER + 1)


def feed_line(entry: Entry, names: FeedNames) -> FeedLine:
    """Say of one calendar entry what feeds say: its period or, once recorded, its days."""
    actual = entry.actual
    host = actual.host if actual else entry.host
    chair = actual.chair if actual else entry.chair
    return FeedLine(
        uid=feed_uid(entry.id),
        year=entry.year,
        body=entry.body,
        kind=entry.kind,
        entry=entry.id,
        what=_what(entry, names),
        days=Period(actual.start, actual.end) if actual else entry.window,
        recorded=actual is not None,
        place=actual.place if actual else None,
        told=(
            *_period_told(entry),
            *_people_told(host, chair, entry.convener, names),
            *_sources_told(entry),
        ),
        members=_members(entry, host, chair),
    )


def record_line(uid: str, facts: MeetingFacts, names: FeedNames) -> FeedLine:
    """Say of a recorded meeting that the calendar does not ask for what feeds say.

    Args:
        uid: of the first record of it, whatever corrected that since.
        facts: what is recorded of it.
        names: of members and bodies.
    """
    body = names.bodies.get(facts.body, facts.body)
    what = (
        text("{body}, additional circular", body=body)
        if facts.kind is EntryKind.CIRCULAR
        else text("{body}, additional meeting", body=body)
    )
    told = [text("Recorded; not in the calendar of the agreement")]
    if facts.document:
        told.append(text("Document: {document}", document=facts.document))
    return FeedLine(
        uid=uid,
        year=facts.year,
        body=facts.body,
        kind=facts.kind,
        entry=None,
        what=what,
        days=facts.days,
        recorded=True,
        place=facts.place,
        told=(*told, *_people_told(facts.host, facts.chair, None, names)),
        members=(),
    )


def _what(entry: Entry, names: FeedNames) -> Text:
    named: dict[str, Parameter] = {
        "body": names.bodies[entry.body],
        "year": str(entry.year),
        "number": entry.number,
    }
    if entry.kind is EntryKind.CIRCULAR:
        return text("{body}, circular {number} of {year}", **named)
    if entry.level is not None:
        return text(
            "{body}, meeting {number} of {year} ({level})",
            level=LEVEL_NAMES[entry.level],
            **named,
        )
    return text("{body}, meeting {number} of {year}", **named)


def _period_told(entry: Entry) -> tuple[Text, ...]:
    period: dict[str, Parameter] = {
        "start": entry.window.start.isoformat(),
        "last": (entry.window.end - timedelta(days=1)).isoformat(),
    }
    if entry.actual is None:
        return (text("Computed by rule: {start} to {last}", **period),)
    told = [text("Recorded; computed by rule: {start} to {last}", **period)]
    if entry.actual.document:
        told.append(text("Document: {document}", document=entry.actual.document))
    return tuple(told)


def _people_told(
    host: str | None,
    chair: Holder | None,
    convener: Holder | None,
    names: FeedNames,
) -> tuple[Text, ...]:
    told = []
    if host is not None:
        told.append(
            text(
                "{member} ({turn})",
                turn=names.turn,
                member=names.members.get(host, host),
            )
        )
    if chair is not None:
        told.append(text("Chair: {holder}", holder=holder_text(chair, names.members)))
    if convener is not None:
        told.append(
            text("Convener: {holder}", holder=holder_text(convener, names.members))
        )
    return tuple(told)


def _sources_told(entry: Entry) -> tuple[Text, ...]:
    told = [
        text(
            "Binding: {modality}. Clauses: {clauses}",
            modality=MODALITY_NAMES[entry.modality],
            clauses=entry.clauses,
        )
    ]
    if entry.assumptions:
        told.append(
            text("Readings to be confirmed: {readings}", readings=entry.assumptions)
        )
    return tuple(told)


def _members(entry: Entry, host: str | None, chair: Holder | None) -> tuple[str, ...]:
    """List the cities that a meeting concerns; nobody's seat printed, it concerns all."""
    sitting = [seat.member for seat in entry.seats if seat.member]
    if not sitting:
        return ()
    led = [host, *(h.member for h in (chair, entry.convener) if h)]
    return tuple(dict.fromkeys([*sitting, *(member for member in led if member)]))


def concerns(line: FeedLine, member: str) -> bool:
    """Tell whether a line belongs into a city's own feed."""
    return not line.members or member in line.members


def may_follow(actor: Actor, scope: FeedScope, subject: str) -> bool:
    """Tell whether an account may still follow the calendar behind a secret address.

    Args:
        actor: the account, with the roles it has in the league now.
        scope: whose calendar it is.
        subject: id of the body, city, unit or person; empty for the league.
    """
    roles = actor.roles - {Role.PUBLIC}
    if not roles or roles & SEES_ALL:
        return bool(roles)
    match scope:
        case FeedScope.CITY:
            return subject == actor.member
        case FeedScope.UNIT:
            return subject == actor.unit
    return True


def sits(entry: Entry, posts: Iterable[PostingLine]) -> bool:
    """Tell whether somebody who holds these posts has a place in a meeting."""
    places = {(seat.member, seat.office) for seat in entry.seats}
    led = (holder for holder in (entry.chair, entry.convener) if holder)
    places |= {(holder.member, holder.office) for holder in led}
    return any(
        (post.member, post.office) in places and post.body in (None, entry.body)
        for post in posts
    )
