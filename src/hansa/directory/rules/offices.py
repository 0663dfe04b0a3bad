"""Which offices are a city's own, as people write them."""

from collections.abc import Iterable, Sequence

from hansa.directory.rules.entries import fault
from hansa.directory.rules.register.names import word_of
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
