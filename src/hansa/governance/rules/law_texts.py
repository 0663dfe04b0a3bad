"""Cuts the text of a rule into its articles (第…条, Article …)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hansa.chassis.hashing import digest
from hansa.chassis.lengths import refuse_long
from hansa.governance.rules.law_quantities import NUMERALS, whole
from hansa.governance.terms.laws import LETTERS_MOST, LawArticle, LawText
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

ARTICLES_MOST = 500
TITLE_LONGEST = 200
KEY_LENGTH = 16

ARTICLE = re.compile(rf"第([{NUMERALS}]+)条(?:之[{NUMERALS}]+)?(?P<rest>.*)", re.DOTALL)
ENGLISH = re.compile(
    r"(?:Article|Art\.|Section) ?(\d{1,4}|[IVXLC]+)\b[.:)]?(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
CHAPTER = re.compile(
    rf"第[{NUMERALS}]+[编章节]($|\s.{{0,60}}$|[^，。；,.;]{{0,20}}$)"
    r"|(?:Part|Chapter) (?:\d+|[IVXLC]+)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"目\s*录|(?:table of )?contents", re.IGNORECASE)
PARTED = re.compile(r"[\s：:【（(]|$")
"""What follows a number that stands as a heading, and not in a sentence."""


def split(words: str) -> LawText:
    """Cut a text into its articles; what stands before the first is place 0.

    Source: 立法技术规范: 条的序号 ascends through the whole rule, whatever its chapters.

    Raises:
        Refused: it is too long, holds what cannot be seen, or has no article or too many.
    """
    refuse_long("draft-too-long", words, LETTERS_MOST)
    title, articles = _parts(words)
    if not any(one.label for one in articles):
        raise Refused(
            "articles-missing",
            text("No article was found in this text."),
            text("Each article begins a line of its own, as “第一条” or “Article 1”."),
        )
    if len(articles) > ARTICLES_MOST:
        raise Refused(
            "draft-too-long",
            text("The text has {count} articles.", count=len(articles)),
            text("At most {most} are taken.", most=ARTICLES_MOST),
        )
    return LawText(title=title[:TITLE_LONGEST], articles=tuple(_keyed(articles)))


def _parts(words: str) -> tuple[str, list[LawArticle]]:
    title, chapter, last = "", "", 0
    articles: list[LawArticle] = []
    before: list[str] = []
    for line in _lines(words):
        begun = _begins(line, last)
        if begun is not None:
            last, label, rest = begun
            articles.append(_article(len(articles) + 1, label, chapter, rest))
        elif CHAPTER.fullmatch(line):
            chapter = line
        elif articles:
            stood = articles[-1]
            joined = f"{stood.words}\n{line}".strip()
            articles[-1] = replace(stood, words=joined)
        elif not title:
            title = line
        elif not CONTENTS.fullmatch(line):
            before.append(line)
    if before:
        articles.insert(0, _article(0, "", "", "\n".join(before)))
    return title, articles


def _lines(words: str) -> Iterator[str]:
    for line in words.splitlines():
        tidy = re.sub(r"[^\S\n]+", " ", line).strip()
        if tidy:
            yield tidy


def _article(place: int, label: str, chapter: str, words: str) -> LawArticle:
    return LawArticle(place=place, label=label, chapter=chapter, words=words, key="")


def _begins(line: str, last: int) -> tuple[int, str, str] | None:
    """Tell whether a line begins an article: by a heading, or by the number that is next.

    A sentence may begin with 第十条规定的; only the next number is then taken for one.
    """
    found = ARTICLE.fullmatch(line)
    if found is not None:
        number, rest = whole(found[1]) or 0, found["rest"]
        if not PARTED.match(rest) and number != last + 1:
            return None
    else:
        found = ENGLISH.fullmatch(line)
        if found is None:
            return None
        number, rest = last + 1, found["rest"]
    label = line[: len(line) - len(rest)].rstrip(" .:)")
    return number, label, rest.lstrip(" ：:").rstrip()


def _keyed(articles: list[LawArticle]) -> Iterator[LawArticle]:
    """Name each article by its words; equal ones of a draft are counted."""
    seen: Counter[str] = Counter()
    for one in articles:
        mark = digest(plain_words(one.words).encode()).partition(":")[2][:KEY_LENGTH]
        seen[mark] += 1
        yield replace(one, key=f"{mark}-{seen[mark]}")


def plain_words(words: str) -> str:
    """Write words without what typing alone makes different: widths and blanks."""
    folded = unicodedata.normalize("NFKC", words).strip()
    folded = re.sub(r"\s+", " ", folded)
    # Blanks part words of Latin letters only.
    return re.sub(r" ?([^\x00-\x7f]) ?", r"\1", folded)
