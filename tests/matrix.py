"""What the rights say of every page: the table that the walk over all pages compares with.

Each rule names the rights of which one must be held, and over what. Whoever has none of
them, but may see the thing, is refused (403); whoever may not even see it is told that
there is none (404).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may
from hansa.site import access
from hansa.site.wiring import RIGHTS
from tests.world import CITY, LEAGUE, Things

GUARDS = access.GUARDS
BY_CODE = {right.code: right for right in RIGHTS}
REFUSED, HIDDEN = 403, 404


class Reaches(StrEnum):
    """Over what a right is asked."""

    HOUSE = "the installation"
    LEAGUE = "the league"
    CITY = "the city"
    UNIT = "the city and its unit"
    SELF = "whatever is one's own"


def over(kind: Reaches, actor: Actor, things: Things) -> Over:
    """Say over what a right is asked."""
    match kind:
        case Reaches.HOUSE:
            return Over(league=None)
        case Reaches.LEAGUE:
            return Over(league=LEAGUE)
        case Reaches.CITY:
            return Over(league=LEAGUE, member=CITY)
        case Reaches.UNIT:
            return Over(league=LEAGUE, member=CITY, unit=things.unit)
        case Reaches.SELF:
            return Over(league=LEAGUE, member=actor.member, unit=actor.unit)


Asked = tuple[str, Reaches]
Body = Callable[[Things], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may do one thing at an address.

    Attributes:
        needs: rights of which one is needed; none for whoever is signed in.
        sees: rights of which one lets know of the thing; none where everybody may.
        first: rights of which one is needed as well, and without which one is refused
            before anything is looked for.
        body: what a form or a program sends, such that only the right decides.
        query: further words of the address.
        named: parts of the address that differ from the usual ones.
    """

    verb: str
    needs: tuple[Asked, ...]
    sees: tuple[Asked, ...] = ()
    first: tuple[Asked, ...] = ()
    body: Body | None = None
    query: Body | None = None
    named: Mapping[str, str] | None = None

    def allows(self, actor: Actor, things: Things) -> bool:
        """Tell whether the rights allow it."""
        if self.first and not _any(self.first, actor, things):
            return False
        return not self.needs or _any(self.needs, actor, things)

    def refusal(self, actor: Actor, things: Things) -> int:
        """Say how it is refused."""
        if self.first and not _any(self.first, actor, things):
            return REFUSED
        seen = not self.sees or _any(self.sees, actor, things)
        return REFUSED if seen else HIDDEN


def _any(asked: tuple[Asked, ...], actor: Actor, things: Things) -> bool:
    return any(may(actor, BY_CODE[c], over(kind, actor, things)) for c, kind in asked)


def get(*needs: Asked, **more: Any) -> Rule:
    """Give the rule of a page that is looked at."""
    return Rule(verb="get", needs=needs, **more)


def post(*needs: Asked, **more: Any) -> Rule:
    """Give the rule of an act."""
    return Rule(verb="post", needs=needs, **more)


def both(*needs: Asked, **more: Any) -> tuple[Rule, Rule]:
    """Give the rules of a form and of what it sends."""
    return get(*needs, **more), post(*needs, **more)


H, L, C, U, S = (
    Reaches.HOUSE,
    Reaches.LEAGUE,
    Reaches.CITY,
    Reaches.UNIT,
    Reaches.SELF,
)
KEEP_PEOPLE = "directory.keep-people"
DUTY: tuple[Asked, ...] = (("duties.read-all", L), ("duties.read-own", U))
OPEN_DUTY: tuple[Asked, ...] = (("duties.read-all", L), ("duties.read-own", C))
"""A duty that fell to no unit and was not handed on."""
FILE: tuple[Asked, ...] = (("files.read", C), *DUTY)
"""A file that a duty names."""
SUPERVISED: tuple[Asked, ...] = (("supervision.read", C),)
"""A paper of supervision of the city, to the unit of the tests."""
NOTICE: tuple[Asked, ...] = (("notices.read", C),)
CHANNEL: tuple[Asked, ...] = (("channels.read", C),)
BROUGHT: tuple[Asked, ...] = (("files.read", L),)
FOLLOWED: tuple[Asked, ...] = (("notices.read", L),)
"""How a notice travels is seen by the office that issued it, and by the auditor."""
DAY = "2026-11-24"
CASE: tuple[Asked, ...] = (
    ("casework.read-all", L),
    ("casework.read", C),
    ("casework.read", L),
)
"""A case of which the city is a party, and whose type every handling role handles."""
OPENS: tuple[Asked, ...] = (("casework.open", S),)
TAKES_PART: Asked = ("casework.take-part", C)
HANDLES: Asked = ("casework.handle", L)
APPROVES: Asked = ("casework.approve", L)
CLEARS: Asked = ("clearing.prepare", L)
PUBLISHES: Asked = ("clearing.approve", L)
HOUSE: Asked = ("clearing.read", L)
STATEMENTS: Asked = ("clearing.read-statement", C)
RETURNS: Asked = ("clearing.take-return", C)
CONSULTS: Asked = ("governance.keep-consultations", L)
ACCREDITS: Asked = ("governance.keep-stakeholders", L)


def _act(name: str, right: str, reach: Reaches = U, **fields: Any) -> Rule:
    """Give the rule of one of the acts on a duty."""
    sent = {f"{name}-{field}": value for field, value in fields.items()}
    return post(
        (right, reach),
        sees=DUTY,
        named={"name": name},
        body=lambda things: {
            f"{name}-revision": things.asked_revision,
            f"{name}-office": "宿州市政府办公室",
            f"{name}-evidence": "宿办函〔2026〕1号",
            **{
                key: value(things) if callable(value) else value
                for key, value in sent.items()
            },
        },
    )


def _in_case(name: str, *needs: Asked, **fields: Any) -> Rule:
    """Give the rule of one of the acts in a case."""
    sent = {"revision": 1, "note": "请核对。", **fields}
    return post(
        *needs,
        sees=CASE,
        named={"name": name},
        body=lambda _: {f"{name}-{field}": value for field, value in sent.items()},
    )


def _in_window(name: str, needs: Asked, **fields: Any) -> Rule:
    """Give the rule of one of the acts on a window or its batch."""
    sent = {"reason": "请核对。", **fields}
    return post(
        needs,
        named={"name": name},
        body=lambda _: {f"{name}-{field}": value for field, value in sent.items()},
    )


def _part(name: str, *needs: Asked) -> Rule:
    return post(
        *needs,
        sees=DUTY,
        body=lambda things: {"revision": things.part_revision, "words": "无意见。"},
    )


def _on_order(name: str, right: str, **fields: Any) -> Rule:
    """Give the rule of one of the acts on a paper of supervision."""
    sent = {f"{name}-{field}": value for field, value in fields.items()}
    return post(
        (right, U),
        sees=SUPERVISED,
        named={"name": name},
        body=lambda _: {f"{name}-revision": 1, **sent},
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "briefing": (get(("briefing.read", S)),),
    "briefing-of": (get(("briefing.read", C)),),
    "journal": (get(("journal.read", L)),),
    "file": (get(*FILE, sees=FILE),),
    "accounts:list": (get(("accounts.read", H)),),
    "accounts:one": (get(("accounts.read", H)),),
    "accounts:new": both(("accounts.keep", H)),
    "accounts:change": (post(("accounts.keep", H)),),
    "accounts:deactivate": (post(("accounts.keep", H)),),
    "accounts:reactivate": (post(("accounts.keep", H)),),
    "accounts:unlock": (post(("accounts.keep", H)),),
    "accounts:make-link": (post(("accounts.keep", H)),),
    "accounts:end-sessions": (post(("accounts.keep", H)),),
    "accounts:revoke-key-of": (
        post(("accounts.keep", H), sees=(("accounts.keep", H),)),
    ),
    "accounts:give-role": (post(("accounts.grant", H)),),
    "accounts:end-role": (post(("accounts.grant", H)),),
    "accounts:rights": (get(("accounts.matrix", H)),),
    "directory:open-unit": both((KEEP_PEOPLE, S)),
    "directory:edit-unit": both((KEEP_PEOPLE, C)),
    "directory:rename-unit": both((KEEP_PEOPLE, C)),
    "directory:close-unit": both((KEEP_PEOPLE, C)),
    "directory:reopen-unit": (post((KEEP_PEOPLE, C)),),
    "directory:people": (get(("directory.read-people", L)),),
    "directory:person": (get(("directory.read-people", L)),),
    "directory:add-person": both((KEEP_PEOPLE, S)),
    "directory:edit-person": both((KEEP_PEOPLE, C)),
    "directory:leave": both((KEEP_PEOPLE, C)),
    "directory:add-posting": both((KEEP_PEOPLE, S)),
    "directory:end-posting": both((KEEP_PEOPLE, C)),
    "directory:withdraw-posting": both((KEEP_PEOPLE, C)),
    "directory:record-system": both(("directory.keep-systems", L)),
    "directory:register": both((KEEP_PEOPLE, S)),
    "directory:export": (get((KEEP_PEOPLE, S)),),
    "directory:template": (get((KEEP_PEOPLE, S)),),
    "directory:register-preview": (
        get((KEEP_PEOPLE, L), first=((KEEP_PEOPLE, S),), sees=BROUGHT),
    ),
    "directory:register-take": (
        post((KEEP_PEOPLE, L), first=((KEEP_PEOPLE, S),), sees=BROUGHT),
    ),
    "duties:list": (get(),),
    "duties:todo": (get(),),
    "duties:requests": (get(),),
    "duties:bulk-remind": (post(),),
    "duties:bulk-hand-on": (post(),),
    "duties:duty": (get(*DUTY, sees=DUTY),),
    "duties:hand-on-many": both(("duties.hand-on", S)),
    "duties:request": (get(*DUTY, sees=DUTY),),
    "duties:new-request": both(("duties.dispatch", L)),
    "duties:close-request": (post(("duties.dispatch", L)),),
    "duties:withdraw-request": (
        post(
            ("duties.dispatch", L),
            body=lambda _: {"revision": 1, "reason": "重复发送。"},
        ),
    ),
    "duties:act": (
        _act("report", "duties.report", on=DAY, note="已报送。"),
        _act("hand-on", "duties.hand-on", units=lambda things: things.unit),
        _act("send-back", "duties.verify", L, note="请补充。"),
        _act("extend", "duties.ask-extension", until="2026-12-18", note="人员调整。"),
        _act("grant", "duties.extend", L, until="2026-12-18"),
        _act("refuse", "duties.extend", L, note="不同意。"),
        _act("waive", "duties.waive", L, on=DAY, document="纪要〔2026〕1号"),
        _act("trigger", "duties.trigger", L, on=DAY, document="纪要〔2026〕1号"),
        _act("escalate", "duties.escalate", level="coordination", note="请协调。"),
        _act("note", "duties.note", note="正在汇总。"),
    ),
    "duties:withdraw": (post(("duties.withdraw", L), sees=DUTY),),
    "duties:sign-part": (_part("sign", ("duties.return-part", U)),),
    "duties:return-part": (_part("return", ("duties.return-part", U)),),
    "duties:send-part-back": (_part("send-back", ("duties.hand-on", C)),),
    "duties:take-back": (_part("take-back", ("duties.hand-on", C)),),
    "duties:supervision": (get(("supervision.read", S)),),
    "duties:supervision-unit": (
        post(
            ("supervision.name-unit", S),
            body=lambda things: {
                "name-unit": things.second_unit,
                "name-ladder": "three-colours",
            },
        ),
    ),
    "duties:supervision-issue": (
        post(
            ("supervision.issue", S),
            body=lambda things: {
                "issue-part": str(things.part),
                "issue-rung": "order",
            },
        ),
    ),
    "duties:supervision-publish": (post(("supervision.issue", S)),),
    "duties:supervision-paper": (get(*SUPERVISED, sees=SUPERVISED),),
    "duties:supervision-docx": (get(*SUPERVISED, sees=SUPERVISED),),
    "duties:supervision-act": (
        _on_order("sign", "supervision.answer"),
        _on_order("answer", "supervision.answer", words="无意见。"),
        _on_order("send-back", "supervision.issue", words="请补充。"),
        _on_order("close", "supervision.issue"),
    ),
    "duties:supervision-bulletin": (get(*SUPERVISED, sees=SUPERVISED),),
    "duties:supervision-bulletin-docx": (get(*SUPERVISED, sees=SUPERVISED),),
    "notices:defaults": both(("notifications.keep", L)),
    "notices:list": (get(("notices.read", S)),),
    "notices:unanswered": (get(("notices.read", S)),),
    "notices:notice": (get(*NOTICE, sees=NOTICE),),
    "notices:document": (get(*NOTICE, sees=NOTICE),),
    "notices:plan": (
        get(
            ("notices.issue", C),
            sees=OPEN_DUTY,
            query=lambda things: {"duty": str(things.open)},
        ),
    ),
    "notices:issue-for-duties": (
        post(
            ("notices.issue", C),
            sees=OPEN_DUTY,
            body=lambda things: {"kind": "reminder", "duty": str(things.open)},
        ),
    ),
    "notices:new": both(("notices.issue", S)),
    "notices:send-again": (post(("notices.issue", L), sees=FOLLOWED),),
    "notices:telephone": (
        post(
            ("notices.issue", L),
            sees=NOTICE,
            body=lambda _: {
                "spoke_to": "值班员",
                "office": "宿州市政府办公室",
                "at": "2026-11-24T08:58",
            },
        ),
    ),
    "notices:link": (post(("notices.issue", L), sees=NOTICE),),
    "notices:sign": (post(("notices.sign", C), sees=NOTICE),),
    "notices:channels": (get(("channels.read", S)),),
    "notices:add-channel": (
        post(
            ("channels.keep", S),
            body=lambda _: {
                "owner": CITY,
                "kind": "mail",
                "name": "值班",
                "address": "second@suzhou.example",
            },
        ),
    ),
    "notices:try-channel": (post(("channels.keep", C), sees=CHANNEL),),
    "notices:close-channel": (post(("channels.keep", C), sees=CHANNEL),),
    "governance:records": (get(("governance.read-records", L)),),
    "governance:record": (get(("governance.read-records", L)),),
    "governance:record-new": both(("governance.record", S)),
    "governance:record-correct": both(("governance.record", C)),
    "governance:record-withdraw": (post(("governance.record", C)),),
    "governance:record-confirm": (post(("governance.record", C)),),
    "governance:sessions": (get(("governance.read-sessions", L)),),
    "governance:session": (get(("governance.read-sessions", L)),),
    "governance:wall": (get(("governance.read-sessions", L)),),
    "governance:session-new": both(("governance.hold-sessions", S)),
    "governance:session-act": (
        post(
            ("governance.hold-sessions", C),
            named={"name": "cancel"},
            body=lambda _: {"cancel-revision": 1, "cancel-reason": "改期。"},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "attend"},
            body=lambda _: {
                "attend-revision": 1,
                "attend-invitee": "省交通运输厅",
                "attend-presence": "present",
            },
        ),
        post(
            ("governance.put-items", L),
            named={"name": "put"},
            body=lambda _: {
                "put-revision": 1,
                "put-title": "收费站",
                "put-class_id": "difficulty",
                "put-act": "study",
                "put-source": "省政府工作报告",
            },
        ),
    ),
    "governance:agreements": (get(("governance.read-sessions", L)),),
    "governance:agreement-new": both(("governance.hold-sessions", S)),
    "governance:agreement": (get(("governance.read-sessions", L)),),
    "governance:agreement-version": (get(("governance.read-sessions", L)),),
    "governance:agreement-docx": (get(("governance.read-sessions", L)),),
    "governance:agreement-json": (get(("governance.read-sessions", L)),),
    "governance:agreement-verify": both(("governance.read-sessions", L)),
    "governance:agreement-sign": both(("governance.sign-agreements", S)),
    "governance:agreement-act": (
        post(
            ("governance.hold-sessions", C),
            named={"name": "word"},
            body=lambda _: {"word-revision": 2, "word-title": "协议"},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "withdraw"},
            body=lambda _: {"withdraw-revision": 2, "withdraw-reason": "更正。"},
        ),
        *(
            post(
                ("governance.hold-sessions", C),
                named={"name": name},
                body=lambda _: {"circulate-revision": 2},
            )
            for name in ("assemble", "circulate", "publish")
        ),
    ),
    "governance:minutes": (get(("governance.read-sessions", L)),),
    "governance:minutes-edition": (get(("governance.read-sessions", L)),),
    "governance:minutes-compare": both(("governance.read-sessions", L)),
    "governance:minutes-docx": (get(("governance.read-sessions", L)),),
    "governance:minutes-section": (
        post(
            ("governance.hold-sessions", C),
            body=lambda _: {"word-0-revision": 1, "word-0-words": "更正。"},
        ),
    ),
    "governance:minutes-act": (
        post(
            ("governance.hold-sessions", C),
            named={"name": "circulate"},
            body=lambda _: {"circulate-revision": 2},
        ),
        post(
            ("governance.take-positions", S),
            named={"name": "comment"},
            body=lambda _: {
                "comment-revision": 2,
                "comment-member": CITY,
                "comment-stance": "none",
            },
        ),
        post(
            ("governance.approve-minutes", S),
            named={"name": "approve"},
            body=lambda _: {"approve-revision": 2, "approve-document": "签批件"},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "publish"},
            body=lambda _: {"publish-revision": 2},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "correct"},
            body=lambda _: {"correct-revision": 2, "correct-reason": "更正。"},
        ),
    ),
    "governance:experts": (get(("governance.read-experts", L)),),
    "governance:expert": (get(("governance.read-experts", L)),),
    "governance:expert-new": both(("governance.keep-experts", L)),
    "governance:expert-act": (
        post(
            ("governance.keep-experts", L),
            named={"name": "end"},
            body=lambda _: {"end-revision": 1, "end-on": DAY, "end-reason": "改期。"},
        ),
    ),
    "governance:draws": (get(("governance.read-experts", L)),),
    "governance:draw": (get(("governance.read-experts", L)),),
    "governance:draw-certificate": (get(("governance.read-experts", L)),),
    "governance:advice": (get(("governance.read-experts", L)),),
    "governance:advice-act": (
        post(
            ("governance.keep-experts", L),
            named={"name": "opine"},
            body=lambda things: {
                "opine-expert": str(things.expert),
                "opine-conclusion": "support",
                "opine-words": "知悉。",
            },
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "treat"},
            body=lambda things: {
                "treat-opinion": f"{things.opinion}/1",
                "treat-treatment": "adopted",
                "treat-reason": "知悉。",
            },
        ),
    ),
    "governance:body-change": both(("governance.change-bodies", L)),
    "governance:consultation-new": both(CONSULTS),
    "governance:consultation-act": (
        post(
            CONSULTS,
            named={"name": "extend"},
            body=lambda _: {
                "extend-revision": 4,
                "extend-until": "2026-12-31",
                "extend-reason": "改期。",
            },
        ),
        post(
            CONSULTS,
            named={"name": "answer"},
            body=lambda _: {
                "answer-revision": 4,
                "answer-group": "1",
                "answer-treatment": "adopted",
                "answer-reason": "知悉。",
            },
        ),
    ),
    "governance:comments-tick": (post(CONSULTS, body=lambda _: {"id": "1"}),),
    "governance:comments-group": both(
        CONSULTS, body=lambda _: {"numbers": "1", "title": "断头路"}
    ),
    "governance:comments-template": (get(CONSULTS),),
    "governance:stakeholder-new": both(ACCREDITS),
    "governance:stakeholder-act": (
        post(
            ACCREDITS,
            named={"name": "end"},
            body=lambda _: {
                "end-revision": 1,
                "end-on": DAY,
                "end-reason": "改期。",
            },
        ),
        post(ACCREDITS, named={"name": "link"}),
    ),
    "governance:proposal-new": both(ACCREDITS),
    "governance:proposal-act": (
        post(
            ACCREDITS,
            named={"name": "withdraw"},
            body=lambda _: {"withdraw-revision": 1, "withdraw-reason": "改期。"},
        ),
    ),
    "governance:studies": (get(("governance.read-experts", L)),),
    "governance:study": (get(("governance.read-experts", L)),),
    "governance:study-new": both(("governance.keep-studies", L)),
    "governance:study-act": (
        post(
            ("governance.keep-studies", L),
            named={"name": "give-up"},
            body=lambda _: {
                "give-up-revision": 1,
                "give-up-on": DAY,
                "give-up-reason": "改期。",
            },
        ),
    ),
    "governance:laws": (get(("governance.read-laws", L)),),
    "governance:law-new": both(("governance.keep-laws", L)),
    "governance:law": (get(("governance.read-laws", L)),),
    "governance:law-docx": (get(("governance.read-laws", L)),),
    "governance:law-xlsx": (get(("governance.read-laws", L)),),
    "governance:law-draft": (get(("governance.read-laws", L)),),
    "governance:law-row": (get(("governance.read-laws", L)),),
    "governance:law-act": (
        post(
            ("governance.keep-laws", L),
            first=(("governance.read-laws", L),),
            named={"name": "give-up"},
            body=lambda things: {
                "give-up-revision": things.law_revision,
                "give-up-on": DAY,
                "give-up-reason": "改期。",
            },
        ),
        post(
            ("governance.speak-on-laws", C),
            first=(("governance.read-laws", L),),
            named={"name": "bring"},
            body=lambda things: {
                "bring-revision": things.law_revision,
                "bring-former": 1,
                "bring-member": things.member,
                "bring-words": "第一条　另议。",
            },
        ),
    ),
    "governance:law-row-act": (
        post(
            ("governance.speak-on-laws", C),
            first=(("governance.read-laws", L),),
            named={"name": "state"},
            body=lambda things: {
                "state-revision": things.law_revision,
                "state-divergence": things.divergence,
                "state-member": things.member,
                "state-stance": "adapt",
            },
        ),
        post(
            ("governance.correct-concordance", C),
            first=(("governance.read-laws", L),),
            named={"name": "part"},
            body=lambda things: {
                "part-revision": things.law_revision,
                "part-article": f"{things.member}:{things.article}",
            },
        ),
    ),
    "governance:minutes-list": (get(("governance.read-sessions", L)),),
    "governance:invitations": (get(("governance.read-sessions", L)),),
    "governance:invite": (
        post(
            ("governance.hold-sessions", C),
            body=lambda _: {
                "invite-revision": 2,
                "invite-contact": "值班员",
                "invite-invitees": "省交通运输厅",
            },
        ),
    ),
    "governance:invitation": (get(("governance.read-sessions", L)),),
    "governance:invitation-act": (
        post(
            ("governance.answer-invitations", C),
            named={"name": "reply"},
            body=lambda _: {"reply-stance": "coming"},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "telephone"},
            body=lambda _: {
                "telephone-stance": "excused",
                "telephone-person": "值班员",
                "telephone-at": "2026-11-24T09:00",
            },
        ),
        post(("governance.hold-sessions", C), named={"name": "link"}),
    ),
    "governance:notice": (get(("governance.read-sessions", L)),),
    "governance:notice-docx": (get(("governance.read-sessions", L)),),
    "governance:session-calendar": (get(("governance.read-sessions", L)),),
    "governance:kit": (get(("governance.hold-sessions", C)),),
    "governance:roll": (
        get(("governance.hold-sessions", C)),
        post(
            ("governance.hold-sessions", C),
            body=lambda _: {
                "roll-revision": 2,
                "roll-presence-0": "present",
                "roll-who-0": "值班员",
            },
        ),
    ),
    "governance:excerpts": (get(("governance.read-sessions", L)),),
    "governance:excerpt-docx": (get(("governance.read-sessions", L)),),
    "governance:circulars": (get(("governance.read-circulars", L)),),
    "governance:circular": (get(("governance.read-circulars", L)),),
    "governance:circular-docx": (get(("governance.read-circulars", L)),),
    "governance:circular-new": both(("governance.draft-circulars", S)),
    "governance:circular-draft": (
        post(
            # The city hosts it, and so would draft what is told of it.
            ("governance.draft-circulars", C),
            body=lambda _: {"entry": f"{LEAGUE}/2026/symposium/meeting/1"},
        ),
    ),
    "governance:circular-act": (
        post(
            ("governance.draft-circulars", L),
            named={"name": "correct"},
            body=lambda _: {"correct-revision": 3, "correct-reason": "更正。"},
        ),
        post(
            ("governance.send-circulars", L),
            named={"name": "send"},
            body=lambda _: {"send-revision": 3},
        ),
        post(
            ("governance.send-circulars", L),
            named={"name": "call"},
            body=lambda _: {
                "call-revision": 3,
                "call-member": CITY,
                "call-spoke_to": "值班员",
                "call-office": "宿州市政府办公室",
                "call-at": "2026-11-24T09:00",
            },
        ),
        post(
            ("notices.read", S),
            named={"name": "acknowledge"},
            body=lambda _: {"acknowledge-revision": 3, "acknowledge-member": CITY},
        ),
    ),
    "governance:handovers": (get(("governance.read-handovers", S)),),
    "governance:handover": (get(("governance.read-handovers", C)),),
    "governance:handover-docx": (get(("governance.read-handovers", C)),),
    "governance:handover-sign": (
        post(
            ("governance.sign-handovers", C),
            named={"name": "incoming"},
            body=lambda _: {"incoming-digest": "sha256:0"},
        ),
    ),
    "governance:item": (get(("governance.read-sessions", L)),),
    "governance:item-act": (
        post(
            ("governance.hold-sessions", C),
            named={"name": "call"},
            body=lambda _: {"call-revision": 1},
        ),
        post(
            ("governance.hold-sessions", C),
            named={"name": "withdraw"},
            body=lambda _: {"withdraw-revision": 1, "withdraw-reason": "另议。"},
        ),
        post(
            ("governance.take-positions", S),
            named={"name": "position"},
            body=lambda _: {
                "position-revision": 1,
                "position-member": CITY,
                "position-stance": "consent",
            },
        ),
    ),
    "governance:compliance": (get(("governance.read-compliance", S)),),
    "governance:roster": (get(("governance.read-rosters", L)),),
    "governance:history": both(("governance.import-history", L)),
    "governance:history-template": (get(("governance.import-history", L)),),
    "governance:history-export": (get(("governance.read-records", L)),),
    "casework:cases": (get(("casework.read", S)),),
    "casework:new": (get(*OPENS),),
    "casework:open": both(*OPENS),
    "casework:case": (get(*CASE, sees=CASE),),
    "casework:file": (get(*CASE, sees=CASE),),
    "casework:act": (
        _in_case("reply", TAKES_PART, party=1, stance="states", on=DAY),
        _in_case("document", TAKES_PART, HANDLES, reference="苏办〔2026〕1号"),
        _in_case("decide", HANDLES, decision="rejected"),
        _in_case("approve", APPROVES),
        _in_case("send-back", APPROVES),
        _in_case("close", HANDLES),
        _in_case("escalate", TAKES_PART, HANDLES),
        _in_case("withdraw", TAKES_PART),
        _in_case("reopen", HANDLES),
    ),
    "clearing:windows": (get(HOUSE),),
    "clearing:open": both(CLEARS),
    "clearing:window": (get(HOUSE),),
    "clearing:bring": both(CLEARS),
    "clearing:exceptions": (get(HOUSE),),
    "clearing:why": (
        get(STATEMENTS, query=lambda things: {"from": things.third, "to": CITY}),
    ),
    "clearing:what-if": both(HOUSE),
    "clearing:unpaid": (get(HOUSE),),
    "clearing:return": (get(RETURNS),),
    "clearing:approve": (post(PUBLISHES),),
    "clearing:act": (
        _in_window("hold", CLEARS),
        _in_window("seal", CLEARS),
        _in_window("run", CLEARS),
        _in_window("instruct", CLEARS),
        _in_window("settle", CLEARS, reference="4711"),
        _in_window("reconcile", CLEARS),
        _in_window("archive", CLEARS),
        _in_window("delta", CLEARS, cause="late-file"),
        _in_window("release", CLEARS),
        # What is published is taken back by those who publish.
        _in_window("void", PUBLISHES),
    ),
    "clearing:statement": (get(STATEMENTS),),
    "clearing:bundle": (get(STATEMENTS),),
    "clearing:dispute": both(
        STATEMENTS,
        first=OPENS,
        body=lambda things: {
            "against": things.third,
            "yuan": "1.00",
            "words": "请核对。",
        },
    ),
    "clearing:adjust": both(
        CLEARS,
        body=lambda things: {
            "payer": things.third,
            "payee": CITY,
            "yuan": "1.00",
            "words": "请核对。",
        },
    ),
    "clearing:case": (get(*CASE, sees=CASE),),
    "clearing:split": (post(CLEARS, body=lambda things: {"rows": things.row}),),
    "clearing:statements": (get(("clearing.read-statement", S)),),
    "clearing:screening": (get(HOUSE), post(CLEARS)),
    "clearing:lift-list": (post(CLEARS, named={"kind": "denylist"}),),
    "clearing:schemes": (get(HOUSE),),
    "clearing:scheme": (get(HOUSE),),
    "clearing:participants": (get(HOUSE),),
    "clearing:add-participant": both(CLEARS),
    "clearing:participant": (get(HOUSE),),
    "clearing:activate": (post(PUBLISHES),),
    "clearing:suspend": (post(PUBLISHES),),
    "clearing:give-code": (post(CLEARS, body=lambda _: {"code": "07310000001"}),),
    "clearing:take-code": (post(CLEARS),),
    "clearing:ledger": (get(HOUSE),),
    "delivery:withdraw-stage": (post(("delivery.record-stage", C)),),
    "delivery:work": (
        post(
            ("delivery.record-stage", C),
            body=lambda _: {
                "stage": "building",
                "reached_on": DAY,
                "segment": "0",
            },
        ),
    ),
}
"""Every page that a right guards; a page that is not here fails the walk by its name."""
