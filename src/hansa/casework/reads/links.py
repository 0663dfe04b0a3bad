"""Where else a case is known: pages of the contexts that opened it or act on it."""

from collections.abc import Callable
from dataclasses import dataclass

from hansa.casework.terms.cases import CaseLine
from hansa.chassis.actor import Actor
from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A page about what a case is about, which its reader may open."""

    title: Text
    address: str


Links = Callable[[Actor, CaseLine], tuple[CaseLink, ...]]

_known: list[Links] = []


def use_links(tables: tuple[Links, ...]) -> None:
    """Receive who knows of pages at start-up, from ``hansa.site.wiring``."""
    _known[:] = tables


def links_of(actor: Actor, line: CaseLine) -> tuple[CaseLink, ...]:
    """List the pages about a case that its reader may open."""
    return tuple(link for give in _known for link in give(actor, line))
