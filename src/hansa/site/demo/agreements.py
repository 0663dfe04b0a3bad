"""Agreements of the demonstration: one signed by ten, one drafted, one that waits.

Who signed on which day is invented; articles follow from what the sessions decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for, evidence_of
from hansa.governance.reads import agreements as reads
from hansa.governance.reads import sessions as session_reads
from hansa.governance.services.agreements import drafting, publishing, rounds, signing
from hansa.governance.services.sessions import closing, convening, docket, sitting
from hansa.governance.terms import Level
from hansa.governance.terms.agreements import AgreementSheet
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    Mark,
    Opening,
    PositionDraft,
    Presence,
    SessionDraft,
)
from hansa.kernel.text import Bilingual
from hansa.site.demo.sessions import Act

HUAIHAI, CHANGZHUTAN = "huaihai", "changzhutan"
OF_2025, OF_2026 = "symposium/2025", "symposium/2026"
SENT, PUBLISHED = date(2025, 11, 17), date(2025, 11, 28)
SIGNED_ON = (18, 18, 18, 19, 19, 20, 20, 21, 24, 25)
"""Days of that month on which the cities signed, in charter order."""
ON_PAPER = "heze"
PAPER = Upload(name="签字页（菏泽）.pdf", content=b"%PDF-1.4\n%%EOF\n")

MAYORS_ON = date(2026, 5, 15)
MAYORS_SENT = date(2026, 11, 20)
OF_THE_MAYORS = "conference/2026/mayor"
SIGNED_BY_MAYORS = ("changsha", "zhuzhou")
MATTERS: Sequence[tuple[str, str, str]] = (
    ("推进城际轨道交通公交化运营", "field", "三市协同推进城际轨道交通公交化运营。"),
    ("共建湘江流域生态补偿机制", "shared", "三市共同建立湘江流域生态补偿机制。"),
    ("实行三市公共服务“一卡通”", "field", "三市实行公共服务“一卡通”互认。"),
)


def huaihai_acts(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give how the agreement of 2025 was signed by ten, and that of 2026 drafted."""
    found: list[Act] = [
        (_at(SENT, 9), partial(_draft, _on(office, SENT, 9), HUAIHAI, OF_2025)),
        (_at(SENT, 10), partial(_send, _on(office, SENT, 10), HUAIHAI, OF_2025)),
        (
            _at(PUBLISHED, 10),
            partial(_publish, _on(office, PUBLISHED, 10), HUAIHAI, OF_2025),
        ),
    ]
    for member, number in zip(cities, SIGNED_ON, strict=True):
        day = SENT.replace(day=number)
        signer = _on(office, day, 15)
        found.append(
            (
                signer.at,
                partial(_sign, signer, HUAIHAI, OF_2025, member, cities[member]),
            )
        )
    drafted = _on(office, date(2026, 11, 19), 17)
    found.append((drafted.at, partial(_draft, drafted, HUAIHAI, OF_2026)))
    return found


def changzhutan_acts(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give how the mayors decided three matters, and two of three cities have signed."""
    notice = _on(office, MAYORS_ON - timedelta(days=30), 9)
    sits, ends = _on(office, MAYORS_ON, 9), _on(office, MAYORS_ON, 19)
    drafted = _on(office, MAYORS_SENT, 9)
    found: list[Act] = [
        (notice.at, partial(_convene_mayors, notice)),
        (sits.at, partial(_sit, sits, cities)),
        (ends.at, partial(_close, ends)),
        (drafted.at, partial(_draft, drafted, CHANGZHUTAN, OF_THE_MAYORS)),
    ]
    sent = _on(office, MAYORS_SENT, 10)
    found.append((sent.at, partial(_send, sent, CHANGZHUTAN, OF_THE_MAYORS)))
    for member in SIGNED_BY_MAYORS:
        signer = _on(office, date(2026, 11, 23), 15)
        act = partial(_sign, signer, CHANGZHUTAN, OF_THE_MAYORS, member, cities[member])
        found.append((signer.at, act))
    return found


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LEAGUE_ZONE)


def _on(actor: Actor, day: date, hour: int) -> Actor:
    return replace(actor, at=_at(day, hour))


def _sheet(actor: Actor, league: str, named: str) -> AgreementSheet:
    id_ = reads.find_agreement(actor, league, named)
    return reads.get_agreement(actor, league, id_)


def _draft(actor: Actor, league: str, named: str) -> None:
    session = session_reads.find_session(actor, league, named)
    drafting.draft_agreement(actor, league, session)


def _send(actor: Actor, league: str, named: str) -> None:
    line = _sheet(actor, league, named).line
    rounds.circulate(actor, league, line.id, line.revision)


def _sign(actor: Actor, league: str, named: str, member: str, city: Bilingual) -> None:
    """Let a leader sign; one city sent its signature on paper."""
    line = _sheet(actor, league, named).line
    post = "市委书记" if league == HUAIHAI else "市市长"
    leader, paper = f"{city.zh}{post}", None
    if league == HUAIHAI and member == ON_PAPER:
        paper = PAPER
        signer = act_for(actor, league, member, leader, evidence_of(paper))
    else:
        signer = replace(
            actor,
            person=f"demo:leader:{member}",
            authority=leader,
            member=member,
            roles=frozenset({Role.LEADER}),
        )
    signing.sign(signer, league, line.id, line.digest, member, paper)


def _publish(actor: Actor, league: str, named: str) -> None:
    line = _sheet(actor, league, named).line
    publishing.publish(actor, league, line.id, line.revision)


def _convene_mayors(actor: Actor) -> None:
    draft = SessionDraft(
        body="conference",
        level=Level.MAYOR,
        days=days_through(MAYORS_ON, MAYORS_ON),
        document="长株潭联席〔2026〕1号",
    )
    session = convening.convene(actor, CHANGZHUTAN, draft)
    for title, class_id, _words in MATTERS:
        item = ItemDraft(
            class_id=class_id,
            act=ItemAct.DECIDE,
            title=title,
            source="年度工作要点" if class_id == "shared" else "",
        )
        docket.put_item(actor, CHANGZHUTAN, session, item)


def _sit(actor: Actor, cities: Mapping[str, Bilingual]) -> None:
    """Open the mayors' session, hear every city, and decide each matter."""
    session = session_reads.find_session(actor, CHANGZHUTAN, OF_THE_MAYORS)
    line = session_reads.get_session(actor, CHANGZHUTAN, session).line
    sitting.open_session(actor, CHANGZHUTAN, session, line.revision, Opening())
    sheet = session_reads.get_session(actor, CHANGZHUTAN, session)
    marks = [
        Mark(presence=Presence.PRESENT, seat=seat)
        for seat in sheet.seats
        if seat.count is not None
    ]
    sitting.keep_attendance(actor, CHANGZHUTAN, session, sheet.line.revision, marks)
    said = {title: words for title, _class, words in MATTERS}
    for one in sheet.items:
        decided = one.item.title.zh in said
        for member in cities if decided else ():
            liaison = replace(
                actor,
                person=f"demo:liaison:{member}",
                authority=f"{cities[member].zh}市区域合作联络办公室",
                member=member,
                roles=frozenset({Role.CITY_LIAISON}),
            )
            stance = PositionDraft(member=member, stance=Stance.CONSENT)
            docket.take_position(liaison, CHANGZHUTAN, one.item.id, 1, stance)
        disposal = Disposal(
            outcome=Outcome.DECIDED if decided else Outcome.NOTED,
            words=said.get(one.item.title.zh, "会议予以知悉。"),
            delivery=Delivery(principle_only=decided),
        )
        revision = session_reads.get_item(actor, CHANGZHUTAN, one.item.id).revision
        sitting.dispose(actor, CHANGZHUTAN, one.item.id, revision, disposal)


def _close(actor: Actor) -> None:
    session = session_reads.find_session(actor, CHANGZHUTAN, OF_THE_MAYORS)
    line = session_reads.get_session(actor, CHANGZHUTAN, session).line
    closing.close_session(actor, CHANGZHUTAN, session, line.revision)
