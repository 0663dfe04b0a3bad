"""Supervision inside a city, as terms: its unit, its papers, what may be followed up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may
from hansa.directory.reads import people
from hansa.duties.models import HandOn
from hansa.duties.models import SupervisionBulletin as StoredBulletin
from hansa.duties.models import SupervisionPaper as PaperRow
from hansa.duties.models import SupervisionUnit as UnitRow
from hansa.duties.reads.notice_plans import in_both
from hansa.duties.reads.notices import day_of, issued_notice
from hansa.duties.rules import supervision as rules
from hansa.duties.rules.ladders import ladders_of
from hansa.duties.rules.notice_words import long_day
from hansa.duties.rules.supervision_words import bulletin_body
from hansa.duties.terms.duties import UNDATED
from hansa.duties.terms.notices import Notice, Receipt, ReceiptHow
from hansa.duties.terms.supervision import (
    Bulletin,
    BulletinRow,
    Desk,
    Ladder,
    Lapse,
    PaperLine,
    PaperState,
    RungKind,
    Supervised,
    SupervisionUnit,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, text, unpack

PARTS_MOST = 200  # More than a supervision unit follows up in one day.


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What supervision of one city is read with, on the day of the question."""

    league: str
    member: str
    day: date
    version: Version
    units: Mapping[str, Bilingual]
    office: SupervisionUnit | None

    @property
    def unit(self) -> str | None:
        """The supervision unit; None until it is named."""
        return self.office.unit if self.office else None


def frame_of(actor: Actor, league: str, member: str) -> Frame:
    """Give what supervision of a city is read with.

    Args:
        actor: who asks.
        league: slug.
        member: the city; empty for whoever belongs to none, which knows no unit.

    Raises:
        Missing: there is no such league or city.
    """
    day = day_of(actor.at)
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    if member and member not in charter_reads.names_of(version):
        raise Missing(
            "city-missing",
            text("There is no such city in this league."),
            text("Choose one of the member cities."),
        )
    units = people.unit_names(league, day)
    row = UnitRow.objects.filter(league=league, member=member, ended_at=None).first()
    office = None
    if row is not None:
        unit = str(row.unit_id)
        known = (one for one in ladders_of(version) if one.id == row.ladder)
        office = SupervisionUnit(
            member=member,
            unit=unit,
            name=units.get(unit, Bilingual(unit, unit)),
            ladder=next(known, None),
            named_at=row.named_at,
            authority=row.authority,
        )
    return Frame(
        league=league,
        member=member,
        day=day,
        version=version,
        units=units,
        office=office,
    )


def list_ladders(frame: Frame) -> tuple[Ladder, ...]:
    """List the ladders that a city may choose."""
    return ladders_of(frame.version)


def may_look(actor: Actor, league: str) -> bool:
    """Tell whether an actor sees supervision of its own city, for a link."""
    over = Over(league=league, member=actor.member)
    return actor.member is not None and may(actor, rules.READ, over)


def may_name(actor: Actor, league: str, member: str) -> bool:
    """Tell whether an actor names the supervision unit of a city, for a form."""
    return actor.member == member and may(
        actor, rules.NAME_UNIT, Over(league=league, member=member)
    )


def may_issue(actor: Actor, frame: Frame) -> bool:
    """Tell whether an actor issues papers of the city's supervision unit, for a form."""
    return rules.may_issue(actor, frame.league, frame.member, frame.unit)


def may_answer(actor: Actor, paper: PaperLine) -> bool:
    """Tell whether an actor answers a paper, for a form."""
    over = Over(league=paper.league, member=paper.member, unit=paper.unit)
    return actor.member == paper.member and may(actor, rules.ANSWER, over)


def require_namer(actor: Actor, league: str, member: str) -> None:
    """Refuse whoever names no supervision unit of a city, before a form is read.

    Raises:
        Forbidden: the actor is no liaison of that city.
    """
    frame_of(actor, league, member)
    rules.require_inside(actor, rules.NAME_UNIT, league, member)


def require_issuer(actor: Actor, league: str, member: str) -> SupervisionUnit:
    """Refuse whoever does not act as a city's supervision unit, before a form is read.

    Raises:
        Forbidden: the league's office or another city acts, or nobody of the unit.
        Refused: the city has named none.
    """
    frame = frame_of(actor, league, member)
    rules.require_inside(actor, rules.ISSUE, league, member, frame.unit)
    if frame.office is None:
        raise rules.refuse_unnamed()
    return frame.office


def visible(actor: Actor, frame: Frame) -> QuerySet[PaperRow]:
    """Give the papers of a city that an actor may see; twin of ``rules.may_see``."""
    rows = PaperRow.objects.filter(league=frame.league, member=frame.member)
    if not rules.may_see(actor, frame.league, frame.member, actor.unit or "", None):
        return rows.none()
    if actor.roles & rules.WIDE or (
        actor.unit is not None and actor.unit == frame.unit
    ):
        return rows
    return rows.filter(part__unit_id=actor.unit) if actor.unit else rows.none()


def get_desk(actor: Actor, league: str, member: str) -> Desk:
    """Show supervision of a city to somebody of the city.

    Raises:
        Forbidden: the actor is of no office of that city.
        Missing: there is no such league.
    """
    frame = frame_of(actor, league, member)
    rules.require_inside(actor, rules.READ, league, member)
    return Desk(
        member=member,
        office=frame.office,
        ladders=list_ladders(frame),
        papers=list_papers(actor, frame),
        parts=list_parts(frame) if may_issue(actor, frame) else (),
        bulletins=list_bulletins(frame),
    )


def list_papers(actor: Actor, frame: Frame) -> tuple[PaperLine, ...]:
    """List the papers of a city that an actor may see, the newest first."""
    rows = visible(actor, frame).order_by("-issued_at", "-notice__number", "id")
    return tuple(lines_of(rows, frame))


def lines_of(rows: QuerySet[PaperRow], frame: Frame) -> list[PaperLine]:
    """Turn rows of papers into terms; one question."""
    found = rows.select_related("notice", "part__duty")
    return [line_of(row, frame) for row in found]


def get_paper(actor: Actor, league: str, paper_id: UUID) -> tuple[PaperLine, Notice]:
    """Find one paper with its paper form.

    Raises:
        Missing: there is none, or the actor may not see it; which, is not said.
    """
    row = PaperRow.objects.filter(league=league, pk=paper_id).first()
    if row is not None:
        frame = frame_of(actor, league, row.member)
        found = lines_of(visible(actor, frame).filter(pk=paper_id), frame)
        if found:
            return found[0], issued_notice(row.notice_id)
    raise paper_missing()


def answers_with(actor: Actor, league: str, file_id: UUID) -> bool:
    """Tell whether a paper that an actor may see was answered with a file."""
    if actor.member is None:
        return False
    answered = PaperRow.objects.filter(
        league=league, member=actor.member, answer_file_id=file_id
    )
    if not answered.exists():
        return False
    frame = frame_of(actor, league, actor.member)
    return visible(actor, frame).filter(answer_file_id=file_id).exists()


def paper_missing() -> Missing:
    """Say that there is no such paper."""
    return Missing(
        "supervision-missing",
        text("There is no such paper of supervision here."),
        text("Open it from the page of supervision of your city."),
    )


def line_of(row: PaperRow, frame: Frame) -> PaperLine:
    """Turn the row of a paper into a term, as it stands on the day of the question."""
    notice, duty = row.notice, row.part.duty
    unit = str(row.part.unit_id)
    lapse = None if row.closed_at else _lapse(row.part)
    return PaperLine(
        id=row.pk,
        league=row.league,
        member=row.member,
        kind=RungKind(row.kind),
        rung=row.rung,
        name=_both(row.name),
        notice=notice.pk,
        reference=_both(notice.reference),
        words=_both(notice.words),
        unit=unit,
        unit_name=frame.units.get(unit, _both(notice.name)),
        part=row.part_id,
        duty=duty.pk,
        title=in_both(unpack(duty.title)),
        reason=row.reason,
        receipt_by=row.receipt_by,
        answer_by=row.answer_by,
        provisional=row.provisional,
        issued_at=row.issued_at,
        authority=notice.authority,
        receipt=_receipt(notice),
        answered_at=row.answered_at,
        answer_words=row.answer_words,
        answer_file=row.answer_file_id,
        sent_back_words=row.sent_back_words,
        closed_at=row.closed_at,
        closing_words=row.closing_words,
        lapse=lapse,
        state=rules.state_of(
            notice.receipted_at,
            row.answered_at,
            row.closed_at,
            row.answer_by,
            frame.day,
            lapse,
        ),
        revision=row.revision,
    )


def _lapse(part: HandOn) -> Lapse | None:
    duty = part.duty
    return rules.lapse_of(
        part.taken_back_at is not None,
        duty.waived_on is not None,
        duty.superseded_on is not None,
    )


def _receipt(notice: Any) -> Receipt | None:
    if notice.receipted_at is None:
        return None
    return Receipt(
        at=notice.receipted_at,
        by=notice.receipt_by,
        office=notice.receipt_office,
        how=ReceiptHow(notice.receipt_how),
        recorded_by=notice.receipt_recorded_by,
        recorded_at=notice.receipt_recorded_at or notice.receipted_at,
    )


def _both(stored: Any) -> Bilingual:
    return cast(Bilingual, unpack(stored))


def list_parts(frame: Frame) -> tuple[Supervised, ...]:
    """List the city's parts that are not returned, those longest past their day first."""
    rows = HandOn.objects.filter(
        duty__league=frame.league,
        duty__member=frame.member,
        returned_at=None,
        taken_back_at=None,
        duty__done_on=None,
        duty__waived_on=None,
        duty__superseded_on=None,
    ).select_related("duty")
    ordered = sorted(rows, key=lambda row: (due_of(row) or UNDATED, str(row.pk)))
    shown = ordered[:PARTS_MOST]
    last = last_papers(frame, [row.pk for row in shown])
    return tuple(_supervised(row, last.get(row.pk), frame) for row in shown)


def due_of(part: HandOn) -> date | None:
    """Give the day of a part: the unit's, or the duty's own; None for an undated one."""
    if part.due_on is not None:
        return part.due_on
    return part.duty.ends_on if part.duty.ends_on != UNDATED else None


def last_papers(frame: Frame, parts: Sequence[UUID]) -> dict[UUID, PaperLine]:
    """Give the last paper about each part that is not struck off."""
    rows = PaperRow.objects.filter(part__in=parts, closed_at=None)
    ordered = lines_of(rows.order_by("issued_at", "notice__number"), frame)
    return {line.part: line for line in ordered}


def _supervised(row: HandOn, last: PaperLine | None, frame: Frame) -> Supervised:
    due, unit = due_of(row), str(row.unit_id)
    late = (frame.day - due).days if due is not None and due < frame.day else None
    ladder = frame.office.ladder if frame.office else None
    usual, urgent = rules.offered(ladder, last, frame.day) if ladder else ((), ())
    return Supervised(
        part=row.pk,
        duty=row.duty_id,
        title=in_both(unpack(row.duty.title)),
        unit=unit,
        unit_name=frame.units.get(unit, Bilingual(unit, unit)),
        due_on=due,
        days_late=late,
        last=last,
        offered=(*usual, *urgent),
    )


def late_orders(frame: Frame) -> tuple[PaperLine, ...]:
    """List the orders of a city that are past the day of their answer, by that day."""
    rows = PaperRow.objects.filter(
        Q(league=frame.league, member=frame.member, kind=RungKind.ORDER.value),
        answered_at=None,
        closed_at=None,
        answer_by__lt=frame.day,
    )
    found = lines_of(rows.order_by("answer_by", "notice__number"), frame)
    return tuple(one for one in found if one.state is PaperState.LATE)


def list_bulletins(frame: Frame) -> tuple[Bulletin, ...]:
    """List the bulletins of a city, the newest first; a right was judged before."""
    rows = StoredBulletin.objects.filter(league=frame.league, member=frame.member)
    return tuple(map(_bulletin, rows.order_by("-year", "-number")))


def get_bulletin(actor: Actor, league: str, bulletin_id: UUID) -> Bulletin:
    """Find one bulletin, for whoever is of its city.

    Raises:
        Missing: there is none, or the actor is not of its city; which, is not said.
    """
    row = StoredBulletin.objects.filter(league=league, pk=bulletin_id).first()
    if row is not None and rules.may_see_bulletin(actor, league, row.member):
        return _bulletin(row)
    raise paper_missing()


def bulletin_paragraphs(bulletin: Bulletin) -> tuple[Bilingual, ...]:
    """Write the paragraphs of a bulletin."""
    return bulletin_body(bulletin.rows, bulletin.words)


def bulletin_day(bulletin: Bulletin) -> Bilingual:
    """Write the day on which a bulletin was published, as its paper does."""
    return long_day(day_of(bulletin.issued_at))


def titles_of(actor: Actor, league: str, ids: Iterable[str]) -> Mapping[str, Bilingual]:
    """Give the numbers of papers and bulletins of the actor's own city, by id."""
    wanted = sorted(set(ids))
    own = PaperRow.objects.filter(league=league, member=actor.member or "")
    if actor.member is None or not own.filter(pk__in=wanted).exists():
        return {}
    frame = frame_of(actor, league, actor.member)
    rows = visible(actor, frame).filter(pk__in=wanted).select_related("notice")
    return {str(row.pk): _both(row.notice.reference) for row in rows}


def _bulletin(row: StoredBulletin) -> Bulletin:
    return Bulletin(
        id=row.pk,
        league=row.league,
        member=row.member,
        reference=_both(row.reference),
        title=_both(row.title),
        office=_both(row.office),
        rows=tuple(
            BulletinRow(
                unit=one["unit"],
                unit_name=_both(one["unit_name"]),
                reference=_both(one["reference"]),
                title=_both(one["title"]),
                answer_by=date.fromisoformat(one["answer_by"]),
                days_late=one["days_late"],
            )
            for one in row.lines
        ),
        words=row.words,
        authority=row.authority,
        issued_at=row.issued_at,
    )
