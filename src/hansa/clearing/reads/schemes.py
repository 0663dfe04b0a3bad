"""The dated rules of each scheme, as the charter in force on a day writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.clearing.charter.written import yaml_of
from hansa.clearing.reads import rulesets
from hansa.clearing.rules.rights import READ
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.terms.agreed import SchemeTerms
from hansa.clearing.terms.rulebook import ADJUSTMENT
from hansa.clearing.terms.rulebook import Version as Rule
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.nodes import ListNode, Node, RecordNode
from hansa.kernel.text import Bilingual, Text, text

EXAMPLE = "example-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A version of a scheme's rule, with the node and the YAML that say it."""

    rule: Rule
    node: Node
    written: str

    @property
    def called(self) -> Text | str:
        """What people call it."""
        return version_called(self.rule.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeLine:
    """A scheme with its versions, the earliest first."""

    slug: str
    title: Bilingual
    source: str
    rules: tuple[RuleLine, ...]


def version_called(id_: str) -> Text | str:
    """Call a version of a rule: an example by its number, else by the charter's id."""
    if not is_called_example(id_):
        return id_
    return text("example, version {number}", number=id_.removeprefix(EXAMPLE))


def is_called_example(id_: str) -> bool:
    """Whether what people call a version says already that it is an example."""
    return id_.startswith(EXAMPLE) and id_.removeprefix(EXAMPLE).isdecimal()


def list_schemes(actor: Actor, league: str, day: date) -> tuple[SchemeLine, ...]:
    """List the schemes that a league has rules for on a day.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such league.
        Refused: its charter says nothing of clearing.
    """
    require(actor, READ, Over(league=league))
    _, terms = rulesets.in_force(league, day)
    return tuple(
        SchemeLine(
            slug=slug,
            title=SCHEMES[slug].title,
            source=SCHEMES[slug].source,
            rules=tuple(
                sorted(_lines(scheme), key=lambda line: line.rule.effective_at)
            ),
        )
        for slug, scheme in terms.schemes.items()
    )


def scheme_titles() -> Mapping[str, Text | Bilingual]:
    """Name every scheme by its slug, and what rests on none; names are no secret."""
    titles: dict[str, Text | Bilingual] = {
        slug: scheme.title for slug, scheme in SCHEMES.items()
    }
    return {**titles, ADJUSTMENT: text("decided by case")}


def get_scheme(actor: Actor, league: str, slug: str, day: date) -> SchemeLine:
    """Give one scheme with its versions.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: the league has no rules for such a scheme.
        Refused: its charter says nothing of clearing.
    """
    found: Mapping[str, SchemeLine] = {
        line.slug: line for line in list_schemes(actor, league, day)
    }
    if slug not in found:
        raise Missing(
            "scheme-missing",
            text("There are no rules for a scheme “{slug}”.", slug=slug[:60]),
            meant(slug, found),
        )
    return found[slug]


def _lines(scheme: SchemeTerms) -> Iterator[RuleLine]:
    # The section was read from this very node, so it has the shape that it was read by.
    assert isinstance(scheme.node, RecordNode)
    written = scheme.node.fields["versions"]
    assert isinstance(written, ListNode)
    for (rule, _at), node in zip(scheme.versions, written.items, strict=True):
        yield RuleLine(rule=rule, node=node, written=yaml_of(node))
