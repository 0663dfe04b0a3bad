"""Which words are refused because no page or database would keep them as they are."""

import unicodedata

from hansa.chassis.characters import says_nothing
from hansa.chassis.lengths import refuse_long
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

TITLE_LONGEST = 200
DOCUMENT_LONGEST = 200
WORDS_LONGEST = 4000

# Control characters but line breaks and tabs, and halves of characters.
UNFIT = frozenset({"Cc", "Cs"})
BREAKS = frozenset("\n\r\t")


def refuse_unwritable(code: str, words: str, longest: int) -> None:
    """Refuse words that are too long or hold a character that cannot be shown.

    Raises:
        Refused: with ``code``.
    """
    refuse_long(code, words, longest)
    for letter in words:
        if letter not in BREAKS and unicodedata.category(letter) in UNFIT:
            raise Refused(
                code,
                text("The text holds a character that cannot be shown."),
                text("Type it anew instead of copying it."),
            )


def demand_words(code: str, words: str, wanted: str) -> None:
    """Refuse an empty text where one is needed.

    Args:
        code: of the refusal.
        words: what was written.
        wanted: msgid that says what is missing, marked where it is written.

    Raises:
        Refused: nothing that can be seen was written.
    """
    if says_nothing(words):
        raise Refused(code, text(wanted), text("Write it and send the form again."))
