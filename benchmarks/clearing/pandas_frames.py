"""pandas, with dictionary columns and NumPy where pandas itself is slow."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.clearing import taps
from benchmarks.clearing.contender import Answers, in_order

FEW = ["acquirer", "issuer", "service", "kind"]
CLASS = ["issuer", "service", "amount_fen", "code"]
CODE = np.array(["ACCEPTED", "LATE", "FUTURE"])


class Pandas:
    """The hand-written SQL's way; serials and cards are numbered by Arrow, not by pandas.

    Tried and slower: ``read_parquet`` with either back end and ``duplicated`` on the text
    columns (several times), and ``merge`` with the rules before grouping.
    """

    def load(self, taps: Path) -> None:
        """Remember where the taps lie; nothing is loaded."""
        self.place = taps

    def settle(self) -> None:
        """Clear, net and count."""
        first_us, end_us = taps.bounds_us()
        table = pq.read_table(self.place, read_dictionary=FEW)
        us = table.column("occurred_at").cast(pa.int64()).to_numpy()
        dated = np.where(us >= end_us, 2, np.where(us < first_us, 1, 0)).astype(np.int8)
        odd = _repeated(table, "record_id", "acquirer")
        odd |= _repeated(table, "card", "counter")
        rows = pd.DataFrame(
            {
                "issuer": table.column("issuer").to_pandas(),
                "service": table.column("service").to_pandas(),
                "amount_fen": table.column("amount_fen").to_numpy(),
                "code": dated,
            }
        )
        acquirers = table.column("acquirer").unique().to_pylist()
        parties = pd.DataFrame(list(taps.parties()), columns=["issuer", "debtor"])
        assert set(acquirers) <= set(parties["issuer"])
        services = pd.DataFrame(
            [(f"line-{n:03d}", taps.AMOUNT_MAX_FEN) for n in range(taps.SERVICES)],
            columns=["service", "amount_max_fen"],
        )
        looked_at = table.filter(pa.array(odd)).to_pandas(self_destruct=False)
        looked_at = looked_at.assign(dated=CODE[dated[odd]]).astype(
            dict.fromkeys(FEW, str)
        )
        self.judged = _judged(looked_at, services)
        plain = (
            rows[~odd].groupby(CLASS, observed=True).size().reset_index(name="times")
        )
        plain["code"] = CODE[plain["code"].to_numpy()]
        plain = plain.astype({"issuer": str, "service": str})
        again = self.judged.groupby(CLASS).size().reset_index(name="times")
        classes = (
            pd.concat([plain, again])
            .groupby(CLASS, as_index=False)["times"]
            .sum()
            .merge(services, "left", "service", validate="m:1")
            .merge(parties, "left", "issuer", validate="m:1")
        )
        classes["code"] = np.select(
            [
                classes["debtor"].isna(),
                classes["amount_fen"] > classes["amount_max_fen"],
                classes["code"] != "ACCEPTED",
                classes["amount_max_fen"].isna(),
            ],
            ["PARTY_UNKNOWN", "AMOUNT_RANGE", classes["code"], "RULE_NONE"],
            classes["code"],
        )
        self._net(classes)
        self.counts = classes.groupby("code")["times"].sum().to_dict()
        self.counts["DUP_EXACT"] = int((self.judged["copies"] - 1).sum())
        self.counts = {code: rows for code, rows in self.counts.items() if rows}
        self.table, self.plain = table, ~odd & (dated == 0)

    def _net(self, classes: pd.DataFrame) -> None:
        accepted = classes[classes["code"] == "ACCEPTED"]
        unit = ["service", "amount_fen"]
        owed = accepted.merge(_shares(accepted[unit].drop_duplicates()), "inner", unit)
        owed["fen"] = owed["share_fen"] * owed["times"]
        legs = owed.groupby(["debtor", "operator", "service"], as_index=False)[
            "fen"
        ].sum()
        self.legs = legs[legs["fen"] > 0]
        between = self.legs[self.legs["debtor"] != self.legs["operator"]]
        self.bilateral = between.groupby(["debtor", "operator"], as_index=False)[
            "fen"
        ].sum()
        members = sorted({party for _, party in taps.parties()})
        got = (
            self.bilateral.groupby("operator")["fen"]
            .sum()
            .reindex(members, fill_value=0)
        )
        owes = (
            self.bilateral.groupby("debtor")["fen"].sum().reindex(members, fill_value=0)
        )
        self.net = got - owes

    def answers(self) -> Answers:
        """Give the four tables."""
        return in_order(
            self.legs[["debtor", "operator", "service", "fen"]].itertuples(index=False),
            self.bilateral.itertuples(index=False),
            self.net.items(),
            self.counts.items(),
        )

    def close(self) -> None:
        """Let go of all frames."""
        del self.table, self.plain, self.judged
        del self.legs, self.bilateral, self.net, self.counts


def _repeated(table: pa.Table, many: str, other: str) -> npt.NDArray[np.bool_]:
    """Mark the rows that share two columns with another row."""
    numbered = _numbered(table.column(many)), _numbered(table.column(other))
    key = numbered[0].astype(np.uint64) << np.uint64(32) | numbered[1].astype(np.uint64)
    ordered = np.sort(key)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    marked: npt.NDArray[np.bool_] = pd.Index(key).isin(again)
    return marked


def _numbered(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    if pa.types.is_integer(column.type):
        numbers: npt.NDArray[np.int64] = column.to_numpy()
        assert numbers.min() >= 0
        assert numbers.max() < 2**32
        return numbers
    # As one chunk: dictionaries of many chunks are unified far slower than made at once.
    whole = column.combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else pc.dictionary_encode(whole)
    indices: npt.NDArray[np.int64] = coded.indices.to_numpy()
    return indices


def _judged(odd: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Judge odd rows; one row stands for all equal copies."""
    columns = list(odd.columns)
    contents = odd.groupby(columns, dropna=False).size().reset_index(name="copies")
    contents = contents.merge(services, "left", "service", validate="m:1")
    several = contents.duplicated(["acquirer", "record_id"], keep=False)
    above = contents["amount_fen"] > contents["amount_max_fen"]
    contents["code"] = np.select(
        [several, above], ["DUP_CONFLICT", "AMOUNT_RANGE"], contents["dated"]
    )
    left = contents[contents["code"] == "ACCEPTED"]
    sharing = left.index[left.duplicated(["card", "counter"], keep=False)]
    contents.loc[sharing, "code"] = "CTR_REPEAT"
    return contents


def _shares(units: pd.DataFrame) -> pd.DataFrame:
    """Split each amount of each service once, by largest remainder."""
    weights = pd.DataFrame(
        list(taps.shares()), columns=["service", "place", "operator", "weight"]
    )
    weights["weights"] = weights.groupby("service")["weight"].transform("sum")
    unit = ["service", "amount_fen"]
    floors = units.merge(weights, "inner", "service")
    product = floors["amount_fen"] * floors["weight"]
    floors["fen"] = product // floors["weights"]
    floors["remainder"] = product % floors["weights"]
    floors = floors.sort_values(["remainder", "place"], ascending=[False, True])
    grouped = floors.groupby(unit)
    rest = floors["amount_fen"] - grouped["fen"].transform("sum")
    floors["share_fen"] = floors["fen"] + (grouped.cumcount() < rest).astype(np.int64)
    return floors.loc[floors["share_fen"] > 0, [*unit, "operator", "share_fen"]]
