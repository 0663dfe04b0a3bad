"""Marks in the texts of a row what another draft says otherwise.

Figures of one value and the drafts' own names count as equal, however they are written.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hansa.governance.rules.law_quantities import quantities
from hansa.governance.terms.laws import LawArticle, Piece

Aliases = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Token:
    """Some letters of a text, and by what they are compared."""

    said: object
    start: int
    end: int


def whole_piece(article: LawArticle | None) -> tuple[Piece, ...]:
    """Give a text in which nothing differs."""
    return (Piece(article.words, differs=False),) if article else ()


def pieces_of(
    present: Mapping[str, LawArticle], aliases: Mapping[str, Aliases]
) -> dict[str, tuple[Piece, ...]]:
    """Cut each text where it differs: from the first, and the first from any other."""
    first, *others = present
    words = {member: article.words for member, article in present.items()}
    tokens = {m: list(_tokens(said, aliases.get(m, ()))) for m, said in words.items()}
    base = tokens[first]
    marked = [False] * len(base)
    found: dict[str, tuple[Piece, ...]] = {}
    for member in others:
        own = [False] * len(tokens[member])
        matcher = SequenceMatcher(
            None,
            [one.said for one in base],
            [one.said for one in tokens[member]],
            autojunk=False,
        )
        for kind, a1, a2, b1, b2 in matcher.get_opcodes():
            if kind != "equal":
                marked[a1:a2] = [True] * (a2 - a1)
                own[b1:b2] = [True] * (b2 - b1)
        found[member] = _cut(words[member], tokens[member], own)
    found[first] = _cut(words[first], base, marked)
    return found


def _tokens(words: str, aliases: Aliases) -> Iterator[_Token]:
    folded = unicodedata.normalize("NFKC", words)
    spans: dict[int, tuple[int, object]] = {}
    # Where folding changes the length, places in it say nothing about the text itself.
    if len(folded) == len(words):
        spans |= {one.start: (one.end, one.measure) for one in quantities(words)[0]}
    for name, stands_for in aliases:
        for found in re.finditer(re.escape(name), words):
            spans.setdefault(found.start(), (found.end(), stands_for))
    at = 0
    while at < len(words):
        end, said = spans.get(at, (at + 1, words[at]))
        yield _Token(said, at, end)
        at = end


def _cut(
    words: str, tokens: Sequence[_Token], differs: Sequence[bool]
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for token, other in zip(tokens, differs, strict=True):
        said = words[token.start : token.end]
        if pieces and pieces[-1].differs == other:
            pieces[-1] = Piece(pieces[-1].words + said, differs=other)
        else:
            pieces.append(Piece(said, differs=other))
    return tuple(pieces)
