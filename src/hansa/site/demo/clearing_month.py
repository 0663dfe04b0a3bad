"""A month of clearing in the demonstration: each day at its own hours, as an office works.

Files come in the morning after, the window is sealed once their time is over, a second
person approves in the afternoon, payments are ordered on working days, and the bank is
compared with some days later. So the days before the demonstration's stand where they
would stand on its morning; a few take another course, and their reasons say which.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from hansa.chassis.actor import Actor
from hansa.clearing.reads.batches import get_batch
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services.settling import Paid
from hansa.clearing.services.windows import Stated, open_window, register_file
from hansa.clearing.terms.house import Cause, WindowDraft
from hansa.site.demo import taps
from hansa.site.demo.clearing import CITIES, House, at, take_in
from hansa.site.demo.clearing_cases import Found, follow_up
from hansa.site.demo.meetings import Act
from hansa.site.demo.taps import Flow

DAY = timedelta(days=1)
FIRST = date(2026, 11, 1)
NOW = at(date(2026, 11, 24), 9)
SATURDAY = 5
KEPT_OPEN = 7 * DAY  # From agreeing with the bank to putting away.
STORY, TODAY = taps.DAY, taps.DAY + DAY
LACKING, AFTERNOON, LATE = (
    date(2026, 11, 22),
    date(2026, 11, 21),
    date(2026, 11, 18),
)
HELD, GUARANTEED, AGAIN = date(2026, 11, 17), date(2026, 11, 16), date(2026, 11, 9)

Step = Callable[[Actor], object]


@dataclass(slots=True)
class Month:
    """What happens in a clearing house; what lies ahead of its morning is left out."""

    house: House
    acts: list[Act] = field(default_factory=list)

    @property
    def league(self) -> str:
        """Whose it is."""
        return self.house.league

    @property
    def cities(self) -> tuple[str, ...]:
        """Whose cards are cleared."""
        return tuple(CITIES[self.league])

    def clerk(self, when: datetime, step: Step) -> None:
        """Let the clerk do something."""
        self.add(when, partial(step, self.house.clerk(when)))

    def second(self, when: datetime, step: Step) -> None:
        """Let the second person do something."""
        self.add(when, partial(step, self.house.second(when)))

    def add(self, when: datetime, act: Callable[[], object]) -> None:
        """Let something happen."""
        if when < NOW:
            self.acts.append((when, act))


def acts(operator: Actor, league: str) -> list[Act]:
    """Give a month of clearing of a league, each act at its own time."""
    house = House(operator, league)
    month = Month(house)
    month.acts += take_in(house)
    day = FIRST
    while day <= TODAY:
        _of_day(month, day)
        day += DAY
    return month.acts


def _of_day(month: Month, day: date) -> None:
    league, slug = month.league, day.isoformat()
    opened = at(day, 8, 30)
    month.clerk(opened, lambda who: open_window(who, league, WindowDraft(slug=slug)))
    if day == TODAY:
        return
    if day == STORY:
        _bring(month, day, taps.story_files(league))
        _seal(month, day, at(TODAY, 8, 20))
        return
    flows, odd = taps.flows_on(month.cities, day), _odd(month, day)
    files = dict(taps.files_of((*flows, *odd), day))
    if day == LACKING:
        del files[taps.file_name(month.cities[-1], day)]
    _bring(month, day, files)
    if day == LACKING:
        return
    if day == AGAIN:
        _seal(month, day, at(day + DAY, 10, 5))
        _seal_again(month, day, flows)
    else:
        _seal(month, day, at(day + DAY, 10, 5))
    if day == HELD:
        _hold(month, day)
        return
    _publish(month, day)
    follow_up(month.house, day, month.add)
    _pay(month, day)
    if day == LATE:
        _seal_late_file(month, day, (*flows, *odd))


def _odd(month: Month, day: date) -> tuple[Flow, ...]:
    """Give what no rule prices on some days, of the city that brings it."""
    acquirer = Found.on(month.league, day)
    if acquirer is None:
        return ()
    issuer = next(city for city in month.cities if city != acquirer)
    return (taps.unpriced_flow(issuer, acquirer),)


def _bring(month: Month, day: date, files: Mapping[str, bytes]) -> None:
    for minutes, (name, content) in enumerate(files.items()):
        when = at(day + DAY, 7, 40 + 5 * minutes)
        month.clerk(when, partial(_register, month.league, day, name, content))


def _register(league: str, day: date, name: str, content: bytes, clerk: Actor) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "brought"
        place.write_bytes(content)
        stated = Stated(name=name, window=day.isoformat())
        register_file(clerk, league, place, stated)


def _seal(month: Month, day: date, when: datetime) -> None:
    league, slug = month.league, day.isoformat()
    month.clerk(when, lambda who: sealing.seal_window(who, league, slug))
    later = when + timedelta(minutes=5)
    month.clerk(later, lambda who: running.run_batch(who, league, slug))


def _seal_again(month: Month, day: date, flows: tuple[Flow, ...]) -> None:
    """Void a batch that nobody has approved, as another file came; then seal all of it."""
    league, slug = month.league, day.isoformat()
    more = Flow(
        issuer=month.cities[0], acquirer=month.cities[1], rows=12, total_fen=4_560
    )
    name, content = taps.late_file(flows, more, day)
    reason = "复核前收到补报文件，作废后并入重新封账。"
    next_day = day + DAY
    month.clerk(at(next_day, 11), partial(_register, league, day, name, content))
    month.clerk(
        at(next_day, 11, 10), lambda who: settling.void(who, league, slug, reason)
    )
    _seal(month, day, at(next_day, 11, 15))


def _hold(month: Month, day: date) -> None:
    league, slug = month.league, day.isoformat()
    reason = f"{CITIES[league][month.cities[1]].zh}对本批文件有疑问，核对后再复核。"
    month.clerk(at(day + DAY, 11), lambda who: settling.hold(who, league, slug, reason))


def _publish(month: Month, day: date) -> None:
    league, slug = month.league, day.isoformat()
    when = _approved_at(day)
    month.second(when, lambda who: publishing.approve(who, league, slug))
    later = when + timedelta(minutes=1)
    month.add(later, partial(month.house.deliver, later))


def _approved_at(day: date) -> datetime:
    if day == AFTERNOON:
        return at(day + 2 * DAY, 17, 30)
    return at(day + DAY, 14)


def _pay(month: Month, day: date) -> None:
    """Order payments on a working day, and record them on the next; then compare."""
    league, slug = month.league, day.isoformat()
    approved_on = _approved_at(day).date()
    if _is_working(approved_on) and day != AFTERNOON:
        ordered = at(approved_on, 15)
    else:
        ordered = at(_next_working(approved_on), 9, 30)
    month.clerk(ordered, lambda who: settling.instruct(who, league, slug))
    settled_on = _next_working(ordered.date())
    month.clerk(at(settled_on, 10, 30), partial(_settle, league, day, settled_on))
    if day == GUARANTEED:
        return
    agreed_on = _next_working(settled_on)
    month.clerk(at(agreed_on, 16), lambda who: settling.reconcile(who, league, slug))
    month.clerk(
        at(agreed_on + KEPT_OPEN, 16, 30),
        lambda who: settling.archive(who, league, slug),
    )


def _settle(league: str, day: date, on: date, clerk: Actor) -> None:
    reference = f"演示划付{on:%Y%m%d}"
    slug = day.isoformat()
    if day != GUARANTEED:
        settling.settle(clerk, league, slug, Paid(all_open=True, reference=reference))
        return
    # One city did not pay in time, and the guarantee account did so in its place.
    late, *others = (one.number for one in get_batch(clerk, league, slug).payments)
    advanced = Paid(numbers=(late,), reference=f"{reference}担保", guaranteed=True)
    settling.settle(clerk, league, slug, advanced)
    if others:
        paid = Paid(numbers=tuple(others), reference=reference)
        settling.settle(clerk, league, slug, paid)


def _seal_late_file(month: Month, day: date, flows: tuple[Flow, ...]) -> None:
    """Bring what was forgotten on the morning of the demonstration, and seal it."""
    league, slug = month.league, day.isoformat()
    more = Flow(
        issuer=month.cities[1], acquirer=month.cities[0], rows=9, total_fen=3_420
    )
    name, content = taps.late_file(flows, more, day)
    month.clerk(at(TODAY, 8, 35), partial(_register, league, day, name, content))
    month.clerk(
        at(TODAY, 8, 40),
        lambda who: sealing.make_delta(who, league, slug, Cause.LATE_FILE),
    )


def _is_working(day: date) -> bool:
    return day.weekday() < SATURDAY


def _next_working(day: date) -> date:
    day += DAY
    while not _is_working(day):
        day += DAY
    return day
