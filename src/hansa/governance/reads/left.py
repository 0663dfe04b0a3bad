"""What a host leaves open, from the records: one reader for each kind of thing.

A further kind of record gets a member of ``LeftKind`` and a reader here, and stands in
every pack from then on.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q

from hansa.charter.terms import Version
from hansa.duties.reads.notice_plans import in_both
from hansa.duties.reads.tallies import list_open_reminders
from hansa.governance.models import DecisionReport, DocketItem, Minutes
from hansa.governance.reads.agreements import agreement_rows, line_of
from hansa.governance.reads.calendars import list_entries
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules.obligations import title_of
from hansa.governance.terms.dockets import DELIVERED, ONWARD
from hansa.governance.terms.handovers import Left, LeftKind, TurnPassing
from hansa.governance.terms.sessions import LIVE, Progress, SessionState
from hansa.kernel.text import Bilingual, text

DAY = timedelta(days=1)
Reader = Callable[[Sequence[Version], TurnPassing, date], Iterator[Left]]


def list_left(
    versions: Sequence[Version], turn: TurnPassing, today: date
) -> tuple[Left, ...]:
    """List everything that is left open when a turn passes, kind by kind."""
    return tuple(one for read in READERS for one in read(versions, turn, today))


def _items(
    versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give what waits for a session, or stands on the docket of one that is to come."""
    waits = Q(session=None) | Q(
        session__state=SessionState.CLOSED.value,
        outcome__in=[outcome.value for outcome in ONWARD],
    )
    waits |= Q(session__state=SessionState.CANCELLED.value, standing="")
    waits |= Q(
        session__state__in=[state.value for state in LIVE], outcome="", standing=""
    )
    rows = DocketItem.objects.filter(
        waits, league=turn.league, withdrawn_at=None, carried_to=None
    ).select_related("session")
    names = bodies_named(versions)
    for row in rows.order_by("put_at", "place", "pk"):
        body = names.get(row.body, Bilingual(row.body, row.body))
        yield Left(
            kind=LeftKind.ITEM,
            key=str(row.pk),
            within=str(row.session_id or ""),
            zh=f"{body.zh}：{row.title}",
            en=f"{body.en}: {row.title}",
            day=row.session.start_on if row.session else None,
        )


def _decisions(
    versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give the decisions that no closed session heard to be carried out."""
    done = DecisionReport.objects.filter(
        session__league=turn.league,
        session__state=SessionState.CLOSED.value,
        progress=Progress.DONE.value,
    ).values("decision")
    rows = (
        DocketItem.objects.filter(
            league=turn.league,
            number__isnull=False,
            principle_only=False,
            act__in=[act.value for act in DELIVERED],
        )
        .exclude(pk__in=done)
        .select_related("session")
    )
    names = bodies_named(versions)
    for row in rows.order_by("session__start_on", "body", "number"):
        body = names.get(row.body, Bilingual(row.body, row.body))
        yield Left(
            kind=LeftKind.DECISION,
            key=str(row.pk),
            within=str(row.session_id or ""),
            zh=f"{body.zh}〔{row.year}〕{row.number}号：{row.title}",
            en=f"{body.en}, no. {row.number} of {row.year}: {row.title}",
            day=row.due_on,
        )


def _minutes(
    versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give the minutes that are not published, corrections among them."""
    names = bodies_named(versions)
    rows = Minutes.objects.filter(league=turn.league, published_at=None)
    for row in rows.select_related("session").order_by("due_on", "pk"):
        body = names.get(row.body, Bilingual(row.body, row.body))
        title = text("Minutes of {body} of {year}", body=body, year=str(row.year))
        both, day = in_both(title), row.session.start_on.isoformat()
        yield Left(
            kind=LeftKind.MINUTES,
            key=str(row.pk),
            within=str(row.session_id),
            zh=f"{both.zh}（{day}）",
            en=f"{both.en} ({day})",
            day=row.due_on,
        )


def _agreements(
    versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give the agreements that a party has not signed, those in draft among them."""
    names = bodies_named(versions)
    rows = agreement_rows(turn.league).filter(sealed_at=None)
    for line in map(line_of, rows.order_by("due_on", "year", "pk")):
        body = names.get(line.body, Bilingual(line.body, line.body))
        yield Left(
            kind=LeftKind.AGREEMENT,
            key=str(line.id),
            within=str(line.session),
            zh=f"{body.zh}：{line.name.zh}（已签{line.signed}/{line.asked}）",
            en=f"{body.en}: {line.name.en} (signed {line.signed} of {line.asked})",
            day=line.due_on,
        )


def _reminders(
    _versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give the reminders to and from the outgoing host that nobody signed for."""
    for notice in list_open_reminders(turn.league, turn.outgoing):
        yield Left(
            kind=LeftKind.REMINDER,
            key=str(notice.id),
            within="",
            zh=f"{notice.reference.zh}：{notice.title.zh}",
            en=f"{notice.reference.en}: {notice.title.en}",
            day=notice.issued_on,
        )


def _coming(
    versions: Sequence[Version], turn: TurnPassing, _today: date
) -> Iterator[Left]:
    """Give what the calendar asks the incoming host to hold in its turn."""
    years = range(turn.on.year, (turn.until - DAY).year + 1)
    names = bodies_named(versions)
    for entry in list_entries(versions, years):
        within = turn.on <= entry.window.start < turn.until
        if entry.host == turn.incoming and within and entry.actual is None:
            title = in_both(title_of(entry, names[entry.body]))
            yield Left(
                kind=LeftKind.COMING,
                key=entry.id,
                within="",
                zh=title.zh,
                en=title.en,
                day=entry.window.end - DAY,
            )


READERS: tuple[Reader, ...] = (
    _items,
    _decisions,
    _minutes,
    _agreements,
    _reminders,
    _coming,
)
"""One for each kind, in the order of ``LeftKind``."""
