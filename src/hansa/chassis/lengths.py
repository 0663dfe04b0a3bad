"""Refuses words that are longer than the column that would keep them.

SQLite keeps any length and PostgreSQL fails; a refusal reads the same on both.
"""

from hansa.chassis.characters import holds_none, turns
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def refuse_long(code: str, words: str, longest: int) -> None:
    """Refuse words that do not fit, or that hold a character nothing keeps.

    Raises:
        Refused: with ``code``; the message gives both lengths.
    """
    if "\0" in words:
        raise Refused(
            code,
            text("The text holds a null character."),
            text("Remove it; it cannot be seen, but it is there."),
        )
    if holds_none(words):
        raise Refused(
            code,
            text("A text holds a code that stands for no character."),
            text("Remove it; it cannot be seen, but it is there."),
        )
    if turns(words):
        raise Refused(
            code,
            text("The text holds a mark that turns the direction of writing."),
            text("Remove it; it cannot be seen, but it is there."),
        )
    if len(words) > longest:
        raise Refused(
            code,
            text(
                "The text has {length} characters; at most {longest} are allowed.",
                length=len(words),
                longest=longest,
            ),
            text("Shorten it to {longest} characters.", longest=longest),
        )
