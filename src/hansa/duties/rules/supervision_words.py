"""What papers of supervision say: in both languages, as offices write."""

from datetime import date

from hansa.duties.rules.notice_words import heading_of, long_day, one_line
from hansa.duties.terms.notices import Matter, NoticeKind, Paper
from hansa.duties.terms.supervision import BulletinRow, PaperLine, Rung, RungKind
from hansa.kernel.text import Bilingual

ASKED = Bilingual("书面反馈办理情况", "answer in writing how it stands")
READ_IT = Bilingual("查阅并对照整改", "read it and put right what it names")
_BULLETIN = Bilingual(
    "{office}{name}（{year}年第{number}号）", "{office}: {name} No. {number} of {year}"
)


def rider(receipt_by: date) -> Bilingual:
    """Say by when a paper is signed for."""
    return Bilingual(
        f"并于{receipt_by.month}月{receipt_by.day}日前签收",
        f"Sign for it by {long_day(receipt_by).en}.",
    )


def paper_of(
    rung: Rung,
    matter: Matter,
    organ: Bilingual,
    office: Bilingual,
    facts: tuple[Bilingual, ...],
    receipt_by: date,
    part_words: str,
) -> Paper:
    """Write the paper form of an urging or an order.

    Args:
        rung: whose words say what is asked.
        matter: what it is about, with the day of the answer.
        organ: the unit it addresses.
        office: the supervision unit that signs.
        facts: how the matter stands, from ``standing_of``.
        receipt_by: by when it is signed for.
        part_words: what the unit was asked for when the part was handed on.
    """
    assert matter.due_on is not None  # Every rung has a day for its answer.
    title = Bilingual(one_line(matter.title.zh), one_line(matter.title.en))
    answer, receipt = long_day(matter.due_on), long_day(receipt_by)
    kind = NoticeKind.ORDER if rung.kind is RungKind.ORDER else NoticeKind.DEMAND
    heading = heading_of(kind, matter)
    if rung.kind is RungKind.ORDER:
        heading = Bilingual(
            f"{one_line(rung.name.zh)}：{title.zh}",
            f"{one_line(rung.name.en)}: {title.en}",
        )
    return Paper(
        heading=heading,
        addressee=organ,
        body=(
            Bilingual(f"督办事项：{title.zh}。", f"Matter: {title.en}."),
            *_asked(part_words),
            *facts,
            rung.words,
            Bilingual(
                f"请于{receipt.zh}前签收，于{answer.zh}前书面反馈办理情况；"
                "经核实办结的，予以销号。",
                f"Sign for this by {receipt.en} and answer in writing by {answer.en}; "
                "once it is verified as settled, it is struck off.",
            ),
        ),
        signature=office,
        contact=None,
    )


def _asked(words: str) -> tuple[Bilingual, ...]:
    said = one_line(words)
    if not said:
        return ()
    return (Bilingual(f"办理要求：{said}", f"What was asked: {said}"),)


def standing_of(
    due_on: date | None, before: tuple[PaperLine, date] | None, day: date
) -> tuple[Bilingual, ...]:
    """Say how a matter stands on the day of a paper: facts of the record, none of data.

    Args:
        due_on: the day of the part; None for an undated one.
        before: the paper about it that went before, and when; None for a first one.
        day: of the paper.
    """
    return (_due(due_on, day), *(() if before is None else (_before(*before, day),)))


def _due(due_on: date | None, day: date) -> Bilingual:
    if due_on is None:
        return Bilingual("该事项尚未办结。", "This matter is not settled yet.")
    due = long_day(due_on)
    if due_on < day:
        late = (day - due_on).days
        return Bilingual(
            f"该事项应于{due.zh}前办结，已超过时限{late}天，至今未办结。",
            f"This matter was due on {due.en} and is not settled; days past: {late}.",
        )
    if due_on == day:
        return Bilingual(
            f"该事项办理时限为{due.zh}，即日到期，尚未办结。",
            f"This matter is due today, {due.en}, and is not settled yet.",
        )
    return Bilingual(
        f"该事项办理时限为{due.zh}，尚未到期，尚未办结。",
        f"This matter is due on {due.en}; it is not settled yet.",
    )


def _before(last: PaperLine, sent_on: date, day: date) -> Bilingual:
    """Say which paper went before, and whether it was left without an answer."""
    sent, due = long_day(sent_on), last.answer_by
    name, number = last.name, last.reference
    first = Bilingual(
        f"{sent.zh}已发{one_line(name.zh)}（{number.zh}）",
        f"{one_line(name.en)} ({number.en}) went out on {sent.en}",
    )
    if last.answered_at is not None or due >= day:
        return Bilingual(f"{first.zh}。", f"{first.en}.")
    by = long_day(due)
    return Bilingual(
        f"{first.zh}，应于{by.zh}前反馈，至今未反馈。",
        f"{first.en}; its answer was due on {by.en} and has not come.",
    )


def bulletin_title(
    office: Bilingual, name: Bilingual, year: int, number: int
) -> Bilingual:
    """Call a bulletin by its office, year and number."""
    named = {"year": year, "number": number}
    return Bilingual(
        _BULLETIN.zh.format(office=office.zh, name=name.zh, **named),
        _BULLETIN.en.format(office=office.en, name=name.en, **named),
    )


def bulletin_body(rows: tuple[BulletinRow, ...], words: str) -> tuple[Bilingual, ...]:
    """Write the paragraphs of a bulletin: the sum, each order, what its issuer adds."""
    units = len({row.unit for row in rows})
    first = Bilingual(
        f"经核查，以下{units}个单位共{len(rows)}份督办单逾期未反馈，现予通报。",
        f"Units with an order past its day: {units}; orders: {len(rows)}.",
    )
    listed = (
        Bilingual(
            f"{place}. {row.unit_name.zh}：{row.title.zh}"
            f"（{row.reference.zh}，应于{long_day(row.answer_by).zh}前反馈，"
            f"逾期{row.days_late}天）。",
            f"{place}. {row.unit_name.en}: {row.title.en} ({row.reference.en}, due on "
            f"{long_day(row.answer_by).en}, days late: {row.days_late}).",
        )
        for place, row in enumerate(rows, start=1)
    )
    said = one_line(words)
    return (first, *listed, *((Bilingual(said, said),) if said else ()))
