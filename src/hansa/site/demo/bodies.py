"""Bodies of the demonstration: one set up by decision, one of two counties, two studies.

The decision, the county body and the studies are invented; the border is real.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.charter.formats.child import write_child
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.reads import sessions as session_reads
from hansa.governance.services import bodies, studies
from hansa.governance.services.sessions import convening, docket
from hansa.governance.terms.changes import ChangeDraft
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import SessionDraft
from hansa.governance.terms.studies import StudyDraft

Act = tuple[datetime, Callable[[], object]]
HUAIHAI, CHANGZHUTAN = "huaihai", "changzhutan"
DECIDED, AWAITED = "组建立法协作联席会议", "legislative-conference"
CHILD, COUNTIES = "tongxiao", ("320312", "341322")
RAIL = "programme-rail-lines"
GATES = (("PRJ-07", "预可研报告评审", 12, 18), ("PRJ-08", "线站位方案比选", 12, 25))
"""Named works of the platform, what each study must pass next, and when."""


def huaihai_acts(office: Actor, operator: Actor) -> list[Act]:
    """Give how a body that was waited for came to stand, and two counties met."""
    return [
        _at(office, date(2025, 12, 15), _set_up),
        _at(operator, date(2026, 1, 20), _join_counties),
    ]


def changzhutan_acts(office: Actor) -> list[Act]:
    """Give two studies of the rail platform, and a body convened with its issue."""
    return [
        _at(office, date(2026, 3, 16), _study),
        _at(office, date(2026, 11, 12), _convene),
    ]


def _at(actor: Actor, day: date, step: Callable[[Actor], object]) -> Act:
    when = datetime.combine(day, time(10), LEAGUE_ZONE)
    return when, partial(step, replace(actor, at=when))


def _set_up(actor: Actor) -> None:
    for one in session_reads.list_decisions(actor, HUAIHAI, 2025, "symposium"):
        if one.item.title.zh == DECIDED:
            draft = ChangeDraft(
                decision=one.item.id, from_on=date(2026, 1, 1), sets_up=(AWAITED,)
            )
            bodies.apply_change(actor, HUAIHAI, draft)


def _join_counties(actor: Actor) -> None:
    parent = charter_reads.get_versions(HUAIHAI)[-1].charter
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    with TemporaryDirectory() as place:
        folder = write_child(Path(place), CHILD, parent, COUNTIES, day)
        charter_services.apply_version(actor, folder, charter_services.Terms())


def _study(actor: Actor) -> None:
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    for work, gate, month, last in GATES:
        draft = StudyDraft(
            question=f"城际轨道{work}线前期论证",
            commissioner="轨道交通发展平台",
            begun_on=day,
            authors="某铁路勘察设计院",
            work=work,
            owner="轨道交通发展平台前期研究组",
            gate=gate,
            gate_on=date(2026, month, last),
        )
        studies.add_study(actor, CHANGZHUTAN, draft)


def _convene(actor: Actor) -> None:
    issue = ItemDraft(class_id="issue", act=ItemAct.STUDY, title="两轨接轨方案")
    docket.put_waiting(actor, CHANGZHUTAN, RAIL, None, issue)
    day = date(2026, 12, 16)
    draft = SessionDraft(
        body=RAIL,
        days=days_through(day, day),
        ad_hoc=True,
        document="两轨协调〔2026〕1号",
        reason="会商接轨方案。",
    )
    convening.convene(actor, CHANGZHUTAN, draft)
