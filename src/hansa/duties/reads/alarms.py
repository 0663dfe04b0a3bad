"""The alarms that another context raised, as they are kept."""

from hansa.duties.models import Duty, DutyEvent
from hansa.duties.terms.duties import Alarm, EventKind, Source


def alarms_of(league: str, series: str) -> tuple[Alarm, ...]:
    """List the alarms of all series below one, the newest of each key; two questions."""
    rows = Duty.objects.filter(
        league=league, source=Source.ALARM.value, series__startswith=f"{series}/"
    ).order_by("generation", "pk")
    newest = {row.key: row for row in rows}
    records = dict(
        DutyEvent.objects.filter(
            duty__league=league,
            duty__source=Source.ALARM.value,
            duty__series__startswith=f"{series}/",
            kind=EventKind.EVIDENCE.value,
            withdrawn_at=None,
        )
        .order_by("number")
        .values_list("duty_id", "content__record")
    )
    return tuple(
        Alarm(
            key=key,
            settled=bool(row.done_on or row.waived_on or row.superseded_on),
            settled_by=records.get(row.pk),
        )
        for key, row in newest.items()
    )
