"""What the rights say of every operation of the API: the twin of ``tests.matrix``."""

from collections.abc import Mapping

from tests.matrix import (
    ACCREDITS,
    APPROVES,
    BROUGHT,
    CASE,
    CHANNEL,
    CLEARS,
    CONSULTS,
    DAY,
    DUTY,
    FOLLOWED,
    HANDLES,
    HOUSE,
    KEEP_PEOPLE,
    NOTICE,
    OPEN_DUTY,
    OPENS,
    PUBLISHES,
    STATEMENTS,
    SUPERVISED,
    TAKES_PART,
    Asked,
    Body,
    Reaches,
    Rule,
)
from tests.world import CITY, LEAGUE, Things

H, L, C, U, S = (
    Reaches.HOUSE,
    Reaches.LEAGUE,
    Reaches.CITY,
    Reaches.UNIT,
    Reaches.SELF,
)
NAME = {"zh": "名称", "en": "Name"}
EXPERT = {
    "name": "规划专家",
    "employer": "某大学",
    "fields": ["transport"],
    "start": "2026-01-01",
    "end": "2028-01-01",
}
STUDY = {"question": "断头路", "commissioner": "协同发展办公室", "begun_on": DAY}
CONSULTATION = {
    "title": "收费站",
    "words": "请核对。",
    "kind": "policy",
    "opens_on": DAY,
    "closes_on": "2026-12-31",
}
RECEIVED = {"words": "请补充。", "channel": "letter", "received_on": DAY}
ASSOCIATION = {
    "name": "某大学",
    "kind": "ngo",
    "accredited_by": "协同发展办公室",
    "start": "2026-01-01",
    "end": "2028-01-01",
}
UNIT = {"kind": "department", "opened_on": "2025-01-01"}
ONE = "/leagues/{league}"
CIRCULAR = f"{ONE}/circulars/{{circular_id}}"
LAW = f"{ONE}/laws/{{law_id}}"
HEARING = f"{ONE}/consultations/{{consultation_id}}"
STAKEHOLDER = f"{ONE}/stakeholders/{{stakeholder_id}}"
PROPOSAL = f"{ONE}/proposals/{{proposal_id}}"

PUBLIC = frozenset(
    {
        "GET /leagues",
        *(
            f"GET {ONE}/{path}"
            for path in (
                *("members", "versions", "findings", "clauses", "clauses/{clause}"),
                *("readings", "gaps", "units", "units/{unit}", "units/{unit}/names"),
                *("systems", "calendar", "turns", "turn", "bodies", "works"),
                *("bodies/{body}", "children", "county-borders"),
                *("works/{work}", "search", "case-types", "consultations"),
                *("consultations/{consultation_id}", "stakeholders", "proposals"),
                *("consultations/{consultation_id}/comments",),
                *("stakeholders/{stakeholder_id}", "proposals/{proposal_id}"),
            )
        ),
    }
)
"""Operations that anybody may ask, without a key."""

OWN = frozenset(
    {
        *("GET /me", "GET /me/sessions", "GET /me/keys", f"GET {ONE}/feeds"),
        *("DELETE /me/sessions/{session}", "DELETE /me/keys/{key}"),
        *(f"POST {ONE}/feeds", f"DELETE {ONE}/feeds/{{feed}}"),
        *(f"{verb} {ONE}/notifications/own" for verb in ("GET", "PUT")),
    }
)
"""Operations on what belongs to the account of the key."""


def _get(*needs: Asked, **more: object) -> Rule:
    return Rule(verb="get", needs=needs, **more)  # type: ignore[arg-type]


def _send(verb: str, *needs: Asked, **more: object) -> Rule:
    return Rule(verb=verb, needs=needs, **more)  # type: ignore[arg-type]


def _event(kind: str, right: str, reach: Reaches = U, **said: object) -> Rule:
    def body(things: Things) -> Mapping[str, object]:
        return {
            "kind": kind,
            "revision": things.asked_revision,
            "note": "请核对。",
            **said,
        }

    return Rule(verb="post", needs=((right, reach),), sees=DUTY, body=body)


def _run(**said: object) -> tuple[Rule, ...]:
    """Give the rule of an act of whoever runs a session."""

    def body(_: Things) -> Mapping[str, object]:
        return {"revision": 1, **said}

    return (Rule(verb="post", needs=(("governance.hold-sessions", C),), body=body),)


def _keep(**said: object) -> tuple[Rule, ...]:
    """Give the rule of an act of whoever keeps the pool of experts."""

    def body(_: Things) -> Mapping[str, object]:
        return {"revision": 1, **said}

    return (Rule(verb="post", needs=(("governance.keep-experts", L),), body=body),)


def _said(verb: str, needs: Asked, **said: object) -> tuple[Rule, ...]:
    """Give the rule of an act that needs one right, with what a program sends."""
    return (Rule(verb=verb, needs=(needs,), body=lambda _: said),)


def _study(**said: object) -> tuple[Rule, ...]:
    """Give the rule of an act of whoever keeps the register of studies."""

    def body(_: Things) -> Mapping[str, object]:
        return {"revision": 1, **said}

    return (Rule(verb="post", needs=(("governance.keep-studies", L),), body=body),)


def _rule(things: Things) -> Mapping[str, object]:
    """Give a rule that two cities draft."""
    return {
        "title": "停放条例",
        "body": "symposium",
        "year": 2026,
        "lead": CITY,
        "members": [CITY, things.beside["member"]],
    }


def _legislate(**said: object) -> tuple[Rule, ...]:
    """Give the rule of an act of whoever keeps the joint agenda of legislation."""

    def body(things: Things) -> Mapping[str, object]:
        return {"revision": things.law_revision, **said}

    return (Rule(verb="post", needs=(("governance.keep-laws", L),), body=body),)


def _correct(said: Body) -> tuple[Rule, ...]:
    """Give the rule of a correction of a concordance table."""

    def body(things: Things) -> Mapping[str, object]:
        return {"revision": things.law_revision, **said(things)}

    needs = (("governance.correct-concordance", C),)
    return (
        Rule(
            verb="post",
            needs=needs,
            first=(("governance.read-laws", L),),
            body=body,
        ),
    )


def _of_circular(right: str, **said: object) -> tuple[Rule, ...]:
    """Give the rule of an act on a circular that was sent."""

    def body(_: Things) -> Mapping[str, object]:
        return {"revision": 3, **said}

    return (Rule(verb="post", needs=((right, L),), body=body),)


def _in_case(*needs: Asked, **said: object) -> Rule:
    """Give the rule of one of the acts in a case."""
    return Rule(
        verb="post",
        needs=needs,
        sees=CASE,
        body=lambda _: {"revision": 1, "note": "请核对。", **said},
    )


def _step(act: str, needs: Asked) -> Rule:
    """Give the rule of one of the steps of a batch."""
    return Rule(
        verb="post",
        needs=(needs,),
        body=lambda _: {"act": act, "reason": "请核对。"},
    )


def _pair(things: Things) -> Mapping[str, str]:
    """Ask what a third city owes the one that the record is of."""
    return {"debtor": things.third, "creditor": CITY}


CASES, CLEARING = f"{ONE}/cases/{{case_id}}", f"{ONE}/clearing"
BATCH = f"{CLEARING}/windows/{{window}}/batches/{{number}}"
DUTIES, NOTICES = f"{ONE}/duties", f"{ONE}/notices"
SESSION, ITEM = f"{ONE}/sessions/{{session_id}}", f"{ONE}/docket-items/{{item_id}}"
AGREEMENT = f"{ONE}/agreements/{{agreement_id}}"
SUPERVISION = f"{ONE}/supervision/{{member}}"
ORDER = f"{SUPERVISION}/papers/{{paper_id}}"
PART = f"{DUTIES}/{{duty_id}}/parts/{{part_id}}"
RULES: Mapping[str, tuple[Rule, ...]] = {
    f"POST {ONE}/units": (
        _send(
            "post",
            (KEEP_PEOPLE, C),
            body=lambda _: {**UNIT, "member": CITY, "name": NAME},
        ),
    ),
    f"PUT {ONE}/units/{{unit}}": (
        _send("put", (KEEP_PEOPLE, C), body=lambda _: {**UNIT, "revision": 1}),
    ),
    f"POST {ONE}/units/{{unit}}/names": (
        _send(
            "post",
            (KEEP_PEOPLE, C),
            body=lambda _: {"name": NAME, "from_on": DAY, "revision": 1},
        ),
    ),
    f"POST {ONE}/units/{{unit}}/closing": (
        _send("post", (KEEP_PEOPLE, C), body=lambda _: {"on": DAY, "revision": 1}),
    ),
    f"POST {ONE}/units/{{unit}}/reopening": (
        _send("post", (KEEP_PEOPLE, C), body=lambda _: {"revision": 1}),
    ),
    f"GET {ONE}/people": (_get(("directory.read-people", L)),),
    f"POST {ONE}/people": (
        _send("post", (KEEP_PEOPLE, C), body=lambda _: {"member": CITY, "title": NAME}),
    ),
    f"GET {ONE}/people/{{person}}": (_get(("directory.read-people", L)),),
    f"PUT {ONE}/people/{{person}}": (
        _send("put", (KEEP_PEOPLE, C), body=lambda _: {"title": NAME, "revision": 1}),
    ),
    f"POST {ONE}/people/{{person}}/leaving": (
        _send("post", (KEEP_PEOPLE, C), body=lambda _: {"on": DAY, "revision": 1}),
    ),
    f"GET {ONE}/postings": (_get(("directory.read-people", L)),),
    f"POST {ONE}/postings": (
        _send(
            "post",
            (KEEP_PEOPLE, C),
            body=lambda things: {
                "kind": "secondment",
                "member": CITY,
                "person": str(things.person),
                "body": "office",
                "from_on": DAY,
            },
        ),
    ),
    f"POST {ONE}/postings/{{posting}}/end": (
        _send("post", (KEEP_PEOPLE, C), body=lambda _: {"on": DAY}),
    ),
    f"POST {ONE}/postings/{{posting}}/withdrawal": (_send("post", (KEEP_PEOPLE, C)),),
    f"GET {ONE}/vacancies": (_get(("directory.read-people", L)),),
    f"PUT {ONE}/systems/{{system}}": (
        _send(
            "put",
            ("directory.keep-systems", L),
            body=lambda _: {"address": "x", "revision": 0},
        ),
    ),
    f"POST {ONE}/registers": (_send("post", (KEEP_PEOPLE, S)),),
    f"GET {ONE}/registers/{{file}}": (
        _get((KEEP_PEOPLE, L), first=((KEEP_PEOPLE, S),), sees=BROUGHT),
    ),
    f"POST {ONE}/registers/{{file}}/taking": (
        _send(
            "post",
            (KEEP_PEOPLE, L),
            first=((KEEP_PEOPLE, S),),
            sees=BROUGHT,
            body=lambda _: {"seal": "x"},
        ),
    ),
    f"GET {DUTIES}": (_get(),),
    f"GET {ONE}/duty-states": (_get(),),
    f"GET {ONE}/inbox": (_get(),),
    f"GET {ONE}/matrix": (_get(),),
    f"GET {DUTIES}/{{duty_id}}": (_get(*DUTY, sees=DUTY),),
    f"POST {DUTIES}/{{duty_id}}/events": (
        _event("evidence", "duties.report"),
        _event("evidence-returned", "duties.verify", L, number=2),
        _event("waived", "duties.waive", L, document="纪要〔2026〕1号"),
        _event("triggered", "duties.trigger", L, document="纪要〔2026〕1号"),
        _event("extension-requested", "duties.ask-extension", until="2026-12-20"),
        _event("extension-granted", "duties.extend", L, until="2026-12-20"),
        _event("extension-refused", "duties.extend", L),
        _event("escalated", "duties.escalate", level="coordination"),
        _event("noted", "duties.note"),
    ),
    f"DELETE {DUTIES}/{{duty_id}}/events/{{number}}": (
        _send("delete", ("duties.withdraw", L), sees=DUTY),
    ),
    f"POST {DUTIES}/{{duty_id}}/parts": (
        _send(
            "post",
            ("duties.hand-on", C),
            sees=DUTY,
            body=lambda things: {
                "revision": things.asked_revision,
                "parts": [{"unit": str(things.unit)}],
            },
        ),
    ),
    f"POST {PART}/receipts": (
        _send(
            "post",
            ("duties.return-part", U),
            sees=DUTY,
            query=lambda things: {"revision": things.part_revision},
            body=lambda _: {},
        ),
    ),
    f"POST {PART}/returns": (
        _send(
            "post",
            ("duties.return-part", U),
            sees=DUTY,
            body=lambda things: {"revision": things.part_revision, "words": "无意见。"},
        ),
    ),
    f"POST {PART}/objections": (
        _send(
            "post",
            ("duties.hand-on", C),
            sees=DUTY,
            body=lambda things: {
                "revision": things.part_revision,
                "words": "请补日期。",
            },
        ),
    ),
    f"DELETE {PART}": (
        _send(
            "delete",
            ("duties.hand-on", C),
            sees=DUTY,
            query=lambda things: {"revision": things.part_revision},
        ),
    ),
    f"POST {DUTIES}/{{duty_id}}/merges": (
        _send(
            "post",
            ("duties.hand-on", C),
            sees=DUTY,
            body=lambda things: {
                "revision": things.duty_revision,
                "parts": [str(things.returned)],
                "note": "无意见。",
            },
        ),
    ),
    f"GET {ONE}/requests": (_get(),),
    f"POST {ONE}/requests": (
        _send(
            "post",
            ("duties.dispatch", L),
            body=lambda _: {"title": "名单", "members": [CITY], "due_on": "2026-12-10"},
        ),
    ),
    f"GET {ONE}/requests/{{request_id}}": (_get(*DUTY, sees=DUTY),),
    f"POST {ONE}/requests/{{request_id}}/reminders": (
        _send("post", ("notices.issue", C), sees=DUTY),
    ),
    f"POST {ONE}/requests/{{request_id}}/closings": (
        _send("post", ("duties.dispatch", L), query=lambda _: {"revision": 1}),
    ),
    f"POST {ONE}/requests/{{request_id}}/withdrawals": (
        _send(
            "post",
            ("duties.dispatch", L),
            body=lambda _: {"revision": 1, "reason": "重复发送。"},
        ),
    ),
    f"GET {NOTICES}": (_get(("notices.read", S)),),
    f"POST {NOTICES}": (
        _send(
            "post",
            ("notices.issue", C),
            body=lambda _: {
                "kind": "warning",
                "subject": "weather:2026-11-25",
                "title": NAME,
                "asked": NAME,
                "to": [{"member": CITY}],
            },
        ),
    ),
    f"POST {NOTICES}/for-duties": (
        _send(
            "post",
            ("notices.issue", C),
            sees=OPEN_DUTY,
            body=lambda things: {"duties": [str(things.open)]},
        ),
    ),
    f"POST {NOTICES}/plan": (
        _send(
            "post",
            ("notices.issue", C),
            body=lambda _: {
                "kind": "warning",
                "subject": "weather:2026-11-25",
                "title": NAME,
                "asked": NAME,
                "to": [{"member": CITY}],
            },
        ),
    ),
    f"GET {NOTICES}/plans-for-duties": (
        _get(
            ("notices.issue", C),
            sees=OPEN_DUTY,
            query=lambda things: {"duty": str(things.open)},
        ),
    ),
    f"GET {NOTICES}/{{notice}}": (_get(*NOTICE, sees=NOTICE),),
    f"POST {NOTICES}/{{notice}}/receipt": (
        _send("post", ("notices.sign", C), sees=NOTICE),
    ),
    f"POST {NOTICES}/{{notice}}/telephone-receipt": (
        _send(
            "post",
            ("notices.issue", L),
            sees=NOTICE,
            body=lambda _: {
                "spoke_to": "值班员",
                "office": "市政府办公室",
                "at": "2026-11-24T00:58:00Z",
            },
        ),
    ),
    f"POST {NOTICES}/{{notice}}/link": (
        _send("post", ("notices.issue", L), sees=NOTICE),
    ),
    f"GET {ONE}/channels": (_get(("channels.read", S)),),
    f"POST {ONE}/channels": (
        _send(
            "post",
            ("channels.keep", C),
            body=lambda _: {
                "member": CITY,
                "kind": "mail",
                "name": "值班",
                "address": "second@suzhou.example",
            },
        ),
    ),
    f"DELETE {ONE}/channels/{{channel}}": (
        _send("delete", ("channels.keep", C), sees=CHANNEL),
    ),
    f"POST {ONE}/channels/{{channel}}/trial": (
        _send("post", ("channels.keep", C), sees=CHANNEL),
    ),
    f"GET {ONE}/deliveries": (_get(("notices.issue", S), ("notices.read", L)),),
    f"POST {ONE}/deliveries/{{delivery}}/again": (
        _send("post", ("notices.issue", L), sees=FOLLOWED),
    ),
    f"GET {ONE}/records": (_get(("governance.read-records", L)),),
    f"POST {ONE}/records": (
        _send(
            "post",
            ("governance.record", C),
            body=lambda _: {
                "body": "consultation",
                "kind": "meeting",
                "year": 2026,
                "start": "2026-08-20",
                "host": CITY,
            },
        ),
    ),
    f"GET {ONE}/records/{{record}}": (_get(("governance.read-records", L)),),
    f"PUT {ONE}/records/{{record}}": (
        _send(
            "put",
            ("governance.record", C),
            body=lambda _: {
                "body": "symposium",
                "kind": "meeting",
                "year": 2026,
                "start": "2026-11-18",
                "host": CITY,
            },
        ),
    ),
    f"DELETE {ONE}/records/{{record}}": (_send("delete", ("governance.record", C)),),
    f"POST {ONE}/records/{{record}}/confirm": (
        _send("post", ("governance.record", C)),
    ),
    f"GET {ONE}/sessions": (_get(("governance.read-sessions", L)),),
    f"POST {ONE}/sessions": (
        _send(
            "post",
            ("governance.hold-sessions", C),
            body=lambda _: {
                "body": "group-industry",
                "start": "2026-12-03",
                "ad_hoc": True,
                "host": CITY,
            },
        ),
    ),
    f"GET {SESSION}": (_get(("governance.read-sessions", L)),),
    f"POST {SESSION}/moves": _run(start="2026-12-04"),
    f"POST {SESSION}/cancellations": _run(reason="改期。"),
    f"POST {SESSION}/openings": _run(),
    f"POST {SESSION}/closings": _run(),
    f"POST {SESSION}/attendance": _run(
        marks=[{"invitee": "省交通运输厅", "presence": "present"}]
    ),
    f"POST {SESSION}/reports": (
        _send(
            "post",
            ("governance.hold-sessions", C),
            body=lambda things: {"decision": str(things.item), "progress": "done"},
        ),
    ),
    f"POST {SESSION}/items": (
        _send(
            "post",
            ("governance.put-items", C),
            body=lambda _: {
                "class_id": "difficulty",
                "title": "收费站",
                "proposer": CITY,
            },
        ),
    ),
    f"POST {ONE}/docket-items": (
        _send(
            "post",
            ("governance.put-items", C),
            body=lambda _: {
                "body": "group-industry",
                "class_id": "difficulty",
                "title": "产业园",
                "proposer": CITY,
            },
        ),
    ),
    f"GET {ITEM}": (_get(("governance.read-sessions", L)),),
    f"GET {ITEM}/rounds": (_get(("governance.read-sessions", L)),),
    f"PUT {ITEM}": (
        _send(
            "put",
            ("governance.hold-sessions", C),
            body=lambda _: {
                "revision": 1,
                "class_id": "difficulty",
                "title": "省际断头路",
            },
        ),
    ),
    f"POST {ITEM}/withdrawals": _run(reason="另议。"),
    f"POST {ITEM}/calls": (_send("post", ("governance.hold-sessions", C)),),
    f"POST {ITEM}/outcomes": _run(outcome="noted", words="知悉。"),
    f"POST {ITEM}/positions": (
        _send(
            "post",
            ("governance.take-positions", C),
            body=lambda _: {"revision": 1, "member": CITY, "stance": "consent"},
        ),
    ),
    f"GET {ONE}/agreements": (_get(("governance.read-sessions", L)),),
    f"POST {ONE}/agreements": (
        _send(
            "post",
            ("governance.hold-sessions", C),
            body=lambda things: {"session": str(things.closed)},
        ),
    ),
    f"GET {AGREEMENT}": (_get(("governance.read-sessions", L)),),
    f"PUT {AGREEMENT}/text": (
        _send(
            "put",
            ("governance.hold-sessions", C),
            body=lambda _: {"revision": 2, "title": "协议"},
        ),
    ),
    f"POST {AGREEMENT}/assemblies": _run(revision=2),
    f"POST {AGREEMENT}/circulations": _run(revision=2),
    f"POST {AGREEMENT}/signatures": (
        _send(
            "post",
            ("governance.sign-agreements", C),
            body=lambda _: {"member": CITY, "digest": "sha256:0"},
        ),
    ),
    f"POST {AGREEMENT}/withdrawals": _run(revision=2, reason="更正。"),
    f"POST {AGREEMENT}/publications": _run(revision=2),
    f"GET {AGREEMENT}/versions/{{version}}/file": (
        _get(("governance.read-sessions", L)),
    ),
    f"POST {AGREEMENT}/verifications": (
        _send(
            "post",
            ("governance.read-sessions", L),
            body=lambda things: {
                "kind": "hansa-agreement",
                "id": str(things.paper_out),
                "league": LEAGUE,
                "body": "symposium",
                "year": 2026,
                "version": 1,
                "reference": "",
                "published_on": None,
                "text": {},
                "signatures": [],
                "digest": "",
                "seal": "",
            },
        ),
    ),
    f"GET {ONE}/minutes": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/minutes": (_get(("governance.read-sessions", L)),),
    f"PUT {SESSION}/minutes/sections/{{place}}": (
        _send(
            "put",
            ("governance.hold-sessions", C),
            body=lambda _: {"revision": 1, "words": "更正。"},
        ),
    ),
    f"POST {SESSION}/minutes/circulations": _run(revision=2),
    f"POST {SESSION}/minutes/comments": (
        _send(
            "post",
            ("governance.take-positions", C),
            body=lambda _: {"revision": 2, "member": CITY, "stance": "none"},
        ),
    ),
    f"POST {SESSION}/minutes/answers": _run(revision=2, member=CITY, adopted=True),
    f"POST {SESSION}/minutes/approvals": (
        _send(
            "post",
            ("governance.approve-minutes", C),
            body=lambda _: {
                "revision": 2,
                "holder": {"member": CITY, "office": "mayor"},
                "document": "签批件",
            },
        ),
    ),
    f"POST {SESSION}/minutes/publications": _run(revision=2),
    f"POST {SESSION}/minutes/corrections": _run(revision=2, reason="更正。"),
    f"GET {ONE}/experts": (_get(("governance.read-experts", L)),),
    f"POST {ONE}/experts": (
        _send("post", ("governance.keep-experts", L), body=lambda _: EXPERT),
    ),
    f"GET {ONE}/experts/{{expert_id}}": (_get(("governance.read-experts", L)),),
    f"PUT {ONE}/experts/{{expert_id}}": (
        _send(
            "put",
            ("governance.keep-experts", L),
            body=lambda _: {**EXPERT, "revision": 1},
        ),
    ),
    f"POST {ONE}/experts/{{expert_id}}/endings": _keep(on=DAY, reason="改期。"),
    f"GET {ONE}/draws": (_get(("governance.read-experts", L)),),
    f"GET {ONE}/draws/{{draw_id}}": (_get(("governance.read-experts", L)),),
    f"POST {ITEM}/draws": (
        _send("post", ("governance.keep-experts", L), body=lambda _: {"size": 1}),
    ),
    f"POST {ONE}/draws/{{draw_id}}/revelations": _keep(),
    f"POST {ONE}/draws/{{draw_id}}/annulments": _keep(revision=2, reason="改期。"),
    f"POST {ONE}/draws/{{draw_id}}/stand-downs": (
        _send(
            "post",
            ("governance.keep-experts", L),
            body=lambda things: {
                "revision": 2,
                "expert": str(things.expert),
                "reason": "改期。",
            },
        ),
    ),
    f"GET {ITEM}/advice": (_get(("governance.read-experts", L)),),
    f"POST {ITEM}/opinions": (
        _send(
            "post",
            ("governance.keep-experts", L),
            body=lambda things: {
                "expert": str(things.expert),
                "conclusion": "support",
                "words": "知悉。",
            },
        ),
    ),
    f"POST {ITEM}/opinions/{{opinion_id}}/treatments": _run(
        treatment="adopted", reason="知悉。"
    ),
    **dict.fromkeys(
        (f"POST {ONE}/body-changes", f"POST {ONE}/body-changes/plans"),
        (
            _send(
                "post",
                ("governance.change-bodies", L),
                body=lambda things: {
                    "decision": str(things.decision),
                    "from_on": DAY,
                    "sets_up": ["legislative-institute"],
                },
            ),
        ),
    ),
    f"POST {ONE}/consultations": _said("post", CONSULTS, **CONSULTATION),
    f"PUT {HEARING}": _said("put", CONSULTS, **CONSULTATION, revision=4),
    f"POST {HEARING}/publications": _said("post", CONSULTS, revision=4),
    f"POST {HEARING}/extensions": _said(
        "post", CONSULTS, revision=4, until="2026-12-31", reason="改期。"
    ),
    f"POST {HEARING}/calling-off": _said("post", CONSULTS, revision=4, reason="改期。"),
    f"POST {HEARING}/comments": _said("post", CONSULTS, comments=[RECEIVED]),
    f"POST {HEARING}/groups": _said("post", CONSULTS, comments=[1], title="断头路"),
    f"PUT {HEARING}/groups/{{number}}": _said(
        "put", CONSULTS, treatment="adopted", reason="知悉。"
    ),
    f"POST {HEARING}/comments/{{number}}/withholding": _said(
        "post", CONSULTS, reason="知悉。"
    ),
    f"DELETE {HEARING}/comments/{{number}}/withholding": (_send("delete", CONSULTS),),
    f"POST {HEARING}/results": _said("post", CONSULTS, revision=4),
    f"POST {HEARING}/items": (
        _send("post", CONSULTS, body=lambda things: {"item": str(things.item)}),
    ),
    f"DELETE {HEARING}/items/{{item_id}}": (_send("delete", CONSULTS),),
    f"POST {ONE}/stakeholders": _said("post", ACCREDITS, **ASSOCIATION),
    f"PUT {STAKEHOLDER}": _said("put", ACCREDITS, **ASSOCIATION, revision=1),
    f"POST {STAKEHOLDER}/endings": _said(
        "post", ACCREDITS, revision=1, on=DAY, reason="改期。"
    ),
    f"POST {STAKEHOLDER}/links": (_send("post", ACCREDITS),),
    f"POST {ONE}/proposals": (
        _send(
            "post",
            ACCREDITS,
            body=lambda things: {
                "stakeholder": str(things.stakeholder),
                "title": "收费站",
                "words": "请协调。",
            },
        ),
    ),
    f"POST {PROPOSAL}/answers": _said(
        "post", ACCREDITS, revision=1, treatment="adopted", reason="知悉。"
    ),
    f"POST {PROPOSAL}/withdrawals": _said(
        "post", ACCREDITS, revision=1, reason="改期。"
    ),
    f"POST {PROPOSAL}/withholding": _said(
        "post", ACCREDITS, revision=1, reason="改期。"
    ),
    f"POST {PROPOSAL}/releases": _said("post", ACCREDITS, revision=1),
    f"GET {ONE}/studies": (_get(("governance.read-experts", L)),),
    f"POST {ONE}/studies": (
        _send("post", ("governance.keep-studies", L), body=lambda _: STUDY),
    ),
    f"GET {ONE}/studies/{{study_id}}": (_get(("governance.read-experts", L)),),
    f"PUT {ONE}/studies/{{study_id}}": (
        _send(
            "put",
            ("governance.keep-studies", L),
            body=lambda _: {**STUDY, "revision": 1},
        ),
    ),
    f"POST {ONE}/studies/{{study_id}}/deliveries": _study(
        finished_on=DAY, document="纪要〔2026〕1号"
    ),
    f"POST {ONE}/studies/{{study_id}}/endings": _study(on=DAY, reason="改期。"),
    f"POST {ONE}/studies/{{study_id}}/uses": (
        _send(
            "post",
            ("governance.keep-studies", L),
            body=lambda things: {"decision": str(things.decision)},
        ),
    ),
    f"DELETE {ONE}/studies/{{study_id}}/uses/{{decision_id}}": (
        _send("delete", ("governance.keep-studies", L)),
    ),
    f"GET {SUPERVISION}": (_get(("supervision.read", C)),),
    f"PUT {SUPERVISION}/unit": (
        _send(
            "put",
            ("supervision.name-unit", C),
            body=lambda things: {
                "unit": str(things.second_unit),
                "ladder": "three-colours",
            },
        ),
    ),
    f"GET {SUPERVISION}/papers": (_get(("supervision.read", C)),),
    f"POST {SUPERVISION}/papers": (
        _send(
            "post",
            ("supervision.issue", U),
            body=lambda things: {"part": str(things.part), "rung": "order"},
        ),
    ),
    f"GET {ORDER}": (_get(*SUPERVISED, sees=SUPERVISED),),
    f"POST {ORDER}/receipts": (
        _send("post", ("supervision.answer", U), sees=SUPERVISED, body=lambda _: {}),
    ),
    f"POST {ORDER}/answers": (
        _send(
            "post",
            ("supervision.answer", U),
            sees=SUPERVISED,
            body=lambda _: {"revision": 1, "words": "无意见。"},
        ),
    ),
    f"POST {ORDER}/objections": (
        _send(
            "post",
            ("supervision.issue", U),
            sees=SUPERVISED,
            body=lambda _: {"revision": 1, "words": "请补充。"},
        ),
    ),
    f"POST {ORDER}/closings": (
        _send(
            "post",
            ("supervision.issue", U),
            sees=SUPERVISED,
            body=lambda _: {"revision": 1},
        ),
    ),
    f"GET {SUPERVISION}/bulletins": (_get(("supervision.read", C)),),
    f"POST {SUPERVISION}/bulletins": (
        _send("post", ("supervision.issue", U), body=lambda _: {}),
    ),
    f"GET {SUPERVISION}/bulletins/{{bulletin_id}}": (
        _get(*SUPERVISED, sees=SUPERVISED),
    ),
    f"GET {ONE}/notifications/defaults": (_get(("notifications.keep", L)),),
    f"PUT {ONE}/notifications/defaults": (
        _send(
            "put",
            ("notifications.keep", L),
            body=lambda _: {
                "revision": 0,
                "cells": [],
                "hour": {"hour": 8, "weekday": 0},
            },
        ),
    ),
    f"POST {SESSION}/invitations/{{invitation}}/mails": (
        _send("post", ("governance.hold-sessions", C)),
    ),
    f"GET {ONE}/laws": (_get(("governance.read-laws", L)),),
    f"POST {ONE}/laws": (_send("post", ("governance.keep-laws", L), body=_rule),),
    f"GET {LAW}": (_get(("governance.read-laws", L)),),
    f"PUT {LAW}": (
        _send(
            "put",
            ("governance.keep-laws", L),
            body=lambda things: {**_rule(things), "revision": things.law_revision},
        ),
    ),
    f"GET {LAW}/drafts": (_get(("governance.read-laws", L)),),
    f"POST {LAW}/drafts": (
        _send(
            "post",
            ("governance.speak-on-laws", C),
            body=lambda _: {"member": CITY, "former": 1, "words": "第一条　另议。"},
        ),
    ),
    f"GET {LAW}/rows": (_get(("governance.read-laws", L)),),
    f"POST {LAW}/pairs": _correct(
        lambda things: {
            "left": {"member": CITY, "key": things.article},
            "right": things.beside,
        }
    ),
    f"POST {LAW}/partings": _correct(
        lambda things: {"article": {"member": CITY, "key": things.article}}
    ),
    f"POST {LAW}/corrections/{{fix_id}}/withdrawals": _correct(lambda _: {}),
    f"POST {LAW}/rounds": _legislate(due_on="2026-12-10"),
    f"POST {LAW}/round-endings": _legislate(),
    f"POST {LAW}/positions": (
        _send(
            "post",
            ("governance.speak-on-laws", C),
            first=(("governance.read-laws", L),),
            body=lambda things: {
                "member": CITY,
                "divergence": things.divergence,
                "stance": "adapt",
            },
        ),
    ),
    f"POST {LAW}/harmonisations": _legislate(),
    f"POST {LAW}/reopenings": _legislate(reason="改期。"),
    f"POST {LAW}/closings": _legislate(on=DAY, document="纪要〔2026〕1号"),
    f"POST {LAW}/endings": _legislate(on=DAY, reason="改期。"),
    f"POST {LAW}/studies": (
        _send(
            "post",
            ("governance.keep-laws", L),
            body=lambda things: {"study": str(things.study)},
        ),
    ),
    f"DELETE {LAW}/studies/{{study_id}}": (
        _send("delete", ("governance.keep-laws", L)),
    ),
    f"GET {SESSION}/invitations": (_get(("governance.read-sessions", L)),),
    f"POST {SESSION}/invitations": (
        _send(
            "post",
            ("governance.hold-sessions", C),
            body=lambda _: {"revision": 2, "contact": "值班员"},
        ),
    ),
    f"POST {SESSION}/invitations/{{invitation}}/replies": (
        _send(
            "post",
            ("governance.answer-invitations", C),
            body=lambda _: {"stance": "coming"},
        ),
    ),
    f"POST {SESSION}/invitations/{{invitation}}/links": (
        _send("post", ("governance.hold-sessions", C)),
    ),
    f"POST {SESSION}/attendance/as-replied": _run(),
    f"GET {SESSION}/notice": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/notice/docx": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/calendar": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/kit": (_get(("governance.hold-sessions", C)),),
    f"GET {SESSION}/excerpts": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/excerpts/{{unit}}": (_get(("governance.read-sessions", L)),),
    f"GET {SESSION}/excerpts/{{unit}}/docx": (_get(("governance.read-sessions", L)),),
    f"GET {ONE}/circulars": (_get(("governance.read-circulars", L)),),
    f"POST {ONE}/circulars": (
        _send(
            "post",
            ("governance.draft-circulars", C),
            body=lambda _: {"entry": "huaihai/2026/symposium/meeting/1"},
        ),
    ),
    f"GET {CIRCULAR}": (_get(("governance.read-circulars", L)),),
    f"PUT {CIRCULAR}/words": (
        _send(
            "put",
            ("governance.draft-circulars", L),
            body=lambda _: {"revision": 3, "words": "更正。"},
        ),
    ),
    f"POST {CIRCULAR}/freezes": _of_circular("governance.draft-circulars"),
    f"POST {CIRCULAR}/sendings": _of_circular("governance.send-circulars"),
    f"POST {CIRCULAR}/corrections": _of_circular(
        "governance.draft-circulars", reason="更正。"
    ),
    f"POST {CIRCULAR}/acknowledgements": (
        _send(
            "post",
            ("notices.sign", C),
            sees=(("notices.read", C),),
            first=(("governance.read-circulars", L),),
            body=lambda _: {"member": CITY},
        ),
    ),
    f"POST {CIRCULAR}/links": (
        _send(
            "post",
            ("governance.send-circulars", L),
            sees=(("notices.read", C),),
            first=(("governance.read-circulars", L),),
            body=lambda _: {"member": CITY},
        ),
    ),
    f"GET {ONE}/handovers": (_get(("governance.read-handovers", S)),),
    f"GET {ONE}/handovers/{{on}}": (_get(("governance.read-handovers", C)),),
    f"POST {ONE}/handovers/{{on}}/signatures": (
        _send(
            "post",
            ("governance.sign-handovers", C),
            body=lambda _: {"side": "incoming", "digest": "sha256:0"},
        ),
    ),
    f"GET {ONE}/decisions": (_get(("governance.read-sessions", L)),),
    f"GET {ONE}/compliance": (_get(("governance.read-compliance", S)),),
    f"GET {ONE}/roster": (_get(("governance.read-rosters", L)),),
    f"GET {ONE}/seats": (
        _get(("governance.read-rosters", L), query=lambda _: {"body": "symposium"}),
    ),
    f"GET {ONE}/works/{{work}}/stages": (_get(("delivery.read-stages", L)),),
    f"POST {ONE}/works/{{work}}/stages": (
        _send(
            "post",
            ("delivery.record-stage", C),
            body=lambda _: {"stage": "building", "reached_on": DAY},
        ),
    ),
    f"DELETE {ONE}/stages/{{record}}": (_send("delete", ("delivery.record-stage", C)),),
    f"GET {ONE}/cases": (_get(("casework.read", S)),),
    f"POST {ONE}/cases": (
        _send(
            "post",
            ("casework.open", C),
            body=lambda things: {
                "type": "dispute",
                "subject": "少计",
                "parties": [
                    {"role": "claimant", "member": CITY},
                    {"role": "respondent", "member": things.third},
                ],
            },
        ),
    ),
    f"GET {CASES}": (_get(*CASE, sees=CASE),),
    f"POST {CASES}/replies": (_in_case(TAKES_PART, party=1),),
    f"POST {CASES}/documents": (
        _in_case(TAKES_PART, HANDLES, reference="苏办〔2026〕1号"),
    ),
    f"POST {CASES}/decisions": (_in_case(HANDLES, decision="rejected"),),
    f"POST {CASES}/approvals": (_in_case(APPROVES),),
    f"POST {CASES}/returns": (_in_case(APPROVES),),
    f"POST {CASES}/escalations": (_in_case(TAKES_PART, HANDLES),),
    f"POST {CASES}/closings": (_in_case(HANDLES),),
    f"POST {CASES}/withdrawals": (_in_case(TAKES_PART),),
    f"POST {CASES}/reopenings": (_in_case(HANDLES),),
    f"GET {CLEARING}/institutions": (_get(HOUSE),),
    f"POST {CLEARING}/institutions": (
        _send(
            "post",
            CLEARS,
            body=lambda _: {"slug": "new-card", "name": NAME, "party": CITY},
        ),
    ),
    f"POST {CLEARING}/institutions/{{slug}}/activation": (
        _send("post", PUBLISHES, body=lambda _: {}),
    ),
    f"POST {CLEARING}/institutions/{{slug}}/suspension": (
        _send("post", PUBLISHES, body=lambda _: {}),
    ),
    f"POST {CLEARING}/institutions/{{slug}}/codes": (
        _send("post", CLEARS, body=lambda _: {"code": "07310000001"}),
    ),
    f"DELETE {CLEARING}/institutions/{{slug}}/codes/{{code}}": (
        _send("delete", CLEARS),
    ),
    f"GET {CLEARING}/coverage": (_get(HOUSE),),
    f"GET {CLEARING}/lists": (_get(HOUSE),),
    f"POST {CLEARING}/lists/{{kind}}": (_send("post", CLEARS),),
    f"DELETE {CLEARING}/lists/{{kind}}": (_send("delete", CLEARS),),
    f"GET {CLEARING}/windows": (_get(HOUSE),),
    f"POST {CLEARING}/windows": (
        _send("post", CLEARS, body=lambda _: {"slug": "2026-11-25"}),
    ),
    f"GET {CLEARING}/windows/{{window}}": (_get(HOUSE),),
    f"POST {CLEARING}/windows/{{window}}/files": (_send("post", CLEARS),),
    f"POST {CLEARING}/windows/{{window}}/seal": (
        _send("post", CLEARS, body=lambda _: {}),
    ),
    f"POST {CLEARING}/windows/{{window}}/deltas": (
        _send("post", CLEARS, body=lambda _: {"cause": "late-file"}),
    ),
    f"POST {CLEARING}/windows/{{window}}/adjustments": (
        _send(
            "post",
            CLEARS,
            body=lambda things: {
                "payer": things.third,
                "payee": CITY,
                "amount_fen": 100,
            },
        ),
    ),
    f"GET {CLEARING}/batches": (_get(HOUSE),),
    f"GET {BATCH}": (_get(HOUSE),),
    f"GET {BATCH}/exceptions": (_get(HOUSE),),
    f"GET {BATCH}/explanation": (_get(STATEMENTS, query=_pair),),
    f"GET {BATCH}/taps": (_get(STATEMENTS, query=_pair),),
    f"POST {BATCH}/what-if": (_send("post", HOUSE, body=lambda _: {"day": DAY}),),
    f"GET {BATCH}/unpaid": (_get(HOUSE, query=lambda _: {"party": CITY}),),
    f"GET {BATCH}/returns": (_get(("clearing.take-return", S)),),
    f"GET {BATCH}/returns/{{sender}}": (_get(("clearing.take-return", C)),),
    f"POST {BATCH}/steps": (
        _step("hold", CLEARS),
        _step("run", CLEARS),
        _step("instruct", CLEARS),
        _step("reconcile", CLEARS),
        _step("archive", CLEARS),
        _step("release", CLEARS),
        _step("void", PUBLISHES),
        _step("approve", PUBLISHES),
    ),
    f"POST {BATCH}/payments": (_send("post", CLEARS, body=lambda _: {}),),
    f"GET {BATCH}/statements/{{party}}": (_get(STATEMENTS),),
    f"GET {BATCH}/statements/{{party}}/bundle": (_get(STATEMENTS),),
    f"POST {BATCH}/statements/{{party}}/disputes": (
        _send(
            "post",
            STATEMENTS,
            first=OPENS,
            body=lambda things: {"against": things.third, "amount_fen": 100},
        ),
    ),
    f"GET {CLEARING}/parties/{{party}}/statements": (_get(STATEMENTS),),
    f"GET {CLEARING}/cases/{{case_id}}": (_get(*CASE, sees=CASE),),
    f"POST {CLEARING}/cases/{{case_id}}/splits": (
        _send("post", CLEARS, body=lambda things: {"rows": [things.row]}),
    ),
    f"GET {CLEARING}/schemes": (_get(HOUSE),),
    f"GET {CLEARING}/schemes/{{scheme}}": (_get(HOUSE),),
    f"GET {CLEARING}/entries": (_get(HOUSE),),
    f"GET {CLEARING}/trial-balance": (_get(HOUSE),),
    "GET /accounts": (_get(("accounts.read", H)),),
    "POST /accounts": (
        _send("post", ("accounts.keep", H), body=lambda _: {"username": "newcomer"}),
    ),
    "GET /accounts/{account}": (_get(("accounts.read", H)),),
    "POST /accounts/{account}/deactivation": (_send("post", ("accounts.keep", H)),),
    "GET /accounts/{account}/grants": (_get(("accounts.read", H)),),
    "POST /accounts/{account}/grants": (
        _send("post", ("accounts.grant", H), body=lambda _: {"role": "auditor"}),
    ),
    "DELETE /accounts/{account}/grants/{grant}": (
        _send("delete", ("accounts.grant", H)),
    ),
    "GET /rights": (_get(("accounts.matrix", H)),),
}
"""Every operation that a right guards; one that is not here fails the walk by its name."""
