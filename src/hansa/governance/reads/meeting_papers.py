"""What the papers of a meeting say: notice, agenda, attendance, plates, seating, replies.

They are papers of the cities and have one language, as minutes have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance.reads.invitations import (
    Called,
    in_both,
    invited_name,
    place_of,
    title_of,
)
from hansa.governance.reads.minutes_text import holder_words
from hansa.governance.rules import invitation_words
from hansa.governance.rules.paper_words import chinese_number, long_day
from hansa.governance.terms.dockets import ITEM_ACT_NAMES
from hansa.governance.terms.invitations import (
    AWAITED,
    OUTDATED,
    REPLY_HOW_NAMES,
    REPLY_NAMES,
    Invitation,
    InvitationSheet,
    NoticeState,
    ReplyStance,
)
from hansa.governance.terms.sessions import StepKind, Weighed

SLIP = (
    "会议名称",
    "单位及职务",
    "是否参加（参加／请假／由他人代为出席）",
    "代为出席人员单位及职务",
    "姓名",
    "联系电话",
    "备注",
)
REPLY_HEADINGS = (
    *("序号", "城市", "席位", "回执", "代为出席人员", "姓名", "联系电话"),
    *("依据文件", "备注", "回执方式", "答复人", "时间"),
)
SIGN_HEADINGS = ("序号", "城市", "职务", "姓名", "签名", "联系电话")
SEATING_HEADINGS = ("座次", "城市", "席位", "出席人员", "备注")
OBSERVERS = "列席"
NAMES_APART = re.compile("[、，,；;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """The paper form of a notice of meeting (会议通知) with its slip."""

    reference: str
    heading: str
    addressee: str
    paragraphs: tuple[str, ...]
    signature: str
    day: str
    slip: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place at the table.

    Attributes:
        group: the city, the group, or 列席 for an invitee.
        office: what is invited.
        who: who comes, by office or name; empty for whoever holds the office.
        note: 主持, 代为出席, or empty.
    """

    group: str
    office: str
    who: str
    note: str

    @property
    def plate(self) -> str:
        """What stands on the plate."""
        return self.who or self.office


def notice_paper(sheet: InvitationSheet, called: Called) -> NoticePaper:
    """Write the notice of a session as it stands now: held, moved, or called off."""
    session, notice = sheet.session, sheet.notice
    line, title = session.line, title_of(session).zh
    issued = notice.issued_at if notice else line.convened_at
    day = max(issued, sheet.changed_at).astimezone(LEAGUE_ZONE).date()
    return NoticePaper(
        reference=line.document,
        heading=invitation_words.heading(sheet.state, title_of(session)).zh,
        addressee="各市、各有关单位：",
        paragraphs=tuple(_paragraphs(sheet, called)),
        signature=called.office.name.zh,
        day=long_day(day),
        slip=() if sheet.state is NoticeState.CANCELLED else _slip(title),
    )


def _slip(title: str) -> tuple[tuple[str, str], ...]:
    return ((SLIP[0], title), *((name, "") for name in SLIP[1:]))


def _paragraphs(sheet: InvitationSheet, called: Called) -> Iterator[str]:
    title, when = title_of(sheet.session).zh, _when(sheet)
    place = place_of(sheet.session, called)
    if sheet.state is NoticeState.CANCELLED:
        where = f"在{place.zh}" if place else ""
        yield f"{_because(sheet)}原定于{when}{where}召开的{title}取消。特此通知。"
        return
    yield _opening(sheet, title, when)
    parts = _parts(sheet, called, (when, place.zh if place else "另行通知"))
    for number, (name, words) in enumerate(parts, start=1):
        yield f"{chinese_number(number)}、{name}：{words}"


def _because(sheet: InvitationSheet) -> str:
    steps = reversed(sheet.session.steps)
    why = next((s.words for s in steps if s.kind is StepKind.CANCELLED), "")
    return f"因{why.rstrip('。')}，" if why else ""


def _opening(sheet: InvitationSheet, title: str, when: str) -> str:
    if sheet.state is NoticeState.MOVED:
        return (
            f"{title}会议安排有调整，此前通知与本通知不一致的，以本通知为准。"
            "现将有关事项通知如下："
        )
    return f"经研究，定于{when}召开{title}。现将有关事项通知如下："


def _parts(
    sheet: InvitationSheet, called: Called, held: tuple[str, str]
) -> list[tuple[str, str]]:
    """Give the numbered parts of a notice: name, and what it says."""
    session = sheet.session
    parts = [("会议时间", f"{held[0]}。"), ("会议地点", f"{held[1]}。")]
    chair = session.line.opened_by or session.line.chair
    if chair is not None:
        parts.append(("会议主持", f"{holder_words(chair, called.names)}。"))
    titles = [title for _number, title, _act in agenda(sheet)]
    numbered = [f"（{chinese_number(n)}）{t}" for n, t in enumerate(titles, start=1)]
    parts.append(("会议议程", "；".join(numbered) + "。" if titles else "另行通知。"))
    parts.append(("出席人员", _attending(sheet, called)))
    invitees = "、".join(one.invitee for one in sheet.invitations if one.invitee)
    if invitees:
        parts.append(("列席人员", f"{invitees}。"))
    asked = _asked(sheet)
    if asked:
        parts.append(("有关要求", asked))
    return parts


def _when(sheet: InvitationSheet) -> str:
    days, notice = sheet.session.line.days, sheet.notice
    words = invitation_words.when_words(days, notice.begins_at if notice else None).zh
    return f"{days.start.year}年{words}"


def _asked(sheet: InvitationSheet) -> str:
    notice, words = sheet.notice, ""
    if notice is None:
        return words
    if notice.reply_by is not None:
        words += f"请于{long_day(notice.reply_by)}前反馈回执。"
    if notice.rider:
        words += f"{notice.rider.rstrip('。')}。"
    if notice.contact:
        words += f"联系人：{notice.contact}。"
    return words


def _attending(sheet: InvitationSheet, called: Called) -> str:
    """Name the offices that are invited, each once; where there are none, the cities."""
    offices = dict.fromkeys(
        in_both(OFFICE_NAMES[one.seat.office]).zh
        for one in sheet.invitations
        if one.seat is not None
    )
    if offices:
        return f"各市{'、'.join(offices)}。"
    cities = [
        invited_name(one, called).zh
        for one in sheet.invitations
        if one.seat is None and one.member
    ]
    return f"{'、'.join(cities)}有关负责同志。" if cities else "另行通知。"


def agenda(sheet: InvitationSheet) -> tuple[tuple[str, str, str], ...]:
    """Give the agenda as the docket stands: number, title, what is asked of the session."""
    standing: list[Weighed] = [one for one in sheet.session.items if one.item.stands]
    return tuple(
        (
            chinese_number(number),
            one.item.title.zh,
            in_both(ITEM_ACT_NAMES[one.item.act]).zh,
        )
        for number, one in enumerate(standing, start=1)
    )


def places(sheet: InvitationSheet, called: Called) -> tuple[Place, ...]:
    """Seat everybody who comes or has not replied: cities in charter order, then guests.

    A seat of open number has a place for each name that its reply gives.
    """
    return tuple(
        place
        for one in sheet.invitations
        if one.reply is None or one.reply.stance is not ReplyStance.EXCUSED
        for place in _places(one, sheet, called)
    )


def _places(one: Invitation, sheet: InvitationSheet, called: Called) -> Iterator[Place]:
    reply, note = one.reply, ""
    who = reply.name if reply else ""
    if reply is not None and reply.stance is ReplyStance.ALTERNATE:
        note = f"代{invited_name(one, called).zh}"
        who = reply.name or reply.alternate
    if _chairs(one, sheet):
        note = "主持"
    several = one.seat is not None and one.seat.count is None
    for name in NAMES_APART.split(who) if several else [who]:
        yield Place(
            group=_group(one, called),
            office=invited_name(one, called).zh,
            who=name.strip(),
            note=note,
        )


def _chairs(one: Invitation, sheet: InvitationSheet) -> bool:
    line, seat = sheet.session.line, one.seat
    chair = line.opened_by or line.chair
    return (
        chair is not None
        and seat is not None
        and (chair.member, chair.office) == (seat.member, seat.office)
    )


def _group(one: Invitation, called: Called) -> str:
    if one.invitee:
        return OBSERVERS
    held = called.names.get(one.member or "")
    if held is None and one.seat is not None:
        held = called.bodies.get(one.seat.body or "")
    return held.zh if held else ""


def reply_rows(
    sheet: InvitationSheet, called: Called
) -> tuple[tuple[str | int, ...], ...]:
    """Give the sum of replies (回执汇总), one row for everybody who is invited."""
    return tuple(
        (
            number,
            _group(one, called),
            invited_name(one, called).zh,
            stance_word(one),
            *_reply_cells(one),
        )
        for number, one in enumerate(sheet.invitations, start=1)
    )


def stance_word(one: Invitation) -> str:
    """Say how somebody replied, in Chinese."""
    if one.reply is not None:
        return in_both(REPLY_NAMES[one.reply.stance]).zh
    return in_both(OUTDATED if one.outdated else AWAITED).zh


def _reply_cells(one: Invitation) -> tuple[str, ...]:
    reply = one.reply
    if reply is None:
        return ("",) * 8
    return (
        *(reply.alternate, reply.name, reply.phone, reply.document, reply.words),
        in_both(REPLY_HOW_NAMES[reply.how]).zh,
        reply.spoke_to or reply.authority,
        f"{reply.at.astimezone(LEAGUE_ZONE):%Y-%m-%d %H:%M}",
    )
