"""What a paper of supervision says and how it travels, before it is issued."""

from collections.abc import Sequence
from datetime import datetime

from hansa.charter import reads as charter_reads
from hansa.duties.reads.channels import Posted, routes_for
from hansa.duties.reads.supervision import Frame
from hansa.duties.rules import notice_words
from hansa.duties.terms.notices import (
    Addressee,
    Letterhead,
    Matter,
    NoticeKind,
    Paper,
    Plan,
    Recipient,
)
from hansa.kernel.text import Bilingual


def letterhead_in(frame: Frame) -> Letterhead:
    """Give how the supervision unit of a city signs."""
    names = charter_reads.names_of(frame.version)
    city = names.get(frame.member, Bilingual(frame.member, frame.member))
    unit = frame.office.name if frame.office else None
    return notice_words.unit_letterhead(city, unit)


def plan_inside(
    frame: Frame,
    at: datetime,
    kind: NoticeKind,
    subject: str,
    matter: Matter,
    papers: Sequence[tuple[Addressee, Paper]],
) -> Plan:
    """Plan notices of the supervision unit to units of its own city.

    Args:
        frame: of the city.
        at: when they are issued.
        kind: urging, order or bulletin.
        subject: id of what it is about.
        matter: what it says and asks for.
        papers: each unit with the paper form that it gets.
    """
    office = letterhead_in(frame)
    to = [one for one, _ in papers]
    names = [frame.units[one.unit or ""] for one in to]
    posted = Posted(kind=kind, from_member=frame.member, at=at)
    routes = routes_for(frame.league, to, posted, None, frame.day)

    def said(named: list[Bilingual]) -> Bilingual:
        return notice_words.words_of(kind, matter, named, office.short, frame.day)

    return Plan(
        kind=kind,
        subject=subject,
        from_member=frame.member,
        matter=matter,
        joint=said(list(dict.fromkeys(names))),
        recipients=tuple(
            Recipient(to=one, name=name, words=said([name]), paper=paper, routes=its)
            for (one, paper), name, its in zip(papers, names, routes, strict=True)
        ),
    )
