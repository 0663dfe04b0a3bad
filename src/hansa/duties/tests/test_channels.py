"""Keeping channels: who may, what they may lead to, and what is secret in them."""

import socket
from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.duties.models import Channel
from hansa.duties.reads import channels as reads
from hansa.duties.rules import channels as rules
from hansa.duties.services import channels
from hansa.duties.services.outgoing import judged_address, post
from hansa.duties.terms.channels import ChannelDraft, Posting
from hansa.duties.tests.conftest import OFFICE, House, actor, liaison
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused

HOOK = ChannelDraft(
    member="linyi",
    unit=None,
    kind="webhook",
    name="值班群",
    address="https://oa.linyi.example/hooks/4f5e6d7c?key=s3cret",
)
LOCAL = (ip_network("127.0.0.0/8"),)


def added(who: Actor = OFFICE, **changes: Any) -> UUID:
    """Add a channel like HOOK with some changes."""
    return channels.add_channel(who, "huaihai", replace(HOOK, **changes)).id


def test_a_secret_is_shown_once_and_sealed(league: None) -> None:
    """Neither key nor secret stands readable in the database, the list or the journal."""
    made = channels.add_channel(OFFICE, "huaihai", HOOK)
    row = Channel.objects.get(pk=made.id)
    assert len(made.secret) >= 43
    kept = f"{row.sealed} {row.address}"
    (line,) = reads.list_channels(OFFICE, "huaihai")
    told = str(list(journal.contents("channels.add")))
    for words in (kept, str(line), told):
        assert made.secret not in words
        assert "s3cret" not in words
        assert "4f5e6d7c" not in words
    assert line.address.startswith("https://oa.linyi.example/")
    assert channels.unseal(row.sealed) == (HOOK.address, made.secret)


def test_a_new_key_of_the_installation(league: None) -> None:
    """A former key still opens what it sealed; without it the reason is said."""
    sealed = channels.seal("https://a.example/", "x")
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        with pytest.raises(Refused, match="channel-sealed"):
            channels.unseal(sealed)
        resealed = channels.seal("https://a.example/", "y")
    with override_settings(SECRET_KEY="newest", SECRET_KEY_FALLBACKS=["new"]):
        assert channels.unseal(resealed) == ("https://a.example/", "y")


def test_who_keeps_channels(house: House) -> None:
    """The office keeps its own and the cities', a liaison the city's and its units'."""
    linyi, unit = liaison("linyi"), house.cities["linyi"].bureau
    added(linyi)
    added(linyi, unit=unit)
    added(OFFICE)
    added(OFFICE, member=None)
    refused: list[tuple[Actor, dict[str, Any]]] = [
        (OFFICE, {"unit": unit}),
        (linyi, {"member": "heze"}),
        (linyi, {"member": None}),
        (actor(Role.ADMINISTRATOR), {}),
        (actor(Role.AUDITOR), {}),
        (actor(Role.UNIT_OFFICER, "linyi", unit), {}),
        (actor(Role.PUBLIC), {}),
        (replace(OFFICE, league="changzhutan"), {}),
    ]
    for who, changes in refused:
        with pytest.raises(Forbidden):
            added(who, **changes)
    assert Channel.objects.count() == 4


def test_who_sees_channels(house: House) -> None:
    """The office, the auditor and the security officer see all, a liaison the city's."""
    added(OFFICE)
    added(OFFICE, member="heze")
    seen = {
        who.roles: len(reads.list_channels(who, "huaihai"))
        for who in (
            OFFICE,
            actor(Role.AUDITOR),
            actor(Role.SECURITY_OFFICER),
            liaison("linyi"),
            actor(Role.LEADER, "linyi"),
            actor(Role.PUBLIC),
        )
    }
    assert list(seen.values()) == [2, 2, 2, 1, 0, 0]
    assert not reads.list_channels(replace(OFFICE, league="changzhutan"), "huaihai")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "pager"}, "kind-unknown"),
        ({"name": " "}, "name-unusable"),
        ({"name": "长" * 101}, "name-unusable"),
        ({"address": "https://a.example/" + "x" * 400}, "address-too-long"),
        ({"address": "ftp://a.example/"}, "address-unusable"),
        ({"address": "https://"}, "address-unusable"),
        ({"address": "https://me:pass@a.example/"}, "address-unusable"),
        ({"address": "https://a.example:99999/"}, "address-unusable"),
        ({"address": "https://a.example/\r\nX-Evil: 1"}, "address-unusable"),
        ({"address": "https://[::1/"}, "address-unusable"),
        ({"address": "https://127.0.0.1/hook"}, "host-out-of-reach"),
        ({"address": "https://localhost/hook"}, "host-out-of-reach"),
        ({"address": "https://[fc00::1]/hook"}, "host-out-of-reach"),
        ({"address": "https://0x7f000001/"}, "host-out-of-reach"),
        ({"address": "https://0X7F.1/"}, "host-out-of-reach"),
        ({"address": "https://2130706433/"}, "host-out-of-reach"),
        ({"address": "https://127.1/"}, "host-out-of-reach"),
        ({"address": "https://017700000001/"}, "host-out-of-reach"),
        ({"address": "https://10.258/"}, "host-out-of-reach"),
        ({"address": "https://127.0.0.1./"}, "host-out-of-reach"),
        ({"address": "https://hook.localhost/"}, "host-out-of-reach"),
        ({"address": "https://例子.example/"}, "address-unusable"),
        ({"secret": "mine"}, "secret-not-taken"),
        ({"kind": "wecom", "secret": "mine"}, "secret-not-taken"),
        ({"kind": "dingtalk"}, "secret-needed"),
        ({"kind": "feishu", "secret": "a\nb"}, "secret-unusable"),
        ({"kind": "mail", "address": "office"}, "mail-address-unusable"),
        ({"kind": "mail", "address": "a@b.example\nBcc: c@d.example"}, "mail-address"),
        ({"kind": "mail", "address": "a@b.example, c@d.example"}, "mail-address"),
    ],
)
def test_what_cannot_be_a_channel(
    changes: dict[str, str], code: str, league: None
) -> None:
    """Whatever could write a header, hide a password or lead nowhere is refused."""
    with pytest.raises(Refused, match=code):
        added(OFFICE, **changes)
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"member": "nowhere"}, {"unit": str(UUID(int=7))}, {"unit": "x"}],
)
def test_channels_of_strangers(changes: dict[str, str], league: None) -> None:
    """A city or unit that the league does not have gets no channel."""
    who = liaison("linyi") if "unit" in changes else OFFICE
    with pytest.raises(Missing):
        added(who, **changes)


def test_a_unit_of_another_city(house: House) -> None:
    """Naming one's own city beside another city's unit adds nothing."""
    with pytest.raises(Missing):
        added(liaison("linyi"), unit=house.cities["heze"].bureau)


def test_closing(league: None) -> None:
    """A closed channel forgets its secret; closing again is a conflict."""
    channel = added()
    for who, error in ((liaison("heze"), Missing), (actor(Role.AUDITOR), Forbidden)):
        with pytest.raises(error):
            channels.close_channel(who, "huaihai", channel)
    channels.close_channel(OFFICE, "huaihai", channel)
    row = Channel.objects.get(pk=channel)
    assert (row.closed_at, row.sealed) == (OFFICE.at, "")
    with pytest.raises(Conflict):
        channels.close_channel(OFFICE, "huaihai", channel)
    services = [entry.service for entry in journal.entries("huaihai", 2)]
    assert services == ["channels.close", "channels.add"]


PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
    "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "::7f00:1",
    "192.88.99.1", "192.0.0.9", "192.31.196.1", "192.52.193.1", "192.175.48.1",
    "198.18.0.1", "::ffff:192.88.99.1", "64:ff9b::c058:6301", "64:ff9b:1::1",
    "2002:5db8:d822::1", "2001:20::1", "2001:db8::1", "2620:4f:8000::1", "3fff::1",
    "5f00::1", "fec0::1", "::ffff:0:7f00:1", "100::1", "4000::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    """However an address of a private network is written, nothing is sent there."""
    with pytest.raises(Refused, match="host-out-of-reach"):
        rules.refuse_destination("https", [ip_address(address)], ())


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"]
)
def test_public_addresses_are_allowed_by_https_only(address: str) -> None:
    """Anybody's address is reached by https; plain http needs the operator's word."""
    rules.refuse_destination("https", [ip_address(address)], ())
    with pytest.raises(Refused, match="https-needed"):
        rules.refuse_destination("http", [ip_address(address)], LOCAL)


def test_an_opened_network_is_allowed_and_no_other() -> None:
    """What the operator opened is reached, by http too; each address must be in it."""
    inside, outside = ip_address("127.0.0.1"), ip_address("10.0.0.1")
    rules.refuse_destination("http", [inside], LOCAL)
    rules.refuse_destination("https", [inside], LOCAL)
    with pytest.raises(Refused, match="host-out-of-reach"):
        rules.refuse_destination("https", [inside, outside], LOCAL)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1"]
)
def test_ways_of_writing_this_machine(host: str) -> None:
    """However this machine is called, it is judged by the address it resolves to."""
    with pytest.raises(HansaError):
        judged_address(f"https://{host}/")


@pytest.mark.parametrize(
    "host",
    [
        "93.184.216.34", "0x5db8d822", "1572395042", "93.12114978",
        "127.example", "0x7f.example", "1.2.3.4.5", "256.1.1.1", "127.0.0.0x100",
    ],
)  # fmt: skip
def test_what_is_no_address_inside_may_be_written_down(host: str) -> None:
    """A public address in any form, and a name that only looks like a number."""
    rules.refuse_inside(f"https://{host}/", ())


def test_a_name_is_resolved_once_and_pinned(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    """A name that leads elsewhere at the second question (rebinding) is asked only once."""
    asked: list[str] = []

    def resolver(host: str, port: int, **named: object) -> list[object]:
        asked.append(host)
        address = "203.0.113.9" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    answer = post(Posting(address="https://rebind.example/", headers={}, body=b"{}"))
    assert asked == ["rebind.example"]
    assert answer.failure is not None
    assert "private network" in answer.failure.msgid


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_trial_tells_no_unknown_host_from_a_private_one(scheme: str) -> None:
    """Whoever tries names learns neither which there are inside nor their addresses."""
    failures = [
        post(Posting(address=f"{scheme}://{host}/", headers={}, body=b"{}")).failure
        for host in (
            "no-such-host.invalid",
            "localhost",
            "169.254.169.254",
            "192.88.99.1",
            f"{'a' * 70}.example",
        )
    ]
    assert failures[0] is not None
    assert failures == [failures[0]] * len(failures)
    assert failures[0].parameters == {}
