"""What must be true of all dockets and minutes at any moment, told from their rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from hansa.governance.models import CityPosition, DocketItem, Minutes, Session
from hansa.governance.terms.dockets import ONWARD, Outcome, Stance
from hansa.governance.terms.sessions import LIVE, SessionState
from hansa.governance.tests.people import HUAIHAI

LEFT = {outcome.value for outcome in ONWARD}
LIVING = {state.value for state in LIVE}
BY_CONSENT = "symposium"


class Ledger:
    """Every item, session and set of minutes of the league, read once."""

    def __init__(self) -> None:
        self.items = {
            one.pk: one for one in DocketItem.objects.select_related("session")
        }
        self.onward: Counter[UUID | None] = Counter(
            one.carried_from_id for one in self.items.values()
        )
        self.sessions = {one.pk: one for one in Session.objects.all()}

    def waits_for(self, item: DocketItem) -> str | None:
        """Give the body whose next docket takes an item; None where it waits for none."""
        if self.onward[item.pk] or item.withdrawn_at or item.standing:
            return None
        if item.session is None or item.session.state == SessionState.CANCELLED.value:
            return item.body
        closed = item.session.state == SessionState.CLOSED.value
        return item.goes_to_body if closed and item.outcome in LEFT else None

    def waiting(self, body: str) -> list[str]:
        """List the titles of what waits for a body."""
        return [one.title for one in self.items.values() if self.waits_for(one) == body]


def no_item_is_lost(ledger: Ledger, put: Iterable[UUID]) -> None:
    """Each item that was put is on one docket, waits for one, or ended with an outcome."""
    assert set(put) <= set(ledger.items)
    for item in ledger.items.values():
        assert ledger.onward[item.pk] <= 1, f"{item.title} was carried twice"
        where = item.session.state if item.session else None
        placed = (
            item.withdrawn_at is not None
            or where in LIVING
            or ledger.onward[item.pk] == 1
            or bool(ledger.waits_for(item))
            or (where == SessionState.CLOSED.value and item.outcome not in {"", *LEFT})
            or (where == SessionState.CANCELLED.value and bool(item.standing))
        )
        assert placed, f"{item.title} stands nowhere: {where}, {item.outcome!r}"
        if where == SessionState.CLOSED.value and item.withdrawn_at is None:
            assert item.outcome, f"{item.title} did not end"


def decisions_stand_once(ledger: Ledger) -> None:
    """What a closed session adopted is numbered without gap, and in its minutes once."""
    adopted = _adopted(ledger)
    numbered = {one.pk for one in ledger.items.values() if one.number is not None}
    assert numbered == adopted
    numbers: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for id_ in numbered:
        item = ledger.items[id_]
        numbers[item.body, item.year].append(item.number or 0)
    for place, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), (place, found)
    _are_in_minutes(ledger, adopted)


def _adopted(ledger: Ledger) -> set[UUID]:
    """Tell, without the rules, which items a closed session has decided by consent."""
    said = CityPosition.objects.filter(replaced_at=None, stance=Stance.CONSENT.value)
    consents: Counter[tuple[UUID, int]] = Counter(said.values_list("item", "wording"))
    return {
        one.pk
        for one in ledger.items.values()
        if one.session is not None
        and one.session.state == SessionState.CLOSED.value
        and one.outcome == Outcome.DECIDED.value
        and one.withdrawn_at is None
        and not one.standing
        and (one.body != BY_CONSENT or consents[one.pk, one.wording] == len(HUAIHAI))
    }


def _are_in_minutes(ledger: Ledger, adopted: set[UUID]) -> None:
    editions = list(Minutes.objects.prefetch_related("sections"))
    of_session: defaultdict[UUID, list[Minutes]] = defaultdict(list)
    for one in editions:
        of_session[one.session_id].append(one)
    for session in ledger.sessions.values():
        closed = session.state == SessionState.CLOSED.value
        assert closed == bool(of_session[session.pk])
    for minutes in editions:
        own = {i for i in adopted if ledger.items[i].session_id == minutes.session_id}
        written = Counter(one.item_id for one in minutes.sections.all())
        assert {i for i in written if i in adopted} == own
        assert all(written[one] == 1 for one in own)
        if minutes.content is not None:
            _is_published(minutes.content, [ledger.items[one] for one in own])


def _is_published(content: Any, decided: list[DocketItem]) -> None:
    printed = [
        (one["item"], one["decision"])
        for one in content["sections"]
        if one["decision"] is not None
    ]
    assert sorted(printed) == sorted((str(one.pk), one.number) for one in decided)
