"""Opens cases for what clearing cannot decide: suspended rows of a published batch."""

from collections.abc import Mapping
from typing import Any

from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import CaseDraft, Party
from hansa.chassis.actor import Actor
from hansa.kernel.text import text

UNMATCHED, SENDER = "unmatched", "sender"


def follow_suspended_rows(actor: Actor, content: Mapping[str, Any]) -> None:
    """Open a case with the city that brought suspended rows, once for each batch.

    Args:
        actor: delivers the event.
        content: of ``RowsSuspended``; nothing is opened where no party answers.
    """
    if not content["party"]:
        return
    named = f"{content['window']}/{content['number']}"
    draft = CaseDraft(
        type=UNMATCHED,
        parties=(Party(role=SENDER, member=content["party"]),),
        subject=text(
            "Window {window}, batch {number}: {rows} suspended rows",
            window=content["window"],
            number=content["number"],
            rows=content["rows"],
        ),
        objects=(f"clearing:{content['league']}/{named}",),
        source=f"clearing/{named}/{content['party']}/suspended",
    )
    open_case(actor, content["league"], draft)
