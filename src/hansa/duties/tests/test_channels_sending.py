"""Sending: mail over real SMTP, webhooks and robots over real HTTP, retried and kept."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.conf import settings as live

from conftest import Mails, free_port
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.terms.people import Contact, PersonDetails
from hansa.duties.models import Delivery, ReceiptLink
from hansa.duties.reads import channels as reads
from hansa.duties.rules import channels as rules
from hansa.duties.rules.notices import digest_of
from hansa.duties.services import channels, notices, sending
from hansa.duties.terms.channels import ChannelDraft, DeliveryState
from hansa.duties.terms.notices import Addressee, Draft, Matter, NoticeKind, NoticeLine
from hansa.duties.tests.conftest import AT, OFFICE, House, actor, later, liaison
from hansa.kernel.errors import Forbidden, Missing
from hansa.kernel.text import Bilingual

SYSTEM = Actor(
    person="system:test",
    authority="tick",
    member=None,
    roles=frozenset({Role.ADMINISTRATOR}),
    at=AT,
)


@dataclass
class Seen:
    """What a server was sent, and what it answers."""

    status: int = 200
    answer: bytes = b'{"errcode": 0, "code": 0}'
    location: str = ""
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def server(settings: Any) -> Iterator[Seen]:
    """A web server of this machine that the operator opened."""
    settings.HANSA_WEBHOOK_NETS = (ip_network("127.0.0.0/8"),)
    seen = Seen()

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            seen.paths.append(self.path)
            seen.headers.append(dict(self.headers))
            seen.bodies.append(self.rfile.read(size))
            self.send_response(seen.status)
            if seen.location:
                self.send_header("Location", seen.location)
            self.send_header("Content-Length", str(len(seen.answer)))
            self.end_headers()
            self.wfile.write(seen.answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- as above
            pass

    http = HTTPServer(("127.0.0.1", 0), Taker)
    seen.address = f"http://localhost:{http.server_port}/hook/abcdefghij?key=k"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield seen
    http.shutdown()
    thread.join()
    http.server_close()


def channel(kind: str, address: str, **changes: Any) -> UUID:
    """Add a channel of Linyi."""
    draft = ChannelDraft(
        member="linyi", unit=None, kind=kind, name="值班群", address=address
    )
    return channels.add_channel(OFFICE, "huaihai", replace(draft, **changes)).id


COLD = Bilingual("寒潮天气", "Cold wave")


def notify(title: Bilingual = COLD, city: str = "linyi") -> NoticeLine:
    """Warn a city."""
    matter = Matter(
        title=title,
        is_document=False,
        asked=Bilingual("做好防范", "take precautions"),
    )
    draft = Draft(
        kind=NoticeKind.WARNING,
        subject="weather",
        matter=matter,
        to=(Addressee(member=city),),
    )
    (line,) = notices.issue(OFFICE, "huaihai", draft)
    return line


def send(minutes: int = 0) -> int:
    """Send what is due some minutes after the notice was issued."""
    return sending.send_due(later(SYSTEM, AT + timedelta(minutes=minutes)))


def test_a_webhook_is_signed_over_its_very_bytes(server: Seen, league: None) -> None:
    """Receivers check HMAC-SHA256 over timestamp and body; the delivery has an id."""
    made = channels.add_channel(
        OFFICE,
        "huaihai",
        ChannelDraft(
            member="linyi", unit=None, kind="webhook", name="OA", address=server.address
        ),
    )
    line = notify()
    assert send() == 1
    (headers,), (body,) = server.headers, server.bodies
    signed = f"{headers['X-Hansa-Timestamp']}.".encode() + body
    wanted = hmac.new(made.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Hansa-Signature-256"] == f"sha256={wanted}"
    assert headers["X-Hansa-Event"] == "notice.issued"
    assert headers["Host"] == urlsplit(server.address).netloc
    assert server.paths == ["/hook/abcdefghij?key=k"]
    content = json.loads(body)
    delivery = Delivery.objects.get()
    assert headers["X-Hansa-Delivery"] == content["delivery"] == str(delivery.pk)
    assert content["notice"]["words"]["zh"] == line.words.zh
    assert content["notice"]["id"] == str(line.id)
    token = content["receipt_link"].rstrip("/").rpartition("/")[2]
    assert ReceiptLink.objects.get().digest == digest_of(token)
    assert content["receipt_link"].startswith(live.HANSA_ADDRESS)
    assert (delivery.state, delivery.tries) == ("sent", 1)
    assert send() == 0


def test_a_delivery_can_be_replayed(server: Seen, league: None) -> None:
    """Sent again it carries the same delivery id, so that a receiver takes it once."""
    channel("webhook", server.address)
    line = notify()
    send()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert sending.send_again(OFFICE, "huaihai", delivery.id) == line.id
    assert send() == 1
    ids = [headers["X-Hansa-Delivery"] for headers in server.headers]
    assert ids == [str(delivery.id)] * 2
    services = [entry.service for entry in journal.entries("huaihai", 3)]
    assert services == ["notices.send", "notices.send_again", "notices.send"]


def test_who_may_send_again(server: Seen, house: House) -> None:
    """The issuer's office; to others the delivery is not there."""
    channel("webhook", server.address)
    line = notify()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    for who, error in (
        (liaison("linyi"), Missing),
        (liaison("heze"), Missing),
        (actor(Role.AUDITOR), Forbidden),
        (actor(Role.PUBLIC), Missing),
    ):
        with pytest.raises(error):
            sending.send_again(who, "huaihai", delivery.id)
    with pytest.raises(Missing):
        sending.send_again(OFFICE, "changzhutan", delivery.id)
    assert reads.deliveries_of(liaison("linyi"), line) == ()
    assert len(reads.deliveries_of(actor(Role.AUDITOR), line)) == 1


@pytest.mark.parametrize("who", [OFFICE, liaison("linyi"), actor(Role.PUBLIC)])
def test_only_the_installation_sends(who: Actor, league: None) -> None:
    """Nobody's role in one league sends what waits for all of them."""
    with pytest.raises(Forbidden):
        sending.send_due(who)


def test_retries_back_off_and_end(server: Seen, league: None) -> None:
    """After 1, 5 and 30 minutes, 2 and 6 hours it is given up, with its reason."""
    channel("webhook", server.address)
    line = notify()
    server.status = 503
    at = 0
    for wait in (1, 5, 30, 120, 360):
        assert send(at) == 0
        (delivery,) = reads.deliveries_of(OFFICE, line)
        assert delivery.state is DeliveryState.WAITING
        assert delivery.failure is not None
        assert delivery.failure.parameters == {"status": 503}
        assert delivery.next_try_at == AT + timedelta(minutes=at + wait)
        assert send(at + wait - 1) == 0
        at += wait
    send(at)
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert (delivery.state, delivery.tries) == (DeliveryState.FAILED, 6)
    assert delivery.next_try_at is None
    assert len(server.bodies) == 6
    assert next(iter(journal.entries("huaihai", 1))).service == "notices.give_up"
    (shown,) = reads.list_channels(OFFICE, "huaihai")
    assert shown.failing == 1
    server.status = 200
    sending.send_again(OFFICE, "huaihai", delivery.id)
    assert send(at) == 1


def test_a_crash_between_sending_and_marking(
    server: Seen, league: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever dies after sending leaves a delivery that is sent at most once more."""
    channel("webhook", server.address)
    notify()

    def die(*args: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(sending, "_mark", die)
        with pytest.raises(SystemExit):
            send()
    assert len(server.bodies) == 1
    assert send() == 0, "another worker leaves a claimed delivery alone"
    assert send(1) == 1
    assert len(server.bodies) == 2
    assert send(1000) == 0


def test_a_crash_in_the_last_attempt_loses_nothing() -> None:
    """The last attempt is claimed like the others, so it is made again if it was lost."""
    tries = len(rules.BACK_OFF) + 1
    assert rules.next_try_at(tries, AT) is None
    assert rules.claimed_until(tries, AT) == AT + timedelta(hours=6)


def test_redirects_are_not_followed(server: Seen, league: None) -> None:
    """An answer that leads elsewhere is a failure; nothing is sent there."""
    channel("webhook", server.address)
    line = notify()
    server.status, server.location = 307, server.address
    send()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert delivery.failure.parameters == {"status": 307}
    assert len(server.bodies) == 1


def test_a_closed_network_is_not_reached(
    server: Seen, league: None, settings: Any
) -> None:
    """When the operator closes the network, the delivery fails and nothing is sent."""
    channel("webhook", server.address.replace("http://", "https://"))
    line = notify()
    settings.HANSA_WEBHOOK_NETS = ()
    send()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert "private network" in delivery.failure.msgid
    assert not server.bodies


def test_long_answers_are_not_read(server: Seen, league: None) -> None:
    """Of an answer only its beginning is read; a robot's is then no answer."""
    server.answer = b"x" * 3_000_000
    channel("wecom", server.address)
    line = notify()
    send()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert delivery.failure.parameters == {"reason": "?"}


def test_nobody_listens(server: Seen, league: None) -> None:
    """A closed port is a reason, not a crash."""
    address = f"http://127.0.0.1:{free_port()}/"
    channel("webhook", address)
    line = notify()
    send()
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert "Nobody answers" in delivery.failure.msgid


def test_wecom(server: Seen, league: None) -> None:
    """企业微信: a text message with the Chinese words and the link to sign by."""
    channel("wecom", server.address)
    line = notify()
    assert send() == 1
    content = json.loads(server.bodies[0])
    assert content["msgtype"] == "text"
    assert content["text"]["content"].startswith(line.words.zh + "\n签收：http")


def test_dingtalk(server: Seen, league: None) -> None:
    """钉钉: signed in the address with time in milliseconds and the robot's secret."""
    channel("dingtalk", server.address, secret="SECabc")
    notify()
    assert send() == 1
    query = parse_qs(urlsplit(server.paths[0]).query)
    (timestamp,), (sign,) = query["timestamp"], query["sign"]
    assert timestamp == str(int(AT.timestamp() * 1000))
    wanted = hmac.digest(b"SECabc", f"{timestamp}\nSECabc".encode(), "sha256")
    assert base64.b64decode(sign) == wanted
    assert query["key"] == ["k"]
    assert json.loads(server.bodies[0])["msgtype"] == "text"


def test_feishu(server: Seen, league: None) -> None:
    """飞书: signed in the body with time in seconds; the key is time and secret."""
    channel("feishu", server.address, secret="abc")
    notify()
    assert send() == 1
    content = json.loads(server.bodies[0])
    assert content["msg_type"] == "text"
    assert content["timestamp"] == str(int(AT.timestamp()))
    wanted = hmac.digest(f"{content['timestamp']}\nabc".encode(), b"", "sha256")
    assert base64.b64decode(content["sign"]) == wanted


@pytest.mark.parametrize(
    ("kind", "answer", "reason"),
    [
        ("wecom", b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "93000"),
        (
            "dingtalk",
            '{"errcode": 310000, "errmsg": "签名不匹配"}'.encode(),
            "签名不匹配",
        ),
        ("feishu", b'{"code": 19021, "msg": "sign match fail"}', "19021"),
        ("feishu", b"not json", "?"),
        ("wecom", b"[" * 10_000, "?"),
    ],
)
def test_what_a_robot_refuses(
    kind: str, answer: bytes, reason: str, server: Seen, league: None
) -> None:
    """A robot refuses with status 200; its reason is kept and shown."""
    server.answer = answer
    channel(kind, server.address, secret="" if kind == "wecom" else "s")
    line = notify()
    assert send() == 0
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert reason in str(delivery.failure.parameters["reason"])


def test_mail_over_smtp(mails: Mails, league: None) -> None:
    """A mail has both languages, a text and a page, and the link to sign by."""
    channel("mail", "duty@linyi.example")
    line = notify()
    assert send() == 1
    ((to, mail),) = mails
    assert to == ["duty@linyi.example"]
    assert mail["Subject"].strip() == f"{line.reference.zh} 寒潮天气"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, page = mail.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(page, EmailMessage)
    for part in (plain, page):
        assert line.words.zh in part.get_content()
        assert f"{live.HANSA_ADDRESS}/receipt/" in part.get_content()
    assert line.words.en in plain.get_content()


def test_a_title_cannot_write_headers_or_markup(mails: Mails, league: None) -> None:
    """Line breaks in a title become spaces; markup in it is shown, not obeyed."""
    channel("mail", "duty@linyi.example")
    notify(Bilingual("寒潮\r\nBcc: all@example.org", "<script>alert(1)</script>"))
    assert send() == 1
    ((to, mail),) = mails
    assert to == ["duty@linyi.example"]
    assert mail["Bcc"] is None
    assert mail["Subject"].endswith("寒潮 Bcc: all@example.org")
    page = list(mail.iter_parts())[1]
    assert isinstance(page, EmailMessage)
    assert "<script>" not in page.get_content()


def test_the_directory_knows_where_a_citys_mail_goes(
    mails: Mails, house: House
) -> None:
    """A city's mail goes to its focal point, and to one address only once."""
    person = house.cities["linyi"].person
    people.edit_person(
        OFFICE,
        "huaihai",
        person,
        PersonDetails(
            title=Bilingual("临沂联络员一", "Linyi liaison 1"),
            unit=house.cities["linyi"].body,
            contact=Contact(phone="", mail="liaison@linyi.example"),
        ),
        1,
    )
    channel("mail", "liaison@linyi.example")
    line = notify()
    assert [one.address for one in reads.deliveries_of(OFFICE, line)] == [
        "liaison@linyi.example"
    ]
    notify(city="heze")
    assert send() == 1


def test_without_a_mail_server(league: None, settings: Any) -> None:
    """A mail that cannot be sent says why."""
    settings.HANSA_MAIL = False
    channel("mail", "duty@linyi.example")
    line = notify()
    assert send() == 0
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert "No mail server" in delivery.failure.msgid


def test_a_mail_server_that_refuses(mails: Mails, league: None, settings: Any) -> None:
    """What the mail server answers is kept as the reason; one that is away is said."""
    channel("mail", "nobody@linyi.example")
    line = notify()
    assert send() == 0
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert "550" in str(delivery.failure.parameters["reason"])
    settings.EMAIL_PORT = free_port()
    assert send(1) == 0
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.failure is not None
    assert "cannot be reached" in delivery.failure.msgid


def test_channels_get_only_what_their_owner_may_see(server: Seen, house: House) -> None:
    """A city's channel gets no other city's, and the office none from inside a city."""
    linyi = house.cities["linyi"]
    city = channel("wecom", server.address)
    unit = channels.add_channel(
        liaison("linyi"),
        "huaihai",
        ChannelDraft(
            member="linyi",
            unit=linyi.bureau,
            kind="wecom",
            name="交通局",
            address=server.address,
        ),
    ).id
    copies = channel("wecom", server.address, member=None)

    def reached(line: NoticeLine) -> set[UUID | None]:
        rows = Delivery.objects.filter(notice=line.id)
        return set(rows.values_list("channel", flat=True))

    assert reached(notify()) == {city, copies}
    assert reached(notify(city="heze")) == {copies}
    inside = Draft(
        kind=NoticeKind.DEMAND,
        subject="inside",
        matter=Matter(
            title=Bilingual("台账", "Ledger"),
            is_document=False,
            asked=Bilingual("报送", "send it"),
        ),
        to=(Addressee(member="linyi", unit=linyi.bureau),),
    )
    (urged,) = notices.issue(liaison("linyi"), "huaihai", inside)
    assert reached(urged) == {unit}
    channels.close_channel(OFFICE, "huaihai", city)
    assert reached(notify()) == {copies}


def test_what_waits_for_a_closed_channel_is_given_up(
    server: Seen, league: None
) -> None:
    """Closing a channel ends its deliveries, with the reason."""
    address = channel("webhook", server.address)
    line = notify()
    channels.close_channel(OFFICE, "huaihai", address)
    assert send() == 0
    (delivery,) = reads.deliveries_of(OFFICE, line)
    assert delivery.state is DeliveryState.FAILED
    assert delivery.failure is not None
    assert "closed" in delivery.failure.msgid
    assert not server.bodies


def test_a_channel_is_tried(server: Seen, mails: Mails, league: None) -> None:
    """A trial is sent at once, names the office, and has no link to sign by."""
    hook = channel("webhook", server.address)
    mail = channel("mail", "duty@linyi.example")
    assert sending.try_channel(OFFICE, "huaihai", hook).failure is None
    content = json.loads(server.bodies[0])
    assert (content["event"], content["receipt_link"]) == ("channel.trial", "")
    assert sending.try_channel(liaison("linyi"), "huaihai", mail).failure is None
    assert "测试" in mails[0][1]["Subject"]
    server.status = 500
    assert sending.try_channel(OFFICE, "huaihai", hook).failure is not None
    for who, error in ((liaison("heze"), Missing), (actor(Role.AUDITOR), Forbidden)):
        with pytest.raises(error):
            sending.try_channel(who, "huaihai", hook)
    assert not Delivery.objects.exists()
