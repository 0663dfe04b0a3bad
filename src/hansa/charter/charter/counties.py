"""Which counties may have a body of their own: neighbours that their league declares.

Source: GOV-24 of huaihai.
"""

from collections.abc import Sequence

from hansa.charter.terms import Agreement, County, Geography
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text


def clause_of(geography: Geography | None, league: Bilingual) -> str:
    """Give the clause that lets counties of a league have bodies of their own.

    Raises:
        Refused: its charter has none.
    """
    if geography is None or not geography.county_clauses:
        raise Refused(
            "counties-without-clause",
            text("{league} lets no counties have bodies of their own.", league=league),
            text("Name the clause in county_clauses of its geography.yaml."),
        )
    return geography.county_clauses[0]


def counties_of(geography: Geography, codes: Sequence[str]) -> tuple[County, ...]:
    """Find counties by division code or by Chinese name, in the order given.

    Raises:
        Missing: the league has no such county.
        Refused: the name is that of several.
    """
    found = []
    for code in codes:
        named = [c for c in geography.counties if code in {c.code, c.name.zh}]
        if len(named) > 1:
            raise Refused(
                "county-ambiguous",
                text("“{name}” is the name of several counties.", name=code[:60]),
                text(
                    "Give one by its code: {codes}.", codes=tuple(c.code for c in named)
                ),
            )
        if not named:
            known = [word for c in geography.counties for word in (c.code, c.name.zh)]
            raise Missing(
                "county-missing",
                text("“{name}” is no county of this league.", name=code[:60]),
                meant(code[:60], known),
            )
        found.append(named[0])
    return tuple(found)


def refuse_apart(geography: Geography, counties: Sequence[County]) -> None:
    """Refuse counties that no chain of declared borders joins.

    Raises:
        Refused: naming a county that borders none of the others.
    """
    pairs = {frozenset(pair) for pair in geography.county_neighbours}
    reached, left = list(counties[:1]), list(counties[1:])
    while left:
        near = next(
            (
                one
                for one in left
                if any(frozenset((one.code, r.code)) in pairs for r in reached)
            ),
            None,
        )
        if near is None:
            raise Refused(
                "not-neighbours",
                text(
                    "No declared border joins {county} and {others}.",
                    county=left[0].name,
                    others=tuple(one.name for one in reached),
                ),
                text(
                    "Choose counties of different cities that share a border; "
                    "county_neighbours of geography.yaml declares them."
                ),
            )
        left.remove(near)
        reached.append(near)


def refuse_far(
    agreement: Agreement, geography: Geography | None, name: Bilingual
) -> None:
    """Refuse a charter of counties that its league does not know as neighbours.

    Args:
        agreement: of the counties; it names its parent.
        geography: of the parent.
        name: of the parent.

    Raises:
        Missing: a member is no county of the parent.
        Refused: another clause is named, or no declared border joins them.
    """
    clause = clause_of(geography, name)
    assert geography is not None  # Without it there is no clause.
    stated = agreement.parent.clause if agreement.parent else clause
    if stated not in geography.county_clauses:
        raise Refused(
            "counties-without-clause",
            text("{clause} lets no counties have bodies of their own.", clause=stated),
            text("Did you mean {clause}?", clause=clause),
        )
    codes = [member.division_code for member in agreement.members]
    refuse_apart(geography, counties_of(geography, codes))
