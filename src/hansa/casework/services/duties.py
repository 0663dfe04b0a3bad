"""Keeps what parties and bodies owe in a case on the lists of duties."""

from datetime import timedelta

from hansa.casework.models import Case
from hansa.casework.rules.clocks import Frame
from hansa.casework.terms.cases import Running, Standing
from hansa.casework.terms.types import Until
from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import people
from hansa.duties.services import keeping
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, Fact, Source
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text, unpack

DAY = timedelta(days=1)


def keep_duties(actor: Actor, row: Case, frame: Frame, standing: Standing) -> None:
    """Open a duty for every running clock, and settle those that were answered.

    What a withdrawal, a higher body or a new round left behind is superseded. Done again,
    it changes nothing.
    """
    owed = [one for one in standing.clocks if not one.withdrawn]
    units = _units(actor, row.league, frame, owed)
    drafts = [_draft(row, frame, one, units) for one in owed]
    series = f"case/{row.pk}"
    keeping.open_duties(actor, row.league, Source.CASE, drafts, complete=(series,))
    facts = [
        Fact(
            key=_key(row, one), record=f"case:{row.pk}/{one.ended_by}", on=one.ended_on
        )
        for one in owed
        if one.ended_on is not None
    ]
    keeping.record_evidence_by_key(actor, row.league, Source.CASE, facts)


def _key(row: Case, one: Running) -> str:
    return f"case/{row.pk}/{one.key}"


def _member(frame: Frame, one: Running) -> str | None:
    return frame.parties[one.party - 1].member if one.party is not None else None


def _units(
    actor: Actor, league: str, frame: Frame, owed: list[Running]
) -> dict[str, str | None]:
    """Give the unit that each city is reached through, and that leads each body."""
    on = actor.at.astimezone(LEAGUE_ZONE).date()
    members = sorted({m for one in owed if (m := _member(frame, one)) is not None})
    points = people.focal_points(league, members, [None], on)
    units = {
        member: point.unit if (point := points[member, None]) else None
        for member in members
    }
    for body in {one.body for one in owed if one.body is not None}:
        lead = people.lead_unit(league, body, on)
        units[body] = lead.unit if lead else None
    return units


def _draft(
    row: Case, frame: Frame, one: Running, units: dict[str, str | None]
) -> DutyDraft:
    member = _member(frame, one)
    return DutyDraft(
        key=_key(row, one),
        series=f"case/{row.pk}",
        title=_title(row, one),
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=frame.kind.clauses,
        member=member,
        unit=units.get(member or one.body or ""),
        body=one.body,
        assumptions=frame.kind.assumptions,
        window=Period(one.from_on, one.due_on + DAY),
    )


def _title(row: Case, one: Running) -> Text:
    subject = unpack(row.subject)
    assert isinstance(subject, Text | Bilingual | str)  # Drafts hold nothing else.
    named = {"number": f"{row.year}-{row.number}", "subject": subject}
    match one.until:
        case Until.REPLY:
            return text("Reply in case {number}: {subject}", **named)
        case Until.DECISION:
            return text("Decide case {number}: {subject}", **named)
        case Until.CLOSURE:
            return text("Carry out and close case {number}: {subject}", **named)
