"""The meeting kit (会议材料): every paper of a session in one folder, in Chinese.

The same state gives the same bytes: members have the instant of the last change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation

from hansa.chassis.actor import Actor
from hansa.chassis.archives import settled, zipped
from hansa.chassis.language import CHINESE
from hansa.chassis.workbooks import xlsx_of
from hansa.governance.documents.meetings import (
    agenda_docx,
    excerpt_docx,
    notice_docx,
    plates_docx,
)
from hansa.governance.reads.dockets import get_session_row
from hansa.governance.reads.excerpts import Excerpt, list_excerpts
from hansa.governance.reads.invitations import called_of, get_invitations, title_of
from hansa.governance.reads.meeting_papers import (
    REPLY_HEADINGS,
    SEATING_HEADINGS,
    SIGN_HEADINGS,
    NoticePaper,
    Place,
    agenda,
    notice_paper,
    places,
    reply_rows,
)
from hansa.governance.reads.sessions import require_reader, room_of
from hansa.governance.rules import sessions as rules
from hansa.governance.rules.paper_words import long_day
from hansa.governance.terms.invitations import InvitationSheet
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

UNNAMEABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
NAME_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What a meeting kit is made from.

    Attributes:
        title: of the meeting; also the name of the folder.
        day: its first day, as the agenda says it.
        at: when anything of it changed last.
    """

    title: str
    day: str
    notice: NoticePaper
    agenda: Sequence[tuple[str, str, str]]
    replies: Sequence[tuple[str | int, ...]]
    places: Sequence[Place]
    excerpts: Sequence[Excerpt]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file with the name it is taken under."""

    name: str
    content: bytes


def kit_of(actor: Actor, league: str, session_id: UUID) -> Packed:
    """Give the meeting kit of a session to whoever runs it.

    Raises:
        Forbidden: the actor does not run it.
        Missing: there is no such session.
        Refused: nobody is invited yet.
    """
    require_reader(actor, league)
    row = get_session_row(league, session_id)
    rules.require_hold(actor, room_of(row))
    sheet = get_invitations(actor, league, session_id)
    if sheet.notice is None:
        raise Refused(
            "notice-missing",
            text("Nobody is invited to this session yet."),
            text("Issue its notice first; the kit is made from it."),
        )
    kit = _kit(actor, sheet)
    return Packed(name=f"{file_name(kit.title)}.zip", content=kit_zip(kit))


def _kit(actor: Actor, sheet: InvitationSheet) -> Kit:
    session, called = sheet.session, called_of(sheet.session)
    league, id_ = session.line.league, session.line.id
    return Kit(
        title=title_of(session).zh,
        day=long_day(session.line.days.start),
        notice=notice_paper(sheet, called),
        agenda=agenda(sheet),
        replies=reply_rows(sheet, called),
        places=places(sheet, called),
        excerpts=list_excerpts(actor, league, id_),
        at=_changed_at(sheet),
    )


def _changed_at(sheet: InvitationSheet) -> datetime:
    """Give when anything that the kit shows changed last."""
    steps = [step.at for step in sheet.session.steps]
    replies = [r.recorded_at for one in sheet.invitations for r in one.replies]
    return max([sheet.changed_at, *steps, *replies])


def kit_zip(kit: Kit) -> bytes:
    """Pack the kit into one archive with one folder."""
    folder = file_name(kit.title)
    with translation.override(CHINESE):
        files = {
            f"{folder}/{name}": settled(content, kit.at)
            for name, content in _files(kit)
        }
    return zipped(files, kit.at)


def _files(kit: Kit) -> Iterator[tuple[str, bytes]]:
    yield "会议通知.docx", notice_docx(kit.notice)
    yield "回执汇总.xlsx", replies_xlsx(kit.replies)
    yield "议程.docx", agenda_docx(kit.title, kit.day, kit.agenda)
    yield "签到表.xlsx", xlsx_of("签到表", SIGN_HEADINGS, _signing(kit.places))
    yield "桌签.docx", plates_docx(kit.places)
    yield "座次.xlsx", xlsx_of("座次", SEATING_HEADINGS, _seating(kit.places))
    names: list[str] = []
    for found in kit.excerpts:
        name = file_name(found.name)
        names.append(name)
        # Two units of one name must not write one file.
        again = f"（{names.count(name)}）" if names.count(name) > 1 else ""
        yield f"摘编/{name}{again}.docx", excerpt_docx(found)


def replies_xlsx(rows: Sequence[tuple[str | int, ...]]) -> bytes:
    """Write the sum of replies (回执汇总) as a workbook."""
    return xlsx_of("回执汇总", REPLY_HEADINGS, rows)


def _signing(places: Iterable[Place]) -> list[tuple[str | int, ...]]:
    return [
        (number, place.group, place.office, place.who, "", "")
        for number, place in enumerate(places, start=1)
    ]


def _seating(places: Iterable[Place]) -> list[tuple[str | int, ...]]:
    return [
        (number, place.group, place.office, place.who, place.note)
        for number, place in enumerate(places, start=1)
    ]


def file_name(words: str) -> str:
    """Write words as the name of a file that every system takes."""
    written = UNNAMEABLE.sub(" ", words).strip(" .")
    return written[:NAME_LONGEST].strip(" .") or "会议"
