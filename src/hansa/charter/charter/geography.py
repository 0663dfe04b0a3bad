"""The section ``geography.yaml``: public facts that the text does not hold."""

from hansa.charter import terms
from hansa.charter.terms import Geography, Index
from hansa.kernel.shapes import (
    BOTH,
    Flag,
    Hundredths,
    Id,
    ListOf,
    Log,
    Record,
    Ref,
    may,
    needs,
)
from hansa.kernel.text import mark

COUNTY_CODE = r"\d{6}"
PAIR = 2

GEOGRAPHY = Record(
    terms.Geography,
    {
        "provenance": needs(BOTH, "where the facts come from"),
        "verified": needs(Flag(), "whether the league has confirmed them"),
        "centres": needs(
            ListOf(
                Record(
                    terms.Centre,
                    {
                        "member": needs(Ref(kind="member"), "city"),
                        "latitude": needs(
                            Hundredths(most=90), "degrees north, two decimals"
                        ),
                        "longitude": needs(
                            Hundredths(most=180), "degrees east, two decimals"
                        ),
                    },
                )
            ),
            "seats of the city governments",
        ),
        "neighbours": needs(
            ListOf(ListOf(Ref(kind="member"))), "pairs of cities that share a border"
        ),
        "counties": may(
            ListOf(
                Record(
                    terms.County,
                    {
                        "code": needs(
                            Id(kind="county", pattern=COUNTY_CODE, example="320302"),
                            "division code, in quotes",
                        ),
                        "name": needs(BOTH, "its name"),
                        "member": needs(Ref(kind="member"), "its city"),
                    },
                )
            ),
            "counties and districts",
            (),
        ),
        "county_neighbours": may(
            ListOf(ListOf(Ref(kind="county"))),
            "pairs of counties of two cities that share a border",
            (),
        ),
        "county_clauses": may(
            ListOf(Ref(kind="clause")),
            "the clauses that let adjacent counties have bodies of their own",
            (),
        ),
    },
    keeps_place=True,
)


def link_geography(geography: Geography, index: Index, log: Log) -> None:
    """Check that pairs are pairs and that every member has a centre."""
    for pair in (*geography.neighbours, *geography.county_neighbours):
        if len(set(pair)) != PAIR:
            log.error(
                "not-a-pair",
                geography.at,
                mark("“{pair}” is not a pair of two different places."),
                mark("Write two ids in brackets."),
                pair=tuple(pair),
            )
    placed = {centre.member for centre in geography.centres}
    members = index.agreement.members if index.agreement else ()
    for member in members:
        if member.id not in placed:
            log.error(
                "centre-missing",
                geography.at,
                mark("{member} has no centre, so no map can show it."),
                mark("Add its latitude and longitude to centres."),
                member=member.name,
            )
