"""Which offices are a city's own, as people write them, and which never are."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hansa.chassis.actor import AUTHORITIES
from hansa.directory.rules.entries import fault
from hansa.directory.rules.register.names import word_of
from hansa.directory.terms.offices import CITY_ORGANS
from hansa.kernel.findings import Finding, meant
from hansa.kernel.text import Bilingual, text

# Organs that stand above every city, whatever else the name says.
_CENTRAL = re.compile("(中共|中国共产党)?(中央|国务院)")
# Those of a nation or a province; with the name of the city they may lie in it.
_ABOVE = re.compile(
    "(中共|中国共产党)?(中华人民共和国|国家|全国|.{2,5}自治区|(.{2,3})?省(?!际|道|属|级))"
)
_PARTY = re.compile("^(中共|中国共产党)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What a city may call nobody of its own.

    Attributes:
        city: its own name.
        others: the names of the other cities.
        offices: the league's bodies, units and posts, and the other cities' offices.
    """

    city: Bilingual
    others: tuple[Bilingual, ...]
    offices: tuple[Bilingual, ...]


def offices_of(
    city: Bilingual, offices: Iterable[Bilingual], named: Iterable[Bilingual]
) -> tuple[str, ...]:
    """Give how people may write the offices of a city, with its name before or without.

    Args:
        city: its name.
        offices: those that every city has.
        named: its units and posts, as its directory names them.
    """
    written: dict[str, None] = {}
    for office in (*named, *offices, *CITY_ORGANS):
        for before in ("", city.zh, f"{city.zh}市"):
            written[f"{before}{office.zh}"] = None
        written |= dict.fromkeys(
            (office.en, f"{city.en} {office.en}", f"{office.en} of {city.en}")
        )
    return tuple(written)


def foreign_faults(office_name: str, own: Sequence[str]) -> tuple[Finding, ...]:
    """Check that an office is one of a city's own."""
    if word_of(office_name) in {word_of(name) for name in own}:
        return ()
    return (
        fault(
            "office_name",
            "office-elsewhere",
            text(
                "“{office}” is no office, unit or post of this city.",
                office=office_name,
            ),
            meant(office_name, own),
        ),
    )


def others_offices(city: Bilingual, offices: Iterable[Bilingual]) -> list[Bilingual]:
    """Give the offices of another city as they are written with its name."""
    return [
        Bilingual(zh=f"{city.zh}{office.zh}", en=en)
        for office in (*offices, *CITY_ORGANS)
        for en in (f"{city.en} {office.en}", f"{office.en} of {city.en}")
    ]


def reserved_faults(field: str, *names: str) -> tuple[Finding, ...]:
    """Check that nobody is called as the shell, the public or the clock are."""
    return tuple(
        fault(
            field,
            "name-reserved",
            text("“{name}” stands for acts of Hansa itself.", name=name),
            text("Name the office, the unit or the post."),
        )
        for name in names
        if _word(name) in AUTHORITIES
    )


def elsewhere_faults(
    field: str, name: Bilingual, elsewhere: Elsewhere
) -> tuple[Finding, ...]:
    """Check that a name which a city gives belongs to nobody but the city."""
    words = {_word(name.zh), _word(name.en)} - {""}
    if not any(_is_elsewhere(word, elsewhere) for word in words):
        return ()
    return (
        fault(
            field,
            "name-elsewhere",
            text(
                "“{name}” names an office of the league, of another city or above.",
                name=name.zh,
            ),
            text(
                "Write the city's name before what is its own; the league's office "
                "enters the rest."
            ),
        ),
    )


def _is_elsewhere(word: str, elsewhere: Elsewhere) -> bool:
    bare = _PARTY.sub("", word)
    if _CENTRAL.match(word) or any(
        bare.startswith(_word(f"{city.zh}市")) for city in elsewhere.others
    ):
        return True
    if any(_word(own) in word for own in (elsewhere.city.zh, elsewhere.city.en)):
        return False
    taken = {_word(o) for office in elsewhere.offices for o in (office.zh, office.en)}
    return bool(_ABOVE.match(word)) or word.endswith(tuple(taken - {""}))


def _word(written: str) -> str:
    """Write a name as names are compared, without signs that nobody sees."""
    return "".join(
        sign for sign in word_of(written) if unicodedata.category(sign) != "Cf"
    )
