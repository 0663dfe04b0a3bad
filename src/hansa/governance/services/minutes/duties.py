"""Keeps the duty to publish minutes in step with them: it opens with the closing."""

from datetime import date, timedelta

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.duties.services import keeping
from hansa.duties.terms.duties import DutyDraft, Fact, Source
from hansa.governance.terms import Body
from hansa.governance.terms.dockets import MinutesRule
from hansa.governance.terms.minutes import MinutesLine
from hansa.kernel.periods import Period
from hansa.kernel.text import text

DAY = timedelta(days=1)


def key_of(line: MinutesLine) -> str:
    """Name the duty to publish the minutes of a session; a correction owes no new one."""
    return f"{line.league}/minutes/{line.session}"


def open_minutes_duty(
    actor: Actor, line: MinutesLine, body: Body, rule: MinutesRule, closed_on: date
) -> None:
    """Open the duty to publish minutes; the league's office owes it to the body."""
    assert line.due_on is not None  # A rule gives the day.
    draft = DutyDraft(
        key=key_of(line),
        series=f"{line.league}/{line.year}/{line.body}/minutes",
        title=text("Minutes of {body} of {year}", body=body.name, year=str(line.year)),
        owed_to=line.body,
        modality=Modality.MUST,
        clauses=rule.clauses,
        body=line.body,
        domain=body.domain,
        assumptions=rule.assumptions,
        window=Period(closed_on, line.due_on + DAY),
    )
    keeping.open_duties(actor, line.league, Source.MINUTES, [draft], complete=())


def settle_minutes_duty(actor: Actor, line: MinutesLine, on: date) -> None:
    """Settle the duty by what was published; nothing where none was opened."""
    fact = Fact(
        key=key_of(line), record=f"minutes:{line.id}", on=on, document=line.reference
    )
    keeping.record_evidence_by_key(actor, line.league, Source.MINUTES, [fact])
