"""The paper form of a notice: heading, addressee, paragraphs and signature.

Written in both languages at once, each as its readers write; days carry their year, as
papers are kept.
"""

from datetime import date

from hansa.duties.rules.notice_words import (
    heading_of,
    long_day,
    one_line,
    quoted,
    time_words,
)
from hansa.duties.terms.notices import (
    Addressee,
    Ground,
    Letterhead,
    Matter,
    NoticeKind,
    Paper,
)
from hansa.kernel.text import Bilingual

_WEEKDAYS = Bilingual(
    "一二三四五六日", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_OPENINGS = {
    NoticeKind.REMINDER: Bilingual(
        "现就{title}有关事项提醒如下。", "This is a reminder of “{title}”."
    ),
    NoticeKind.LETTER: Bilingual(
        "现就{title}有关事项提示如下。", "We write to remind you of “{title}”."
    ),
    NoticeKind.DEMAND: Bilingual(
        "现就{title}有关事项催办如下。", "We ask you to settle “{title}” without delay."
    ),
    NoticeKind.WARNING: Bilingual(
        "现就{title}有关事项预警如下。", "We draw your attention to “{title}”."
    ),
    NoticeKind.ESCALATION: Bilingual(
        "现就{title}有关事项提请研究。",
        "We put “{title}” before you for a decision at your level.",
    ),
    NoticeKind.CIRCULAR: Bilingual(
        "现将{title}印发你们。", "We send you “{title}” herewith."
    ),
    NoticeKind.ORDER: Bilingual(
        "现就{title}有关事项督办如下。", "“{title}” is supervised until it is settled."
    ),
    NoticeKind.BULLETIN: Bilingual(
        "现将{title}印发你们。", "We send you “{title}” herewith."
    ),
}
_THANKS = Bilingual(
    "如已办理，请将办理情况函告{our}，谢谢支持。",
    "If this has been done meanwhile, please let us know, with our thanks.",
)


def paper_of(
    kind: NoticeKind,
    matter: Matter,
    to: Addressee,
    organ: Bilingual,
    name: Bilingual,
    office: Letterhead,
    on: date,
    ground: Ground | None,
) -> Paper:
    """Write the paper form of a notice to one addressee.

    Args:
        kind: which form.
        matter: what it is about.
        to: whom it addresses.
        organ: the organ it is sent to, in full.
        name: the addressee as the text calls it.
        office: who signs.
        on: the day it is issued.
        ground: the clause it rests on; None for none.

    Source: glossary C; peers of governance, section 4.3.
    """
    you = "贵市" if to.unit is None and to.person is None and to.member else "贵单位"
    body = (
        _invitation(matter, you)
        if kind is NoticeKind.INVITATION
        else (
            _opening(kind, matter, ground),
            *_standing(matter, you, name, on),
            _request(kind, matter, you, on, _our(office)),
            Bilingual(_THANKS.zh.format(our=_our(office)), _THANKS.en),
        )
    )
    return Paper(
        heading=heading_of(kind, matter),
        addressee=organ,
        body=body,
        signature=office.name,
        contact=matter.contact,
    )


def full_day(matter_on: date, at: str) -> Bilingual:
    """Write a day with year, weekday and hour, as a paper does."""
    day, weekday = long_day(matter_on), matter_on.weekday()
    english = f"{_WEEKDAYS.en.split()[weekday]} {day.en}"
    return Bilingual(
        f"{day.zh}（周{_WEEKDAYS.zh[weekday]}）{at}",
        f"{english}, {at}" if at else english,
    )


def _titles(matter: Matter) -> Bilingual:
    title = Bilingual(one_line(matter.title.zh), one_line(matter.title.en))
    return Bilingual(quoted(matter, title.zh), title.en)


def _opening(kind: NoticeKind, matter: Matter, ground: Ground | None) -> Bilingual:
    title, pattern = _titles(matter), _OPENINGS[kind]
    chinese, english = (
        pattern.zh.format(title=title.zh),
        pattern.en.format(title=title.en),
    )
    if ground is None:
        return Bilingual(chinese, english)
    return Bilingual(
        f"根据{_cited(ground.instrument.zh)}“{ground.phrase.replace(',', '，')}”的规定，"
        f"{chinese}",
        f"{english} It rests on the {ground.instrument.en}: {ground.title.en}.",
    )


def _cited(instrument: str) -> str:
    return instrument if "《" in instrument else f"《{instrument}》"


def _our(office: Letterhead) -> str:
    """Give how an organ calls itself in a letter."""
    return "我办" if office.name.zh.endswith(("办", "办公室")) else "我单位"


def _standing(
    matter: Matter, you: str, name: Bilingual, on: date
) -> tuple[Bilingual, ...]:
    """Say the time limit and that it is not done yet, as facts."""
    if matter.due_on is None:
        return ()
    due = full_day(matter.due_on, time_words(matter.due_time))
    today, days = long_day(on), (on - matter.due_on).days
    late_zh = f"，已超过时限{days}天" if days > 0 else ""
    late_en = f", {days} {'day' if days == 1 else 'days'} past it" if days > 0 else ""
    return (
        Bilingual(
            f"该事项办理时限为{due.zh}。截至{today.zh}，"
            f"{you}尚未{one_line(matter.asked.zh)}{late_zh}。",
            f"The time limit is {due.en}. As of {today.en}{late_en}, "
            f"{one_line(name.en)} has yet to {one_line(matter.asked.en)}.",
        ),
    )


def _request(
    kind: NoticeKind, matter: Matter, you: str, on: date, our: str
) -> Bilingual:
    asked = Bilingual(one_line(matter.asked.zh), one_line(matter.asked.en))
    if kind is NoticeKind.ESCALATION:
        return Bilingual(
            f"请{you}研究推进，尽快{asked.zh}，并将研究意见函告{our}。",
            f"Please take the matter up, see to it that we hear from you ({asked.en}), and "
            "tell us what was decided.",
        )
    rider_zh = f"，{one_line(matter.rider.zh)}" if matter.rider else ""
    rider_en = f" {one_line(matter.rider.en)}" if matter.rider else ""
    if matter.due_on is None or matter.due_on < on:
        return Bilingual(
            f"请{you}尽快{asked.zh}{rider_zh}。",
            f"Please {asked.en} without delay.{rider_en}",
        )
    due = full_day(matter.due_on, time_words(matter.due_time))
    return Bilingual(
        f"请{you}于{due.zh}前{asked.zh}{rider_zh}。",
        f"Please {asked.en} by {due.en}.{rider_en}",
    )


def _invitation(matter: Matter, you: str) -> tuple[Bilingual, ...]:
    assert matter.occasion is not None  # The service refuses one without a meeting.
    when = full_day(matter.occasion.on, time_words(matter.occasion.at))
    title, place = _titles(matter), matter.occasion.place
    asked = Bilingual(one_line(matter.asked.zh), one_line(matter.asked.en))
    held = Bilingual(
        f"{title.zh}定于{when.zh}在{one_line(place.zh)}召开，请{you}派员参加。",
        f"“{title.en}” will be held on {when.en}, at {one_line(place.en)}. You are kindly "
        "invited to attend.",
    )
    if matter.due_on is None:
        return (held, Bilingual(f"请{you}{asked.zh}。", f"Please {asked.en}."))
    due = full_day(matter.due_on, time_words(matter.due_time))
    return (
        held,
        Bilingual(
            f"请{you}于{due.zh}前{asked.zh}。", f"Please {asked.en} by {due.en}."
        ),
    )


def labelled_contact(contact: Bilingual) -> Bilingual:
    """Write whom to ask, with its label."""
    return Bilingual(
        f"联系人：{one_line(contact.zh)}。", f"Contact: {one_line(contact.en)}."
    )
