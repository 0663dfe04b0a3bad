"""What an office or a post is called in both languages, from how it was written down."""

from collections.abc import Iterable, Mapping

from hansa.directory.terms.offices import CITY_ORGANS
from hansa.kernel.text import Bilingual

CITY = "市"


def post_named(written: str, known: Mapping[str, Bilingual]) -> Bilingual | None:
    """Name a post by its Chinese name, or by the two names that it is written of.

    A section is written after its office without a space, as 协同发展办公室综合组 is.

    Args:
        written: in whose name an act was done, as the journal has it.
        known: units, posts and offices by their Chinese names.
    """
    if written in known:
        return known[written]
    for cut in range(len(written) - 1, 0, -1):
        first, second = known.get(written[:cut]), known.get(written[cut:])
        if first is not None and second is not None:
            return Bilingual(zh=written, en=f"{first.en}, {second.en}")
    return None


def offices_in(city: Bilingual, offices: Iterable[Bilingual]) -> dict[str, Bilingual]:
    """Name the offices of a city by how people write them with its name in Chinese.

    Args:
        city: its name.
        offices: those that every city has.
    """
    return {
        f"{before}{office.zh}": Bilingual(
            zh=f"{before}{office.zh}", en=f"{city.en} {office.en}"
        )
        for office in (*offices, *CITY_ORGANS)
        for before in (city.zh, f"{city.zh}{CITY}")
    }


def in_english(title: Bilingual, explained: str) -> Bilingual:
    """Give a title that is written in Chinese only an English form that says whose it is.

    Args:
        title: of a person.
        explained: role and city in English; empty where nothing is known.
    """
    if title.en and title.en != title.zh:
        return title
    return Bilingual(
        zh=title.zh, en=f"{title.zh} ({explained})" if explained else title.zh
    )
