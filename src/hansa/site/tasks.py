"""Background jobs."""

import getpass

from django_tasks import task

from hansa.chassis import outbox, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import now
from hansa.site.wiring import HANDLERS


def system_account() -> Actor:
    """Give the account under which what falls due is done."""
    return Actor(
        person=f"system:{getpass.getuser()}",
        authority="tick",
        member=None,
        roles=frozenset({Role.ADMINISTRATOR}),
        at=now(),
    )


def run_tick() -> dict[str, int]:
    """Do what falls due: deliver events, settle provisional deadlines.

    Every step is one transaction and safe to do again, so a run that was killed half-way
    is completed by the next.
    """
    actor = system_account()
    return {
        "delivered": outbox.deliver(actor, HANDLERS),
        "waiting": outbox.pending(),
        "settled": workdays.settle(actor),
    }


@task()
def tick() -> dict[str, int]:
    """Do what falls due, as a job for the worker."""
    return run_tick()
