"""A notice for a program: JSON, signed with a secret that Hansa makes."""

import json
from datetime import datetime

from hansa.duties.rules.channels import signature
from hansa.duties.terms.channels import Message, Posting, Robot, SecretBy
from hansa.kernel.text import Bilingual


def shape(address: str, secret: str, message: Message, at: datetime) -> Posting:
    """Write a notice as JSON, with the headers by which its receiver checks it.

    ``X-Hansa-Signature-256`` is HMAC-SHA256 over the timestamp, a full stop and the very
    bytes of the body. ``X-Hansa-Delivery`` stays the same however often a notice is sent
    again, so that its receiver takes it once.
    """
    content = {
        "event": message.event,
        "delivery": message.delivery,
        "receipt_link": message.link,
        **message.content,
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    timestamp = int(at.timestamp())
    return Posting(
        address=address,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "X-Hansa-Event": message.event,
            "X-Hansa-Delivery": message.delivery,
            "X-Hansa-Timestamp": str(timestamp),
            "X-Hansa-Signature-256": signature(secret, timestamp, body),
        },
        body=body,
    )


def refusal(body: bytes) -> None:
    """Take whatever a program answers with a good status; its words mean nothing here."""
    del body


ROBOT = Robot(
    slug="webhook",
    name=Bilingual("程序接口（Webhook）", "Program (webhook)"),
    secret=SecretBy.HANSA,
    shape=shape,
    refusal=refusal,
)
