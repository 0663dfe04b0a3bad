"""Background jobs."""

import getpass
import logging
import os
from collections.abc import Callable
from threading import Event

from django.core.management import call_command
from django.db import connections
from django_tasks import task

from hansa.casework.services import acts as case_acts
from hansa.charter import reads as charter_reads
from hansa.chassis import outbox, search, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import now
from hansa.chassis.idempotency import forget_answers
from hansa.duties.services import sending, units
from hansa.governance.services import (
    alarms,
    feeds,
    invitation_mails,
    obligations,
)
from hansa.site.wiring import HANDLERS, SEARCHED

LOG = logging.getLogger(__name__)


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
    """Do what falls due: deliver events, keep duties and feeds in step, send notices.

    Every step is one transaction or many, and safe to do again, so a run that was killed
    half-way is completed by the next.
    """
    actor = system_account()
    delivered = outbox.deliver(actor, HANDLERS)
    leagues = tuple(charter_reads.versions_by_league())
    opened = sum(_keep_duties(actor, league) for league in leagues)
    moved = sum(case_acts.run_out_clocks(actor, league) for league in leagues)
    for league in leagues:
        feeds.keep_feed_events(actor, league)
        search.rebuild(league, SEARCHED)
    forget_answers(actor.at)
    call_command("clearsessions")
    return {
        "delivered": delivered,
        "waiting": outbox.pending(),
        "settled": workdays.settle(actor),
        "opened": opened,
        "cases": moved,
        "sent": sending.send_due(actor) + invitation_mails.send_mails(actor),
    }


def keep_on(step: Callable[[], object], every_s: float, stop: Event) -> None:
    """Do a step again and again until told to stop, or whoever started this has ended.

    A step that fails is a fault of the program, told on standard error; the next one tries
    again.
    """
    started_by = os.getppid()
    while not stop.is_set() and os.getppid() == started_by:
        try:
            step()
        except Exception:
            LOG.exception("A tick failed; the next one tries again.")
        finally:
            connections.close_all()
        stop.wait(every_s)


def _keep_duties(actor: Actor, league: str) -> int:
    """Open what the calendar and the rosters ask for, and move what closed units owe."""
    units.take_over_closed_units(actor, league)
    asked = obligations.open_calendar_duties(actor, league)
    alarmed = alarms.open_roster_alarms(actor, league)
    return asked.opened + alarmed.opened


@task()
def tick() -> dict[str, int]:
    """Do what falls due, as a job for the worker."""
    return run_tick()
