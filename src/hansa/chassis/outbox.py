"""Events that one context records and others react to, each delivered exactly once.

A service records an event in its own transaction. ``deliver`` hands it to the handlers of
``hansa.site.wiring`` in a second transaction, which also marks it delivered: killed in
between, the next run finds it undelivered and does it again from the start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.chassis.models import OutboxEvent
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import pack, text

Handler = Callable[[Actor, Mapping[str, Any]], None]
Handlers = Mapping[type, Sequence[Handler]]


def event_name(event: type) -> str:
    """Name an event class by context and class: ``charter.CharterApplied``."""
    context = event.__module__.split(".")[1]
    return f"{context}.{event.__name__}"


def publish(actor: Actor, event: object) -> None:
    """Record an event in the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction that causes it")
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError("an event is a frozen dataclass of its context's terms")
    OutboxEvent.objects.create(
        name=event_name(type(event)), content=asdict(event), recorded_at=actor.at
    )


def pending() -> int:
    """Count the events that wait for delivery."""
    return OutboxEvent.objects.filter(delivered_at=None).count()


def deliver(actor: Actor, handlers: Handlers) -> int:
    """Deliver what waits, oldest first, and count what was delivered.

    An event whose handler refuses, or that nobody handles, stays undelivered with the
    reason; the others go on.
    """
    by_name = {event_name(event): chain for event, chain in handlers.items()}
    waiting = OutboxEvent.objects.filter(delivered_at=None).order_by("pk")
    delivered = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                delivered += _deliver_one(actor, pk, by_name)
        except HansaError as error:
            with transaction.atomic():
                event = OutboxEvent.objects.select_for_update().get(pk=pk)
                event.failures += 1
                event.last_failure = {"code": error.code, **pack(error.message)}
                event.save()
    return delivered


def _deliver_one(
    actor: Actor, pk: int, by_name: Mapping[str, Sequence[Handler]]
) -> bool:
    event = OutboxEvent.objects.select_for_update().get(pk=pk)
    if event.delivered_at is not None:
        return False
    if event.name not in by_name:
        raise Missing(
            "event-unknown",
            text("Nobody handles the event {name}.", name=event.name),
            text("Add its row to the wiring table."),
        )
    for handler in by_name[event.name]:
        handler(actor, event.content)
    event.delivered_at = actor.at
    event.save()
    return True
