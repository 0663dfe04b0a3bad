"""Random rules: parties, versions of schemes, cards and terminals."""

import random
from datetime import UTC, datetime, timedelta, timezone

from hansa.clearing.tests.oracle.oracle import Values

CITIES = ("changsha", "zhuzhou", "xiangtan", "xuzhou", "suzhou-ah", "bozhou")
# Some begin with the whole of another, which matters for who sent a file.
INSTITUTIONS = ("cs", "cs-card", "zz-card", "xt-card", "hub", "xz.bus", "公交")
SERVICES = ("bus", "metro", "lot", "street", "ferry")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TICK = timedelta(microseconds=1)
CHINA = timezone(timedelta(hours=8))
OFFSETS = (480, 480, 480, 0, -300, 330)  # minutes
START = datetime(2026, 3, 2, tzinfo=CHINA)
HUGE = 10**11  # fen
MAXIMA = (0, 200, 2_000, 100_000, *[HUGE] * 8)
WEIGHTS = (0, 1, 1, 2, 3, 7, 33, 100, 333_333, 999_983, 1_000_000)
PARADOX = (6, 6, 2)  # whose last gets 2 of 10, but 1 of 11
PPM = (0, 0, 1, 3_000, 6_667, 12_346, 333_333, 400_000)


class RuleMaker:
    """Draws from its seed alone; later draws are made to collide with earlier ones."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.rules: Values = {}

    def odds(self, chance: float) -> bool:
        return self.rng.random() < chance

    def written(self, at: datetime) -> str:
        """An instant as a text, in one of several offsets and precisions."""
        minutes = self.rng.choice(OFFSETS)
        at = at.astimezone(timezone(timedelta(minutes=minutes)))
        text = at.isoformat()
        if minutes == 0 and self.odds(0.5):
            text = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return text

    def make_rules(self) -> None:
        rng = self.rng
        members = rng.sample(CITIES, rng.randint(2, 5))
        accounts = ["centre"] if self.odds(0.7) else []
        names = rng.sample(INSTITUTIONS, rng.randint(2, 6))
        # Few parties, so that issuer and acquirer are often of one city.
        participants = {name: rng.choice([*members, *accounts]) for name in names}
        self.rules = {
            "members": members,
            "accounts": accounts,
            "participants": participants,
            "schemes": {},
            "denylist": self.make_denylist() if self.odds(0.6) else None,
            "terminals": ["T1", "T2", "终端3"] if self.odds(0.6) else None,
        }
        if self.odds(0.93):
            self.rules["schemes"]["transit"] = self.make_versions("transit")
        if self.odds(0.75):
            self.rules["schemes"]["parking"] = self.make_versions("parking")

    def make_denylist(self) -> list[dict[str, str]]:
        rng = self.rng
        listed = []
        for _ in range(rng.randint(0, 3)):
            since = (
                START + rng.choice((-1, 0, 0, 1)) * DAY + rng.randint(0, 30) * MINUTE
            )
            until = since + rng.choice((0, 1, 90, 1_440)) * MINUTE
            day = f"{START + rng.choice((-3, 0, 1)) * DAY:%Y-%m-%d}"
            listed.append(
                {
                    "card": f"c{rng.randint(1, 7)}",
                    "from": rng.choice((day, self.written(since), self.written(since))),
                    "to": rng.choice(("", self.written(until), self.written(until))),
                }
            )
        return listed

    def make_versions(self, scheme: str) -> list[Values]:
        rng = self.rng
        make = {"transit": self.make_transit, "parking": self.make_parking}[scheme]
        own = {"transit": ("bus", "metro"), "parking": ("lot", "street")}[scheme]
        versions: list[Values] = []
        starts = ["2025-01-01", "2026-01-01"]
        for shift in (0, 0, 1, 1, 2):  # a change at midnight, mostly
            at = START + shift * DAY + (12 * 60 * MINUTE if self.odds(0.2) else 0 * DAY)
            as_day = at.hour == 0 and self.odds(0.5)
            starts.append(f"{at:%Y-%m-%d}" if as_day else self.written(at))
        for k in range(rng.randint(1, 4)):
            since = starts[0] if k == 0 else rng.choice(starts[1:])
            version: Values = {"id": f"{scheme}-{k}", "effective_from": since}
            if self.odds(0.4) and since not in {x["effective_from"] for x in versions}:
                del version["id"]
            version |= {"clause": f"CLR-0{rng.randint(1, 2)}", "services": list(own)}
            if k and self.odds(0.25):
                version["services"] = rng.sample(own, 1)
            if self.odds(0.05):  # one that the other scheme may have as well
                version["services"].append(rng.choice(("bus", "lot")))
                version["services"] = sorted(set(version["services"]))
            if self.odds(0.3 if k else 0.08):
                names = list(self.rules["participants"])
                version["acquirers"] = rng.sample(names, rng.randint(1, len(names)))
            version["amount_max_fen"] = rng.choice(MAXIMA[1:] if k else MAXIMA[2:])
            version["parameters"] = make()
            versions.append(version)
        rng.shuffle(versions)
        return versions

    def make_weights(self) -> list[Values]:
        rng = self.rng
        known = [
            *self.rules["members"],
            *self.rules["accounts"],
            "@issuer",
            "@acquirer",
        ]
        chosen = rng.sample(known, rng.randint(1, min(4, len(known))))
        weights = [rng.choice(WEIGHTS) for _ in chosen]
        weights[rng.randrange(len(weights))] = rng.choice(WEIGHTS[1:])
        if len(chosen) >= len(PARADOX) and self.odds(0.6):
            chosen, weights = chosen[: len(PARADOX)], list(PARADOX)
        pairs = zip(chosen, weights, strict=True)
        return [{"party": party, "weight": weight} for party, weight in pairs]

    def make_transit(self) -> Values:
        rng = self.rng
        made: Values = {}
        if self.odds(0.6):
            made["operators"] = self.make_weights()
        if self.odds(0.7):
            fees: Values = {
                "issuer_ppm": rng.choice(PPM),
                "acquirer_ppm": rng.choice(PPM),
            }
            if self.rules["accounts"] and self.odds(0.7):
                left = 1_000_000 - sum(fees.values())
                fees["centre_ppm"] = rng.choice([min(rng.choice(PPM), left), left])
                fees["centre"] = rng.choice(self.rules["accounts"])
            if self.odds(0.4):
                known = ["@issuer", "@acquirer", *self.rules["members"]]
                fees["payer"] = rng.choice(known)
            if self.odds(0.1):
                fees = {rng.choice(("issuer_ppm", "acquirer_ppm")): 1_000_000}
            made["fees"] = fees
        if self.odds(0.5):
            made["discount"] = {"bearers": self.make_weights()}
        if self.odds(0.6):
            made["transfer"] = {
                "discount_fen": rng.choice((0, 1, 50, 100, 333)),
                "bearers": self.make_weights(),
            }
        return made

    def make_parking(self) -> Values:
        rng = self.rng
        parties = sorted(set(self.rules["participants"].values()))
        if len(parties) > 1 and self.odds(0.2):
            parties.remove(rng.choice(parties))
        tariffs = {}
        for party in parties:
            tariffs[party] = {"per_started_hour_fen": rng.choice((0, 1, 333, 500, 700))}
            if self.odds(0.5):
                tariffs[party]["free_minutes"] = rng.choice((0, 1, 15, 60, 1_440))
            if self.odds(0.6):
                tariffs[party]["cap_per_day_fen"] = rng.choice((0, 1, 1_000, 3_500))
        made: Values = {"tariffs": tariffs}
        if self.odds(0.5):
            made["bearers"] = self.make_weights()
        return made
