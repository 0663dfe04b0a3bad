"""A notice for a custom robot of Feishu (飞书), signed with the secret it gave (签名校验).

Format: open.feishu.cn, custom robots, as quoted by several public pages; not tried
against the service.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime

from hansa.duties.rules.channels import chat_words, error_in
from hansa.duties.terms.channels import Message, Posting, Robot, SecretBy
from hansa.kernel.text import Bilingual


def shape(address: str, secret: str, message: Message, at: datetime) -> Posting:
    """Write a notice as a text message, with time and signature in the body.

    The signature is HMAC-SHA256 over nothing, keyed with “seconds, line break, secret”.
    """
    timestamp = str(int(at.timestamp()))
    signed = hmac.new(f"{timestamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    content = {
        "timestamp": timestamp,
        "sign": base64.b64encode(signed).decode(),
        "msg_type": "text",
        "content": {"text": chat_words(message)},
    }
    return Posting(
        address=address,
        headers={"Content-Type": "application/json; charset=utf-8"},
        body=json.dumps(content, ensure_ascii=False).encode(),
    )


def refusal(body: bytes) -> str | None:
    """Read ``code`` and ``msg``; zero is taken."""
    return error_in(body, "code", "msg")


ROBOT = Robot(
    slug="feishu",
    name=Bilingual("飞书群机器人", "Feishu group robot"),
    secret=SecretBy.SERVICE,
    shape=shape,
    refusal=refusal,
)
