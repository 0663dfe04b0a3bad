"""Hansa itself."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.clearing import taps
from benchmarks.clearing.contender import Answers, in_order


class Ours:
    """The pipeline of ``hansa.clearing.batch``, as a window is cleared by it."""

    def load(self, taps: Path) -> None:
        """Remember where the taps lie, and read no rules: they are objects already."""
        from hansa.clearing.batch.taps import TapFile, Window

        self.rulebook, bounds = rules()
        file = TapFile(
            name=taps.name, sha256="00", place=taps, columns=frozenset(), judged=False
        )
        self.windows = [Window(number=0, bounds=bounds, files=[file])]

    def settle(self) -> None:
        """Open an engine, clear, net and count."""
        from hansa.clearing.batch import results
        from hansa.clearing.batch.clearing import clear
        from hansa.clearing.batch.engine import fetch, open_engine

        self.spill = tempfile.TemporaryDirectory()
        engine = open_engine(
            Path(self.spill.name), threads=taps.THREADS, memory=taps.MEMORY
        )
        self.cleared = clear(engine, self.rulebook, self.windows, 0)
        self.positions = results.positions_of(self.cleared)
        self.totals = results.totals_of(self.cleared)
        cleared = self.cleared
        self.legs = fetch(
            cleared.engine, _legs, cleared.counts, cleared.shares, cleared.described
        )

    def answers(self) -> Answers:
        """Give the four tables."""
        return in_order(
            (tuple(leg.values()) for leg in self.legs.to_pylist()),
            ((*pair, fen) for pair, fen in self.positions.pairs.items()),
            self.positions.net.items(),
            self.totals.rows.items(),
        )

    def write_rows(self, place: Path) -> None:
        """Write the accepted rows as ``hansa clearing run --rows parquet`` does."""
        from hansa.clearing.batch import results

        results.write_accepted(self.cleared, place.parent, as_csv=False)
        (place.parent / "accepted.parquet").rename(place)

    def close(self) -> None:
        """Close the engine."""
        self.cleared.engine.disconnect()
        self.spill.cleanup()
        del self.cleared, self.positions, self.totals, self.legs


def _legs(counts: Any, shares: Any, described: Any) -> Any:
    """Add up legs by rule version, as the others do; those by class come with the files."""
    from hansa.clearing.batch import owing
    from hansa.clearing.batch.engine import total_of

    named = described.select("priced", "rule_version")
    owed = owing.owed_by(counts, shares).inner_join(named, "priced")
    return owed.group_by("debtor", "creditor", "rule_version").agg(
        amount_fen=total_of(owed.amount_fen)
    )


def rules() -> tuple[Any, Any]:
    """Give the rulebook and the bounds: a version of transit for each service."""
    from hansa.clearing.schemes import transit
    from hansa.clearing.terms.rulebook import Bounds, Participants, Rulebook, Version
    from hansa.clearing.terms.schemes import ISSUER, Weighted

    versions = tuple(
        Version(
            scheme="transit",
            id=f"line-{service:03d}",
            effective_at=datetime.fromisoformat("2026-01-01T00:00:00+08:00"),
            clause="CLR-01",
            example=True,
            services=(f"line-{service:03d}",),
            acquirers=None,
            amount_max_fen=taps.AMOUNT_MAX_FEN,
            parameters=transit.Parameters(
                operators=tuple(
                    Weighted(party, weight) for party, weight in taps.operators(service)
                ),
                fees=transit.Fees(),
                discount=transit.Discount(bearers=(Weighted(ISSUER, 1),)),
                transfer=None,
            ),
        )
        for service in range(taps.SERVICES)
    )
    parties = dict(taps.parties())
    return (
        Rulebook(
            participants=Participants(
                members=tuple(sorted(set(parties.values()))),
                accounts=(),
                parties=parties,
            ),
            versions=versions,
            denied=None,
            terminals=None,
        ),
        Bounds(
            start_at=datetime.fromisoformat(taps.START),
            end_at=datetime.fromisoformat(taps.END),
            late_days=taps.LATE_DAYS,
            received_by=None,
            files={},
        ),
    )
