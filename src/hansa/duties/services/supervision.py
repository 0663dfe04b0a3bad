"""Supervision inside a city: urging, and orders with receipt and answer.

Its own supervision unit issues them to its own units, and nobody else to anybody.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import files, journal, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.lengths import refuse_long
from hansa.directory.reads import people
from hansa.duties.models import HandOn, SupervisionPaper, SupervisionUnit
from hansa.duties.reads import supervision as reads
from hansa.duties.reads.notice_plans import in_both
from hansa.duties.reads.notices import day_of, list_by_ids
from hansa.duties.reads.supervision import Frame
from hansa.duties.reads.supervision_plans import letterhead_in, plan_inside
from hansa.duties.rules import notice_words, supervision_words
from hansa.duties.rules import supervision as rules
from hansa.duties.rules.notices import SUPERVISED
from hansa.duties.rules.rights import demand_unit_paper
from hansa.duties.rules.written import WORDS_LONGEST, demand_words, refuse_unwritable
from hansa.duties.services import notices
from hansa.duties.services.handing import Return
from hansa.duties.services.receipts import sign_as
from hansa.duties.terms.notices import Addressee, Matter
from hansa.duties.terms.supervision import (
    NOTICES,
    Ladder,
    PaperDraft,
    PaperLine,
    Rung,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import Bilingual, mark, pack, text, unpack
from hansa.kernel.workdays import deadline

REASON_LONGEST = 400
TITLE_LONGEST = 300


def name_unit(actor: Actor, league: str, member: str, unit: str, ladder: str) -> None:
    """Name the supervision unit of one's own city, and the ladder it works by.

    Naming another one ends the former; papers that were issued stay.

    Raises:
        Forbidden: the actor is no liaison of that city.
        Missing: there is no such league.
        Refused: the unit is none of the city's, or the charter knows no such ladder.
    """
    frame = reads.frame_of(actor, league, member)
    rules.require_inside(actor, rules.NAME_UNIT, league, member)
    with transaction.atomic():
        journal.lock()
        standing = people.list_units(actor, league, frame.day)
        if unit not in {one.id for one in standing if one.member == member}:
            raise Refused(
                "unit-not-of-city",
                text("A unit is closed, or is none of this city."),
                text("Choose among the units of the city that stand today."),
            )
        known = tuple(one.id for one in reads.list_ladders(frame))
        if ladder not in known:
            raise Refused(
                "ladder-unknown",
                text("The charter knows no ladder “{ladder}”.", ladder=ladder[:60]),
                text("Choose one of: {ladders}.", ladders=known or "-"),
            )
        SupervisionUnit.objects.filter(
            league=league, member=member, ended_at=None
        ).update(ended_at=actor.at)
        SupervisionUnit.objects.create(
            league=league,
            member=member,
            unit_id=unit,
            ladder=ladder,
            named_by=actor.person,
            authority=actor.authority,
            named_at=actor.at,
        )
        journal.record(
            actor,
            "supervision.name_unit",
            league,
            [f"unit:{unit}"],
            {"member": member, "ladder": ladder},
        )


def issue(
    actor: Actor,
    league: str,
    member: str,
    part_id: UUID,
    draft: PaperDraft,
    scan: Upload | None = None,
) -> UUID:
    """Issue the next paper about a part of a unit of one's own city.

    Args:
        actor: of the supervision unit, or a clerk with the unit's paper as evidence.
        league: slug.
        member: the city.
        part_id: the part of a unit.
        draft: which rung, and why.
        scan: the unit's paper, where a clerk enters it; filed with its hash.

    Returns:
        The id of the paper.

    Raises:
        Forbidden: the league's office or another city acts, or nobody of the unit.
        Missing: the city has no such part.
        Refused: no unit is named, the part is settled, the rung comes too early, or
            another than the unit acts without its paper.
        Conflict: the last paper still waits.
    """
    with transaction.atomic():
        journal.lock()
        frame, ladder = supervising(actor, league, member)
        part = _open_part(frame, part_id)
        refuse_long("too-long", draft.reason, REASON_LONGEST)
        last = reads.last_papers(frame, [part.pk]).get(part.pk)
        rung = rules.chosen_rung(ladder, last, frame.day, draft.rung, draft.reason)
        reason = draft.reason.strip()
        row = _issued(actor, frame, part, last, rung, ladder.id, reason)
        file = filed(actor, league, member, scan)
        journal.record(
            actor,
            "supervision.issue",
            league,
            [
                f"supervision:{row.pk}",
                f"notice:{row.notice_id}",
                f"part:{part.pk}",
                f"duty:{part.duty_id}",
                *journal_names(file),
            ],
            {"rung": rung.id, "answer_by": row.answer_by.isoformat()},
        )
    return row.pk


def supervising(actor: Actor, league: str, member: str) -> tuple[Frame, Ladder]:
    """Give the frame of a city for whoever acts as its supervision unit."""
    frame = reads.frame_of(actor, league, member)
    rules.require_inside(actor, rules.ISSUE, league, member, frame.unit)
    if frame.office is None or frame.office.ladder is None:
        raise rules.refuse_unnamed()
    demand_unit_paper(actor, frame.office.unit)
    return frame, frame.office.ladder


def _open_part(frame: Frame, part_id: UUID) -> HandOn:
    named = HandOn.objects.filter(
        pk=part_id, duty__league=frame.league, duty__member=frame.member
    )
    part = named.select_related("duty").first()
    if part is None:
        raise Missing(
            "part-missing",
            text("The city has no such part of a unit."),
            text("Hand the duty on to one of its units first."),
        )
    duty = part.duty
    settled = duty.done_on or duty.waived_on or duty.superseded_on
    if settled or part.returned_at is not None or part.taken_back_at is not None:
        raise Refused(
            "part-settled",
            text("The unit has returned its part, or nothing is owed any more."),
            text("Choose a part that is still open."),
        )
    return part


def _issued(
    actor: Actor,
    frame: Frame,
    part: HandOn,
    last: PaperLine | None,
    rung: Rung,
    ladder: str,
    reason: str,
) -> SupervisionPaper:
    table = workdays.table()
    before = (last, day_of(last.issued_at)) if last else None
    receipt = deadline(table, frame.day, rung.receipt_days)
    answer = deadline(table, frame.day, rung.answer_days)
    unit, title = str(part.unit_id), _cut(in_both(unpack(part.duty.title)))
    matter = Matter(
        title=title,
        is_document=notice_words.is_draft(title),
        asked=supervision_words.ASKED,
        rider=supervision_words.rider(receipt.due_on),
        due_on=answer.due_on,
    )
    paper = supervision_words.paper_of(
        rung,
        matter,
        frame.units[unit],
        letterhead_in(frame).name,
        supervision_words.standing_of(reads.due_of(part), before, frame.day),
        receipt.due_on,
        part.words,
    )
    to = Addressee(member=frame.member, unit=unit, duty=part.duty_id)
    kind, id_ = NOTICES[rung.kind], uuid4()
    plan = plan_inside(
        frame, actor.at, kind, f"{SUPERVISED}{id_}", matter, [(to, paper)]
    )
    (notice,) = notices.keep_inside(actor, frame.league, plan)
    assert frame.office is not None  # Whoever issues was judged as its unit.
    return SupervisionPaper.objects.create(
        id=id_,
        league=frame.league,
        member=frame.member,
        part=part,
        notice=notice,
        supervisor_id=frame.office.unit,
        ladder=ladder,
        rung=rung.id,
        kind=rung.kind.value,
        name=pack(rung.name),
        reason=reason,
        receipt_by=receipt.due_on,
        answer_by=answer.due_on,
        provisional=answer.provisional,
        issued_at=actor.at,
    )


def _cut(title: Bilingual) -> Bilingual:
    return Bilingual(title.zh[:TITLE_LONGEST], title.en[:TITLE_LONGEST])


def sign(actor: Actor, league: str, paper_id: UUID, scan: Upload | None = None) -> None:
    """Sign for a paper as the unit that it addresses; again changes nothing.

    ``scan`` is the unit's paper where a clerk enters it, as in every act here.

    Raises:
        Missing: there is no such paper that the actor may see.
        Forbidden: it addresses another unit.
        Refused: another acts for the unit without its paper.
    """
    with transaction.atomic():
        line, _row = _answering(actor, league, paper_id)
        if _sign(actor, line):
            file = filed(actor, league, line.member, scan)
            _tell(actor, line, "supervision.sign", {}, file)


def answer(
    actor: Actor,
    league: str,
    paper_id: UUID,
    revision: int,
    given: Return,
    scan: Upload | None = None,
) -> None:
    """Answer a paper with words or a file; whoever answers has signed for it too.

    Raises:
        Missing: there is no such paper that the actor may see.
        Forbidden: it addresses another unit.
        Conflict: it was changed meanwhile, is answered already, or is struck off.
        Refused: the answer is empty, or another acts for the unit without its paper.
    """
    refuse_unwritable("words-unfit", given.words, WORDS_LONGEST)
    if not (given.words.strip() or given.file):
        raise Refused(
            "answer-empty",
            text("Nothing is answered."),
            text("Write what was done and what is still to do, or attach a file."),
        )
    with transaction.atomic():
        line, row = _answering(actor, league, paper_id)
        _refuse_stale(row, revision)
        _refuse_closed(line, row)
        if row.answered_at is not None:
            raise Conflict(
                "paper-answered",
                text("This was answered already; the answer is being verified."),
                text("Wait for the supervision unit, or write to it."),
            )
        file = filed(actor, league, line.member, given.file)
        paper = filed(actor, league, line.member, scan)
        _sign(actor, line)
        row.answered_at, row.answered_by = actor.at, actor.person
        row.answer_words, row.sent_back_words = given.words.strip(), ""
        row.answer_file_id = file.id if file else None
        _keep(row)
        said = {"words": row.answer_words}
        _tell(actor, line, "supervision.answer", said, file, paper)


def filed(
    actor: Actor, league: str, member: str, sent: Upload | None
) -> FileLine | None:
    """Keep a file of a city, if one was sent."""
    return None if sent is None else files.take(actor, league, member, sent)


def journal_names(*kept: FileLine | None) -> list[str]:
    """Name in the journal what files were kept."""
    return [files.journal_name(file) for file in kept if file is not None]


def send_back(
    actor: Actor,
    league: str,
    paper_id: UUID,
    revision: int,
    reason: str,
    scan: Upload | None = None,
) -> None:
    """Send an answer back for completion (退回补正); its day stays.

    Raises:
        Missing, Forbidden, Conflict, Refused: as ``close``; Refused without a reason.
    """
    demand_words("reason-missing", reason, mark("A return needs its reason."))
    refuse_unwritable("words-unfit", reason, WORDS_LONGEST)
    with transaction.atomic():
        line, row = _verifying(actor, league, paper_id, revision)
        if row.answered_at is None:
            raise Conflict(
                "paper-not-answered",
                text("The unit has answered nothing yet."),
                text("Wait for its answer, or issue the next paper."),
            )
        row.answered_at, row.sent_back_words = None, reason.strip()
        _keep(row)
        file = filed(actor, league, line.member, scan)
        said = {"reason": row.sent_back_words}
        _tell(actor, line, "supervision.send_back", said, file)


def close(
    actor: Actor,
    league: str,
    paper_id: UUID,
    revision: int,
    words: str,
    scan: Upload | None = None,
) -> None:
    """Strike a paper off once its answer is verified (销号).

    Raises:
        Missing: there is no such paper that the actor may see.
        Forbidden: the actor is not of the supervision unit.
        Conflict: it was changed meanwhile, is not answered, or is struck off already.
        Refused: another acts for the supervision unit without its paper.
    """
    refuse_unwritable("words-unfit", words, WORDS_LONGEST)
    with transaction.atomic():
        line, row = _verifying(actor, league, paper_id, revision)
        if row.answered_at is None:
            raise Conflict(
                "paper-not-answered",
                text("It is struck off once the unit has answered."),
                text("Wait for its answer, or issue the next paper."),
            )
        row.closed_at, row.closed_by = actor.at, actor.person
        row.closing_words = words.strip()
        _keep(row)
        file = filed(actor, league, line.member, scan)
        _tell(actor, line, "supervision.close", {"words": row.closing_words}, file)


def _answering(
    actor: Actor, league: str, paper_id: UUID
) -> tuple[PaperLine, SupervisionPaper]:
    line, row = _held(actor, league, paper_id)
    rules.require_inside(actor, rules.ANSWER, league, line.member, line.unit)
    demand_unit_paper(actor, line.unit)
    return line, row


def _verifying(
    actor: Actor, league: str, paper_id: UUID, revision: int
) -> tuple[PaperLine, SupervisionPaper]:
    line, row = _held(actor, league, paper_id)
    frame = reads.frame_of(actor, league, line.member)
    rules.require_inside(actor, rules.ISSUE, league, line.member, frame.unit)
    if frame.unit is None:
        raise rules.refuse_unnamed()
    demand_unit_paper(actor, frame.unit)
    _refuse_stale(row, revision)
    _refuse_closed(line, row)
    return line, row


def _held(
    actor: Actor, league: str, paper_id: UUID
) -> tuple[PaperLine, SupervisionPaper]:
    journal.lock()
    line, _ = reads.get_paper(actor, league, paper_id)
    row = SupervisionPaper.objects.select_for_update().get(pk=line.id)
    return line, row


def _refuse_stale(row: SupervisionPaper, revision: int) -> None:
    if row.revision != revision:
        raise Conflict(
            "duty-changed",
            text("This was changed meanwhile; nothing was overwritten."),
            text("Look at what was added, then send again what is still needed."),
        )


def _refuse_closed(line: PaperLine, row: SupervisionPaper) -> None:
    rules.refuse_lapsed(line)
    if row.closed_at is not None:
        raise Conflict(
            "paper-closed",
            text("This was struck off already."),
            text("Issue a new paper if the matter comes up again."),
        )


def _keep(row: SupervisionPaper) -> None:
    row.revision += 1
    row.save()


def _sign(actor: Actor, line: PaperLine) -> bool:
    return sign_as(actor, list_by_ids([line.notice])[0], line.unit_name.zh)


def _tell(
    actor: Actor,
    line: PaperLine,
    act: str,
    content: Mapping[str, Any],
    *kept: FileLine | None,
) -> None:
    named = [f"supervision:{line.id}", f"notice:{line.notice}", *journal_names(*kept)]
    journal.record(actor, act, line.league, named, dict(content))
