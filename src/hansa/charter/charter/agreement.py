"""The section ``charter.yaml``: who agreed, on what papers, in which fields."""

from hansa.charter import terms
from hansa.charter.terms import Agreement, Index
from hansa.kernel.findings import Position
from hansa.kernel.shapes import (
    BOTH,
    Day,
    Flag,
    Id,
    Line,
    ListOf,
    Log,
    Nullable,
    OneOf,
    Record,
    Ref,
    Slug,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import Text, mark, text

DIVISION_CODE = r"\d{6}"

AGREEMENT = Record(
    terms.Agreement,
    {
        "league": needs(Id(kind="league"), "the league's slug, as in addresses"),
        "name": needs(BOTH, "the league's own name"),
        "noun": needs(BOTH, "what the text calls such a league"),
        "effective_from": needs(Day(), "the day this content takes effect"),
        "in_service_since": may(
            Nullable(Day()),
            "the first day whose duties count; null for the day it is first applied",
        ),
        "declared": needs(
            Record(
                terms.Declared,
                {
                    "members": needs(
                        Whole(least=2, most=500), "members the text counts"
                    ),
                    "provinces": needs(
                        Whole(least=1, most=40), "provinces the text counts"
                    ),
                },
                keeps_place=True,
            ),
            "counts that the text states",
        ),
        "provinces": needs(
            ListOf(
                Record(
                    terms.Province,
                    {
                        "id": needs(Id(kind="province"), "slug of the province"),
                        "name": needs(BOTH, "its short name"),
                        "code": needs(
                            Id(
                                kind="division", pattern=DIVISION_CODE, example="320300"
                            ),
                            "division code, in quotes",
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "provinces of the members",
        ),
        "members": needs(
            ListOf(
                Record(
                    terms.Member,
                    {
                        "id": needs(Id(kind="member"), "slug of the city"),
                        "name": needs(BOTH, "its short name"),
                        "division_code": needs(
                            Id(
                                kind="division", pattern=DIVISION_CODE, example="320300"
                            ),
                            "division code, in quotes",
                        ),
                        "province": needs(Ref(kind="province"), "its province"),
                        "joined_on": may(
                            Nullable(Day()), "day of accession; founders have none"
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "member cities, in the order used everywhere",
        ),
        "instruments": needs(
            ListOf(
                Record(
                    terms.Instrument,
                    {
                        "id": needs(Id(kind="instrument"), "slug of the paper"),
                        "kind": needs(OneOf(terms.InstrumentKind), "sort of paper"),
                        "title": needs(BOTH, "its title"),
                        "binding": needs(Flag(), "whether it can create duties"),
                        "text_supplied": needs(Flag(), "whether its text is at hand"),
                        "role": may(Nullable(BOTH), "what it settles"),
                        "signing": may(
                            Nullable(
                                Record(
                                    terms.Signing,
                                    {
                                        "on": needs(Day(), "day of signing"),
                                        "place": may(
                                            Nullable(BOTH),
                                            "place of signing; null where not printed",
                                        ),
                                        "by": needs(
                                            ListOf(Ref(kind="member")), "signatories"
                                        ),
                                    },
                                    keeps_place=True,
                                )
                            ),
                            "who signed it, when and where",
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "the papers the league rests on, and the report that prints them",
        ),
        "bases": may(
            ListOf(
                Record(
                    terms.Basis,
                    {
                        "id": needs(Id(kind="basis"), "slug of the policy document"),
                        "title": needs(BOTH, "its title"),
                        "issuer": needs(BOTH, "who issued it"),
                        "superseded_by": may(
                            Nullable(BOTH), "what replaced it; null while in force"
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "superior policy documents cited as ground",
            (),
        ),
        "domains": needs(
            ListOf(
                Record(
                    terms.Domain,
                    {
                        "id": needs(Id(kind="domain"), "slug of the field"),
                        "name": needs(BOTH, "its name"),
                        "priority": may(
                            Flag(), "whether the text puts it first", default=False
                        ),
                        "for_residents": may(
                            Flag(), "whether residents feel it", default=False
                        ),
                        "clauses": may(
                            ListOf(Ref(kind="clause")), "clauses that name it", ()
                        ),
                    },
                )
            ),
            "fields of cooperation, in the order of reports",
        ),
        "layers": needs(
            ListOf(
                Record(
                    terms.Layer,
                    {
                        "id": needs(Id(kind="layer"), "slug of the tier"),
                        "name": needs(BOTH, "its name"),
                        "clauses": may(
                            ListOf(Ref(kind="clause")), "clauses that name it", ()
                        ),
                    },
                )
            ),
            "tiers of the bodies, highest first",
        ),
        "texts": may(
            ListOf(
                Record(
                    terms.SourceText,
                    {
                        "document": needs(Ref(kind="instrument"), "whose text it is"),
                        "sha256": needs(Line(longest=64), "SHA-256 of the file"),
                        "lines": needs(Whole(least=1, most=100_000), "its lines"),
                    },
                    keeps_place=True,
                )
            ),
            "fingerprints of full texts that an operator may attach",
            (),
        ),
        "horizons": may(
            Record(
                terms.Horizons,
                {
                    "open_days": may(
                        Whole(least=0, most=3660),
                        "days before its window that a duty opens",
                        90,
                    ),
                    "soon_working_days": may(
                        Whole(least=0, most=260),
                        "last working days in which it is due soon",
                        10,
                    ),
                },
            ),
            "how early duties are shown",
            terms.Horizons(),
        ),
        "assessment": may(
            ListOf(Ref(kind="clause")), "clauses that let members be assessed", ()
        ),
        "parent": may(
            Nullable(
                Record(
                    terms.Parent,
                    {
                        "league": needs(Slug(example="huaihai"), "slug of the league"),
                        "clause": needs(
                            Slug(pattern=r"[A-Z]+-[0-9]+", example="GOV-24"),
                            "the clause of its charter that allows it",
                        ),
                    },
                    keeps_place=True,
                )
            ),
            "the league of whose counties this is a body; null for none",
        ),
    },
    keeps_place=True,
)


RESERVED = frozenset(
    {
        "account",
        "accounts",
        "api",
        "feeds",
        "language",
        "receipt",
        "rights",
        "start",
        "static",
        "style",
    }
)
"""Slugs at which pages stand that belong to no league."""


def link_agreement(agreement: Agreement, index: Index, log: Log) -> None:
    """Check slug, counts, signatories and superseded grounds of ``charter.yaml``.

    Source: GOV-01 and GOV-02 of either league.
    """
    if agreement.league in RESERVED:
        log.error(
            "league-reserved",
            agreement.at,
            mark("“{league}” is the address of a page and cannot be a league's slug."),
            mark("Choose another, such as the region's name in pinyin."),
            league=agreement.league,
        )
    _check_count(
        log,
        agreement.declared.at,
        text("member cities"),
        agreement.declared.members,
        len(agreement.members),
    )
    used = {member.province for member in agreement.members}
    _check_count(
        log,
        agreement.provinces[0].at if agreement.provinces else agreement.declared.at,
        text("provinces"),
        agreement.declared.provinces,
        len(used),
    )
    for instrument in agreement.instruments:
        if instrument.signing:
            _check_signatures(instrument, instrument.signing, agreement, log)
        if not instrument.text_supplied:
            log.warning(
                "text-not-supplied",
                instrument.at,
                mark("The text of “{title}” is not supplied."),
                mark("Attach it when the league provides it; no duty is read into it."),
                title=instrument.title,
            )
    for basis in agreement.bases:
        if basis.superseded_by:
            citing = [c.id for c in index.clauses.values() if basis.id in c.bases]
            log.warning(
                "basis-superseded",
                basis.at,
                mark(
                    "“{title}” was superseded by “{by}”; clauses that cite it: {citing}."
                ),
                mark("Review these clauses against the new document."),
                title=basis.title,
                by=basis.superseded_by,
                citing=tuple(citing) or "-",
            )


def _check_signatures(
    instrument: terms.Instrument, signing: terms.Signing, agreement: Agreement, log: Log
) -> None:
    """Demand the signature of every member that had not joined only later."""
    missing = tuple(
        member.id
        for member in agreement.members
        if member.id not in signing.by
        and (member.joined_on is None or member.joined_on <= signing.on)
    )
    if missing:
        log.error(
            "signature-missing",
            signing.at,
            mark("“{title}” lacks the signature of: {missing}."),
            mark("Add the members that signed, or give a later one its joined_on."),
            title=instrument.title,
            missing=missing,
        )


def _check_count(
    log: Log, at: Position, what: Text, declared: int, listed: int
) -> None:
    if declared != listed:
        log.error(
            "count-differs",
            at,
            mark("{what}: {declared} declared, {listed} listed."),
            mark("Correct the count or the list, whichever differs from the text."),
            what=what,
            declared=declared,
            listed=listed,
        )
