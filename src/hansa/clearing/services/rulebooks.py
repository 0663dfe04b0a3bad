"""Keeps rules folders on disk under their hash: agreed rules, and what cases decided."""

import hashlib
from collections.abc import Mapping

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.clearing.formats import decided as lists
from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.models import ClearingWindow
from hansa.clearing.reads import participants, places, rulesets
from hansa.clearing.reads.screening import screening_files
from hansa.clearing.reads.windows import bounds_of
from hansa.clearing.services import storing
from hansa.clearing.terms.rulebook import Decided


def rules_now(actor: Actor, window: ClearingWindow) -> dict[str, str]:
    """Write the rules and lists in force for a window, without what cases decided.

    Raises:
        Refused: the league's charter says nothing of clearing.
    """
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    version, terms = rulesets.in_force(window.league, day)
    institutions = participants.all_institutions(window.league)
    agreed = rulesets.rules_files(version, terms, bounds_of(window), institutions)
    return {**agreed, **screening_files(window.league)}


def rules_in(sha256: str) -> dict[str, str]:
    """Read a rules folder that is kept, without what cases decided."""
    return {
        path.name: path.read_bytes().decode()
        for path in places.rules_of(sha256).iterdir()
        if path.name not in (lists.DECISIONS, lists.ADJUSTMENTS)
    }


def decided_in(sha256: str) -> Decided:
    """Read what cases decided out of a rules folder that is kept."""
    rulebook = read_rules(places.rules_of(sha256)).rulebook
    assert rulebook is not None  # A batch was sealed by it.
    return Decided(rows=rulebook.decided, amounts=rulebook.adjustments)


def keep(files: Mapping[str, str], decided: Decided) -> str:
    """Put a rules folder on disk, and give its hash."""
    whole = dict(files)
    if decided.rows:
        whole[lists.DECISIONS] = lists.rows_text(decided.rows)
    if decided.amounts:
        whole[lists.ADJUSTMENTS] = lists.amounts_text(decided.amounts)
    sha256 = hashlib.sha256(rulesets.canonical_rules(whole)).hexdigest()
    place = places.rules_of(sha256)
    if not place.is_dir():
        with storing.scratch() as folder:
            storing.keep_texts(whole, folder / "rules", place)
    return sha256
