"""A notice for a group robot of WeCom (企业微信); its key stands in its address.

Format: developer.work.weixin.qq.com, path/91770, as quoted by several public pages; not
tried against the service.
"""

import json
from datetime import datetime

from hansa.duties.rules.channels import chat_words, error_in
from hansa.duties.terms.channels import Message, Posting, Robot, SecretBy
from hansa.kernel.text import Bilingual


def shape(address: str, secret: str, message: Message, at: datetime) -> Posting:
    """Write a notice as a text message; 2,048 bytes are allowed and never reached."""
    del secret, at
    content = {"msgtype": "text", "text": {"content": chat_words(message)}}
    return Posting(
        address=address,
        headers={"Content-Type": "application/json; charset=utf-8"},
        body=json.dumps(content, ensure_ascii=False).encode(),
    )


def refusal(body: bytes) -> str | None:
    """Read ``errcode`` and ``errmsg``; zero is taken."""
    return error_in(body, "errcode", "errmsg")


ROBOT = Robot(
    slug="wecom",
    name=Bilingual("企业微信群机器人", "WeCom group robot"),
    secret=SecretBy.NOBODY,
    shape=shape,
    refusal=refusal,
)
