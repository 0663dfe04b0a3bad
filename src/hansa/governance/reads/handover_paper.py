"""A handover on paper and as JSON: the pack, kind by kind, and who signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.plain import plain
from hansa.governance.rules.paper_words import long_day
from hansa.governance.terms.handovers import (
    HandoverLine,
    HandoverSheet,
    Left,
    LeftKind,
    Side,
)
from hansa.kernel.text import Bilingual

KINDS: Mapping[LeftKind, str] = {
    LeftKind.ITEM: "待议事项",
    LeftKind.DECISION: "未完成的议定事项",
    LeftKind.MINUTES: "未印发的会议纪要",
    LeftKind.AGREEMENT: "未签署完毕的协议",
    LeftKind.REMINDER: "未答复的提醒和提示函",
    LeftKind.COMING: "接任城市年度内应召开的会议",
}
SIDES: Mapping[Side, str] = {Side.OUTGOING: "交方", Side.INCOMING: "接方"}


def paper_of(
    sheet: HandoverSheet, names: Mapping[str, Bilingual], issuer: str
) -> dict[str, Any]:
    """Give a handover as its paper says it, in the shape that minutes are printed from."""
    turn = sheet.line.turn
    out, comes = _name(turn.outgoing, names), _name(turn.incoming, names)
    opening = f"自{long_day(turn.on)}起，轮值由{out}转至{comes}。现将有关事项交接如下。"
    sections = [_section(None, "", opening)]
    sections += [
        _section(kind.value, heading, "\n".join(_lines(kind, sheet.left)))
        for kind, heading in KINDS.items()
    ]
    sections.append(
        _section("signatures", "签字", "\n".join(_signatures(sheet.line, names)))
    )
    for place, one in enumerate(sections):
        one["place"] = place
    frozen = sheet.frozen_at
    return {
        "mark": "轮值交接清单",
        "title": f"{out}—{comes}轮值交接清单",
        "reference": f"校验值尾号{sheet.digest[-12:]}" if frozen else "",
        "issuer": issuer,
        "issued_on": _day_of(frozen).isoformat() if frozen else "",
        "sections": sections,
        "present": [],
        "excused": [],
        "observing": [],
    }


def _section(item: str | None, heading: str, words: str) -> dict[str, Any]:
    return {"place": 0, "item": item, "heading": heading, "words": words, "facts": ""}


def _lines(kind: LeftKind, left: Sequence[Left]) -> Iterator[str]:
    own = [one for one in left if one.kind is kind]
    if not own:
        yield "无。"
    for number, one in enumerate(own, start=1):
        day = f"（{long_day(one.day)}）" if one.day else ""
        yield f"{number}. {one.zh}{day}"


def _signatures(line: HandoverLine, names: Mapping[str, Bilingual]) -> Iterator[str]:
    signed = {one.side: one for one in line.signatures}
    for side, word in SIDES.items():
        member = line.turn.outgoing if side is Side.OUTGOING else line.turn.incoming
        one = signed.get(side)
        said = "未签字"
        if one is not None:
            paper = f"，依据{one.evidence}" if one.evidence else ""
            said = f"{one.authority}，{long_day(_day_of(one.signed_at))}签字{paper}"
        yield f"{word}：{_name(member, names)}，{said}。"


def _day_of(at: datetime) -> date:
    return at.astimezone(LEAGUE_ZONE).date()


def _name(member: str, names: Mapping[str, Bilingual]) -> str:
    return names[member].zh if member in names else member


def wire_handover_line(line: HandoverLine) -> dict[str, Any]:
    """Give a handover as lists give it."""
    return {
        "on": line.turn.on.isoformat(),
        "outgoing": line.turn.outgoing,
        "incoming": line.turn.incoming,
        "id": plain(line.id),
        "state": line.state.value,
        "missing": [side.value for side in line.missing],
        "signatures": [
            {
                "side": one.side.value,
                "member": one.member,
                "authority": one.authority,
                "evidence": one.evidence,
                "signed_at": plain(one.signed_at),
            }
            for one in line.signatures
        ],
        "finding": plain(line.finding) if line.finding else None,
    }


def wire_handover(sheet: HandoverSheet) -> dict[str, Any]:
    """Give a handover with its pack."""
    return {
        **wire_handover_line(sheet.line),
        "digest": sheet.digest,
        "frozen_at": plain(sheet.frozen_at),
        "intact": sheet.intact,
        "withheld": sheet.withheld,
        "left": [
            {
                "kind": one.kind.value,
                "key": one.key,
                "within": one.within,
                "title": {"zh": one.zh, "en": one.en},
                "day": plain(one.day),
            }
            for one in sheet.left
        ],
    }
