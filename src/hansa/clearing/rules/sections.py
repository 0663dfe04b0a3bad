"""What changes between two charters in clearing, and the tables that sum it up."""

from hansa.charter.terms import Agreement, Change, Outline, Version
from hansa.clearing.terms.agreed import CADENCE_NAMES, ClearingTerms
from hansa.clearing.terms.rulebook import Version as Rule
from hansa.kernel.text import text

SECTION = "clearing"


def terms_of(version: Version) -> ClearingTerms | None:
    """Give what a charter says of clearing; None where it says nothing."""
    return version.charter.sections.get(SECTION)


def compare_clearing(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the rules that are added, removed or changed."""
    old, new = _written(before), _written(after)
    changes = []
    for (scheme, id_), written in new.items():
        if (scheme, id_) not in old:
            changes.append(
                Change(
                    code="rule-added",
                    message=text(
                        "Rule {id} of {scheme} is added.", id=id_, scheme=scheme
                    ),
                )
            )
        elif old[scheme, id_] != written:
            changes.append(
                Change(
                    code="rule-changed",
                    message=text(
                        "Rule {id} of {scheme} changes.", id=id_, scheme=scheme
                    ),
                )
            )
    changes += [
        Change(
            code="rule-removed",
            message=text("Rule {id} of {scheme} is removed.", id=id_, scheme=scheme),
        )
        for scheme, id_ in old
        if (scheme, id_) not in new
    ]
    return tuple(changes)


def _written(versions: tuple[Version, ...]) -> dict[tuple[str, str], Rule]:
    section = terms_of(versions[-1]) if versions else None
    if section is None:
        return {}
    return {(rule.scheme, rule.id): rule for rule in section.versions}


def outline_clearing(section: ClearingTerms, _: Agreement) -> tuple[Outline, ...]:
    """Sum up ``clearing.yaml``: its windows, its rules, its categories."""
    return (
        Outline(
            title=text("Clearing windows"),
            headings=(text("Cadence"), text("Late days"), text("Days to dispute")),
            rows=(
                (
                    CADENCE_NAMES[section.window.cadence],
                    str(section.window.late_days),
                    str(section.window.dispute_days),
                ),
            ),
        ),
        Outline(
            title=text("Clearing rules"),
            headings=(
                text("Scheme"),
                text("Version"),
                text("In force from"),
                text("Clause"),
                text("Remark"),
            ),
            rows=tuple(
                (
                    rule.scheme,
                    rule.id,
                    rule.effective_at.date().isoformat(),
                    rule.clause,
                    text("example") if rule.example else "",
                )
                for rule in section.versions
            ),
        ),
        Outline(
            title=text("Categories of the card"),
            headings=(text("Category"), text("Services")),
            rows=tuple(
                (category.name, ", ".join(category.services))
                for category in section.categories
            ),
        ),
    )
