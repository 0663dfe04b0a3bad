"""Keeps the duty to sign in step with an agreement: one for each party, from going out."""

from collections.abc import Iterable
from datetime import date, timedelta

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.directory.reads import people
from hansa.duties.services import keeping
from hansa.duties.terms.duties import DutyDraft, Fact, Source
from hansa.governance.terms import Body
from hansa.governance.terms.agreements import AgreementLine, Party, Signature
from hansa.governance.terms.dockets import AgreementRule
from hansa.kernel.periods import Period
from hansa.kernel.text import text

DAY = timedelta(days=1)


def key_of(line: AgreementLine, member: str) -> str:
    """Name the duty of a party to sign in the round that runs."""
    return f"{line.league}/agreement/{line.id}/{line.round}/{member}"


def series_of(line: AgreementLine) -> str:
    """Name what every party owes of one agreement."""
    return f"{line.league}/{line.year}/{line.body}/agreement/{line.id}"


def open_signature_duties(
    actor: Actor,
    line: AgreementLine,
    body: Body,
    rule: AgreementRule,
    parties: Iterable[Party],
    sent_on: date,
) -> None:
    """Open the duty to sign of every party; it is owed to the body.

    Each falls to the unit through which its city is reached, as all else that is asked of
    cities does; where none is named it falls to the office.
    """
    assert line.due_on is not None  # A rule gives the day.
    asked = tuple(parties)
    members = [party.member for party in asked]
    points = people.focal_points(line.league, members, (body.domain,), sent_on)
    reached = {m: points[m, body.domain] for m in members}
    drafts = [
        DutyDraft(
            key=key_of(line, party.member),
            series=series_of(line),
            title=text(
                "Sign the agreement of {body} of {year}",
                body=body.name,
                year=str(line.year),
            ),
            owed_to=line.body,
            modality=Modality.MUST,
            clauses=rule.clauses,
            member=party.member,
            unit=point.unit if (point := reached[party.member]) else None,
            body=line.body,
            domain=body.domain,
            assumptions=rule.assumptions,
            window=Period(sent_on, line.due_on + DAY),
        )
        for party in asked
    ]
    keeping.open_duties(actor, line.league, Source.AGREEMENT, drafts, complete=())


def settle_signature_duty(
    actor: Actor, line: AgreementLine, signature: Signature
) -> None:
    """Settle the duty of a party by its signature; nothing where none was opened."""
    fact = Fact(
        key=key_of(line, signature.member),
        record=f"agreement:{line.id}/{signature.version}",
        on=signature.signed_on,
        document=signature.evidence or line.title[:200],
        file_id=signature.file,
    )
    keeping.record_evidence_by_key(actor, line.league, Source.AGREEMENT, [fact])


def drop_signature_duties(actor: Actor, line: AgreementLine) -> None:
    """End what is still owed of a round that is withdrawn; what was signed stays done."""
    keeping.open_duties(
        actor, line.league, Source.AGREEMENT, [], complete=(series_of(line),)
    )
