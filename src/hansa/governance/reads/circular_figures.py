"""What a circular tells, read as it was known at an instant: asked again, the same."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.reads.tallies import tally
from hansa.governance.models import DecisionReport, DocketItem
from hansa.governance.reads.calendars import count_year, list_bodies, list_entries
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named
from hansa.governance.terms import Body, EntryKind
from hansa.governance.terms.circulars import DecisionState, Figures, HeldMeeting
from hansa.governance.terms.dockets import DELIVERED
from hansa.governance.terms.sessions import Progress
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual


def figures(
    versions: Sequence[Version],
    body_id: str,
    period: Period,
    as_of: date,
    known_at: datetime,
    apart_from: str = "",
) -> Figures:
    """Read what a circular of a body tells of a period.

    Args:
        versions: all versions of one league.
        body_id: the body, which tells of those that answer to it as well.
        period: the days it tells of.
        as_of: hides what happened after this day.
        known_at: hides what was recorded later.
        apart_from: the entry that the circular itself meets; it does not count itself.

    Raises:
        Missing: nothing of the league was known by then.
    """
    league = versions[0].league
    version = charter_reads.governing(versions, as_of, known_at)
    bodies = _family(list_bodies(version), body_id)
    year = period.start.year
    years = range(year, year + 1)
    counted = count_year(list_entries(versions, years, as_of, known_at), year)
    held = list_meetings(league, as_of=as_of, known_at=known_at)
    return Figures(
        bodies=bodies,
        names=_names(versions, known_at),
        meetings={body: counted[body] for body in bodies if body in counted},
        held=tuple(
            HeldMeeting(
                body=record.facts.body,
                days=record.facts.days,
                document=record.facts.document,
            )
            for record in held
            if record.facts.kind is EntryKind.MEETING
            and record.facts.body in bodies
            and record.facts.days.start in period
            and record.confirmed_at is not None
        ),
        decisions=_decisions(league, bodies, period, as_of, known_at),
        tally=tally(league, bodies, period, as_of, known_at, apart_from),
    )


def _names(versions: Sequence[Version], known_at: datetime) -> Mapping[str, Bilingual]:
    return bodies_named(charter_reads.timeline(versions, known_at))


def _family(bodies: Sequence[Body], body_id: str) -> tuple[str, ...]:
    """Give a body and all that answer to it, directly or through others."""
    found = {body_id}
    while True:
        below = {body.id for body in bodies if body.parent in found} - found
        if not below:
            ordered = [body.id for body in bodies if body.id in found]
            return tuple(ordered) or (body_id,)
        found |= below


def _decisions(
    league: str,
    bodies: Sequence[str],
    period: Period,
    as_of: date,
    known_at: datetime,
) -> tuple[DecisionState, ...]:
    """List decisions of the period, and older ones that were not carried out before it.

    What only clears a matter for another body asks nobody to carry anything out.
    """
    rows = DocketItem.objects.filter(
        league=league,
        body__in=bodies,
        number__isnull=False,
        act__in=[act.value for act in DELIVERED],
        session__closed_at__lte=known_at,
        session__start_on__lte=as_of,
        session__start_on__lt=period.end,
    ).select_related("session")
    heard = _heard(league, as_of, known_at)
    found = []
    for row in rows.order_by("session__start_on", "body", "number"):
        assert row.session is not None  # Only a session gives numbers.
        reports = heard.get(str(row.pk), [])
        before = [one for one in reports if one.session.start_on < period.start]
        adopted = row.session.start_on in period
        if not adopted and before and before[-1].progress == Progress.DONE.value:
            continue
        last = reports[-1] if reports else None
        found.append(
            DecisionState(
                body=row.body,
                year=row.year,
                number=row.number or 0,
                title=row.title,
                due_on=row.due_on,
                progress=Progress(last.progress) if last else None,
                words=last.words if last else "",
            )
        )
    return tuple(found)


def _heard(
    league: str, as_of: date, known_at: datetime
) -> Mapping[str, list[DecisionReport]]:
    """Give what closed sessions heard of each decision, the earliest first.

    What an open session hears may still be put right there, so it is told by none.
    """
    rows = DecisionReport.objects.filter(
        session__league=league,
        session__closed_at__lte=known_at,
        session__start_on__lte=as_of,
    ).select_related("session")
    found: dict[str, list[DecisionReport]] = {}
    for row in rows.order_by("session__start_on", "given_at", "pk"):
        found.setdefault(str(row.decision_id), []).append(row)
    return found


def league_day(at: datetime) -> date:
    """Give the day of an instant in the leagues' zone."""
    return at.astimezone(LEAGUE_ZONE).date()
