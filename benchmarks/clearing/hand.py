"""The hand-written SQL, run by DuckDB."""

from pathlib import Path

import duckdb

from benchmarks.clearing import taps
from benchmarks.clearing.contender import Answers, in_order

SQL = Path(__file__).with_name("hand.sql")


class Hand:
    """DuckDB with every trick that was found."""

    engine: duckdb.DuckDBPyConnection

    def load(self, taps: Path) -> None:
        """Remember where the taps lie; nothing is loaded."""
        self.place = taps

    def settle(self) -> None:
        """Open an engine of its own and run the statements."""
        first_us, end_us = taps.bounds_us()
        self.engine = duckdb.connect(
            config={"threads": taps.THREADS, "memory_limit": taps.MEMORY}
        )
        self.engine.execute("set preserve_insertion_order = false")
        self.engine.execute(f"create view taps as from read_parquet('{self.place}')")
        self._rules()
        statements = SQL.read_text("utf-8").format(first_us=first_us, end_us=end_us)
        self.engine.execute(statements)

    def _rules(self) -> None:
        # As literals of one statement: inserting row by row would take a second.
        weights = ", ".join(str(row) for row in taps.shares())
        parties = ", ".join(str(row) for row in taps.parties())
        self.engine.execute(
            f"""
            create temp table weights as
                from (values {weights}) rules(service, place, operator, weight);
            create temp table parties as from (values {parties}) named(institution, party);
            create temp table services as
                select distinct service, {taps.AMOUNT_MAX_FEN}::bigint as amount_max_fen
                from weights
            """
        )
        unknown = self.engine.sql(
            "(select distinct acquirer from taps) except select institution from parties"
        ).fetchall()
        assert not unknown, unknown

    def answers(self) -> Answers:
        """Give the four tables."""
        return in_order(
            *(
                self.engine.sql(f"from {name}").fetchall()
                for name in ("legs", "bilateral", "net", "counts")
            )
        )

    def write_rows(self, place: Path) -> None:
        """Write accepted rows: those that are not odd, and the odd ones accepted."""
        first_us, end_us = taps.bounds_us()
        columns = (
            "record_id, acquirer, issuer, card, counter, service, kind, "
            "original_record_id"
        )
        self.engine.execute(
            f"""
            copy (
                select {columns}, amount_fen, occurred_at,
                    party, service as rule_version
                from taps join parties on issuer = institution
                where epoch_us(occurred_at) >= {first_us}
                    and epoch_us(occurred_at) < {end_us}
                    and not ((hash(acquirer, record_id) >> 32)::uinteger in (from serials)
                        or (hash(card, counter) >> 32)::uinteger in (from counters))
                union all
                select {columns}, amount_fen, make_timestamptz(at_us), party, service
                from judged join parties on issuer = institution where code = 'ACCEPTED'
                order by acquirer, record_id
            ) to '{place}' (format parquet, compression zstd)
            """
        )

    def close(self) -> None:
        """Close the engine."""
        self.engine.close()
