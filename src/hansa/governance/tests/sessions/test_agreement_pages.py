"""The pages and the API of agreements: drafted, read and signed, withdrawn, checked."""

import json
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hansa.chassis import search, workdays
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts
from hansa.governance.reads import found as governance_found
from hansa.governance.services.agreements import publishing
from hansa.governance.terms.agreements import AgreementState
from hansa.governance.tests.people import HUAIHAI, SHELL, account, browser, program
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.signing_scene import (
    SENT,
    drafted,
    held,
    sealed,
    send,
    sheet,
    sign,
)

API = "/api/v1/leagues/huaihai/agreements"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(settings: Any, leagues: None, administrator: Actor) -> None:
    """Stand on a day on which the text is out."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    workdays.seed(administrator.at)


@pytest.fixture
def office() -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT))


def page(name: str, *parts: object) -> str:
    """Give the address of a page."""
    return reverse(f"governance:{name}", args=["huaihai", *parts])


def read(answer: Any) -> str:
    """Read a page in one line."""
    return " ".join(answer.content.decode().split())


def act(client: Client, agreement: UUID, name: str, **typed: object) -> Any:
    """Send a form with the revision of now, and follow."""
    body: dict[str, object] = {f"{name}-revision": sheet(agreement).line.revision}
    body |= {f"{name}-{field}": value for field, value in typed.items()}
    return client.post(page("agreement-act", agreement, name), body, follow=True)


def signing(agreement: UUID, member: str, **typed: object) -> dict[str, object]:
    """Give what the form of signing sends."""
    line = sheet(agreement).line
    return {
        "sign-revision": line.revision,
        "sign-digest": line.digest,
        "sign-member": member,
        **{f"sign-{field}": value for field, value in typed.items()},
    }


def test_an_agreement_from_a_session_to_its_publication(office: Client) -> None:
    """Draft, word, send out, sign, publish: each page leads to the next."""
    session = held()
    listed = read(office.get(page("agreements")))
    assert "No agreement is drafted yet." in listed
    assert page("agreement-new") in listed
    shown = read(office.get(page("agreement-new")))
    assert f'<option value="{session}">' in shown
    made = office.post(page("agreement-new"), {"session": str(session)}, follow=True)
    assert "The agreement is drafted." in read(made)
    agreement = UUID(str(made.redirect_chain[-1][0]).rstrip("/").rpartition("/")[2])
    assert f'value="{session}"' not in read(office.get(page("agreement-new")))
    wording = sheet(agreement).standing.wording
    typed = {f"article{one.number}": one.words for one in wording.articles}
    typed |= {"title": wording.title, "preamble": "为落实共识，制定本协议。"}
    worded = act(office, agreement, "word", closing="一式十份。", **typed)
    assert "The words are kept." in read(worded)
    assert "一式十份。" in read(worded)
    out = read(act(office, agreement, "circulate"))
    assert "Signed by 0 of 10 parties." in out
    assert out.count("has not signed") == 10
    sign(agreement, *HUAIHAI[:9])
    shown = read(office.get(page("agreement", agreement)))
    assert "Signed by 9 of 10 parties." in shown
    assert shown.count("has not signed") == 1
    sign(agreement, "heze")
    done = read(act(office, agreement, "publish"))
    assert "Published as 协同发展座谈会协议〔2025〕1号." in done
    assert "unchanged since it was signed" in done
    assert "signed by all: 1, out for signature: 0" in read(
        office.get(page("agreements"))
    )


def test_a_leader_reads_and_signs(office: Client) -> None:
    """The page shows the whole text with its fingerprint, and asks for nothing else."""
    agreement = drafted()
    send(agreement)
    leader = browser(account(Role.LEADER, "linyi"))
    assert page("agreement-sign", agreement) in read(
        leader.get(page("agreement", agreement))
    )
    shown = read(leader.get(page("agreement-sign", agreement)))
    assert sheet(agreement).line.digest in shown
    assert "第五条 异地就医结算" in shown
    assert "sign-office" not in shown
    sent = leader.post(
        page("agreement-sign", agreement), signing(agreement, "linyi"), follow=True
    )
    assert "The signature of Linyi is recorded." in read(sent)
    assert sheet(agreement).signed["linyi"].evidence is None
    again = read(leader.get(page("agreement-sign", agreement)))
    assert "Nothing waits here for your signature." in again
    strange = leader.post(
        page("agreement-sign", agreement), signing(agreement, "heze"), follow=True
    )
    assert strange.status_code == 422
    assert "heze" not in sheet(agreement).signed


def test_a_liaison_enters_what_was_signed_on_paper() -> None:
    """Without office and paper it is refused; the scan is filed, its hash shown."""
    agreement = drafted()
    send(agreement)
    liaison = browser(account(Role.CITY_LIAISON, "linyi"))
    address = page("agreement-sign", agreement)
    bare = liaison.post(address, signing(agreement, "linyi"))
    assert bare.status_code == 422
    assert "Only a leader of the city signs here" in read(bare)
    half = liaison.post(address, signing(agreement, "linyi", office="临沂市市长"))
    assert half.status_code == 422
    assert "Name the paper that shows it" in read(half)
    other = liaison.post(address, signing(agreement, "linyi", evidence="临政函1号"))
    assert "Say which office the paper is of." in read(other)
    scan = SimpleUploadedFile("签字页.pdf", PDF, content_type="application/pdf")
    typed = signing(agreement, "linyi", office="临沂市市长", file=scan)
    sent = liaison.post(address, typed, follow=True)
    assert "The signature of Linyi is recorded." in read(sent)
    signature = sheet(agreement).signed["linyi"]
    assert signature.evidence
    assert signature.evidence in read(sent)
    assert f"/files/{signature.file}/" in read(sent)


def test_a_text_that_changed_meanwhile_is_shown_before_it_is_signed() -> None:
    """What was read is no longer what is out; the page comes back with what is."""
    agreement = drafted()
    send(agreement)
    leader = browser(account(Role.LEADER, "linyi"))
    typed = {**signing(agreement, "linyi"), "sign-digest": "sha256:0"}
    answer = leader.post(page("agreement-sign", agreement), typed)
    assert answer.status_code == 409
    assert "is not the one that you saw" in read(answer)
    assert f'value="{sheet(agreement).line.digest}"' in read(answer)


def test_what_is_refused_keeps_what_was_typed(office: Client) -> None:
    """A draft that is incomplete, a reason that is missing, an act that is none."""
    agreement = drafted()
    stale = office.post(
        page("agreement-act", agreement, "circulate"), {"circulate-revision": 9}
    )
    assert stale.status_code == 409
    assert "This was changed meanwhile" in read(stale)
    send(agreement)
    empty = act(office, agreement, "withdraw", reason="")
    assert empty.status_code == 422
    sign(agreement, "linyi")
    frozen = act(office, agreement, "word", title="另一份")
    assert "另一份" in read(frozen)
    assert frozen.status_code == 422
    back = read(act(office, agreement, "withdraw", reason="第二条有误。"))
    assert "The text is withdrawn; a new draft has begun." in back
    old = read(office.get(page("agreement-version", agreement, 1)))
    assert "version 2 stands" in old
    assert "第二条有误。" in old
    assert "linyi市委书记" in old
    assert act(office, agreement, "sing").status_code == 404


def test_files_are_taken_and_checked(office: Client) -> None:
    """What was taken verifies; an altered one names the place; another file is refused."""
    agreement = sealed()
    json_file = office.get(page("agreement-json", agreement, 1))
    docx = office.get(page("agreement-docx", agreement, 1))
    assert 'filename="agreement-symposium-2025-1.docx"' in docx["Content-Disposition"]
    address = page("agreement-verify", agreement)
    assert "Check a file of this agreement" in read(office.get(address))
    for content, name in ((json_file.content, "a.json"), (docx.content, "a.docx")):
        sent = office.post(address, {"document": SimpleUploadedFile(name, content)})
        assert "character by character" in read(sent)
    altered = json.loads(json_file.content)
    altered["text"]["closing"] = altered["text"]["closing"].replace("10", "九")
    packed = json.dumps(altered).encode()
    sent = office.post(address, {"document": SimpleUploadedFile("a.json", packed)})
    assert "The file differs from the record." in read(sent)
    assert "the closing" in read(sent)
    wrong = office.post(address, {"document": SimpleUploadedFile("a.txt", b"x")})
    assert wrong.status_code == 422
    assert "This is no file of an agreement." in read(wrong)


def test_who_may_look_and_who_may_act(client: Client) -> None:
    """Another city's liaison reads and changes nothing; the public sees nothing."""
    agreement = drafted()
    other = browser(account(Role.CITY_LIAISON, "heze"))
    shown = other.get(page("agreement", agreement))
    assert shown.status_code == 200
    assert "Word the text anew" not in read(shown)
    assert act(other, agreement, "circulate").status_code == 403
    auditor = browser(account(Role.AUDITOR, league=None))
    assert auditor.get(page("agreements")).status_code == 200
    assert auditor.get(page("agreement-new")).status_code == 403
    assert auditor.get(page("agreement-sign", agreement)).status_code == 403
    assert client.get(page("agreement", agreement)).status_code == 302
    assert sheet(agreement).line.state is AgreementState.DRAFT


def test_a_published_agreement_is_found_and_named(office: Client) -> None:
    """The search box finds it by its number; its session and the journal lead to it."""
    agreement = sealed()
    line = sheet(agreement).line
    assert not [
        one
        for one in governance_found.search_documents("huaihai")
        if one.kind == "agreement"
    ]
    publishing.publish(scene.office(SENT), "huaihai", agreement, line.revision)
    (found,) = [
        one
        for one in governance_found.search_documents("huaihai")
        if one.kind == "agreement"
    ]
    assert found.title == line.name
    assert found.address == page("agreement", agreement)
    assert found.reach == search.LEAGUE
    session = read(office.get(page("session", line.session)))
    assert page("agreement", agreement) in session
    journal = read(office.get("/huaihai/journal/"))
    assert "published an agreement" in journal
    assert page("agreement", agreement) in journal


def test_the_api_drafts_signs_withdraws_and_verifies() -> None:
    """The same acts for programs; a leader's program signs for its city."""
    office = program(account(Role.SECRETARIAT))
    sent: Any = office.post(
        API, {"session": str(held())}, content_type="application/json"
    )
    assert sent.status_code == 201
    made = sent.json()
    one = f"{API}/{made['id']}"

    def do(client: Client, path: str, verb: str = "post", **content: Any) -> Any:
        send: Any = getattr(client, verb)
        return send(f"{one}{path}", content, content_type="application/json")

    worded = do(office, "/text", "put", revision=1, articles={"2": "照办。"})
    assert worded.json()["text"]["articles"][1]["words"] == "照办。"
    assert worded.json()["text"]["title"] == made["text"]["title"]
    assert do(office, "/assemblies", revision=2).status_code == 409
    out = do(office, "/circulations", revision=2).json()
    assert (out["state"], out["due_on"]) == ("circulated", "2026-12-08")
    leader = program(account(Role.LEADER, "heze"))
    signed = do(leader, "/signatures", member="heze", digest=out["digest"])
    assert signed.json()["signed"] == 1
    other = do(leader, "/signatures", member="linyi", digest=out["digest"])
    assert other.status_code == 403
    shown = {"office": "临沂市政府", "evidence": "临政函1号"}
    clerk = do(office, "/signatures", member="linyi", digest=out["digest"], **shown)
    assert clerk.json()["signatures"][1]["evidence"] == "临政函1号"
    content = b64encode(b"%PDF-1.7 a").decode()
    scan: dict[str, Any] = {"file": {"name": "签字页.pdf", "content": content}}
    of_jining = {"member": "jining", "digest": out["digest"], "office": "济宁市政府"}
    assert do(office, "/signatures", **of_jining).status_code == 422
    third = do(office, "/signatures", **of_jining, **scan).json()["signatures"][2]
    assert third["evidence"] == sha256(b"%PDF-1.7 a").hexdigest()
    file = office.get(f"{one}/versions/2/file").json()
    assert do(office, "/verifications", **file).json()["holds"]
    file["text"]["title"] = "改"
    checked = do(office, "/verifications", **file).json()
    assert checked["differences"][0]["place"] == "the title"
    assert do(office, "/publications", revision=9).status_code == 409
    back = do(office, "/withdrawals", revision=6, reason="有误。").json()
    assert (back["state"], back["version"], len(back["signatures"])) == ("draft", 3, 3)
    assert office.get(f"{API}?state=draft&body=symposium").json()[0]["id"] == made["id"]
    assert office.get(one).json()["unsigned"] == list(HUAIHAI)


def test_a_leader_of_an_account_signs_with_its_own_authority() -> None:
    """What stands under the text is the authority of whoever signed."""
    agreement = drafted()
    send(agreement)
    id_ = account(Role.LEADER, "linyi")
    actor = accounts.actor_of_account(id_, "huaihai", SHELL.at)
    browser(id_).post(page("agreement-sign", agreement), signing(agreement, "linyi"))
    assert sheet(agreement).signed["linyi"].authority == actor.authority
