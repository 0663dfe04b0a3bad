"""Bulletins of supervision (督查通报): which units of a city have orders past their day.

Read by the city itself, and by nobody else.
"""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.duties.models import Notice, SupervisionBulletin
from hansa.duties.reads import supervision as reads
from hansa.duties.reads.supervision import Frame
from hansa.duties.reads.supervision_plans import letterhead_in, plan_inside
from hansa.duties.rules import supervision_words
from hansa.duties.rules.notices import SUPERVISED
from hansa.duties.rules.written import refuse_unwritable
from hansa.duties.services import notices
from hansa.duties.services.supervision import (
    REASON_LONGEST,
    filed,
    journal_names,
    supervising,
)
from hansa.duties.terms.notices import Addressee, Matter, NoticeKind, Paper
from hansa.duties.terms.supervision import BulletinRow, PaperLine
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, pack, text, unpack


def publish(
    actor: Actor,
    league: str,
    member: str,
    words: str = "",
    scan: Upload | None = None,
) -> UUID:
    """Publish a bulletin of the city's units whose orders are past their day.

    The whole city reads it, and nobody else; each unit on it gets a notice to sign for.
    ``scan`` is the supervision unit's paper where a clerk enters it.

    Returns:
        The id of the bulletin.

    Raises:
        Forbidden: the league's office or another city acts, or nobody of the unit.
        Refused: no order is past its day, no unit is named, or another than the unit acts
            without its paper.
    """
    refuse_unwritable("words-unfit", words, REASON_LONGEST)
    with transaction.atomic():
        journal.lock()
        frame, ladder = supervising(actor, league, member)
        rows = tuple(_row(paper, frame) for paper in reads.late_orders(frame))
        if not rows:
            raise Refused(
                "nothing-late",
                text("No order of this city is past the day of its answer."),
                text("A bulletin lists those that are; urge or order first."),
            )
        bulletin = _published(actor, frame, ladder.bulletin, rows, words.strip())
        _send(actor, frame, bulletin, rows)
        file = filed(actor, league, member, scan)
        journal.record(
            actor,
            "supervision.publish",
            league,
            [f"supervision:{bulletin.pk}", *journal_names(file)],
            {"reference": bulletin.reference["zh"], "orders": len(rows)},
        )
    return bulletin.pk


def _row(paper: PaperLine, frame: Frame) -> BulletinRow:
    return BulletinRow(
        unit=paper.unit,
        unit_name=paper.unit_name,
        reference=paper.reference,
        title=paper.title,
        answer_by=paper.answer_by,
        days_late=(frame.day - paper.answer_by).days,
    )


def _published(
    actor: Actor,
    frame: Frame,
    name: Bilingual,
    rows: tuple[BulletinRow, ...],
    words: str,
) -> SupervisionBulletin:
    year = frame.day.year
    of_year = SupervisionBulletin.objects.filter(
        league=frame.league, member=frame.member, year=year
    )
    number = (of_year.aggregate(last=Max("number"))["last"] or 0) + 1
    office = letterhead_in(frame)
    reference = Bilingual(
        f"{office.mark.zh}督查通报〔{year}〕{number}号",
        f"{office.mark.en}, Supervision Bulletin No. {number} of {year}",
    )
    title = supervision_words.bulletin_title(office.name, name, year, number)
    return SupervisionBulletin.objects.create(
        id=uuid4(),
        league=frame.league,
        member=frame.member,
        year=year,
        number=number,
        reference=pack(reference),
        title=pack(title),
        office=pack(office.name),
        lines=[
            {
                "unit": row.unit,
                "unit_name": pack(row.unit_name),
                "reference": pack(row.reference),
                "title": pack(row.title),
                "answer_by": row.answer_by.isoformat(),
                "days_late": row.days_late,
            }
            for row in rows
        ],
        words=words,
        issued_by=actor.person,
        authority=actor.authority,
        issued_at=actor.at,
    )


def _send(
    actor: Actor,
    frame: Frame,
    bulletin: SupervisionBulletin,
    rows: tuple[BulletinRow, ...],
) -> tuple[Notice, ...]:
    """Send each unit on a bulletin the paper of it, to be signed for."""
    title = unpack(bulletin.title)
    assert isinstance(title, Bilingual)
    matter = Matter(title=title, is_document=False, asked=supervision_words.READ_IT)
    office = letterhead_in(frame).name
    papers = [
        (
            Addressee(member=frame.member, unit=unit),
            Paper(
                heading=title,
                addressee=frame.units[unit],
                body=supervision_words.bulletin_body(rows, bulletin.words),
                signature=office,
                contact=None,
            ),
        )
        for unit in dict.fromkeys(row.unit for row in rows)
    ]
    plan = plan_inside(
        frame,
        actor.at,
        NoticeKind.BULLETIN,
        f"{SUPERVISED}{bulletin.pk}",
        matter,
        papers,
    )
    return notices.keep_inside(actor, frame.league, plan)
