"""Receipts: by link without an account, by sign-in, by telephone, once and for all."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.models import ReceiptLink
from hansa.duties.reads import notices as reads
from hansa.duties.rules.notices import RECEIPT_DAYS
from hansa.duties.services import notices, receipts
from hansa.duties.terms.notices import (
    Addressee,
    Call,
    Draft,
    Matter,
    NoticeKind,
    ReceiptHow,
    Signing,
)
from hansa.duties.tests.conftest import (
    AT,
    OFFICE,
    House,
    actor,
    later,
    liaison,
    officer,
)
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.text import Bilingual

PUBLIC = Actor(
    person="public",
    authority="public",
    member=None,
    roles=frozenset({Role.PUBLIC}),
    at=AT + timedelta(minutes=3),
)
SIGNING = Signing(name="值班员一", office="临沂市生态环境局")
CALL = Call(spoke_to="联络员一", office="临沂市联络机构", at=AT - timedelta(minutes=1))


LINYI = Addressee(member="linyi")


def issued(to: Addressee = LINYI, by: Actor = OFFICE) -> UUID:
    """A notice to Linyi."""
    draft = Draft(
        kind=NoticeKind.WARNING,
        subject="weather",
        matter=Matter(
            title=Bilingual("寒潮<b>天气</b>", "Cold <b>wave</b>"),
            is_document=False,
            asked=Bilingual("做好防范", "take precautions"),
        ),
        to=(to,),
    )
    return notices.issue(by, "huaihai", draft)[0].id


def token_of(link: str) -> str:
    """The secret part of a link."""
    return link.rstrip("/").rpartition("/")[2]


def linked(notice: UUID) -> str:
    """A fresh token of a notice."""
    return token_of(receipts.make_link(OFFICE, "huaihai", notice))


def test_a_link_signs_once(league: None) -> None:
    """Signed by link with name and office; a replay shows that and changes nothing."""
    notice = issued()
    token = linked(notice)
    signed = receipts.sign_by_link(PUBLIC, token, SIGNING)
    receipt = signed.line.receipt
    assert receipt is not None
    assert (receipt.by, receipt.office) == (SIGNING.name, SIGNING.office)
    assert (receipt.how, receipt.at) == (ReceiptHow.LINK, PUBLIC.at)
    entries = list(journal.entries("huaihai", 100))
    assert entries[0].service == "receipts.sign_by_link"
    assert entries[0].objects == (f"notice:{notice}",)
    other = Signing(name="somebody else", office="elsewhere")
    again = receipts.sign_by_link(replace(PUBLIC, at=AT + timedelta(1)), token, other)
    assert again.line.receipt == receipt
    assert list(journal.entries("huaihai", 100)) == entries


def test_only_hashes_of_links_are_kept(league: None) -> None:
    """The database and the journal hold no token, neither of one in use nor of an old."""
    notice = issued()
    first, second = linked(notice), linked(notice)
    assert len(first) >= 43
    assert first != second
    kept = str(list(ReceiptLink.objects.values())) + str(
        [
            content
            for service in ("receipts.make_link",)
            for content in journal.contents(service)
        ]
    )
    assert first not in kept
    assert second not in kept
    assert reads.find_by_link(second, AT).line.id == notice


def test_a_new_link_made_by_hand_ends_the_last(league: None) -> None:
    """Of links made by hand one works; one that was sent, or of another notice, stays."""
    notice, other = issued(), issued()
    sent, elsewhere = token_of(receipts.mint_link(notice, AT)), linked(other)
    first = linked(notice)
    assert reads.find_by_link(first, AT).line.id == notice
    second = linked(notice)
    with pytest.raises(Missing, match="link-unknown"):
        receipts.sign_by_link(PUBLIC, first, SIGNING)
    for token, named in ((second, notice), (sent, notice), (elsewhere, other)):
        assert reads.find_by_link(token, AT).line.id == named
    made = list(journal.contents("receipts.make_link"))
    assert sorted(content["ended"] for _, content in made) == [0, 0, 1]


@pytest.mark.parametrize(
    "token", ["", "x", "0" * 64, "' OR 1=1 --", "../../etc", "甲" * 40, "a" * 5000]
)
def test_guessed_links(token: str, league: None) -> None:
    """A token that nobody was given is missing, whatever it looks like."""
    linked(issued())
    with pytest.raises(Missing, match="link-unknown"):
        reads.find_by_link(token, AT)
    with pytest.raises(Missing, match="link-unknown"):
        receipts.sign_by_link(PUBLIC, token, SIGNING)


def test_the_hash_of_a_link_is_no_link(league: None) -> None:
    """Whoever reads the database cannot sign with what stands there."""
    linked(issued())
    digest = ReceiptLink.objects.get().digest
    with pytest.raises(Missing):
        reads.find_by_link(digest, AT)


def test_links_end(league: None, settings: Any) -> None:
    """A link works for thirty days, or as long as the operator says."""
    notice = issued()
    token = linked(notice)
    last = AT + timedelta(days=RECEIPT_DAYS)
    assert reads.find_by_link(token, last - timedelta(seconds=1)).line.id == notice
    with pytest.raises(Missing):
        reads.find_by_link(token, last)
    settings.HANSA_RECEIPT_DAYS = 2
    short = linked(notice)
    with pytest.raises(Missing):
        receipts.sign_by_link(
            replace(PUBLIC, at=AT + timedelta(days=2)), short, SIGNING
        )


@pytest.mark.parametrize(
    "signing",
    [
        Signing(name="", office="x"),
        Signing(name="x", office=" \r\n "),
        Signing(name="x" * 201, office="y"),
    ],
)
def test_a_signer_says_who(signing: Signing, league: None) -> None:
    """Without name and office nothing is signed."""
    notice = issued()
    early = (AT - timedelta(minutes=6), datetime(1, 1, 1, tzinfo=LEAGUE_ZONE))
    for before in early:
        with pytest.raises(Refused, match="before-notice"):
            receipts.confirm_by_telephone(
                OFFICE, "huaihai", notice, replace(CALL, at=before)
            )
    with pytest.raises(Refused, match="signer-missing"):
        receipts.sign_by_link(PUBLIC, linked(notice), signing)
    assert reads.get_notice(OFFICE, "huaihai", notice).line.receipt is None


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (liaison("linyi"), Forbidden),
        (liaison("heze"), Missing),
        (actor(Role.AUDITOR), Forbidden),
        (actor(Role.PUBLIC), Missing),
    ],
)
def test_who_makes_links(who: Actor, error: type[HansaError], league: None) -> None:
    """Only the office that issued a notice hands out its links."""
    with pytest.raises(error):
        receipts.make_link(who, "huaihai", issued())
    assert not ReceiptLink.objects.exists()


def test_what_waits_for_whose_signature(house: House) -> None:
    """City and unit are told of what they may sign, until they did; nobody else is."""
    bureau = house.cities["linyi"].bureau
    unit = Addressee(member="linyi", unit=bureau)
    to_city, to_unit = issued(), issued(unit)
    own = issued(unit, by=liaison("linyi"))

    def waiting(who: Actor) -> set[UUID]:
        return {line.id for line in reads.list_to_sign(who, "huaihai")}

    of_unit = officer("linyi", bureau)
    assert waiting(liaison("linyi")) == {to_city, to_unit}
    assert waiting(of_unit) == {to_unit, own}
    for who in (OFFICE, actor(Role.LEADER, "linyi"), liaison("heze"), PUBLIC):
        assert not waiting(who)
    receipts.sign(liaison("linyi"), "huaihai", to_city)
    assert waiting(liaison("linyi")) == {to_unit}


def test_the_addressee_signs_by_sign_in(house: House) -> None:
    """A liaison signs for the city, an officer for the unit; again changes nothing."""
    notice = issued()
    receipts.sign(liaison("linyi"), "huaihai", notice)
    receipts.sign(liaison("linyi", number=2), "huaihai", notice)
    receipt = reads.get_notice(OFFICE, "huaihai", notice).line.receipt
    assert receipt is not None
    signer = liaison("linyi")
    assert (receipt.by, receipt.office) == (signer.authority, "临沂市")
    assert receipt.recorded_by == signer.person
    assert receipt.how is ReceiptHow.SIGN_IN
    bureau = house.cities["linyi"].bureau
    to_unit = issued(Addressee(member="linyi", unit=bureau))
    for who, error in (
        (OFFICE, Forbidden),
        (actor(Role.LEADER, "linyi"), Forbidden),
        (actor(Role.AUDITOR), Forbidden),
        (liaison("heze"), Missing),
        (officer("linyi", house.cities["linyi"].other), Missing),
    ):
        with pytest.raises(error):
            receipts.sign(who, "huaihai", to_unit)
    receipts.sign(officer("linyi", bureau), "huaihai", to_unit)
    services = [entry.service for entry in journal.entries("huaihai", 100)]
    assert services.count("receipts.sign") == 2


def test_a_call_is_recorded(league: None) -> None:
    """电话确认 keeps who spoke, when, and who recorded it; once is enough."""
    notice = issued()
    receipts.confirm_by_telephone(OFFICE, "huaihai", notice, CALL)
    line = reads.get_notice(OFFICE, "huaihai", notice).line
    assert line.receipt is not None
    assert line.receipt.how is ReceiptHow.TELEPHONE
    assert (line.receipt.by, line.receipt.at) == (CALL.spoke_to, CALL.at)
    assert (line.receipt.recorded_by, line.receipt.recorded_at) == (OFFICE.person, AT)
    with pytest.raises(Conflict):
        receipts.confirm_by_telephone(OFFICE, "huaihai", notice, CALL)
    assert reads.count_unanswered(OFFICE, "huaihai") == 0


def test_calls_that_cannot_be(league: None) -> None:
    """A call that lies ahead or names nobody is refused; others' calls are forbidden."""
    notice = issued()
    ahead = replace(CALL, at=AT + timedelta(hours=1))
    with pytest.raises(Refused, match="future"):
        receipts.confirm_by_telephone(OFFICE, "huaihai", notice, ahead)
    with pytest.raises(Refused, match="signer-missing"):
        receipts.confirm_by_telephone(
            OFFICE, "huaihai", notice, replace(CALL, spoke_to="")
        )
    for who, error in (
        (liaison("linyi"), Forbidden),
        (liaison("heze"), Missing),
        (actor(Role.AUDITOR), Forbidden),
    ):
        with pytest.raises(error):
            receipts.confirm_by_telephone(who, "huaihai", notice, CALL)
    assert reads.get_notice(OFFICE, "huaihai", notice).line.receipt is None


def test_the_page_of_a_link(client: Client, league: None, settings: Any) -> None:
    """Without an account: the notice, one button, then who signed, for ever."""
    settings.HANSA_CLOCK = AT + timedelta(minutes=5)
    notice = issued()
    address = f"/receipt/{linked(notice)}/"
    shown = client.get(address, headers={"accept-language": "zh-CN"})
    html = shown.content.decode()
    assert "寒潮&lt;b&gt;天气&lt;/b&gt;" in html
    assert "<b>天气" not in html
    assert shown["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    empty = client.post(address, {"name": "", "office": "y"})
    assert empty.status_code == 422
    sent = {"name": "<i>张</i>", "office": "临沂"}
    signed = client.post(address, sent, follow=True)
    assert signed.status_code == 200
    assert "&lt;i&gt;张&lt;/i&gt;" in signed.content.decode()
    assert 'name="office"' not in signed.content.decode()
    replayed = client.post(address, {"name": "other", "office": "other"})
    assert replayed.status_code == 200
    receipt = reads.get_notice(OFFICE, "huaihai", notice).line.receipt
    assert receipt is not None
    assert receipt.by == "<i>张</i>"


def test_the_page_of_no_link(client: Client, league: None) -> None:
    """A guessed address is no page, whatever the method."""
    for token in ("x", "a" * 300):
        assert client.get(f"/receipt/{token}/").status_code == 404
        assert client.post(f"/receipt/{token}/", {"name": "a"}).status_code == 404


def test_a_form_from_elsewhere_does_not_sign(league: None) -> None:
    """Signing needs the form of the page; another site cannot send it."""
    notice = issued()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/receipt/{linked(notice)}/", {"name": "a", "office": "b"})
    assert answer.status_code == 403
    assert reads.get_notice(OFFICE, "huaihai", notice).line.receipt is None


def test_unanswered_are_listed_oldest_first(league: None) -> None:
    """What waits longest stands first; the addressee's own list is not this one."""
    first = issued()
    draft_later = later(OFFICE, AT + timedelta(days=1))
    line = reads.get_notice(OFFICE, "huaihai", first).line
    second = notices.issue(
        draft_later,
        "huaihai",
        Draft(
            kind=NoticeKind.WARNING,
            subject="weather",
            matter=Matter(
                title=line.title, is_document=False, asked=Bilingual("防范", "prepare")
            ),
            to=(Addressee(member="heze"),),
        ),
    )[0].id
    waiting = [one.id for one in reads.list_unanswered(OFFICE, "huaihai")]
    assert waiting == [first, second]
    assert reads.list_unanswered(liaison("linyi"), "huaihai") == ()
    assert AT.astimezone(LEAGUE_ZONE).date() == reads.day_of(AT)
