"""Characters that are none, and those that no document of an office program may hold."""

import re

# The last two of every plane and 32 more stand for nothing, by Unicode and for good. No
# keyboard types them, and one of them in a name breaks every document that it is put in.
_LAST_TWO = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NONE = re.compile(f"[\ufdd0-\ufdef{_LAST_TWO}]")

# What XML 1.0 takes besides tabs and breaks; workbooks and docx are XML within.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def holds_none(words: str) -> bool:
    """Tell whether words hold a character that is none, such as U+FFFE."""
    return _NONE.search(words) is not None


def for_xml(words: str) -> str:
    """Write words without what XML forbids; what is stored may be older than its check."""
    return _NOT_IN_XML.sub("", words)
