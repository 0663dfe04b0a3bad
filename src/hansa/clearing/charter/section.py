"""The section ``clearing.yaml``: who is cleared, when, and by which dated rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hansa.charter.terms import Index
from hansa.clearing.charter.rulebook import (
    AMOUNT_MOST,
    DAYS_MOST,
    ID_LONGEST,
    ReadVersion,
    versions_of,
)
from hansa.clearing.charter.written import yaml_of
from hansa.clearing.terms import agreed as terms
from hansa.clearing.terms.schemes import Scheme
from hansa.kernel.nodes import Node
from hansa.kernel.shapes import (
    BOTH,
    Flag,
    Id,
    Line,
    ListOf,
    Log,
    MapOf,
    Nullable,
    OneOf,
    Record,
    Ref,
    Schema,
    Shape,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import mark

HOUR_LAST = 23
CLAUSES = ListOf(Ref(kind="clause"), least=1)

ACCOUNT = Record(
    terms.Account,
    {
        "id": needs(
            Id(kind="account", example="clearing-centre"), "slug of the account"
        ),
        "name": needs(BOTH, "its name"),
    },
)

CATEGORY = Record(
    terms.Category,
    {
        "id": needs(
            Id(kind="card-category", example="parking"), "slug of the category"
        ),
        "name": needs(BOTH, "the field in which the card is taken"),
        "clauses": needs(CLAUSES, "the clauses that ask for it"),
        "services": needs(
            ListOf(Line(longest=ID_LONGEST)), "services of taps that belong to it"
        ),
    },
)

WINDOW = Record(
    terms.WindowTerms,
    {
        "cadence": needs(OneOf(terms.Cadence), "how long a window is"),
        "late_days": needs(
            Whole(least=0, most=DAYS_MOST), "days before the start that are still taken"
        ),
        "received_by_hour": needs(
            Whole(least=0, most=HOUR_LAST),
            "hour of the day after it from when a file is missing",
        ),
        "dispute_days": needs(
            Whole(least=0, most=DAYS_MOST), "days in which a statement may be disputed"
        ),
        "example": may(Flag(), "an unverified example", default=False),
    },
)

FEN = Whole(least=0, most=AMOUNT_MOST)
CAPS = Record(
    terms.CapTerms,
    {
        "each_fen": may(Nullable(FEN), "the most that a party may leave unpaid"),
        "parties": may(MapOf(FEN), "caps of single parties", {}),
        "guarantee": may(
            Nullable(Ref(kind="account")), "the account that pays for a party"
        ),
        "example": may(Flag(), "an unverified example", default=False),
    },
)


@dataclass(frozen=True, slots=True)
class _SchemeRules:
    """The versions of a scheme, kept as they were written too."""

    inner: Shape[tuple[ReadVersion, ...]]

    def read(self, node: Node, log: Log) -> terms.SchemeTerms | None:
        read = self.inner.read(node, log)
        if read is None:
            return None
        versions = tuple((one.version, one.at) for one in read)
        return terms.SchemeTerms(versions=versions, node=node, written=yaml_of(node))

    def schema(self) -> Schema:
        return self.inner.schema()


def _schemes(**named: Any) -> Mapping[str, terms.SchemeTerms]:
    return {slug: rules for slug, rules in named.items() if rules is not None}


def section_of(schemes: Mapping[str, Scheme]) -> Record[terms.ClearingTerms]:
    """Give the shape of ``clearing.yaml`` over the schemes that there are."""
    rules = {
        slug: may(_SchemeRules(versions_of(scheme)), "dated rules of the scheme")
        for slug, scheme in schemes.items()
    }
    return Record(
        terms.ClearingTerms,
        {
            "clauses": needs(CLAUSES, "the clauses that ask for the clearing house"),
            "accounts": may(ListOf(ACCOUNT), "named accounts that are no member", ()),
            "categories": may(
                ListOf(CATEGORY), "fields in which the card is taken", ()
            ),
            "window": needs(WINDOW, "when windows begin and end"),
            "caps": may(Nullable(CAPS), "how much may be left unpaid"),
            "schemes": needs(Record(_schemes, rules), "the rules of each scheme"),
        },
        keeps_place=True,
    )


def link_clearing(section: terms.ClearingTerms, index: Index, log: Log) -> None:
    """Check that rules name parties, clauses and versions that there are."""
    members = [m.id for m in index.agreement.members] if index.agreement else []
    accounts = [account.id for account in section.accounts]
    for account in accounts:
        if account in members:
            log.error(
                "account-is-member",
                section.at,
                mark("“{account}” is a member city and an account."),
                mark("Give the account a name of its own."),
                account=account,
            )
    parties = {*members, *accounts}
    # Where the members could not be read, every city would seem unknown.
    if index.agreement is not None:
        _check_caps(section, parties, log)
    for slug, scheme in section.schemes.items():
        _check_versions(slug, scheme, index, log)
        if index.agreement is not None:
            _check_parties(slug, scheme, parties, log)


def _check_caps(section: terms.ClearingTerms, parties: set[str], log: Log) -> None:
    for party in sorted(section.caps.parties if section.caps else ()):
        if party not in parties:
            log.error(
                "cap-party-unknown",
                section.at,
                mark(
                    "There is a cap for “{party}”, which is no member and no account."
                ),
                mark("Write the id of a member or of an account."),
                party=party,
            )


def _check_versions(
    slug: str, scheme: terms.SchemeTerms, index: Index, log: Log
) -> None:
    seen: set[str] = set()
    for version, at in scheme.versions:
        if version.id in seen:
            log.error(
                "version-twice",
                at,
                mark("The version “{version}” stands twice."),
                mark("Give every version an id of its own."),
                version=version.id,
            )
        seen.add(version.id)
        if index.clauses and version.clause not in index.clauses:
            log.error(
                "version-clause-unknown",
                at,
                mark(
                    "The rule “{version}” of {scheme} names {clause}, which is no clause."
                ),
                mark("Name the clause that the rule rests on."),
                version=version.id,
                scheme=slug,
                clause=version.clause,
            )
        if version.example:
            log.note(
                "rule-is-example",
                at,
                mark(
                    "The rule “{version}” of {scheme} is an example that nobody agreed on."
                ),
                mark("Replace it when the cities have agreed on one."),
                version=version.id,
                scheme=slug,
            )


def _check_parties(
    slug: str, scheme: terms.SchemeTerms, parties: set[str], log: Log
) -> None:
    for version, at in scheme.versions:
        for party in sorted(version.parameters.parties() - parties):
            log.error(
                "rule-party-unknown",
                at,
                mark(
                    "The rule “{version}” of {scheme} names “{party}”, which is not listed."
                ),
                mark("Write a member, an account, @issuer or @acquirer."),
                version=version.id,
                scheme=slug,
                party=party,
            )
