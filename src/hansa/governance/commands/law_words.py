"""What the commands of joint legislation share: articles and divergences by short names."""

from collections.abc import Callable

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.reads import laws as reads
from hansa.governance.reads.law_wire import wire_law_sheet
from hansa.governance.terms.laws import (
    LAW_STATE_NAMES,
    ArticleRef,
    LawLine,
    LawSheet,
    Row,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

ABSENT = "–"


def change(
    league: str,
    law: str,
    account: str | None,
    as_json: bool,
    act: Callable[[Actor, LawSheet], None],
) -> None:
    """Do one act on a dossier as it stands, and tell what came of it."""

    def run() -> LawSheet:
        actor = acting(league, account)
        found = reads.find_law(actor, league, law)
        act(actor, found)
        return reads.get_law(actor, league, found.line.id)

    tell(done(run, as_json), as_json)


def tell(sheet: LawSheet, as_json: bool) -> None:
    """Say how a dossier stands."""
    if as_json:
        terminal.print_json(wire_law_sheet(sheet))
        return
    line = sheet.line
    terminal.say(
        text(
            "{code}: {state}. Open divergences: {open}; concordant: {same} of {agreed}.",
            code=line.code,
            state=LAW_STATE_NAMES[line.state],
            open=line.open,
            same=line.concordance.same,
            agreed=line.concordance.agreed,
        )
    )


def labels_of(line: LawLine, row: Row) -> tuple[str, ...]:
    """Give how each city numbers the article of a row, in the order of cities."""
    labels = {
        cell.member: cell.article.label or "…"
        for cell in row.cells
        if cell.article is not None
    }
    return tuple(labels.get(member, ABSENT) for member in line.members)


def article_from(line: LawLine, named: str) -> ArticleRef:
    """Find an article by city and number, as xuzhou:第三条, or by city and key.

    Raises:
        Missing: no draft has it.
    """
    member, _, label = named.partition(":")
    for draft in line.drafts:
        for article in draft.text.articles:
            if draft.member == member and label in {article.label, article.key}:
                return ArticleRef(member, article.key)
    raise Missing(
        "article-missing",
        text("No draft that stands has this article."),
        text("Write its city, a colon, and its number as in the table."),
    )


def divergence_from(line: LawLine, named: str) -> str:
    """Find a divergence by row and place in it, as 4.1, or by its key.

    Raises:
        Missing: there is no such row or place.
        Conflict: no divergence has this key now.
    """
    row, dot, place = named.partition(".")
    if not dot:
        return reads.divergence_of(line, named).divergence.key
    for one in line.rows:
        if str(one.row.number) == row:
            for number, each in enumerate(one.weighed, start=1):
                if str(number) == place:
                    return each.divergence.key
    raise Missing(
        "divergence-missing",
        text("There is no such divergence in the table."),
        text("Look at the table, and write row and place: 4.1."),
    )
