"""An agreement as it stands on paper, line by line, and the fingerprints of its lines.

File and docx hold the same lines, so that either gives the same fingerprint: that of the
text covers title to closing, the seal also who signed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from hansa.chassis.hashing import digest
from hansa.governance.rules.paper_words import chinese_number, long_day
from hansa.governance.terms.agreements import (
    Difference,
    Line,
    Part,
    Signature,
    Wording,
)
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]

PLACES: Mapping[Part, Text] = {
    Part.REFERENCE: text("the number"),
    Part.TITLE: text("the title"),
    Part.TITLE_EN: text("the English title"),
    Part.PREAMBLE: text("the preamble"),
    Part.CLOSING: text("the closing"),
    Part.FINGERPRINT: text("the fingerprint"),
}
SIGNED = "签署页"


def tidy(words: str) -> str:
    """Write words as paper can hold them: no tabs, no empty lines, trimmed."""
    lines = (line.replace("\t", " ").strip() for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def text_lines(wording: Wording) -> tuple[Line, ...]:
    """Give the lines that the parties sign."""
    return tuple(_text_lines(wording))


def _text_lines(wording: Wording) -> Iterator[Line]:
    yield Line(part=Part.TITLE, words=wording.title)
    if wording.title_en:
        yield Line(part=Part.TITLE_EN, words=wording.title_en)
    for words in _split(wording.preamble):
        yield Line(part=Part.PREAMBLE, words=words)
    for article in wording.articles:
        heading = f"第{chinese_number(article.number)}条　{article.heading}"
        yield Line(
            part=Part.ARTICLE, words=heading, heading=True, article=article.number
        )
        for words in _split(article.words):
            yield Line(part=Part.ARTICLE, words=words, article=article.number)
    for words in _split(wording.closing):
        yield Line(part=Part.CLOSING, words=words)


def _split(words: str) -> list[str]:
    # Only line feeds part lines: a file that holds any other has been changed.
    return words.split("\n") if words else []


def signature_lines(
    wording: Wording, signatures: Mapping[str, Signature]
) -> tuple[Line, ...]:
    """Give one line for each party: who signed on which day, or that nobody has yet."""
    return (
        Line(part=Part.SIGNATURE, words=SIGNED, heading=True),
        *(
            Line(
                part=Part.SIGNATURE,
                words=f"{party.name}：{_signed(signatures.get(party.member))}",
                party=party.member,
            )
            for party in wording.parties
        ),
    )


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return "（未签署）"
    words = f"{signature.authority}　{long_day(signature.signed_on)}"
    if signature.evidence:
        words += f"（据签字件{signature.evidence}）"
    return words


def fingerprint(lines: Iterable[Line]) -> str:
    """Fingerprint lines as they stand on paper."""
    return digest("\n".join(line.words for line in lines).encode())


def text_digest(wording: Wording) -> str:
    """Fingerprint the text that the parties sign."""
    return fingerprint(text_lines(wording))


def seal_of(wording: Wording, signatures: Mapping[str, Signature]) -> str:
    """Fingerprint a text with all its signatures."""
    return fingerprint((*text_lines(wording), *signature_lines(wording, signatures)))


def paper_lines(
    wording: Wording, signatures: Mapping[str, Signature], reference: str, seal: str
) -> tuple[Line, ...]:
    """Give everything that stands on the paper of an agreement, from its number on."""
    return (
        *((Line(part=Part.REFERENCE, words=reference),) if reference else ()),
        *text_lines(wording),
        *signature_lines(wording, signatures),
        Line(part=Part.FINGERPRINT, words=f"文本校验值　{text_digest(wording)}"),
        *((Line(part=Part.FINGERPRINT, words=f"签署校验值　{seal}"),) if seal else ()),
    )


def place_of(line: Line, names: Names) -> Text:
    """Name the part of an agreement that a line belongs to."""
    if line.part is Part.ARTICLE:
        return text("article {number}", number=line.article)
    if line.part is Part.SIGNATURE:
        return (
            text("the signature of {city}", city=names[line.party])
            if line.party
            else text("the page of signatures")
        )
    return PLACES[line.part]


def differences(
    recorded: Sequence[Line], written: Sequence[str], names: Names
) -> tuple[Difference, ...]:
    """Compare the lines of a file with those of the record, and name where they part."""
    matcher = SequenceMatcher(
        a=[line.words for line in recorded], b=list(written), autojunk=False
    )
    return tuple(
        found
        for kind, a1, a2, b1, b2 in matcher.get_opcodes()
        if kind != "equal"
        for old, new in zip_longest(recorded[a1:a2], written[b1:b2])
        for found in _within(place_of(old or recorded[max(a1 - 1, 0)], names), old, new)
    )


def _within(place: Text, old: Line | None, new: str | None) -> Iterator[Difference]:
    before, after = old.words if old else "", new or ""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind != "equal":
            yield Difference(
                place=place,
                at=a1 + 1,
                recorded=before[a1:a2],
                written=after[b1:b2],
            )
