"""Characters that are none, that cannot be seen, and that no office document may hold."""

import re
import unicodedata

# The last two of every plane and 32 more stand for nothing, by Unicode and for good. No
# keyboard types them, and one of them in a name breaks every document that it is put in.
_LAST_TWO = "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NONE = re.compile(f"[\ufdd0-\ufdef{_LAST_TWO}]")

# What XML 1.0 takes besides tabs and breaks; workbooks and docx are XML within.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# They turn what stands after them: what is read would not be what is stored.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Letters and signs by category, that are drawn as nothing: fillers and the empty braille.
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})


def turns(words: str) -> bool:
    """Tell whether words hold a mark that turns the direction of writing."""
    return not TURNING.isdisjoint(words)


def says_nothing(words: str) -> bool:
    """Tell whether nothing of the words can be seen, such as a zero-width space alone."""
    return all(
        unicodedata.category(letter) in _UNSEEN or letter in _FILLERS
        for letter in words
    )


def holds_none(words: str) -> bool:
    """Tell whether words hold a character that is none, such as U+FFFE."""
    return _NONE.search(words) is not None


def for_xml(words: str) -> str:
    """Write words without what XML forbids; what is stored may be older than its check."""
    return _NOT_IN_XML.sub("", words)
