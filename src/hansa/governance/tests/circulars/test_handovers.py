"""Handovers: computed from records, frozen by the outgoing host, accepted by the other."""

import io
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from conftest import Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.hashing import canonical
from hansa.chassis.journal import verify
from hansa.directory.services.behalf import act_for
from hansa.duties.models import Duty
from hansa.duties.reads.tallies import list_open_reminders
from hansa.duties.services import notices, receipts
from hansa.governance import services
from hansa.governance.models import Handover, HandoverSignature
from hansa.governance.reads import calendars
from hansa.governance.reads import handovers as reads
from hansa.governance.reads.handover_paper import paper_of
from hansa.governance.rules import handovers as rules
from hansa.governance.services import handovers
from hansa.governance.services.sessions import convening
from hansa.governance.terms.dockets import Delivery, Outcome
from hansa.governance.terms.handovers import (
    HandoverSheet,
    HandoverState,
    Left,
    LeftKind,
    Side,
    TurnPassing,
)
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import SessionDraft
from hansa.governance.tests.people import (
    AT,
    HUAIHAI,
    account,
    actor,
    browser,
    program,
)
from hansa.governance.tests.sessions import scene, signing_scene
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

H = "huaihai"
PASSES = date(2027, 1, 1)
NOVEMBER, DECEMBER, AFTER = date(2026, 11, 24), date(2026, 12, 28), date(2027, 1, 5)
TITLES = ("签署年度合作协议", "编制断头路清单")
row = pytest.mark.row
pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = AT


def left_behind() -> None:
    """Hold a Symposium that decides one thing, defers another and leaves its minutes."""
    scene.cleared(date(2026, 8, 20), *TITLES)
    session, (first, second) = scene.symposium(date(2026, 11, 19), *TITLES)
    unit = scene.bureau("suzhou")
    scene.consent(first)
    delivery = Delivery(lead=unit, units=(unit,), due_on=date(2027, 6, 30))
    scene.end(first, delivery=delivery)
    scene.end(second, Outcome.DEFERRED)
    for one in scene.sheet(session).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.close(session)


def sheet(on: date = DECEMBER, someone: Actor | None = None) -> HandoverSheet:
    """Look at the handover of 2027 on a day."""
    reader = scene.at(someone, on) if someone else scene.office(on)
    return reads.get_handover(reader, charter_reads.get_versions(H), PASSES, on)


def left(kind: LeftKind, on: date = DECEMBER) -> list[Left]:
    """List what is left open of one kind."""
    return [one for one in sheet(on).left if one.kind is kind]


def sign(side: Side, on: date = DECEMBER, member: str | None = None) -> None:
    """Sign for a side on a day, by the liaison of its host."""
    signer = scene.liaison(
        member or ("suzhou" if side is Side.OUTGOING else "xuzhou"), on
    )
    handovers.sign(signer, H, PASSES, side, sheet(on).digest)


@row("H-GOV-10", part="checklist between outgoing and incoming host")
def test_the_pack_is_computed_from_the_records() -> None:
    """What waits, what is not carried out, minutes to publish, and the meetings to come."""
    left_behind()
    assert [one.zh for one in left(LeftKind.ITEM)] == [f"协同发展座谈会：{TITLES[1]}"]
    (decision,) = left(LeftKind.DECISION)
    assert (decision.zh, decision.day) == (
        f"协同发展座谈会〔2026〕1号：{TITLES[0]}",
        date(2027, 6, 30),
    )
    assert len(left(LeftKind.MINUTES)) == 2
    coming = left(LeftKind.COMING)
    assert all(one.key.startswith("huaihai/2027/") for one in coming)
    assert any("symposium" in one.key for one in coming)
    line = sheet().line
    assert (line.turn.outgoing, line.turn.incoming) == ("suzhou", "xuzhou")
    assert (line.state, line.finding) == (HandoverState.PREPARING, None)


def test_an_agreement_that_a_city_has_not_signed_is_left_behind() -> None:
    """With how many have signed, on paper as well, until the last city has."""
    agreement = signing_scene.drafted()
    assert ["已签0/10" in one.zh for one in left(LeftKind.AGREEMENT)] == [True]
    signing_scene.send(agreement)
    signing_scene.sign(agreement, *HUAIHAI[:-1])
    (one,) = left(LeftKind.AGREEMENT)
    assert "已签9/10" in one.zh
    assert "signed 9 of 10" in one.en
    page = browser(account(Role.SECRETARIAT, None)).get(
        reverse("governance:handover", args=[H, PASSES])
    )
    address = reverse("governance:agreement", args=[H, agreement])
    assert f'href="{address}"' in page.content.decode()
    paper = paper_of(sheet(), {}, "")
    (section,) = [s for s in paper["sections"] if s["heading"] == "未签署完毕的协议"]
    assert one.zh in section["words"]
    signing_scene.sign(agreement, HUAIHAI[-1])
    assert left(LeftKind.AGREEMENT) == []


def test_unanswered_reminders_are_told_once_the_host_has_signed() -> None:
    """What the outgoing host did not answer is its own to show; signed for, it is gone."""
    services.open_calendar_duties(scene.office(NOVEMBER), H)
    owed = Duty.objects.filter(league=H, member="suzhou", done_on=None).first()
    assert owed is not None
    (notice,) = notices.write_letter(scene.office(NOVEMBER), H, [owed.pk])
    assert [one.key for one in left(LeftKind.REMINDER)] == [str(notice.id)]
    incoming = scene.liaison("xuzhou", DECEMBER)
    seen = sheet(someone=incoming)
    assert (seen.withheld, LeftKind.REMINDER in {one.kind for one in seen.left}) == (
        1,
        False,
    )
    assert seen.digest == sheet().digest
    sign(Side.OUTGOING)
    assert sheet(someone=incoming).withheld == 0
    receipts.sign(scene.liaison("suzhou", DECEMBER), H, notice.id)
    assert len(left(LeftKind.REMINDER)) == 1
    assert list_open_reminders(H, "suzhou") == ()


@row("C-GOV-04", part="hand-over record")
def test_both_sign_and_the_pack_is_frozen() -> None:
    """The outgoing host's signature freezes it; nothing recorded later changes it."""
    left_behind()
    with pytest.raises(Conflict, match="outgoing-first"):
        sign(Side.INCOMING)
    sign(Side.OUTGOING)
    assert sheet().line.state is HandoverState.HALF
    kept = Handover.objects.get()
    before, digest = canonical(kept.content), kept.digest
    scene.convene("consultation", date(2027, 8, 20))
    scene.bureau("heze")
    sign(Side.INCOMING, AFTER)
    found = sheet(AFTER)
    assert (found.line.state, found.intact) == (HandoverState.SIGNED, True)
    assert [one.side for one in found.line.signatures] == [*Side]
    again = Handover.objects.get()
    assert (canonical(again.content), again.digest) == (before, digest)
    for side in Side:
        with pytest.raises(Conflict, match="signed-already"):
            sign(side, AFTER)
    assert verify().fault is None
    again.content = {**again.content, "incoming": "heze"}
    again.save()
    assert sheet(AFTER).intact is False


def test_rights_follow_the_day_signed_or_not() -> None:
    """On the last day the old host holds sessions; the day after only the new one does."""
    versions = charter_reads.get_versions(H)
    entries = {e.id: e for e in calendars.list_entries(versions, range(2026, 2028))}
    assert entries["huaihai/2026/symposium/meeting/1"].host == "suzhou"
    assert entries["huaihai/2027/symposium/meeting/1"].host == "xuzhou"
    assert calendars.why(versions, date(2026, 12, 31)).member == "suzhou"
    assert calendars.why(versions, PASSES).member == "xuzhou"
    days = days_through(date(2027, 2, 3), date(2027, 2, 3))
    draft = SessionDraft(body="symposium", days=days, ad_hoc=True, host="xuzhou")
    assert sheet(AFTER).line.state is HandoverState.PREPARING
    with pytest.raises(Forbidden):
        convening.convene(scene.liaison("suzhou", AFTER), H, draft)
    made = convening.convene(scene.liaison("xuzhou", AFTER), H, draft)
    line = scene.sheet(made).line
    assert line.chair is not None
    assert line.chair.member == "xuzhou"


def test_unsigned_after_its_day_is_a_finding() -> None:
    """Before its day, signed, or before the start of service, it is none."""
    assert sheet(date(2026, 12, 31)).line.finding is None
    found = sheet(PASSES).line.finding
    assert found is not None
    names = calendars.list_names(charter_reads.get_versions(H))
    assert found.parameters["members"] == (names["suzhou"], names["xuzhou"])
    sign(Side.OUTGOING, AFTER)
    assert sheet(AFTER).line.missing == (Side.INCOMING,)
    assert sheet(AFTER).line.finding is not None
    sign(Side.INCOMING, AFTER)
    assert sheet(AFTER).line.finding is None
    lines = reads.list_handovers(
        scene.office(AFTER), charter_reads.get_versions(H), AFTER
    )
    assert lines[-1].state is HandoverState.NOT_RECORDED
    unsigned = {one.turn.on.year for one in lines if one.finding}
    assert unsigned == set(range(2020, 2027))


def test_who_signs_and_with_what_paper() -> None:
    """A host's liaison, or the office on behalf with the paper; nobody else, not early."""
    digest = sheet().digest
    with pytest.raises(Refused, match="evidence-needed"):
        handovers.sign(scene.office(DECEMBER), H, PASSES, Side.OUTGOING, digest)
    for stranger in (
        scene.liaison("heze", DECEMBER),
        scene.liaison("xuzhou", DECEMBER),
    ):
        with pytest.raises(Forbidden):
            handovers.sign(stranger, H, PASSES, Side.OUTGOING, digest)
    with pytest.raises(Conflict, match="handover-changed"):
        handovers.sign(
            scene.liaison("suzhou", DECEMBER), H, PASSES, Side.OUTGOING, "sha256:0"
        )
    assert not Handover.objects.exists()
    clerk = act_for(
        scene.office(DECEMBER), H, "suzhou", "宿州市人民政府", "宿政函〔2026〕9号"
    )
    handovers.sign(clerk, H, PASSES, Side.OUTGOING, digest)
    (signature,) = sheet().line.signatures
    assert (signature.authority, signature.evidence) == (
        "宿州市人民政府",
        "宿政函〔2026〕9号",
    )
    for day in (date(2027, 1, 2), date(2018, 12, 9), date.min, date(2031, 1, 1)):
        with pytest.raises(Missing, match="handover-missing"):
            handovers.sign(scene.office(DECEMBER), H, day, Side.OUTGOING, digest)


def test_nobody_signs_before_the_outgoing_host_is_in_turn() -> None:
    """Where turns pass in July, that of next year is not signed in spring."""
    turn = TurnPassing(
        league=H,
        on=date(2027, 7, 1),
        outgoing="suzhou",
        incoming="xuzhou",
        begun_on=date(2026, 7, 1),
        until=date(2028, 7, 1),
    )
    with pytest.raises(Refused, match="turn-not-begun"):
        rules.refuse_early(turn, date(2026, 6, 30))
    rules.refuse_early(turn, date(2026, 7, 1))


def test_who_sees_a_handover() -> None:
    """The two hosts, the office and the auditor; no other city, and not the public."""
    for reader in (
        actor(Role.CITY_LIAISON, "suzhou"),
        actor(Role.LEADER, "xuzhou"),
        actor(Role.AUDITOR),
    ):
        assert sheet(someone=reader).line.turn.on == PASSES
    for stranger in (
        actor(Role.CITY_LIAISON, "heze"),
        actor(Role.UNIT_OFFICER, "suzhou"),
        replace(actor(Role.PUBLIC), league=None),
    ):
        with pytest.raises(Forbidden):
            sheet(someone=stranger)
    versions = charter_reads.get_versions(H)
    own = reads.list_handovers(scene.liaison("heze", DECEMBER), versions, DECEMBER)
    assert {one.turn.on.year for one in own} == {2020, 2021}


def test_presidents_of_the_other_league_hand_over_as_well(run: Run) -> None:
    """Each year has one, from 2019 on, in the order of the turns."""
    lines = run("handover", "list", "changzhutan")
    assert [(one["on"], one["outgoing"], one["incoming"]) for one in lines][:2] == [
        ("2027-01-01", "xiangtan", "changsha"),
        ("2026-01-01", "zhuzhou", "xiangtan"),
    ]
    assert lines[-1]["on"] == "2019-01-01"


def test_commands(run: Run, hansa: Hansa, tmp_path: Path) -> None:
    """Shown with what is missing, signed on behalf, written as docx, bad input refused."""
    left_behind()
    shown = run("handover", "show", H, "2027-01-01")
    assert {one["kind"] for one in shown["left"]} >= {"item", "decision", "minutes"}
    sign_ = ("handover", "sign", H, "2027-01-01")
    paper = ("--office", "宿州市人民政府", "--evidence", "宿政函〔2026〕9号")
    assert hansa(*sign_, "outgoing").code == 1
    assert hansa(*sign_, "outgoing", "--digest", "x", *paper).code == 1
    assert run(*sign_, "outgoing", *paper)["state"] == "half"
    scan = tmp_path / "签字件.pdf"
    scan.write_bytes(b"%PDF-1.7 a")
    host = ("incoming", "--office", "徐州市人民政府")
    assert hansa(*sign_, *host).code == 1
    signed = run(*sign_, *host, "--file", scan)
    kept = HandoverSignature.objects.get(side="incoming").evidence
    assert kept == sha256(b"%PDF-1.7 a").hexdigest()
    assert (signed["state"], signed["missing"]) == ("signed", [])
    file = tmp_path / "交接.docx"
    assert hansa("handover", "export", H, "2027-01-01", file).code == 0
    said = "\n".join(p.text for p in Document(str(file)).paragraphs)
    assert (
        "交方：宿州，宿州市人民政府，2026年11月24日签字，依据宿政函〔2026〕9号。"
        in said
    )
    assert hansa("handover", "show", H, "2027-01-01").code == 0
    assert "not signed by" in hansa("handover", "list", H, "--lang", "en").err
    for wrong in ("2027-01-02", "9999-12-31", "0001-01-01"):
        assert hansa("handover", "show", H, wrong).code == 1
    assert hansa("handover", "show", H, "never").code == 2
    assert hansa(*sign_, "sideways").code == 2


def test_pages() -> None:
    """Each line leads to its record; two sign on the page; a stale pack is not signed."""
    left_behind()
    outgoing = browser(account(Role.CITY_LIAISON, "suzhou"))
    incoming = browser(account(Role.CITY_LIAISON, "xuzhou"))
    address = reverse("governance:handover", args=[H, PASSES])

    def read(client: Client, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    page = read(outgoing)
    assert "Handover from Suzhou to Xuzhou on 2027-01-01" in page
    assert "Sign for the host: outgoing host" in page
    assert TITLES[1] in page
    for kind, name in (("item", "governance:item"), ("minutes", "governance:minutes")):
        one = left(LeftKind(kind))[0]
        parts = [H, one.within] + ([one.key] if kind == "item" else [])
        assert f'href="{reverse(name, args=parts)}"' in page
    assert "Sign for the host" not in read(incoming)
    sign_ = reverse("governance:handover-sign", args=[H, PASSES, "outgoing"])
    stale = outgoing.post(sign_, {"outgoing-digest": "sha256:0"})
    assert stale.status_code == 409
    assert sheet().digest in stale.content.decode()
    assert incoming.post(sign_, {"outgoing-digest": sheet().digest}).status_code == 403
    answer = outgoing.post(sign_, {"outgoing-digest": sheet().digest}, follow=True)
    assert "signed by the outgoing host" in answer.content.decode()
    other = reverse("governance:handover-sign", args=[H, PASSES, "incoming"])
    answer = incoming.post(other, {"incoming-digest": sheet().digest}, follow=True)
    assert "signed by both" in answer.content.decode()
    docx = incoming.get(reverse("governance:handover-docx", args=[H, PASSES]))
    assert Document(io.BytesIO(docx.content)).paragraphs
    office = browser(account(Role.SECRETARIAT))
    listed = office.get(reverse("governance:handovers", args=[H])).content.decode()
    assert "not signed in time" in listed
    assert (
        office.post(
            reverse("governance:handover-sign", args=[H, PASSES, "x"])
        ).status_code
        == 404
    )
    for wrong in ("2027-01-02", "nonsense", "2027-13-01"):
        there = reverse("governance:handover", args=[H, wrong])
        assert office.get(there).status_code == 404
    read(browser(account(Role.CITY_LIAISON, "heze")), 403)
    assert Client().get(address).status_code == 302


def test_programs() -> None:
    """Listed, given and signed by the API; what does not fit is refused by its field."""
    client = program(account(Role.CITY_LIAISON, "suzhou"))
    base = f"/api/v1/leagues/{H}/handovers"
    assert [one["on"] for one in client.get(base).json()] == [
        "2027-01-01",
        "2026-01-01",
    ]
    one = client.get(f"{base}/2027-01-01").json()
    send: Any = client.post

    def sign_(**content: object) -> Any:
        return send(
            f"{base}/2027-01-01/signatures", content, content_type="application/json"
        )

    assert sign_(side="sideways", digest="x").status_code == 422
    assert sign_(side="outgoing").status_code == 422
    assert sign_(side="incoming", digest=one["digest"]).status_code == 403
    assert sign_(side="outgoing", digest="x").status_code == 409
    signed = sign_(side="outgoing", digest=one["digest"]).json()
    assert (signed["state"], signed["missing"]) == ("half", ["incoming"])
    assert client.get(f"{base}/2027-01-02").status_code == 404
    assert client.get(f"{base}/never").status_code == 422


def test_the_paper_says_what_the_pack_holds() -> None:
    """Each kind has its heading, and what is empty says so."""
    names = calendars.list_names(charter_reads.get_versions(H))
    said = paper_of(sheet(), names, "联席办")
    headings = [one["heading"] for one in said["sections"]]
    assert headings[1:7] == [
        "待议事项",
        "未完成的议定事项",
        "未印发的会议纪要",
        "未签署完毕的协议",
        "未答复的提醒和提示函",
        "接任城市年度内应召开的会议",
    ]
    assert said["sections"][1]["words"] == "无。"
    assert "交方：宿州，未签字。" in said["sections"][-1]["words"]
