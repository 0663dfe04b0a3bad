"""Agreements: drafted from decisions, signed by every party, sealed, published."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from hansa.chassis import journal, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import get_file
from hansa.chassis.language import render
from hansa.chassis.models import OutboxEvent
from hansa.duties.models import Duty
from hansa.governance.models import DocketItem
from hansa.governance.models.agreements import AgreementSignature, AgreementVersion
from hansa.governance.reads import agreements as reads
from hansa.governance.services.agreements import drafting, publishing, rounds, signing
from hansa.governance.services.sessions import docket
from hansa.governance.terms import Level
from hansa.governance.terms.agreements import AgreementState, Rewording
from hansa.governance.terms.dockets import ItemAct, Outcome, Stance
from hansa.governance.terms.sessions import PositionDraft
from hansa.governance.tests.people import CHANGZHUTAN, HUAIHAI, actor, reach
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.signing_scene import (
    AUGUST,
    HELD,
    SENT,
    SIGNING,
    TITLES,
    drafted,
    held,
    leader,
    on_paper,
    sealed,
    send,
    sheet,
    sign,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused

H, C = "huaihai", "changzhutan"
DUE = date(2025, 12, 1)
OFFICE = scene.office(SENT)


@pytest.fixture(autouse=True)
def _table(leagues: None, administrator: Actor) -> None:
    workdays.seed(administrator.at)


def change(agreement: UUID, rewording: Rewording) -> None:
    """Word a part of an agreement anew, as it stands."""
    drafting.reword(OFFICE, H, agreement, sheet(agreement).line.revision, rewording)


def withdraw(agreement: UUID, reason: str = "第三条有误。") -> None:
    """End the round that runs."""
    rounds.withdraw(OFFICE, H, agreement, sheet(agreement).line.revision, reason)


def duties(*, open_: bool = True) -> list[str]:
    """Name who still owes a signature, or everybody who ever did."""
    rows = Duty.objects.filter(source="agreement")
    if open_:
        rows = rows.filter(done_on=None, superseded_on=None)
    return sorted(rows.values_list("member", flat=True))


def test_every_decision_that_stands_is_an_article(leagues: None) -> None:
    """In the order of the docket; that it is signed is agreed, and no article."""
    found = sheet(drafted())
    wording = found.standing.wording
    assert [one.heading for one in wording.articles] == list(TITLES)
    assert [one.number for one in wording.articles] == [1, 2, 3, 4, 5]
    assert wording.title == "淮海经济区2025年度合作协议"
    assert (
        wording.title_en == "Cooperation Agreement of 2025 of the Huaihai Economic Zone"
    )
    assert "徐州市、连云港市" in wording.preamble
    assert "10市共同签署" in wording.closing
    assert [party.member for party in wording.parties] == list(HUAIHAI)
    assert (found.line.state, found.line.version) == (AgreementState.DRAFT, 1)
    assert not found.lacks


def test_a_decision_without_consensus_is_no_article(leagues: None) -> None:
    """One city objects to one item, and four articles are left."""
    scene.cleared(AUGUST, *TITLES)
    session, items = scene.symposium(HELD, *TITLES)
    for item in items:
        scene.consent(item)
        scene.end(item)
    scene.say(items[2], "linyi", Stance.OBJECT)
    for one in scene.sheet(session).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED)
    scene.close(session)
    found = sheet(drafting.draft_agreement(OFFICE, H, session))
    headings = [one.heading for one in found.standing.wording.articles]
    assert headings == [TITLES[0], TITLES[1], TITLES[3], TITLES[4]]


def test_where_no_decision_stands_nothing_is_drafted(leagues: None) -> None:
    """A session that only agreed to sign has agreed on nothing yet."""
    scene.cleared(AUGUST, SIGNING)
    session, _items = scene.symposium(HELD)
    item = scene.put(session, SIGNING, act=ItemAct.SIGN)
    scene.consent(item)
    scene.end(item)
    with pytest.raises(Refused, match="No decision of this session"):
        drafting.draft_agreement(OFFICE, H, session)


def test_a_session_has_one_agreement(leagues: None) -> None:
    """A second draft is refused, and leads to the first."""
    agreement = drafted()
    with pytest.raises(Conflict) as refused:
        drafting.draft_agreement(OFFICE, H, sheet(agreement).line.session)
    assert refused.value.code == "agreement-exists"


def test_a_session_that_has_not_sat_has_no_agreement(leagues: None) -> None:
    """It is convened only; nothing is decided."""
    session = scene.convene("symposium", HELD)
    with pytest.raises(Conflict) as refused:
        drafting.draft_agreement(OFFICE, H, session)
    assert refused.value.code == "session-not-held"


def test_who_clears_a_docket_signs_nothing(leagues: None) -> None:
    """The consultation is not competent; the refusal names who is."""
    session = scene.cleared(AUGUST, *TITLES)
    with pytest.raises(Refused) as refused:
        drafting.draft_agreement(OFFICE, H, session)
    assert refused.value.code == "competence"
    assert "协同发展座谈会" in render(refused.value.message)


def test_secretaries_sign_nothing_and_mayors_do(leagues: None) -> None:
    """Of one conference the mayors' level is competent; three cities sign."""
    session, items = scene.secretaries(date(2025, 5, 20), "review")
    scene.consent(items[0], C)
    scene.end(items[0], league=C)
    office = scene.office(SENT, C)
    with pytest.raises(Refused) as refused:
        drafting.draft_agreement(office, C, session)
    assert refused.value.code == "competence"
    assert "市长层面" in render(refused.value.message)
    day = date(2025, 9, 10)
    mayors = scene.convene("conference", day, C, level=Level.MAYOR)
    item = scene.put(mayors, "轨道交通一体化", C, class_id="field", act=ItemAct.DECIDE)
    scene.open_(mayors, C)
    scene.consent(item, C)
    scene.end(item, league=C)
    for one in scene.sheet(mayors, C).items:
        if one.item.outcome is None:
            scene.end(one.item.id, Outcome.NOTED, C)
    scene.close(mayors, C)
    agreement = drafting.draft_agreement(office, C, mayors)
    send(agreement, C)
    assert duties() == sorted(CHANGZHUTAN)
    sign(agreement, *CHANGZHUTAN, league=C)
    found = sheet(agreement, C)
    assert (found.line.state, found.line.asked) == (AgreementState.SEALED, 3)
    reference = publishing.publish(office, C, agreement, found.line.revision)
    assert reference.endswith("协议〔2025〕1号")


def test_what_august_did_not_clear_is_not_signed(leagues: None) -> None:
    """A decision that came in past the gate is refused, naming the consultation."""
    session = held()
    DocketItem.objects.filter(session=session, title=TITLES[0]).update(cleared_by=None)
    with pytest.raises(Refused) as refused:
        drafting.draft_agreement(OFFICE, H, session)
    assert refused.value.code == "not-cleared"
    assert AUGUST.isoformat() in render(refused.value.message)


def test_a_draft_of_an_open_session_waits_for_its_closing(leagues: None) -> None:
    """It may be written in the room; articles follow what is decided meanwhile."""
    session = held(close=False)
    agreement = drafting.draft_agreement(OFFICE, H, session)
    assert [one.code for one in sheet(agreement).lacks] == ["session-not-closed"]
    with pytest.raises(Refused, match="not closed yet"):
        send(agreement)
    change(agreement, Rewording(articles={2: "建立会商机制。"}))
    first = next(one for one in scene.sheet(session).items if one.item.standing is None)
    withdrawn = PositionDraft(member="heze", stance=Stance.OBJECT)
    docket.take_position(
        scene.liaison("heze", HELD),
        H,
        first.item.id,
        scene.item_of(first.item.id).revision,
        withdrawn,
    )
    scene.close(session)
    assert [one.code for one in sheet(agreement).lacks] == ["articles-differ"]
    drafting.assemble(OFFICE, H, agreement, sheet(agreement).line.revision)
    found = sheet(agreement).standing
    assert found.number == 3
    assert [one.heading for one in found.wording.articles] == list(TITLES[1:])
    assert found.wording.articles[0].words == "建立会商机制。"
    with pytest.raises(Conflict, match="recorded already"):
        drafting.assemble(OFFICE, H, agreement, sheet(agreement).line.revision)


def test_the_session_must_have_agreed_to_sign(leagues: None) -> None:
    """Where that was put and found no consensus, the text does not go out."""
    session = held(close=False)
    last = scene.sheet(session).items[-1].item
    scene.say(last.id, "heze", Stance.OBJECT)
    scene.close(session)
    agreement = drafting.draft_agreement(OFFICE, H, session)
    assert [one.code for one in sheet(agreement).lacks] == ["signing-not-adopted"]


def test_versions_of_a_draft_are_kept(leagues: None) -> None:
    """Each wording is a version with its own fingerprint; an empty article is refused."""
    agreement = drafted()
    change(agreement, Rewording(title="合作协议", title_en="Agreement"))
    change(agreement, Rewording(preamble="\t一、总则  \n\n二、宗旨\n", closing=""))
    found = sheet(agreement)
    assert found.standing.wording.preamble == "一、总则\n二、宗旨"
    assert found.standing.wording.closing == ""
    assert [one.number for one in found.versions] == [1, 2, 3]
    assert len({one.digest for one in found.versions}) == 3
    assert found.versions[0].wording.title.endswith("年度合作协议")
    with pytest.raises(Conflict, match="recorded already"):
        change(agreement, Rewording(title="合作协议"))
    with pytest.raises(Refused, match="It is not said"):
        change(agreement, Rewording(articles={1: " "}))
    with pytest.raises(Missing, match="no such article"):
        change(agreement, Rewording(articles={6: "多余。"}))
    with pytest.raises(Missing, match="no version"):
        reads.version_at(sheet(agreement), 9)
    assert reads.version_at(sheet(agreement), 2).wording.title == "合作协议"


def test_two_officers_word_one_draft(leagues: None) -> None:
    """The second, who saw the former text, is told; nothing of the first is lost."""
    agreement = drafted()
    seen = sheet(agreement).line.revision
    change(agreement, Rewording(title="合作协议"))
    with pytest.raises(Conflict, match="This was changed meanwhile"):
        drafting.reword(OFFICE, H, agreement, seen, Rewording(title="年度协议"))
    assert sheet(agreement).standing.wording.title == "合作协议"


def test_going_out_makes_every_party_owe_its_signature(leagues: None) -> None:
    """Ten duties for ten working days; what is missing is said by name."""
    reach(H, HUAIHAI[:9])
    agreement = drafted()
    send(agreement)
    found = sheet(agreement)
    assert (found.line.state, found.line.due_on) == (AgreementState.CIRCULATED, DUE)
    assert duties() == sorted(HUAIHAI)
    units = Duty.objects.filter(source="agreement").values_list("member", "unit_id")
    assert [member for member, unit in units if unit is None] == ["heze"]
    row = Duty.objects.get(source="agreement", member="linyi")
    assert (row.due_on, row.owed_to) == (DUE, "symposium")
    assert (row.clauses, row.assumptions) == (["GOV-08"], ["A-08", "A-48"])
    sign(agreement, *HUAIHAI[:8])
    assert duties() == sorted(HUAIHAI[8:])
    said = [one.message.parameters["city"] for one in sheet(agreement).lacks]
    assert [render(city) for city in said] == ["临沂", "菏泽"]
    with pytest.raises(Conflict, match="cannot be done now"):
        publishing.publish(OFFICE, H, agreement, sheet(agreement).line.revision)


def test_a_leader_signs_and_a_clerk_shows_the_paper(leagues: None) -> None:
    """The paper is filed with its hash, which stands beside the signature."""
    agreement = drafted()
    send(agreement)
    sign(agreement, "xuzhou")
    on_paper(agreement, "linyi")
    signed = sheet(agreement).signed
    assert signed["xuzhou"].evidence is None
    assert signed["linyi"].authority == "市政府"
    file = signed["linyi"].file
    assert file is not None
    assert get_file(file).sha256 == signed["linyi"].evidence
    acts = {one.service: one for one in reversed(list(journal.entries(H, 5)))}
    named = acts["governance.sign_agreement"].objects
    assert any(str(file) in one for one in named)
    duty = Duty.objects.get(source="agreement", member="linyi")
    assert duty.done_on == SENT


def test_who_may_not_sign(leagues: None) -> None:
    """Another city's leader, an auditor, and a clerk without the paper are refused."""
    agreement = drafted()
    send(agreement)
    seen = sheet(agreement).line.digest
    for stranger in (leader("heze"), scene.at(actor(Role.AUDITOR), SENT)):
        with pytest.raises(Forbidden):
            signing.sign(stranger, H, agreement, seen, "linyi")
    for clerk in (OFFICE, scene.liaison("linyi", SENT)):
        with pytest.raises(Refused) as refused:
            signing.sign(clerk, H, agreement, seen, "linyi")
        assert refused.value.code == "evidence-needed"
    with pytest.raises(Missing, match="no party"):
        signing.sign(OFFICE, H, agreement, seen, "nanjing")
    assert not AgreementSignature.objects.exists()


def test_a_signature_is_bound_to_the_text_that_was_read(leagues: None) -> None:
    """Before the first signature the text may change; who read the former signs nothing."""
    agreement = drafted()
    with pytest.raises(Conflict, match="cannot be done now"):
        sign(agreement, "linyi")
    send(agreement)
    seen = sheet(agreement).line.digest
    change(agreement, Rewording(closing="本协议一式十份。"))
    with pytest.raises(Conflict) as refused:
        signing.sign(leader("linyi"), H, agreement, seen, "linyi")
    assert refused.value.code == "text-changed"
    sign(agreement, "linyi")
    found = sheet(agreement)
    assert found.signed["linyi"].digest == found.line.digest != seen
    with pytest.raises(Conflict, match="recorded already"):
        sign(agreement, "linyi")


def test_the_first_signature_freezes_the_text(leagues: None) -> None:
    """Whoever would change it is told how many have signed, and to withdraw it."""
    agreement = drafted()
    send(agreement)
    sign(agreement, "xuzhou", "heze")
    with pytest.raises(Refused) as refused:
        change(agreement, Rewording(closing="另行约定。"))
    assert refused.value.code == "text-frozen"
    assert refused.value.message.parameters == {"signed": 2, "asked": 10}


def test_withdrawing_keeps_every_signature_with_its_text(leagues: None) -> None:
    """The round ends with a reason; the next one asks all ten for the new text."""
    agreement = drafted()
    send(agreement)
    sign(agreement, "xuzhou", "heze")
    with pytest.raises(Refused, match="It is not said"):
        withdraw(agreement, " ")
    withdraw(agreement)
    found = sheet(agreement)
    former = found.versions[0]
    assert (former.reason, former.withdrawn_by) == ("第三条有误。", OFFICE.person)
    assert [one.member for one in found.signatures if one.version == 1] == [
        "xuzhou",
        "heze",
    ]
    assert (found.line.state, found.line.version) == (AgreementState.DRAFT, 2)
    assert not found.signed
    assert duties() == []
    change(agreement, Rewording(articles={3: "列入各市重点工作。"}))
    send(agreement)
    assert duties() == sorted(HUAIHAI)
    assert len(duties(open_=False)) == 20
    sign(agreement, *HUAIHAI)
    found = sheet(agreement)
    assert (found.line.state, len(found.signatures)) == (AgreementState.SEALED, 12)
    with pytest.raises(Conflict, match="cannot be done now"):
        withdraw(agreement)


def test_the_last_signature_seals_and_publishing_numbers(leagues: None) -> None:
    """The seal covers text and signatures; others hear of it; the number follows."""
    agreement = sealed()
    line = sheet(agreement).line
    assert line.state is AgreementState.SEALED
    assert line.seal.startswith("sha256:")
    assert duties() == []
    (told,) = OutboxEvent.objects.filter(name="governance.AgreementSealed")
    assert told.content["seal"] == line.seal
    assert told.content["digest"] == line.digest
    reference = publishing.publish(OFFICE, H, agreement, line.revision)
    assert reference == "协同发展座谈会协议〔2025〕1号"
    found = sheet(agreement)
    assert (found.line.number, found.intact) == (1, True)
    assert [one.reference for one in reads.list_published(H)] == [reference]
    with pytest.raises(Conflict):
        change(agreement, Rewording(title="另一份"))


@pytest.mark.parametrize("what", ["text", "signature"])
def test_what_is_changed_behind_its_back_is_found(leagues: None, what: str) -> None:
    """A stored text or signature that was altered is not published."""
    agreement = sealed()
    assert sheet(agreement).intact
    if what == "text":
        row = AgreementVersion.objects.get(agreement=agreement)
        row.content["closing"] += "。"
        row.save()
    else:
        AgreementSignature.objects.filter(member="heze").update(authority="他人")
    found = sheet(agreement)
    assert not found.intact
    with pytest.raises(Refused) as refused:
        publishing.publish(OFFICE, H, agreement, found.line.revision)
    assert refused.value.code == "seal-broken"


def test_only_who_runs_the_session_drafts_sends_and_withdraws(leagues: None) -> None:
    """The office and the host do; another city's liaison and a leader do not."""
    session = held()
    host = scene.liaison("suqian", SENT)
    for other in (scene.liaison("heze", SENT), leader("suqian")):
        with pytest.raises(Forbidden):
            drafting.draft_agreement(other, H, session)
    agreement = drafting.draft_agreement(host, H, session)
    revision = sheet(agreement).line.revision
    for other in (scene.liaison("heze", SENT), leader("suqian")):
        with pytest.raises(Forbidden):
            rounds.circulate(other, H, agreement, revision)
        with pytest.raises(Forbidden):
            drafting.reword(other, H, agreement, revision, Rewording(title="甲"))
    rounds.circulate(host, H, agreement, revision)
    with pytest.raises(Forbidden):
        rounds.withdraw(scene.liaison("heze", SENT), H, agreement, 2, "有误。")
    public = replace(OFFICE, roles=frozenset({Role.PUBLIC}))
    with pytest.raises(Forbidden):
        reads.list_agreements(public, H)


def test_agreements_are_listed_and_found(leagues: None) -> None:
    """By year, body and state; by session or by id."""
    agreement = drafted()
    (line,) = reads.list_agreements(OFFICE, H)
    assert (line.signed, line.asked, line.id) == (0, 10, agreement)
    assert not reads.list_agreements(OFFICE, H, year=2024)
    assert not reads.list_agreements(OFFICE, H, body="consultation")
    assert not reads.list_agreements(OFFICE, H, state=AgreementState.SEALED)
    assert reads.find_agreement(OFFICE, H, "symposium/2025") == agreement
    assert reads.find_agreement(OFFICE, H, str(agreement)) == agreement
    for unknown in ("x", "consultation/2025", str(line.session)):
        with pytest.raises(Missing):
            reads.find_agreement(OFFICE, H, unknown)
    assert reads.of_session(H, line.session) == line
