"""An agreement in few words: its session held, its text sent out, its parties signing."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for, evidence_of
from hansa.governance.reads import agreements as reads
from hansa.governance.services.agreements import drafting, rounds, signing
from hansa.governance.terms.agreements import AgreementSheet
from hansa.governance.terms.dockets import ItemAct, Outcome
from hansa.governance.tests.people import HUAIHAI, actor
from hansa.governance.tests.sessions import scene

AUGUST, HELD, SENT = date(2025, 8, 21), date(2025, 11, 13), date(2025, 11, 17)
SIGNING = "签署2025年度合作协议"
TITLES = ("断头路清单", "会商机制", "年度重点工作", "产业链对接", "异地就医结算")
PAPER = Upload(name="签字页.pdf", content=b"%PDF-1.4\n%%EOF\n")


def held(*, close: bool = True) -> UUID:
    """Hold the Symposium of a year, which decides five matters and that all sign."""
    scene.cleared(AUGUST, SIGNING, *TITLES)
    session, items = scene.symposium(HELD, *TITLES)
    items.append(scene.put(session, SIGNING, act=ItemAct.SIGN))
    for item in items:
        scene.consent(item)
        scene.end(item)
    for one in scene.sheet(session).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    if close:
        scene.close(session)
    return session


def drafted() -> UUID:
    """Draft the agreement of that session."""
    return drafting.draft_agreement(scene.office(SENT), "huaihai", held())


def sheet(agreement: UUID, league: str = "huaihai") -> AgreementSheet:
    """Look at an agreement."""
    return reads.get_agreement(scene.office(SENT, league), league, agreement)


def send(agreement: UUID, league: str = "huaihai") -> None:
    """Send the text out."""
    revision = sheet(agreement, league).line.revision
    rounds.circulate(scene.office(SENT, league), league, agreement, revision)


def leader(member: str, league: str = "huaihai") -> Actor:
    """A leader of a city, by the name of the office."""
    someone = actor(Role.LEADER, member, league=league)
    return scene.at(replace(someone, authority=f"{member}市委书记"), SENT)


def sign(agreement: UUID, *members: str, league: str = "huaihai") -> None:
    """Let leaders of cities sign the text that stands."""
    for member in members:
        seen = sheet(agreement, league).line.digest
        signing.sign(leader(member, league), league, agreement, seen, member)


def on_paper(agreement: UUID, member: str) -> None:
    """Enter, as the office, what a city signed on paper."""
    clerk = act_for(scene.office(SENT), "huaihai", member, "市政府", evidence_of(PAPER))
    seen = sheet(agreement).line.digest
    signing.sign(clerk, "huaihai", agreement, seen, member, PAPER)


def sealed() -> UUID:
    """Bring an agreement to where all ten have signed."""
    agreement = drafted()
    send(agreement)
    sign(agreement, *HUAIHAI)
    return agreement
