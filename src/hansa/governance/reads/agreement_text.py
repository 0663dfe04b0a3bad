"""What an agreement says: drafted from decisions and the charter, in Chinese as signed.

An agreement is a paper of the cities, so that it has one language, and an English title
where somebody gives it one.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from hansa.governance.reads import minutes_text
from hansa.governance.reads.minutes_text import Spoken
from hansa.governance.rules.agreement_lines import tidy
from hansa.governance.rules.agreements import adopted
from hansa.governance.terms.agreements import Article, Party, Wording
from hansa.governance.terms.dockets import AgreementRule
from hansa.governance.terms.sessions import SessionSheet, Weighed
from hansa.kernel.text import Bilingual

PLAIN = "{league}{year}年度合作协议"
"""What an agreement is called where the charter does not say so."""


def drafted(
    session: SessionSheet, spoken: Spoken, league: Bilingual, rule: AgreementRule | None
) -> Wording:
    """Draft an agreement from the decisions of a session that stand.

    Args:
        session: with its docket.
        spoken: what the paper calls cities, bodies and units by.
        league: its name.
        rule: the words that the charter begins with; None where it has none.
    """
    parties = tuple(
        Party(member=member, name=spoken.names[member].zh) for member in session.parties
    )
    named = {
        "league": league.zh,
        "body": session.body.name.zh,
        "year": str(session.line.year),
        "parties": "、".join(f"{party.name}市" for party in parties),
        "count": str(len(parties)),
    }
    english = {**named, "league": league.en, "body": session.body.name.en}
    return Wording(
        title=_filled(rule.title.zh if rule else PLAIN, named),
        title_en=_filled(rule.title.en if rule else "", english),
        preamble=_filled(rule.preamble if rule else "", named),
        articles=articles(session.items, spoken),
        closing=_filled(rule.closing if rule else "", named),
        parties=parties,
    )


def _filled(words: str, named: Mapping[str, str]) -> str:
    for name, value in named.items():
        words = words.replace("{" + name + "}", value)
    return tidy(words)


def articles(
    items: Sequence[Weighed], spoken: Spoken, kept: Mapping[UUID, str] | None = None
) -> tuple[Article, ...]:
    """Give one article for each decision that stands, in the order of the docket.

    Args:
        items: of the session.
        spoken: what the paper calls units by.
        kept: words that somebody has written already, by item.
    """
    weighed = {one.item.id: one for one in items}
    return tuple(
        Article(
            number=number,
            item=item.id,
            heading=tidy(item.title.zh),
            words=(kept or {}).get(item.id) or _words(weighed[item.id], spoken),
        )
        for number, item in enumerate(adopted(items), start=1)
    )


def _words(weighed: Weighed, spoken: Spoken) -> str:
    """Say what was decided, and who carries it out by when, where anybody does."""
    words = weighed.item.outcome_words
    if weighed.item.delivery.principle_only:
        return tidy(words)
    return tidy(f"{words}\n{minutes_text.facts(weighed, spoken)}")


def content_of(wording: Wording) -> dict[str, Any]:
    """Give a text as plain values, the same whenever they are asked for."""
    return {
        "title": wording.title,
        "title_en": wording.title_en,
        "preamble": wording.preamble,
        "articles": [
            {
                "number": one.number,
                "item": str(one.item),
                "heading": one.heading,
                "words": one.words,
            }
            for one in wording.articles
        ],
        "closing": wording.closing,
        "parties": [
            {"member": one.member, "name": one.name} for one in wording.parties
        ],
    }


def wording_of(content: Mapping[str, Any]) -> Wording:
    """Read a text from plain values.

    Raises:
        KeyError, TypeError, ValueError: they are not those of an agreement.
    """
    return Wording(
        title=_word(content["title"]),
        title_en=_word(content["title_en"]),
        preamble=_word(content["preamble"]),
        articles=tuple(
            Article(
                number=int(one["number"]),
                item=UUID(one["item"]),
                heading=_word(one["heading"]),
                words=_word(one["words"]),
            )
            for one in content["articles"]
        ),
        closing=_word(content["closing"]),
        parties=tuple(
            Party(member=_word(one["member"]), name=_word(one["name"]))
            for one in content["parties"]
        ),
    )


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
