"""How writing becomes terms of the search index, and a question becomes a condition.

Pure. Chinese has no spaces, so a run of characters is kept as its single characters and
its pairs: that finds words of two characters, which an index of three-letter pieces does
not. Letters and digits are kept as words and found by how they begin; pinyin initials are
kept as pairs under a mark of their own. No term holds anything but letters and digits, so
none can be an operator of a database's query language.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
PIECE = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])[^\W_])+")
IS_HAN = re.compile(rf"[{HAN}]")
INITIALS = re.compile(r"[a-z]{2,8}")
# Private letters, which no writing holds, tell pairs of initials and leagues from words.
SOUND = "\ue000"
LEAGUE = "\ue001"
WORD_LENGTH_MAX = 40
QUESTION_LENGTH_MAX = 100
PIECES_MAX = 8
READINGS_MAX = 8
SOUNDED_MAX = 24
# Pairs alone do not keep the order of three characters, so those are compared as well.
PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of the index; ``begins`` finds every term that starts so."""

    word: str
    begins: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed, as a condition: for each piece, one of its ways must hold.

    Attributes:
        plain: the whole question in plain letters.
        pieces: for each piece its ways, and for each way all terms that it needs.
        runs: Chinese words of three characters and more, to be found as they stand.
    """

    plain: str
    pieces: tuple[tuple[tuple[Term, ...], ...], ...]
    runs: tuple[str, ...]


def plain_letters(written: str) -> str:
    """Write in one way what looks alike: small letters, half width, single spaces.

    What cannot be seen, or is half a character, goes: databases refuse some of it.
    """
    seen = "".join(
        " " if unicodedata.category(letter)[0] == "C" else letter for letter in written
    )
    return " ".join(unicodedata.normalize("NFKC", seen).casefold().split())


def terms_of(texts: Iterable[str], titles_zh: Iterable[str]) -> frozenset[str]:
    """Give every term under which texts are found.

    Args:
        texts: what is searched, in plain letters.
        titles_zh: Chinese titles, which are found by their pinyin initials as well.
    """
    terms: set[str] = set()
    for written in texts:
        for piece in PIECE.findall(written):
            if IS_HAN.match(piece):
                terms.update(piece)
                terms.update(map("".join, pairwise(piece)))
            else:
                terms.add(piece[:WORD_LENGTH_MAX])
    for title in titles_zh:
        for first, second in pairwise(map(_sounds, title)):
            terms.update(SOUND + a + b for a, b in product(first, second))
    return frozenset(terms)


def term_of_league(league: str) -> str:
    """Give the term that every entry of a league has; a slug may hold a hyphen."""
    return LEAGUE + league.encode().hex()


def initials_of(title_zh: str) -> tuple[str, ...]:
    """Give the pinyin initials of a title, once for each way of reading it.

    Letters that are no Chinese characters are left out. Of many readings the first eight
    are kept; pairs of initials find the others.
    """
    sounds = [found for letter in title_zh if (found := _sounds(letter))]
    return tuple(
        "".join(reading)
        for _, reading in zip(
            range(READINGS_MAX), product(*sounds[:SOUNDED_MAX]), strict=False
        )
        if reading
    )


def ask(written: str) -> Question:
    """Read what was typed into the search box; whatever it holds, it is a question."""
    plain = plain_letters(written[:QUESTION_LENGTH_MAX])
    found = PIECE.findall(plain)[:PIECES_MAX]
    return Question(
        plain=plain,
        pieces=tuple(_ways(piece) for piece in found),
        runs=tuple(p for p in found if IS_HAN.match(p) and len(p) > PAIR),
    )


def _ways(piece: str) -> tuple[tuple[Term, ...], ...]:
    if IS_HAN.match(piece):
        words: Sequence[str] = [*map("".join, pairwise(piece))] or [piece]
        return (tuple(Term(word=word, begins=False) for word in words),)
    begins = (Term(word=piece[:WORD_LENGTH_MAX], begins=True),)
    if INITIALS.fullmatch(piece) is None:
        return (begins,)
    sounds = tuple(Term(word=SOUND + a + b, begins=False) for a, b in pairwise(piece))
    return (begins, sounds)


@lru_cache(maxsize=20_000)
def _sounds(letter: str) -> tuple[str, ...]:
    """Give the initials of a character, the usual reading first; none for other letters."""
    if not IS_HAN.match(letter):
        return ()
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- its dictionaries take a third of a second

    usual = pinyin(letter, style=Style.FIRST_LETTER, errors="ignore")
    every = pinyin(letter, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    read = [initial for found in (*usual, *every) for initial in found]
    return tuple(dict.fromkeys(i for i in read if i.isascii() and i.isalpha()))
