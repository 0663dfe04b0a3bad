"""The vocabulary of channels: where notices go, and how each delivery stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.kernel.text import Bilingual, Text, text

MAIL = "mail"
"""The kind of channel that is no web address; the others are plug-ins of ``formats``."""


class DeliveryState(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


DELIVERY_NAMES: Mapping[DeliveryState, Text] = {
    DeliveryState.WAITING: text("waiting to be sent"),
    DeliveryState.SENT: text("sent out"),
    DeliveryState.FAILED: text("given up"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one delivery carries.

    Attributes:
        delivery: id of the delivery, the same however often it is sent again.
        event: what happened, such as ``notice.issued``.
        subject: one line without breaks.
        words: the text in both languages.
        link: where it is signed for; empty for a trial.
        content: the notice for programs.
    """

    delivery: str
    event: str
    subject: Bilingual
    words: Bilingual
    link: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One HTTP POST: the address with its query, headers and the very bytes of the body."""

    address: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """How one chat service or program takes a notice; a plug-in of ``formats``.

    Attributes:
        slug: kind of channel.
        name: as people call the service.
        secret: whether Hansa makes the secret, the service gives one, or none is used.
        shape: turns address, secret, message and the instant of sending into a POST.
        refusal: reads from the answer's body why it was not taken; None for taken.
    """

    slug: str
    name: Bilingual
    secret: "SecretBy"
    shape: Callable[[str, str, Message, datetime], Posting]
    refusal: Callable[[bytes], str | None]


class SecretBy(StrEnum):
    """Who makes the secret that signs what is sent."""

    HANSA = "hansa"
    SERVICE = "service"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDraft:
    """A channel before it is kept.

    Attributes:
        member, unit: whose notices go there; None and None for copies to the office.
        kind: ``mail`` or the slug of a robot.
        address: mail address or web address.
        secret: as the chat service gave it; empty where Hansa makes it or none is used.
    """

    member: str | None
    unit: str | None
    kind: str
    name: str
    address: str
    secret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """A channel as lists show it.

    Attributes:
        address: a mail address, or a web address without what is secret in it.
        failing: deliveries on it that were given up.
    """

    id: UUID
    league: str
    member: str | None
    unit: str | None
    kind: str
    name: str
    address: str
    created_by: str
    created_at: datetime
    closed_at: datetime | None
    failing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new channel; ``secret`` is shown this once and never again, empty for none."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One notice on one channel, and how far it got.

    Attributes:
        channel: None for a mail to an address of the directory.
        digest: ``daily`` or ``weekly`` where it is gathered; empty for at once.
        failure: why it did not arrive last time; None where it never failed.
    """

    id: UUID
    notice: UUID
    reference: Bilingual
    name: Bilingual
    channel: UUID | None
    channel_name: str
    kind: str
    address: str
    digest: str
    state: DeliveryState
    queued_at: datetime
    tries: int
    next_try_at: datetime | None
    failure: Text | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one attempt went; ``failure`` None means it was taken."""

    failure: Text | None
