"""A notice for a custom robot of DingTalk (钉钉), signed with the secret it gave (加签).

Format: open.dingtalk.com, custom robots, as quoted by several public pages; not tried
against the service.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import urlencode

from hansa.duties.rules.channels import chat_words, error_in
from hansa.duties.terms.channels import Message, Posting, Robot, SecretBy
from hansa.kernel.text import Bilingual


def shape(address: str, secret: str, message: Message, at: datetime) -> Posting:
    """Write a notice as a text message, with time and signature in the address.

    The signature is HMAC-SHA256 over “milliseconds, line break, secret”, keyed with the
    secret.
    """
    timestamp = str(int(at.timestamp() * 1000))
    signed = hmac.new(
        secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256
    ).digest()
    query = urlencode(
        {"timestamp": timestamp, "sign": base64.b64encode(signed).decode()}
    )
    joint = "&" if "?" in address else "?"
    content = {"msgtype": "text", "text": {"content": chat_words(message)}}
    return Posting(
        address=f"{address}{joint}{query}",
        headers={"Content-Type": "application/json; charset=utf-8"},
        body=json.dumps(content, ensure_ascii=False).encode(),
    )


def refusal(body: bytes) -> str | None:
    """Read ``errcode`` and ``errmsg``; zero is taken."""
    return error_in(body, "errcode", "errmsg")


ROBOT = Robot(
    slug="dingtalk",
    name=Bilingual("钉钉群机器人", "DingTalk group robot"),
    secret=SecretBy.SERVICE,
    shape=shape,
    refusal=refusal,
)
