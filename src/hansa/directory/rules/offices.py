"""Which offices are a city's own, as people write them, and which never are."""

import unicodedata
from collections.abc import Iterable, Sequence

from hansa.chassis.actor import AUTHORITIES
from hansa.directory.rules.entries import fault
from hansa.directory.rules.register.names import word_of
from hansa.directory.rules.taken import Elsewhere, taken_word
from hansa.directory.terms.offices import CITY_ORGANS
from hansa.kernel.findings import Finding, meant
from hansa.kernel.text import Bilingual, text


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


def reserved_faults(field: str, name: str) -> tuple[Finding, ...]:
    """Check that nobody is called as the shell, the public or the clock are."""
    if _word(name) not in AUTHORITIES:
        return ()
    return (
        fault(
            field,
            "name-reserved",
            text("“{name}” stands for acts of Hansa itself.", name=name),
            text("Name the office, the unit or the post."),
        ),
    )


def elsewhere_faults(
    field: str, name: str, elsewhere: Elsewhere
) -> tuple[Finding, ...]:
    """Check that a name which a city gives belongs to nobody but the city."""
    taken = taken_word(name, elsewhere)
    if taken is None:
        return ()
    return (
        fault(
            field,
            "name-elsewhere",
            text(
                "“{taken}” in “{name}” names an office of the league, of another city "
                "or above.",
                taken=taken,
                name=name,
            ),
            text(
                "Write the city's name before what is its own; the league's office "
                "enters the rest."
            ),
        ),
    )


def borrowed_faults(
    field: str, name: Bilingual, elsewhere: Elsewhere | None
) -> tuple[Finding, ...]:
    """Check both names of an entry, each in its own field.

    Args:
        field: what the two fields are called before their language.
        name: both; an English one that only repeats is judged once.
        elsewhere: what is not the city's; None for whoever may name everybody.
    """
    written = {f"{field}_zh": name.zh.strip(), f"{field}_en": name.en.strip()}
    if name.en.strip() in ("", name.zh.strip()):
        del written[f"{field}_en"]
    found: list[Finding] = []
    for at, words in written.items():
        found += reserved_faults(at, words)
        if elsewhere is not None:
            found += elsewhere_faults(at, words, elsewhere)
    return tuple(found)


def _word(written: str) -> str:
    """Write a name as names are compared, without signs that nobody sees."""
    return "".join(
        sign for sign in word_of(written) if unicodedata.category(sign) != "Cf"
    )
