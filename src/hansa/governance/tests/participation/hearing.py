"""What tests of consultations begin with: a draft that is public, and who comments."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.directory.reads import accounts
from hansa.governance.reads import consultations as reads
from hansa.governance.services.consultations import (
    commenting,
    drafting,
    weighing,
)
from hansa.governance.terms.consultations import (
    CommentDraft,
    CommentLine,
    ConsultationDraft,
    ConsultationSheet,
    MatterKind,
)
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.tests.sessions import scene

LEAGUE = "changzhutan"
OPENED, CLOSED, AFTER = date(2026, 10, 1), date(2026, 11, 24), date(2026, 11, 25)
NOW = date(2026, 11, 24)


def office(day: date = NOW) -> Actor:
    """The secretariat on a day."""
    return scene.office(day, LEAGUE)


def public(day: date = NOW) -> Actor:
    """Anybody, without sign-in."""
    return accounts.public(office(day).at)


def opened(**stated: Any) -> UUID:
    """Make a draft public on its first day."""
    named: dict[str, Any] = {
        "title": "换乘优惠办法",
        "words": "第一条 换乘优惠一元。",
        "kind": MatterKind.POLICY,
        "opens_on": OPENED,
        "closes_on": CLOSED,
    }
    actor, draft = office(OPENED), ConsultationDraft(**{**named, **stated})
    id_ = drafting.add_consultation(actor, LEAGUE, draft)
    drafting.publish_consultation(actor, LEAGUE, id_, 1)
    return id_


def say(id_: UUID, words: str, *, origin: str = "", **named: Any) -> str:
    """Comment as anybody, and give the number of the receipt."""
    draft, receipt = CommentDraft(words=words, **named), commenting.new_receipt()
    return commenting.comment(public(), LEAGUE, id_, draft, receipt, origin)


def sheet(id_: UUID, actor: Actor | None = None) -> ConsultationSheet:
    """Look at a consultation the day after its last."""
    return reads.get_consultation(actor or office(AFTER), LEAGUE, id_)


def comments(id_: UUID, actor: Actor | None = None) -> tuple[CommentLine, ...]:
    """List comments the day after the last."""
    return reads.list_comments(actor or office(AFTER), LEAGUE, id_)


def answer(id_: UUID, *numbers: int, words: str = "已采纳。") -> None:
    """Put comments into a group of their own, and reply to it."""
    actor = office(AFTER)
    group = weighing.group_comments(actor, LEAGUE, id_, numbers, "夜间班次")
    note = Note(treatment=Treatment.ADOPTED, reason=words)
    weighing.answer_group(actor, LEAGUE, id_, group, note)


def later(actor: Actor, **named: Any) -> Actor:
    """The same somebody, otherwise."""
    return replace(actor, **named)
