"""Random windows and rows, dense in what the codes look for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import gcd
from typing import Any

from hansa.clearing.tests.oracle.drawn_rules import (
    DAY,
    HUGE,
    MINUTE,
    SERVICES,
    START,
    TICK,
    RuleMaker,
)
from hansa.clearing.tests.oracle.oracle import Values

AMOUNTS = (0, 1, 2, 3, 7, 100, 199, 200, 201, 500, 1_500, 1_999, 2_000, 2_001, 99_999)
AMOUNTS_LARGE = (HUGE - 1, HUGE, HUGE + 1, 2**53 + 1, 2**63 - 1, 12_345_678_901)
LENGTHS = (
    *(timedelta(0), TICK, MINUTE - TICK, MINUTE, MINUTE + TICK, 15 * MINUTE),
    *(15 * MINUTE + TICK, 60 * MINUTE - TICK, 60 * MINUTE, 60 * MINUTE + TICK),
    *(61 * MINUTE, 125 * MINUTE, 300 * MINUTE, 301 * MINUTE, DAY - MINUTE, DAY - TICK),
    *(DAY, DAY + TICK, DAY + 15 * MINUTE, DAY + 61 * MINUTE, 2 * DAY, 3 * DAY + TICK),
    *(-TICK, -MINUTE),
)


@dataclass(slots=True)
class Tap:
    """A row before it is written: instants and numbers, not yet texts."""

    window: int
    values: Values

    def but(self, **changes: Any) -> "Tap":
        """The same row with other values, perhaps of another window."""
        window = changes.pop("window", self.window)
        return Tap(window, {**self.values, **changes})


class TapMaker(RuleMaker):
    """Draws windows and rows for the rules it drew before."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.bounds: list[Values | None] = []
        self.taps: list[Tap] = []
        self.counters: dict[str, int] = {}
        self.balances: dict[str, int] = {}
        self.given: dict[int, int] = {}  # fen, by the id of a tap
        self.serial = 0
        self.flat = self.odds(0.1)  # one amount, so that what parties owe is equal

    def make_bounds(self) -> None:
        count = self.rng.choice((1, 2, 2, 3))
        start = START
        for at in range(count):
            days = self.rng.choice((1, 1, 1, 2))
            made: Values = {
                "start": self.written(start),
                "end": self.written(start + days * DAY),
                "late_days": self.rng.choice((0, 1, 2, 7)),
            }
            if at + 1 == count:
                made["received_by"] = self.written(start + days * DAY + 360 * MINUTE)
                if self.odds(0.5):
                    expected = self.rng.choice(list(self.rules["participants"]))
                    made["files"] = {expected: self.rng.randint(0, 2)}
            self.bounds.append(made)
            start += days * DAY
        if count == 2 and self.odds(0.4):
            self.bounds[0] = None

    def span(self, window: int) -> tuple[datetime, datetime, int]:
        bounds = self.bounds[window]
        if bounds is None:
            return START, START + DAY, 3
        start, end = (datetime.fromisoformat(bounds[name]) for name in ("start", "end"))
        return start, end, bounds["late_days"]

    def make_instant(self, window: int) -> datetime:
        """Mostly inside the window, often exactly on a border of something."""
        rng = self.rng
        start, end, late_days = self.span(window)
        late = start - late_days * DAY
        if self.odds(0.1):
            border = rng.choice((start, end, late, late, end))
            return border + rng.choice((-1, 0, 0, 1)) * TICK
        if self.odds(0.04):
            return start + rng.choice((-10 * DAY, -DAY, 12 * 60 * MINUTE, 3 * DAY))
        if self.odds(0.5):  # few instants, so that some are equal
            return start + rng.choice((0, 30, 60, 719, 720, 1_439)) * MINUTE
        seconds = rng.randrange(int((end - start).total_seconds()))
        return start + timedelta(seconds=seconds, microseconds=rng.randrange(3))

    def steep(self) -> list[tuple[int, int]]:
        """What rules multiply and divide by, where floats fail on amounts below HUGE."""
        pairs = []
        for drawn in self.rules["schemes"].get("transit", []):
            parameters = drawn["parameters"]
            fees = parameters.get("fees", {})
            ppm = [fees.get(f"{x}_ppm", 0) for x in ("issuer", "acquirer", "centre")]
            pairs.append((sum(ppm), 1_000_000))
            weights = [each["weight"] for each in parameters.get("operators", [])]
            pairs += [(weight, sum(weights)) for weight in weights]
        return [
            (by, over)
            for by, over in pairs
            if by * HUGE > 2**53 and over > 1 and gcd(by, over) == 1
        ]

    def make_amount(self) -> int:
        if self.flat:
            return 100
        steep = self.steep()
        if steep and self.odds(0.15):
            # The product is one less than a multiple, which a float rounds up to it.
            by, over = self.rng.choice(steep)
            most = HUGE // over
            return pow(-by, -1, over) + over * self.rng.randrange(most // 2, most)
        if self.odds(0.06):
            return self.rng.choice(AMOUNTS_LARGE)
        if self.odds(0.2):
            return self.rng.randrange(HUGE)
        return self.rng.choice(AMOUNTS)

    def make_counter(self, card: str) -> int:
        last = self.counters.get(card, self.rng.choice((0, 8)))
        step = 0 if self.odds(0.06) else 2 if self.odds(0.08) else 1
        self.counters[card] = last + step
        return last + step

    def next_id(self) -> str:
        self.serial += 1
        forms = (
            f"{self.serial}",
            f"A{self.serial}",
            f"a{self.serial}",
            f"é{self.serial}",
        )
        return forms[self.serial % len(forms)] if self.odds(0.2) else forms[0]

    def make_purchase(self, window: int) -> Tap:
        rng = self.rng
        card, names = f"c{rng.randint(1, 7)}", list(self.rules["participants"])
        service = rng.choices(SERVICES, (6, 3, 4, 1, 0.2))[0]
        at, amount = self.make_instant(window), self.make_amount()
        listed = [row for row in self.rules["denylist"] or () if row["card"] == card]
        if listed and self.odds(0.4):
            border = rng.choice([*listed[0].values()][1:])
            if "T" in border:
                at = datetime.fromisoformat(border) + rng.choice((-1, 0, 0, 1)) * TICK
        balance = self.balances.get(card, 5_000)
        self.balances[card] = balance - amount - (1 if self.odds(0.1) else 0)
        values: Values = {
            "record_id": self.next_id(),
            "acquirer": rng.choice(names),
            "issuer": rng.choice(names),
            "card": card,
            "counter": self.make_counter(card),
            "service": service,
            "kind": "purchase",
            "original_record_id": None,
            "amount_fen": amount,
            "occurred_at": at,
            "terminal": rng.choice((None, "T1", "T2", "终端3")),
            "tac_ok": rng.choice((None, True, True)),
            "test": rng.choice((None, False)),
            "category": rng.choice((None, "adult", "学生", 'a,"b"')),
        }
        if self.odds(0.7) and abs(balance) < 2**62:
            values["balance_before_fen"] = balance
        if self.odds(0.6):
            more = rng.choice((-1, 0, 1, 50, 99, 101, 667, 12_345, HUGE // 7))
            values["list_fen"] = max(min(amount, 2 * HUGE) + more, 0)
        # A stay or a visit may be part of a journey, and then counts as one of its places.
        if self.odds(0.5 if service in {"bus", "metro"} else 0.25):
            values["journey_id"] = f"j{rng.randint(1, 3)}"
        if service in {"lot", "street"} or self.odds(0.1):
            values["entered_at"] = at - 3 * DAY
            values["exited_at"] = at - 3 * DAY + rng.choice(LENGTHS)
            if self.odds(0.06):
                values[rng.choice(("entered_at", "exited_at"))] = None
        return Tap(window, self.spoil(values))

    def spoil(self, values: Values) -> Values:
        """Give a row, now and then, what one of the codes looks for."""
        spoilt = self.rng.choices(
            (
                {},
                {"tac_ok": False},
                {"test": True},
                {"terminal": "T9"},
                {"issuer": "nobody"},
                {"acquirer": "nobody"},
            ),
            (50, 1, 1, 1, 0.5, 0.5),
        )[0]
        return values | spoilt

    def some_window(self, first: int = 0) -> int:
        """One of the windows, mostly the one that is cleared."""
        last = len(self.bounds) - 1
        return self.rng.randint(first, last) if self.odds(0.6) else last

    def make_copy(self, tap: Tap) -> list[Tap]:
        """Copies and conflicts: A, A; A, B; A, A, B; over files and windows."""
        rng = self.rng
        copies = [tap.but(window=self.some_window()) for _ in range(rng.randint(0, 2))]
        if not copies or self.odds(0.3):
            change = rng.choice(
                (
                    {"amount_fen": rng.choice(AMOUNTS)},
                    {"counter": 77},
                    {"occurred_at": tap.values["occurred_at"] + TICK},
                    {"category": "other"},
                    {"test": True},
                    {"tac_ok": False},
                )
            )
            copies.append(tap.but(window=self.some_window(), **change))
            if self.odds(0.3):
                copies.append(copies[-1].but())
        return copies

    def make_again(self, tap: Tap) -> list[Tap]:
        """Copies in other windows, which mostly reject them, and some amended."""
        others = [at for at in range(len(self.bounds)) if at != tap.window]
        again = [tap.but(window=at) for at in others if self.odds(0.7)]
        for copy in again:
            if self.odds(0.3):
                copy.values["amount_fen"] = self.rng.choice((*AMOUNTS, *AMOUNTS_LARGE))
        return again

    def make_return(self, tap: Tap) -> Tap:
        """A refund or reversal of a purchase, or of what is none."""
        rng = self.rng
        amount, given = tap.values["amount_fen"], self.given.get(id(tap), 0)
        left = max(amount - given, 0)
        kind = "reversal" if self.odds(0.3) else "refund"
        part = rng.choice((0, 1, left // 2, left // 3, left, left, left + 1, amount))
        off = (tap.values.get("list_fen") or 0) - amount
        if amount > 1 and off > 0 and gcd(off, amount) == 1 and self.odds(0.5):
            part = pow(-off, -1, amount)  # steep as well
        fen = rng.choice((left, left, left, part)) if kind == "reversal" else part
        window = self.some_window(tap.window if self.odds(0.9) else 0)
        at = self.make_instant(window)
        if self.odds(0.3):
            at = tap.values["occurred_at"] + rng.choice((-1, 0, 1)) * MINUTE
        if kind == "refund" and fen <= left:
            self.given[id(tap)] = given + fen
        back = tap.but(
            window=window,
            record_id=self.next_id(),
            kind=kind,
            original_record_id=tap.values["record_id"],
            amount_fen=min(fen, 2**63 - 1),
            occurred_at=at,
            balance_before_fen=None,
        )
        if self.odds(0.06):
            back.values["original_record_id"] = rng.choice((None, "none", "1"))
        if self.odds(0.06):
            back.values["acquirer"] = rng.choice(list(self.rules["participants"]))
        if self.odds(0.1):
            back.values["service"] = rng.choice(SERVICES)
        return back

    def make_chain(self, tap: Tap) -> list[Tap]:
        """Refunds of a purchase in this or later windows, then mostly a reversal."""
        rng, left = self.rng, tap.values["amount_fen"]
        if self.odds(0.6):  # one that was cleared before
            tap.window = rng.randrange(len(self.bounds))
            tap.values["occurred_at"] = self.span(tap.window)[0] + 60 * MINUTE
        shrinks = self.odds(0.3)
        if shrinks or self.odds(0.3):
            left = 14 if shrinks else rng.choice((0, 11, 23))
            tap.values |= {"amount_fen": left, "list_fen": rng.choice((None, 28, 39))}
        window = tap.window
        chain: list[Tap] = []
        parts = [rng.choice((0, 1, left // 3, left // 2, left)) for _ in range(4)]
        parts = [10, 1] if shrinks else parts[: rng.randint(0, 4)]
        for fen in parts:
            chain.append(tap.but(kind="refund", amount_fen=min(fen, left)))
            left -= min(fen, left)
        if self.odds(0.7):
            chain.append(tap.but(kind="reversal", amount_fen=left))
        for at, step in enumerate(chain):
            window = self.some_window(window)
            step.window = window
            when = self.make_return_instant(tap, window)
            if shrinks:  # in this order
                when = (
                    max(tap.values["occurred_at"], self.span(window)[0]) + at * MINUTE
                )
            step.values |= {
                "record_id": self.next_id(),
                "original_record_id": tap.values["record_id"],
                "occurred_at": when,
            }
        return chain

    def make_return_instant(self, tap: Tap, window: int) -> datetime:
        start, _, late_days = self.span(window)
        late = start - late_days * DAY
        at: datetime = tap.values["occurred_at"]
        return self.rng.choice((max(at, start), start, late, start - MINUTE))

    def make_journey(self, tap: Tap) -> list[Tap]:
        """The same card going on, at a discount."""
        rng, journey = self.rng, []
        for more in range(rng.randint(1, 3)):
            card = tap.values["card"]
            on = tap.but(record_id=self.next_id(), counter=self.make_counter(card))
            on.values["occurred_at"] += (more - 1) * MINUTE
            names = list(self.rules["participants"])
            on.values["acquirer"] = rng.choice(names)
            if self.odds(0.25):
                on.values["issuer"] = rng.choice(names)
            if self.odds(0.25):
                on.window = self.some_window()
                on.values["occurred_at"] = self.make_instant(on.window)
            for each in (tap, on):
                each.values["journey_id"] = "j1"
                listed = each.values["amount_fen"] + rng.choice((0, 20, 333, 667))
                each.values["list_fen"] = min(listed, 2 * HUGE)
            journey.append(on)
        return journey

    def join_a_stay(self, others: list[Tap], riders: list[Tap]) -> None:
        """Let what is no ride be the place before a ride in its journey."""
        if not (self.odds(0.3) and others and riders):
            return
        stay, ride = self.rng.choice(others), self.rng.choice(riders)
        stay.window = ride.window
        stay.values |= {name: ride.values[name] for name in ("card", "issuer")}
        stay.values["journey_id"] = ride.values["journey_id"] = "j2"
        stay.values["occurred_at"] = ride.values["occurred_at"] - MINUTE

    def make_taps(self) -> None:
        rng = self.rng
        size = rng.randint(4, 12 if self.flat else 30)
        for _ in range(size):
            self.taps.append(self.make_purchase(self.some_window()))
        if self.odds(0.5):
            # One card back and forth: many refunds of few purchases.
            for tap in rng.sample(self.taps, min(4, size)):
                self.taps += [self.make_return(tap) for _ in range(rng.randint(1, 4))]
        good = [
            tap
            for tap in self.taps
            if tap.values["tac_ok"] is not False and not tap.values["test"]
        ]
        if self.odds(0.5):
            for tap in rng.sample(good, min(3, len(good))):
                self.taps += self.make_chain(tap)
        riders = [tap for tap in good if tap.values["service"] in {"bus", "metro"}]
        if self.odds(0.6):
            for tap in rng.sample(riders, min(2, len(riders))):
                self.taps += self.make_journey(tap)
        self.join_a_stay([tap for tap in good if tap not in riders], riders)
        for _ in range(rng.randint(0, size // 4)):
            self.taps.append(self.make_return(rng.choice(self.taps)))
        self.repeat_taps(good, size // 4)
        rng.shuffle(self.taps)

    def repeat_taps(self, good: list[Tap], most: int) -> None:
        rng = self.rng
        for _ in range(rng.randint(0, most)):
            self.taps += self.make_copy(rng.choice(self.taps))
        for tap in rng.sample(good, min(rng.randint(0, 2), len(good))):
            self.taps += self.make_again(tap)
