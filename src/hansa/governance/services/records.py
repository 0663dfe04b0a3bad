"""Records meetings and circulars as they happened.

Whatever happened outside is recorded, with what it departs in shown beside it. Refused is
only what cannot have happened, and who has no right to say so.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, refuse_early
from hansa.chassis.lengths import refuse_long
from hansa.chassis.plain import plain
from hansa.governance.models import MeetingRecord as Row
from hansa.governance.reads import answering
from hansa.governance.reads.calendars import list_bodies, list_names
from hansa.governance.reads.meetings import get_row, list_meetings, record_of
from hansa.governance.reads.records import leading_unit
from hansa.governance.rules import records as rules
from hansa.governance.rules.rights import require_record
from hansa.governance.services import obligations
from hansa.governance.terms.history import ColumnCheck
from hansa.governance.terms.records import MeetingFacts
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.findings import meant
from hansa.kernel.periods import Period
from hansa.kernel.text import text

PLACE_LONGEST = DOCUMENT_LONGEST = 200
REASON_LONGEST = 400

DAY = timedelta(days=1)


def record_meeting(
    actor: Actor, league: str, facts: MeetingFacts, paper: files.Upload | None
) -> str:
    """Record a meeting or circular as it happened, and give the record's id.

    Where the actor does not answer for the place that it would take, it waits there for
    a confirmation, and settles nothing.

    Args:
        actor: the office, the liaison of the city that hosted, or the group's lead.
        league: slug.
        facts: what happened.
        paper: the paper that shows it, to be filed; None for none.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not record this one.
        Refused: it cannot have happened, or something is too long.
        Conflict: the very same is recorded already.
    """
    versions = charter_reads.get_versions(league)
    refuse_nonsense(actor, versions, facts)
    _require(actor, league, facts)
    stands = answering.may_settle(actor, versions, facts)
    with transaction.atomic():
        # Two people recording at once: the second sees what the first one recorded.
        journal.lock()
        _refuse_same(league, facts)
        row = _keep(actor, league, facts, paper, None, stands=stands)
        _journal(actor, "governance.record_meeting", row)
        obligations.settle_places(actor, versions, {rules.place_of(facts)})
    return str(row.pk)


def correct_record(
    actor: Actor,
    league: str,
    record_id: str,
    facts: MeetingFacts,
    paper: files.Upload | None,
) -> str:
    """Put a record right; the one corrected is kept and no longer counts.

    Args:
        actor: who might have recorded it as it stands and as it will stand.
        league: slug.
        record_id: the record as the actor saw it.
        facts: what really happened.
        paper: a paper to be filed with it; None keeps the one there is.

    Returns:
        The id of the new record.

    Raises:
        Missing: there is no such league or record.
        Forbidden: the actor may not record this one.
        Refused: it cannot have happened, or something is too long.
        Conflict: somebody corrected or withdrew it meanwhile, or nothing changes.
    """
    versions = charter_reads.get_versions(league)
    refuse_nonsense(actor, versions, facts)
    _require(actor, league, facts)
    stands = answering.may_settle(actor, versions, facts)
    with transaction.atomic():
        journal.lock()
        before = _standing_row(actor, versions, record_id)
        former = record_of(before).facts
        if rules.place_of(facts) == rules.place_of(former):
            # Forms do not ask which entry it stands for; that stays.
            facts = replace(facts, entry=facts.entry or former.entry)
        if facts == former and paper is None:
            raise Conflict(
                "nothing-changed",
                text("This is what is recorded already."),
                text("Change what is wrong, or leave it."),
            )
        _withdraw(actor, before)
        row = _keep(actor, league, facts, paper, before, stands=stands)
        _journal(actor, "governance.correct_record", row)
        places = {rules.place_of(former), rules.place_of(facts)}
        obligations.settle_places(actor, versions, places)
    return str(row.pk)


def withdraw_record(actor: Actor, league: str, record_id: str) -> None:
    """Take back a record that was entered in error; it is kept and no longer counts.

    Raises:
        Missing: there is no such league or record.
        Forbidden: the actor might not have recorded it.
        Conflict: somebody corrected or withdrew it meanwhile.
    """
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        journal.lock()
        row = _standing_row(actor, versions, record_id)
        _withdraw(actor, row)
        _journal(actor, "governance.withdraw_record", row)
        place = rules.place_of(record_of(row).facts)
        obligations.settle_places(actor, versions, {place})


def confirm_record(actor: Actor, league: str, record_id: str) -> None:
    """Say that a record stands which somebody else entered; it takes its place now.

    Raises:
        Missing: there is no such league or record.
        Forbidden: the actor does not answer for the place that it takes.
        Conflict: it stands already, or was corrected or withdrawn meanwhile.
    """
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        journal.lock()
        row = get_row(league, record_id)
        facts = record_of(row).facts
        answering.require_settling(actor, versions, facts)
        _refuse_withdrawn(row)
        if row.confirmed_at is not None:
            raise Conflict(
                "confirmed-already",
                text("This record stands already."),
                text("Look at it; nothing more is to be done."),
            )
        row.confirmed_at = actor.at
        row.save(update_fields=["confirmed_at"])
        _journal(actor, "governance.confirm_record", row)
        obligations.settle_places(actor, versions, {rules.place_of(facts)})


def keep_rows(
    actor: Actor, league: str, held: Sequence[MeetingFacts]
) -> tuple[str, ...]:
    """Record many meetings in the caller's transaction, which has judged them all."""
    rows = [_keep(actor, league, facts, None, None, stands=True) for facts in held]
    return tuple(str(row.pk) for row in rows)


def _require(actor: Actor, league: str, facts: MeetingFacts) -> None:
    require_record(actor, league, facts.host, leading_unit(actor, league, facts))


def _standing_row(actor: Actor, versions: Sequence[Version], record_id: str) -> Row:
    """Give a row that the actor may change; what settles a duty only its owner may."""
    row = get_row(versions[0].league, record_id)
    _require(actor, row.league, record_of(row).facts)
    if row.confirmed_at is not None:
        answering.require_settling(actor, versions, record_of(row).facts)
    _refuse_withdrawn(row)
    return row


def _refuse_withdrawn(row: Row) -> None:
    if row.withdrawn_at is not None:
        raise Conflict(
            "record-withdrawn",
            text("This record was corrected or withdrawn meanwhile."),
            text("Look at the record that stands now, and decide again."),
        )


def refuse_nonsense(
    actor: Actor, versions: Sequence[Version], facts: MeetingFacts
) -> None:
    """Refuse what cannot have happened, and words that no column keeps.

    Raises:
        Refused: an unknown body or city, a day to come, a year that cannot be meant.
    """
    bodies = [body.id for version in versions for body in list_bodies(version)]
    if facts.body not in bodies:
        raise Refused(
            "body-unknown",
            text("There is no body “{body}”.", body=facts.body[:60]),
            meant(facts.body, bodies),
        )
    cities = list_names(versions)
    chair = facts.chair.member if facts.chair else None
    for city in (facts.host, chair):
        if city is not None and city not in cities:
            raise Refused(
                "member-unknown",
                text("There is no member city “{member}”.", member=city[:60]),
                text("Member cities: {known}.", known=tuple(cities)),
            )
    for _, check in day_checks(actor, facts.days, facts.year):
        check()
    for words, longest in (
        (facts.place.zh if facts.place else "", PLACE_LONGEST),
        (facts.place.en if facts.place else "", PLACE_LONGEST),
        (facts.document, DOCUMENT_LONGEST),
        (facts.reason, REASON_LONGEST),
    ):
        refuse_long("too-long", words, longest)


def day_checks(actor: Actor, days: Period, year: int) -> tuple[ColumnCheck, ...]:
    """Give what refuses the days of a meeting, each with the column that it is about."""
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    return (
        ("start", partial(refuse_early, days.start)),
        ("end", partial(_refuse_to_come, days.end - DAY, today)),
        ("year", partial(_refuse_year, days.start, year)),
    )


def _refuse_to_come(last: date, today: date) -> None:
    if last > today:
        raise Refused(
            "not-yet-held",
            text(
                "{day} is still to come: what has not happened cannot be recorded.",
                day=last.isoformat(),
            ),
            text("Record it on the day or later."),
        )


def _refuse_year(start: date, year: int) -> None:
    # A session of November may be held in January; more than a year off is a slip.
    if abs(year - start.year) > 1:
        raise Refused(
            "year-wrong",
            text(
                "A meeting of {day} cannot count for {year}.",
                day=start.isoformat(),
                year=str(year),
            ),
            text("Give the year of the meeting, or the one before or after it."),
        )


def _refuse_same(league: str, facts: MeetingFacts) -> None:
    years = range(facts.year, facts.year + 1)
    held = list_meetings(league, years=years)
    overlapping = rules.same_meeting(facts, held)
    if overlapping is not None:
        raise Conflict(
            "recorded-already",
            text(
                "A meeting of this body on {day} is recorded already.",
                day=overlapping.facts.days.start.isoformat(),
            ),
            text(
                "Correct that record; if this was another meeting, give the reason, or "
                "say that it was called for its own sake."
            ),
        )
    if any(record.facts == facts for record in held):
        raise Conflict(
            "recorded-already",
            text("The very same is recorded already."),
            text("Open that record to confirm or correct it."),
        )


def _keep(
    actor: Actor,
    league: str,
    facts: MeetingFacts,
    paper: files.Upload | None,
    before: Row | None,
    *,
    stands: bool,
) -> Row:
    filed = files.take(actor, league, facts.host, paper) if paper else None
    kept = before.file_id if before is not None else None
    return Row.objects.create(
        id=uuid4(),
        league=league,
        body=facts.body,
        kind=facts.kind.value,
        level=facts.level.value if facts.level else "",
        year=facts.year,
        start_on=facts.days.start,
        end_on=facts.days.end,
        host=facts.host or "",
        chair_member=facts.chair.member if facts.chair else "",
        chair_office=facts.chair.office.value if facts.chair else "",
        chair_delegated=facts.delegated,
        ad_hoc=facts.ad_hoc,
        entry=facts.entry or "",
        place_zh=facts.place.zh if facts.place else "",
        place_en=facts.place.en if facts.place else "",
        document=facts.document,
        reason=facts.reason,
        file_id=filed.id if filed else kept,
        recorded_by=actor.person,
        authority=actor.authority,
        evidence=actor.evidence or "",
        recorded_at=actor.at,
        confirmed_at=actor.at if stands else None,
        replaces=before,
    )


def _withdraw(actor: Actor, row: Row) -> None:
    row.withdrawn_at = actor.at
    row.save(update_fields=["withdrawn_at"])


def _journal(actor: Actor, service: str, row: Row) -> None:
    named = [f"meeting:{row.pk}"]
    if row.replaces_id is not None:
        named.append(f"meeting:{row.replaces_id}")
    if row.file_id is not None:
        named.append(files.journal_name(files.get_file(row.file_id)))
    content: dict[str, Any] = plain(record_of(row).facts)
    journal.record(actor, service, row.league, named, content)
