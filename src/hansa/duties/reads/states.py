"""The states of duties in the words of the database, so that lists filter and count there.

Twin of ``rules.states``; one table of cases pins both in ``test_twins``.
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality
from hansa.chassis import workdays
from hansa.chassis.clock import FIRST_YEAR, end_of
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.rules import states as state_rules
from hansa.duties.rules.states import PAST_DUE
from hansa.duties.terms.duties import DutyState, EventKind, Reckoning, Source
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def reckon(league: str, as_of: date) -> Reckoning:
    """Count once what every duty of a league is compared with on a day.

    Raises:
        Missing: no charter of that league was applied.
        Refused: the day lies so far off that nothing is counted there.
    """
    if not FIRST_YEAR <= as_of.year <= workdays.LAST_YEAR:
        raise Refused(
            "day-too-far",
            text("{day} lies too far off.", day=as_of.isoformat()),
            text(
                "Ask for a day from {first} to {last}.",
                first=str(FIRST_YEAR),
                last=str(workdays.LAST_YEAR),
            ),
        )
    versions = charter_reads.get_versions(league)
    return state_rules.reckon(
        workdays.table(),
        as_of,
        versions[-1].in_service_since,
        versions[-1].charter.agreement.horizons,
        signed_on=versions[0].effective_from,
    )


def existing(rows: QuerySet[Duty], reckoning: Reckoning) -> QuerySet[Duty]:
    """Keep the duties that there were on the day asked.

    What the calendar asks for is there from the year before its own, whenever it was
    entered. What was asked, found or entered by hand, and what an amendment opened anew,
    is there from the day it was opened.
    """
    as_of, signed_on = reckoning.as_of, reckoning.signed_on
    if signed_on is not None and as_of < signed_on:
        return rows.none()
    in_reach = Q(
        source=Source.CALENDAR.value,
        generation=1,
        window_start__lt=date(as_of.year + 2, 1, 1),
    )
    return rows.filter(Q(opened_at__lt=end_of(as_of)) | in_reach)


def with_due_day(rows: QuerySet[Duty], as_of: date) -> QuerySet[Any]:
    """Add ``due_day``: the due day in force on a day; None where there is none.

    The rows are duties with a column more than their model, so no type names them.
    Extensions are looked up only for the duties that ever had one.
    """
    granted = (
        DutyEvent.objects.filter(
            duty=OuterRef("pk"),
            kind=EventKind.EXTENSION_GRANTED.value,
            withdrawn_at=None,
            on_date__lte=as_of,
        )
        .order_by("-number")
        .values("until")[:1]
    )
    return rows.annotate(
        due_day=Case(
            When(extended=True, then=Coalesce(Subquery(granted), F("due_on"))),
            default=F("due_on"),
            output_field=DateField(),
        )
    )


def with_state(rows: QuerySet[Duty], reckoning: Reckoning) -> QuerySet[Any]:
    """Add ``due_day`` and ``state`` as of the day asked, for lists of what is known now.

    Source: contracts, section 6; twin of ``rules.states.state_of``, pinned by
    ``test_twins``.
    """
    as_of, since = reckoning.as_of, reckoning.in_service_since
    unrecorded = Q(due_day__lt=since) if since else Q(pk__in=())
    untriggered = Q(triggered_on=None) | Q(triggered_on__gt=as_of)
    begun = Q(window_start=None) | Q(window_start__lte=reckoning.opens_until)
    lines: list[tuple[Q, DutyState]] = [
        (Q(superseded_on__lte=as_of), DutyState.SUPERSEDED),
        (Q(waived_on__lte=as_of), DutyState.WAIVED),
        (unrecorded & Q(done_on__lte=as_of), DutyState.DONE),
        (Q(done_on__lte=as_of, done_on__gt=F("due_day")), DutyState.DONE_LATE),
        (Q(done_on__lte=as_of), DutyState.DONE),
        (unrecorded, DutyState.NOT_RECORDED),
        (Q(modality=Modality.CONDITIONAL.value) & untriggered, DutyState.DORMANT),
        (Q(due_day=None), DutyState.OPEN),
        *(
            (Q(due_day__lt=as_of, modality=modality.value), state)
            for modality, state in PAST_DUE.items()
        ),
        (Q(due_day__lte=reckoning.soon_until), DutyState.DUE_SOON),
        (begun, DutyState.OPEN),
    ]
    stated: QuerySet[Any] = with_due_day(rows, as_of).annotate(
        state=Case(
            *(When(held, then=Value(state.value)) for held, state in lines),
            default=Value(DutyState.UPCOMING.value),
            output_field=CharField(),
        )
    )
    return stated
