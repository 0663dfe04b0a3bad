"""A liaison hands a city's duty on to its units, and makes one answer of their returns.

A part belongs to one unit. Returns stand beside each other until the liaison merges them;
nothing that a unit wrote is overwritten by anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.rights import Over, Right, may, require
from hansa.directory.reads import people
from hansa.directory.terms.people import UnitLine
from hansa.duties.models import Duty, HandOn
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.rights import (
    HAND_ON,
    REPORT,
    RETURN_PART,
    demand_unit_paper,
)
from hansa.duties.rules.written import (
    WORDS_LONGEST,
    demand_words,
    refuse_unwritable,
)
from hansa.duties.services import rows
from hansa.duties.services.acts import Done, Recorded, findings_of, report
from hansa.duties.terms.duties import EventKind
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import mark, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What one unit is asked to do of a duty; ``due_on`` None leaves the duty's own."""

    unit: str
    words: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What a unit gives back: words, a file, or both."""

    words: str = ""
    file: Upload | None = None


def hand_on(
    actor: Actor,
    league: str,
    duty_id: UUID,
    revision: int,
    handings: Sequence[Handing],
) -> tuple[UUID, ...]:
    """Hand a city's duty on to one or several of its units.

    Returns:
        Ids of the parts, in the order given.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor is no liaison of the city.
        Conflict: somebody changed the duty meanwhile.
        Refused: no unit is named, a unit is not the city's or is closed, or it has an
            open part already; or it would be due after the duty itself.
    """
    with transaction.atomic():
        row = rows.open_for(actor, HAND_ON, league, duty_id, revision)
        units = _units(actor, row)
        _refuse_units(row, units, handings)
        _refuse_late_days(actor, row, handings)
        parts = [_hand(actor, row, handing) for handing in handings]
        rows.keep(actor, row)
        journal.record(
            actor,
            "duties.hand_on",
            league,
            [*rows.named(row), *(f"part:{part.pk}" for part in parts)],
            {"units": [handing.unit for handing in handings]},
        )
    return tuple(part.pk for part in parts)


def hand_on_many(
    actor: Actor,
    league: str,
    duties: Sequence[tuple[UUID, int]],
    handings: Sequence[Handing],
) -> int:
    """Hand several duties on to the same units, all of them or none.

    Args:
        actor: the city's liaison.
        league: slug.
        duties: ids, each with the revision seen.
        handings: what each unit is asked to do of each.

    Returns:
        How many parts were made.

    Raises:
        Missing, Forbidden, Conflict, Refused: as ``hand_on`` for any of them.
    """
    with transaction.atomic():
        parts = [
            part
            for duty_id, revision in duties
            for part in hand_on(actor, league, duty_id, revision, handings)
        ]
    return len(parts)


def _units(actor: Actor, row: Duty) -> dict[str, UnitLine]:
    standing = people.list_units(actor, row.league, day_of(actor))
    return {unit.id: unit for unit in standing if unit.member == row.member}


def _refuse_units(
    row: Duty, units: dict[str, UnitLine], handings: Sequence[Handing]
) -> None:
    if not handings:
        raise Refused(
            "unit-missing",
            text("No unit is named."),
            text("Choose the units that are to do a part of it."),
        )
    if any(handing.unit not in units for handing in handings):
        raise Refused(
            "unit-not-of-city",
            text("A unit is closed, or is none of this city."),
            text("Choose among the units of the city that stand today."),
        )
    open_parts = row.parts.filter(returned_at=None, taken_back_at=None)
    held = {str(unit) for unit in open_parts.values_list("unit_id", flat=True)}
    asked = [handing.unit for handing in handings]
    twice = held & set(asked) or {unit for unit in asked if asked.count(unit) > 1}
    if twice:
        raise Refused(
            "unit-has-part",
            text(
                "These units have an open part of it already: {units}.",
                units=tuple(units[unit].name for unit in sorted(twice)),
            ),
            text("Take that part back first, or wait for its return."),
        )


def _refuse_late_days(actor: Actor, row: Duty, handings: Sequence[Handing]) -> None:
    """Refuse a unit's day after the duty's own; what is past its day may still be asked."""
    days = [handing.due_on for handing in handings if handing.due_on is not None]
    if row.ends_on < day_of(actor) or max(days, default=row.ends_on) <= row.ends_on:
        return
    raise Refused(
        "part-after-duty",
        text(
            "The duty itself is due on {day}; a unit that returns its part later makes "
            "the city late.",
            day=row.ends_on.isoformat(),
        ),
        text(
            "Give the units that day or an earlier one, or ask for an extension first."
        ),
    )


def _hand(actor: Actor, row: Duty, handing: Handing) -> HandOn:
    refuse_unwritable("words-unfit", handing.words, WORDS_LONGEST)
    part = HandOn.objects.create(
        id=uuid4(),
        duty=row,
        unit_id=handing.unit,
        words=handing.words.strip(),
        due_on=handing.due_on,
        handed_by=actor.person,
        handed_at=actor.at,
    )
    rows.add_event(
        actor,
        row,
        EventKind.HANDED_ON,
        note=part.words,
        content={"part": str(part.pk), "to": handing.unit},
    )
    return part


def sign_part(
    actor: Actor,
    league: str,
    part_id: UUID,
    revision: int,
    paper: Upload | None = None,
) -> None:
    """Sign for a part: the unit has it; again changes nothing.

    Args:
        actor: of the unit, or a clerk with the unit's paper as evidence.
        league: slug.
        part_id: the part.
        revision: as the actor saw it.
        paper: the scan of the unit's paper, which is filed with its hash.

    Raises:
        Missing: the actor may not know of such a part.
        Forbidden: the actor is not of that unit or city.
        Conflict: it was changed or taken back meanwhile.
        Refused: another acts for the unit without its paper.
    """
    with transaction.atomic():
        part = _open_part(actor, RETURN_PART, league, part_id, revision)
        if part.signed_at is not None:
            return
        part.signed_at = actor.at
        _keep(
            actor,
            part,
            EventKind.SIGNED_FOR,
            "duties.sign_part",
            fields=("signed_at",),
            file=_take(actor, part, paper),
        )
        rows.keep(actor, part.duty)


def return_part(
    actor: Actor, league: str, part_id: UUID, revision: int, given: Return
) -> None:
    """Return a part with words or a file; a unit that returns has signed for it too.

    Raises:
        Missing: the actor may not know of such a part.
        Forbidden: the actor is not of that unit or city.
        Conflict: it was returned or taken back meanwhile.
        Refused: it is empty, or another acts for the unit without its paper.
    """
    refuse_unwritable("words-unfit", given.words, WORDS_LONGEST)
    if not (given.words.strip() or given.file):
        raise Refused(
            "return-empty",
            text("Nothing is returned."),
            text("Write what the unit has done or thinks, or attach a file."),
        )
    with transaction.atomic():
        part = _open_part(actor, RETURN_PART, league, part_id, revision)
        file = _take(actor, part, given.file)
        part.signed_at = part.signed_at or actor.at
        part.returned_at = actor.at
        part.returned_by = actor.person
        part.returned_words = given.words.strip()
        part.returned_file_id = file.id if file else None
        part.sent_back_words = ""
        _keep(
            actor,
            part,
            EventKind.RETURNED,
            "duties.return_part",
            fields=(
                "signed_at",
                "returned_at",
                "returned_by",
                "returned_words",
                "returned_file_id",
                "sent_back_words",
            ),
            note=part.returned_words,
            file=file,
        )
        rows.keep(actor, part.duty)


def send_part_back(
    actor: Actor, league: str, part_id: UUID, revision: int, reason: str
) -> None:
    """Send a unit's return back for completion (退回补正): the unit has its part again.

    What it returned stays on the timeline, and stands in its part until it returns anew.

    Raises:
        Missing: the actor may not know of such a part.
        Forbidden: the actor is no liaison of the city.
        Conflict: the part was changed or taken back meanwhile, or is not returned.
        Refused: no reason is given, or nothing is owed any more.
    """
    demand_words("reason-missing", reason, mark("A return needs its reason."))
    with transaction.atomic():
        part = _part(actor, HAND_ON, league, part_id, revision)
        if part.returned_at is None:
            raise Conflict(
                "part-not-returned",
                text("The unit has returned nothing yet."),
                text("Wait for its return, or take the part back."),
            )
        if part.duty.done_on or part.duty.waived_on or part.duty.superseded_on:
            raise Refused(
                "duty-settled",
                text("Nothing is owed here any more."),
                text("Look at the timeline of the duty."),
            )
        part.returned_at = None
        part.sent_back_words = reason.strip()
        _keep(
            actor,
            part,
            EventKind.PART_SENT_BACK,
            "duties.send_part_back",
            fields=("returned_at", "sent_back_words"),
            note=part.sent_back_words,
        )
        rows.keep(actor, part.duty)


def take_back(actor: Actor, league: str, part_id: UUID, revision: int) -> None:
    """Take a part back, returned or not, so that the unit no longer has it.

    Raises:
        Missing: the actor may not know of such a part.
        Forbidden: the actor is no liaison of the city.
        Conflict: it was changed or taken back meanwhile.
    """
    with transaction.atomic():
        part = _part(actor, HAND_ON, league, part_id, revision)
        part.taken_back_at = actor.at
        _keep(
            actor,
            part,
            EventKind.TAKEN_BACK,
            "duties.take_back",
            fields=("taken_back_at",),
        )
        rows.keep(actor, part.duty)


def merge(
    actor: Actor,
    league: str,
    duty_id: UUID,
    revision: int,
    parts: Sequence[UUID],
    done: Done,
) -> Recorded:
    """Make one answer of the city out of its units' returns, and report it.

    Raises:
        Missing: the actor may not know of such a duty, or a part is none of it.
        Forbidden: the actor is no liaison of the city.
        Conflict: another liaison reported or handed on meanwhile, or all of these returns
            stand in a report already.
        Refused: the answer is empty, or its day lies ahead.
    """
    with transaction.atomic():
        row = rows.open_for(actor, HAND_ON, league, duty_id, revision)
        require(actor, REPORT, rows.owned_by(row))
        returned = row.parts.filter(pk__in=parts, taken_back_at=None).exclude(
            returned_at=None
        )
        if len(returned) != len(set(parts)) or not parts:
            raise Missing(
                "return-missing",
                text("A return that is to be merged is not there."),
                text("Choose among the returns of this duty."),
            )
        merged = [str(part) for part in dict.fromkeys(parts)]
        _refuse_merged(row, merged)
        rows.add_event(actor, row, EventKind.MERGED, content={"parts": merged})
        event, file = report(actor, row, done, {"parts": merged})
        findings = findings_of(row, done)
        rows.keep(actor, row)
        named = [*rows.named(row), *(f"part:{part}" for part in merged)]
        journal.record(
            actor,
            "duties.merge",
            league,
            [*named, *([files.journal_name(file)] if file else [])],
            {"event": event.number, "note": event.note, "on": str(event.on_date)},
        )
    return Recorded(number=event.number, findings=findings)


def _refuse_merged(row: Duty, parts: Sequence[str]) -> None:
    """Refuse to report once more what reports that stand say already."""
    returned = row.events.filter(
        kind=EventKind.EVIDENCE_RETURNED.value, withdrawn_at=None
    )
    standing = row.events.filter(
        kind=EventKind.EVIDENCE.value, withdrawn_at=None
    ).exclude(number__in=returned.values("answers"))
    told = {part for event in standing for part in event.content.get("parts", ())}
    if told >= set(parts):
        raise Conflict(
            "returns-merged",
            text("These returns are merged already, in a report that stands."),
            text(
                "Wait for what is still to be returned, or withdraw that report and "
                "merge anew."
            ),
        )


def _take(actor: Actor, part: HandOn, upload: Upload | None) -> FileLine | None:
    if upload is None:
        return None
    return files.take(actor, part.duty.league, part.duty.member or None, upload)


def _part(
    actor: Actor, right: Right, league: str, part_id: UUID, revision: int
) -> HandOn:
    """Find and hold a part and its duty, for an act by its unit or its city."""
    named = HandOn.objects.filter(pk=part_id, duty__league=league)
    found = named.select_related("duty").first()
    if found is None:
        raise _missing()
    city, unit = found.duty.member or None, str(found.unit_id)
    over = Over(league=league, member=city, unit=unit)
    if found.taken_back_at is not None and may(actor, right, over):
        # The unit that held it may no longer see the duty, and is told why all the same.
        raise _taken_back()
    duty = rows.locked(actor, league, found.duty_id)
    part = HandOn.objects.select_for_update().get(pk=part_id)
    part.duty = duty
    require(actor, right, over)
    if part.taken_back_at is not None:
        raise _taken_back()
    rows.refuse_stale(part, revision)
    return part


def _taken_back() -> Conflict:
    return Conflict(
        "part-taken-back",
        text("This part was taken back by the city's liaison."),
        text("Ask the liaison; what you wrote is still shown."),
    )


def refuse_part_elsewhere(league: str, duty_id: UUID, part_id: UUID) -> None:
    """Refuse an address that names a part of another duty; rights are judged by the act.

    Raises:
        Missing: the duty has no such part.
    """
    found = HandOn.objects.filter(pk=part_id, duty=duty_id, duty__league=league)
    if not found.exists():
        raise _missing()


def _missing() -> Missing:
    return Missing(
        "part-missing",
        text("There is no such part here."),
        text("Open it from the list of what was handed on to you."),
    )


def _open_part(
    actor: Actor, right: Right, league: str, part_id: UUID, revision: int
) -> HandOn:
    part = _part(actor, right, league, part_id, revision)
    if part.returned_at is not None:
        raise Conflict(
            "part-returned",
            text("This part was returned already."),
            text("Look at what was returned; the liaison can hand it on again."),
        )
    demand_unit_paper(actor, str(part.unit_id))
    return part


def _keep(
    actor: Actor,
    part: HandOn,
    kind: EventKind,
    service: str,
    *,
    fields: tuple[str, ...],
    note: str = "",
    file: FileLine | None = None,
) -> None:
    part.revision += 1
    part.save(update_fields=[*fields, "revision"])
    content: dict[str, Any] = {"part": str(part.pk), "unit": str(part.unit_id)}
    rows.add_event(
        actor,
        part.duty,
        kind,
        note=note,
        file_id=file.id if file else None,
        content=content,
    )
    named = [*rows.named(part.duty), f"part:{part.pk}"]
    journal.record(
        actor,
        service,
        part.duty.league,
        [*named, *([files.journal_name(file)] if file else [])],
        {"note": note},
    )
