"""What a charter and the register say of clearing, and the rules folder of a window."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.hashing import canonical
from hansa.clearing.rules.codes import CODES, codes_text
from hansa.clearing.rules.sections import terms_of
from hansa.clearing.rules.windows import takes_part
from hansa.clearing.terms.agreed import ClearingTerms
from hansa.clearing.terms.house import InstitutionLine
from hansa.clearing.terms.rulebook import Bounds
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, text


def in_force(league: str, day: date) -> tuple[Version, ClearingTerms]:
    """Give the charter in force on a day, with what it says of clearing.

    Raises:
        Missing: there is no such league.
        Refused: its charter says nothing of clearing.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    terms = terms_of(version)
    if terms is None:
        raise Refused(
            "league-without-clearing",
            text("The charter of “{league}” says nothing of clearing.", league=league),
            text("Add the file clearing.yaml and apply the charter."),
        )
    return version, terms


def parties_of(version: Version, terms: ClearingTerms) -> Mapping[str, Bilingual]:
    """Name every party in declared order: members, then accounts."""
    accounts = {account.id: account.name for account in terms.accounts}
    return {**charter_reads.names_of(version), **accounts}


def rules_files(
    version: Version,
    terms: ClearingTerms,
    bounds: Bounds,
    institutions: Iterable[InstitutionLine],
) -> dict[str, str]:
    """Write the rules folder of a window: what ``hansa clearing run`` reads.

    Args:
        version: the charter.
        terms: what it says of clearing.
        bounds: of the window.
        institutions: all of the league; those that take part in the window are listed.
    """
    members = [member.id for member in version.charter.agreement.members]
    listed = sorted(institutions, key=lambda one: one.slug)
    parties = {one.slug: one.party for one in listed if takes_part(one, bounds)}
    participants = (
        f"members: {json.dumps(members)}\n"
        f"accounts: {json.dumps([account.id for account in terms.accounts])}\n"
        f"participants: {json.dumps(parties)}\n"
    )
    codes = {
        code: one.slug for one in listed if one.slug in parties for code in one.codes
    }
    schemes = {f"{slug}.yaml": one.written for slug, one in terms.schemes.items()}
    return {
        "participants.yaml": participants,
        "window.yaml": window_file(bounds),
        **schemes,
        **({CODES: codes_text(codes)} if codes else {}),
    }


def window_file(bounds: Bounds) -> str:
    """Write the bounds of a window as ``window.yaml``."""
    instants = {
        "start": bounds.start_at,
        "end": bounds.end_at,
        "received_by": bounds.received_by,
    }
    lines = [
        f'{name}: "{at.astimezone(LEAGUE_ZONE).isoformat()}"'
        for name, at in instants.items()
        if at is not None
    ]
    files = json.dumps(dict(sorted(bounds.files.items())))
    lines += [f"late_days: {bounds.late_days}", f"files: {files}"]
    return "".join(f"{line}\n" for line in lines)


def canonical_rules(files: Mapping[str, str]) -> bytes:
    """Give the bytes over which a rules folder is named."""
    return canonical(dict(files)).encode()
