"""Events reach every handler once, whatever refuses or dies on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from hansa.chassis import journal, outbox
from hansa.chassis.actor import Actor
from hansa.chassis.models import OutboxEvent
from hansa.chassis.outbox import Handler, Handlers
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An event of these tests."""

    name: str
    total_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Another event."""

    name: str


class Killed(BaseException):
    """Ends a delivery as the end of a process does: nothing below catches it."""


def publish(actor: Actor, *names: str, kind: type = Settled) -> None:
    """Record events, each in a transaction of its own."""
    for name in names:
        with transaction.atomic():
            outbox.publish(actor, kind(name=name))


def note_as(word: str) -> Handler:
    """Make a handler that leaves a journal entry."""

    def note(actor: Actor, content: Mapping[str, Any]) -> None:
        journal.record(actor, f"test.{word}", "", [content["name"]], dict(content))

    return note


def fail_at(name: str, error: BaseException) -> Handler:
    """Make a handler that fails at one event."""

    def fail(actor: Actor, content: Mapping[str, Any]) -> None:
        if content["name"] == name:
            raise error

    return fail


def noted() -> list[tuple[str, str]]:
    """List what handlers did, oldest first."""
    acts = reversed(list(journal.entries(None, 100)))
    return [(act.service.removeprefix("test."), act.objects[0]) for act in acts]


def refusal(kind: Callable[..., HansaError] = Refused) -> HansaError:
    """Make an error as services raise it."""
    return kind("not-now", text("Not {when}.", when="now"), text("Wait."))


def test_an_event_is_named_by_context_and_class() -> None:
    """The name is that of the wiring table, not of the module."""
    here = type("CharterApplied", (), {"__module__": "hansa.charter.terms"})
    deeper = type("CharterApplied", (), {"__module__": "hansa.charter.terms.events"})
    assert outbox.event_name(here) == "charter.CharterApplied"
    assert outbox.event_name(deeper) == "charter.CharterApplied"


def test_events_reach_each_handler_once_in_order(
    db: None, administrator: Actor
) -> None:
    """Oldest first, handlers in the order wired, each with the event's fields."""
    publish(administrator, "a", "b")
    publish(administrator, "c", kind=Opened)
    assert outbox.pending() == 3
    handlers: Handlers = {
        Settled: (note_as("one"), note_as("two")),
        Opened: (note_as("three"),),
    }
    assert outbox.deliver(administrator, handlers) == 3
    assert noted() == [
        ("one", "a"),
        ("two", "a"),
        ("one", "b"),
        ("two", "b"),
        ("three", "c"),
    ]
    assert outbox.pending() == 0


def test_what_was_delivered_is_not_delivered_again(
    db: None, administrator: Actor
) -> None:
    """A second run finds nothing to do, and later events go alone."""
    publish(administrator, "a")
    handlers: Handlers = {Settled: (note_as("one"),)}
    assert outbox.deliver(administrator, handlers) == 1
    assert outbox.deliver(administrator, handlers) == 0
    publish(administrator, "b")
    assert outbox.deliver(administrator, handlers) == 1
    assert noted() == [("one", "a"), ("one", "b")]


def test_a_handler_gets_the_fields_of_the_event(db: None, administrator: Actor) -> None:
    """What crosses is plain content, not the object."""
    received: list[object] = []

    def keep(actor: Actor, content: Mapping[str, Any]) -> None:
        received.append((actor, dict(content)))

    with transaction.atomic():
        outbox.publish(administrator, Settled(name="徐州", total_fen=10**15))
    outbox.deliver(administrator, {Settled: (keep,)})
    assert received == [(administrator, {"name": "徐州", "total_fen": 10**15})]


def test_an_event_without_handlers_is_delivered(db: None, administrator: Actor) -> None:
    """A row without handlers says that nobody reacts."""
    publish(administrator, "a")
    assert outbox.deliver(administrator, {Settled: ()}) == 1
    assert outbox.pending() == 0


@pytest.mark.parametrize("kind", [Refused, Missing, Conflict, Forbidden])
def test_a_refused_event_waits_with_its_reason_and_others_go_on(
    db: None, administrator: Actor, kind: type[HansaError]
) -> None:
    """What a refusing chain had done is undone; the reason and the count are kept."""
    publish(administrator, "a", "b", "c")
    refusing: Handlers = {Settled: (note_as("one"), fail_at("b", refusal(kind)))}
    assert outbox.deliver(administrator, refusing) == 2
    assert outbox.deliver(administrator, refusing) == 0
    assert noted() == [("one", "a"), ("one", "c")]
    waiting = OutboxEvent.objects.get(delivered_at=None)
    assert (waiting.content["name"], waiting.failures) == ("b", 2)
    assert waiting.last_failure is not None
    assert waiting.last_failure["code"] == "not-now"
    assert outbox.deliver(administrator, {Settled: (note_as("one"),)}) == 1
    assert noted() == [("one", "a"), ("one", "c"), ("one", "b")]


@pytest.mark.parametrize("error", [Killed(), ZeroDivisionError()])
def test_an_event_killed_before_its_mark_is_delivered_again_in_full(
    transactional_db: None, administrator: Actor, error: BaseException
) -> None:
    """Handlers and mark stand or fall together, so nothing is half done or done twice."""
    publish(administrator, "a", "b", "c")
    dying: Handlers = {Settled: (note_as("one"), note_as("two"), fail_at("b", error))}
    with pytest.raises(type(error)):
        outbox.deliver(administrator, dying)
    assert noted() == [("one", "a"), ("two", "a")]
    assert outbox.pending() == 2
    living: Handlers = {Settled: (note_as("one"), note_as("two"))}
    assert outbox.deliver(administrator, living) == 2
    assert noted() == [(word, name) for name in "abc" for word in ("one", "two")]
    assert journal.verify().fault is None


def test_an_event_caused_by_a_handler_waits_for_the_next_run(
    db: None, administrator: Actor
) -> None:
    """A chain of events cannot keep one run going for ever."""

    def open_next(actor: Actor, content: Mapping[str, Any]) -> None:
        outbox.publish(actor, Opened(name=content["name"] + "+"))

    publish(administrator, "a")
    handlers: Handlers = {Settled: (open_next,), Opened: (note_as("one"),)}
    assert outbox.deliver(administrator, handlers) == 1
    assert (noted(), outbox.pending()) == ([], 1)
    assert outbox.deliver(administrator, handlers) == 1
    assert noted() == [("one", "a+")]


def test_an_unknown_event_is_kept(db: None, administrator: Actor) -> None:
    """An event that nobody handles is named and kept, and holds no other up."""
    publish(administrator, "a", kind=Opened)
    publish(administrator, "b")
    assert outbox.deliver(administrator, {Settled: (note_as("one"),)}) == 1
    waiting = OutboxEvent.objects.get(delivered_at=None)
    assert waiting.last_failure is not None
    assert waiting.last_failure["code"] == "event-unknown"
    assert "Opened" in waiting.last_failure["parameters"]["name"]


def test_an_event_is_recorded_in_a_transaction_only(
    transactional_db: None, administrator: Actor
) -> None:
    """An event stands or falls with what caused it."""
    with pytest.raises(RuntimeError, match="in the transaction that causes it"):
        outbox.publish(administrator, Settled(name="a"))
    with transaction.atomic():
        outbox.publish(administrator, Settled(name="a"))
        transaction.set_rollback(True)
    assert outbox.pending() == 0


@pytest.mark.parametrize("event", [{"name": "a"}, "Settled", Settled, None])
def test_only_dataclasses_are_events(
    db: None, administrator: Actor, event: object
) -> None:
    """A dict, a word or a class has no fields that a border could rely on."""
    with pytest.raises(TypeError, match="frozen dataclass"):
        outbox.publish(administrator, event)
