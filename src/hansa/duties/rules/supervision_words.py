"""What papers of supervision say: in both languages, as offices write."""

from datetime import date

from hansa.duties.rules.notice_words import heading_of, long_day, one_line
from hansa.duties.terms.notices import Matter, NoticeKind, Paper
from hansa.duties.terms.supervision import BulletinRow, Rung, RungKind
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
    due_on: date | None,
    receipt_by: date,
    part_words: str,
) -> Paper:
    """Write the paper form of an urging or an order.

    Args:
        rung: whose words open it.
        matter: what it is about, with the day of the answer.
        organ: the unit it addresses.
        office: the supervision unit that signs.
        due_on: the day of the part; None for an undated one.
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
            *_due(due_on),
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


def _due(due_on: date | None) -> tuple[Bilingual, ...]:
    if due_on is None:
        return ()
    day = long_day(due_on)
    return (Bilingual(f"原定时限：{day.zh}。", f"It was due on {day.en}."),)


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
