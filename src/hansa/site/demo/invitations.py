"""Invitations of the demonstration: who was invited to a session, and what they replied.

Whoever is invited sits there by the agreement; the replies are invented.
"""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.directory.terms.offices import Office
from hansa.governance.reads import invitations as reads
from hansa.governance.reads.sessions import get_session
from hansa.governance.services import invitations
from hansa.governance.services.sessions import convening, docket
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.terms.invitations import (
    Invitation,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
    SpokenWith,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import SessionDraft
from hansa.kernel.text import Bilingual

LEAGUE = "huaihai"
CALLED_FOR = timedelta(minutes=20)
ALTERNATE = ("菏泽市委副秘书长", "菏办函〔2026〕31号")
"""Who came in the place of whom, by which paper."""


def _slip_of(invitation: Invitation) -> ReplyDraft:
    """Give what is replied for a seat: all come, but one; one sends an alternate."""
    seat = (invitation.member, invitation.office)
    if seat == ("zaozhuang", Office.PARTY_SECRETARY_GENERAL):
        return ReplyDraft(stance=ReplyStance.EXCUSED, words="因公务请假。")
    if seat == ("heze", Office.PARTY_SECRETARY_GENERAL):
        alternate, document = ALTERNATE
        return ReplyDraft(
            stance=ReplyStance.ALTERNATE, alternate=alternate, document=document
        )
    return ReplyDraft(stance=ReplyStance.COMING)


def invite(actor: Actor, session: UUID, reply_by: date) -> None:
    """Issue the notice; the seats and the invitees of the agreement are invited."""
    line = get_session(actor, LEAGUE, session).line
    notice = SessionNoticeDraft(
        reply_by=reply_by,
        begins_at=time(9),
        contact="协同发展办公室综合组",
        rider="各市请于会议前一日报到",
    )
    invitations.issue(actor, LEAGUE, session, line.revision, notice)


def reply(
    actor: Actor,
    session: UUID,
    cities: Mapping[str, Bilingual],
    liaison: Callable[[str], Actor],
) -> None:
    """Let every city reply for its seats, one of them on the telephone.

    Of those who are invited without a seat the last one replied.
    """
    sheet = reads.get_invitations(actor, LEAGUE, session)
    last = sheet.invitations[-1]
    for one in sheet.invitations:
        slip = _slip_of(one)
        if one.member is not None and one.member != "lianyungang":
            invitations.reply(liaison(one.member), LEAGUE, session, one.id, slip)
        elif one.member is not None or one is last:
            city = cities[one.member].zh if one.member else ""
            desk = f"{city}市委办公室" if city else "省政府办公厅"
            call = SpokenWith(person=f"{desk}值班员", at=actor.at - CALLED_FOR)
            invitations.reply_by_telephone(actor, LEAGUE, session, one.id, slip, call)


CALLED_ON, GROUP_MEETS_ON = date(2026, 11, 20), date(2026, 12, 8)


def call_group(actor: Actor) -> None:
    """Call the working group on transport, beside the calendar; nobody replied yet."""
    draft = SessionDraft(
        body="group-transport",
        days=days_through(GROUP_MEETS_ON, GROUP_MEETS_ON),
        ad_hoc=True,
        host="xuzhou",
        place=Bilingual("徐州市政务服务中心", "Xuzhou Government Service Centre"),
        document="淮海交通〔2026〕4号",
    )
    group = convening.convene(actor, LEAGUE, draft)
    difficulty = ItemDraft(
        class_id="difficulty",
        act=ItemAct.STUDY,
        title="毗邻地区断头路建设时序衔接",
        proposer="suzhou",
    )
    docket.put_item(actor, LEAGUE, group, difficulty)
    line = get_session(actor, LEAGUE, group).line
    notice = SessionNoticeDraft(
        reply_by=date(2026, 12, 2),
        begins_at=time(14, 30),
        contact="交通同城化建设联合工作组",
    )
    invitations.issue(actor, LEAGUE, group, line.revision, notice)
