"""Clearing once more, slowly: the contract on taps in dicts and whole numbers.

Quoted sentences are the contract's; ``rules`` are the files of a folder as written.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

Values = dict[str, Any]
Row = dict[str, Any]  # its columns, and what became of it
Line = tuple[str, dict[str, str] | None]  # as it stands in its file; None: not cut up
File = tuple[str, list[Line]]  # sha256 in hexadecimal digits
Bounds = tuple[str, str, int] | None  # start, end, late_days
Window = tuple[int, Bounds, list[File]]  # its order comes first
Weights = list[tuple[str, int]]
Claim = tuple[int, Any, Any]  # fen, debtors, creditors as a rule file writes them
Leg = tuple[str, str, int]  # debtor, creditor, fen

DAY = 86_400_000_000  # microseconds
COLUMNS = (  # “sha256 hex over the columns in this order”
    *("record_id", "acquirer", "issuer", "card", "counter", "service", "kind"),
    *("original_record_id", "amount_fen", "occurred_at", "list_fen", "journey_id"),
    *("entered_at", "exited_at", "balance_before_fen", "tac_ok", "test", "terminal"),
    "category",
)
REQUIRED = set(COLUMNS[:10]) - {"original_record_id"}
REJECTED = "ROW_BAD", "PARTY_UNKNOWN", "TEST", "DUP_EXACT", "AMOUNT_RANGE"
OUTCOMES = dict.fromkeys((*REJECTED, "FUTURE", "LATE", "REFUSED"), "rejected")
OUTCOMES["ACCEPTED"] = "accepted"  # and all others are suspended
KINDS = {"purchase", "refund", "reversal"}
TRUTH = {"1": 1, "0": 0, "true": 1, "false": 0}


@dataclass(slots=True)
class Result:
    """What clearing says of the last window; outcomes and notes by content hash."""

    net: dict[str, int]
    outcomes: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)
    notes: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    legs: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)
    bilateral: Counter[tuple[str, str]] = field(default_factory=Counter)
    instructions: list[tuple[str, str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # received, accepted, …


def instant(text: str) -> int:
    """Microseconds since 1970 of “ISO 8601 with offset”."""
    [_] = re.findall(r"\A[-0-9]{10}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})\Z", text)
    start = datetime.fromisoformat("1970-01-01T00:00Z")
    return (datetime.fromisoformat(text) - start) // timedelta(microseconds=1)


def instant_or_day(text: str) -> int:
    """The same; “a day (00:00 Asia/Shanghai) or an ISO instant with offset”."""
    return instant(text if "T" in text else f"{text}T00:00+08:00")


def whole(text: str) -> int:
    [digits] = re.findall(r"\A-?[0-9]+\Z", text)
    return int(digits)


TYPES: dict[str, Any] = {
    **dict.fromkeys(("counter", "amount_fen", "list_fen", "balance_before_fen"), whole),
    **dict.fromkeys(("occurred_at", "entered_at", "exited_at"), instant),
    **dict.fromkeys(("tac_ok", "test"), TRUTH.__getitem__),
}


def read(window: int, line: Line) -> Row:
    """Type a row, and take it by ROW_BAD if that cannot be done."""
    raw, texts = line
    bad = texts is None
    row: Row = {**dict.fromkeys(COLUMNS), "window": window, "code": ""}
    for column, text in (texts or {}).items():
        try:
            row[column] = TYPES.get(column, str)(text) if text else None
        except (ValueError, KeyError):
            # “occurred_at without offset; an optional column that does not parse”
            bad = True
    # “a required column empty … kind not one of three; amount < 0 or > 2^63-1”
    bad = bad or any(row[column] is None for column in REQUIRED)
    if bad or row["kind"] not in KINDS or not 0 <= row["amount_fen"] <= 2**63 - 1:
        row["code"] = "ROW_BAD"
    # “joined by U+001F, null/absent as empty … booleans as 1/0, integers in decimal”; “An
    # unparsable row: sha256 of its raw line”, read here as every row of ROW_BAD.
    plain = ["" if row[column] is None else str(row[column]) for column in COLUMNS]
    joined = raw if row["code"] else "\x1f".join(plain)
    row["hash"] = hashlib.sha256(joined.encode("utf-8")).hexdigest()
    row["key"] = row["acquirer"], row["record_id"]
    row["place"] = row["occurred_at"], *row["key"]
    row["named"] = row["acquirer"] or "", row["record_id"] or "", row["hash"]
    return row


def coded(rows: list[Row], code: str, *kinds: str) -> list[Row]:
    # “each code looks only at rows that no earlier code took”: those coded ""
    return [r for r in rows if r["code"] == code and r["kind"] in (kinds or KINDS)]


def take_duplicates(rules: Values, bounds: dict[int, Bounds], rows: list[Row]) -> None:
    """Fold copies as each window sees them; rows come by window, file and line."""
    same, codes = defaultdict(list), []
    for row in coded(rows, ""):
        met = own_codes(rules, bounds[row["window"]], row)
        row["beyond"] = not {"AMOUNT_RANGE", "FUTURE", "LATE"}.isdisjoint(met)
        same[row["key"]].append(row)
    for row in coded(rows, ""):
        here = [other for other in same[row["key"]] if other["window"] == row["window"]]
        # “Rows rejected elsewhere never count as copies.”
        seen = [o for o in same[row["key"]] if o in here or not o["beyond"]]
        first = next(other for other in seen if other["hash"] == row["hash"])
        rivals = {other["hash"] for other in (here if row["beyond"] else seen)}
        # “folded to one copy, that of an earlier window …; the others are DUP_EXACT. If
        # two contents remain, every remaining copy is DUP_CONFLICT”
        doubt = "DUP_CONFLICT" if len(rivals) > 1 else ""
        codes.append((row, doubt if first is row else "DUP_EXACT"))
    for row, code in codes:
        row["code"] = code


def own_codes(rules: Values, bounds: Bounds, row: Row) -> Iterator[str]:
    """The codes that a row's own values meet, in the contract's order."""
    at = row["occurred_at"]
    # “AMOUNT_RANGE uses the single candidate's amount_max_fen; with none or several it
    # is not run”; refunds use “the rule of their own service, acquirer, occurred_at”.
    found = candidates(rules, row)
    if len(found) == 1 and asked(rules, row) > found[0][1]["amount_max_fen"]:
        yield "AMOUNT_RANGE"
    if bounds is not None:
        start, end, late_days = bounds
        # “FUTURE = occurred_at ≥ end; LATE = occurred_at < start − late_days × 24 h”
        if at >= instant(end):
            yield "FUTURE"
        if at < instant(start) - late_days * DAY:
            yield "LATE"
    # “null tac_ok or null terminal: that check passes”
    if row["tac_ok"] == 0:
        yield "TAC_FAIL"
    terminals = rules["terminals"]
    if terminals is not None and row["terminal"] not in {None, *terminals}:
        yield "KEY_UNKNOWN"
    # “card in denylist.csv at occurred_at”; “half-open, `to` may be empty”
    for listed in rules["denylist"] or ():
        begun = listed["card"] == row["card"] and instant_or_day(listed["from"]) <= at
        if begun and not (listed["to"] and instant_or_day(listed["to"]) <= at):
            yield "DENYLIST"


def asked(rules: Values, row: Row) -> int:
    """The most of what a row charges and what a purchase comes to before discounts."""
    [(scheme, version)], full = candidates(rules, row), 0
    if row["kind"] == "purchase" and scheme == "transit":
        full = row["list_fen"] or 0
    elif row["kind"] == "purchase" and stays(rules, row):
        full = due(rules, row, version["parameters"])
    return max(int(row["amount_fen"]), full)


def take_repeated_counters(rows: list[Row]) -> None:
    taps = coded(rows, "", "purchase")
    same = Counter((row["window"], row["card"], row["counter"]) for row in taps)
    for row in taps:
        # “two or more keys: all of them”; copies of one key are folded by now
        if same[row["window"], row["card"], row["counter"]] > 1:
            row["code"] = "CTR_REPEAT"


def take_decided(rules: Values, bounds: dict[int, Bounds], rows: list[Row]) -> None:
    """What cases decided, by content hash: released, else refused for good."""
    lifted = "DUP_CONFLICT", "TAC_FAIL", "KEY_UNKNOWN", "DENYLIST", "CTR_REPEAT"
    for row in rows:
        decided = rules.get("decided", {}).get(row["hash"])
        if decided == "released" and row["code"] in lifted:
            codes = own_codes(rules, bounds[row["window"]], row)
            # “AMOUNT_RANGE, FUTURE, LATE → rejected”; every doubt is lifted.
            row["code"] = next((code for code in codes if code in OUTCOMES), "")
        elif decided == "refused" and row["code"] in ("", *lifted):
            row["code"] = "REFUSED"


def candidates(rules: Values, row: Row) -> list[tuple[str, Values]]:
    """Per scheme, “the version with the latest effective_from <= occurred_at”."""
    found: list[tuple[str, Values]] = []
    for scheme, versions in rules["schemes"].items():
        begun = [(instant_or_day(each["effective_from"]), each) for each in versions]
        covering = [
            (since, version)
            for since, version in begun
            if since <= row["occurred_at"] and row["service"] in version["services"]
            if row["acquirer"] in version.get("acquirers", [row["acquirer"]])
        ]
        latest = max((since for since, _ in covering), default=None)
        # “two versions of one file with the same effective_from … count both”
        found += [(scheme, version) for since, version in covering if since == latest]
    return found


def rule_code(rules: Values, row: Row) -> str:
    found = candidates(rules, row)
    # “No candidate: RULE_NONE; two or more: RULE_MANY.”
    if len(found) != 1:
        return "RULE_MANY" if found else "RULE_NONE"
    unanswered = found[0][0] == "parking" and not stays(rules, row)
    return "RULE_NONE" if unanswered else "ACCEPTED"


def stays(rules: Values, row: Row) -> bool:
    """Whether the one candidate, of parking, has an answer."""
    [(_, version)] = candidates(rules, row)
    entered, exited = row["entered_at"], row["exited_at"]
    # “requires columns (parking: entered_at, exited_at) gives RULE_NONE where one is
    # absent, null, or exited_at < entered_at”; “acquirer without tariff: RULE_NONE”
    tariffs = version["parameters"]["tariffs"]
    known = None not in {entered, exited} and entered <= exited
    return known and party(rules, "@acquirer", row) in tariffs


def take_refunds(rows: list[Row]) -> None:
    """“in the order (window order, occurred_at, acquirer, record_id)”."""
    # “accepted purchase, same acquirer, record_id = original_record_id, window <= own”
    accepted = {row["key"]: row for row in coded(rows, "ACCEPTED", "purchase")}
    for row in sorted(coded(rows, ""), key=lambda row: (row["window"], row["place"])):
        original = accepted.get((row["acquirer"], row["original_record_id"]))
        if original is None or original["window"] > row["window"]:
            row["code"] = "ORIGINAL_MISSING"
            continue
        fen, given = row["amount_fen"], original.get("given", 0)
        left = original["amount_fen"] - given
        # “one that would carry the sum above the original is REFUND_EXCESS, and the
        # next is tried”; “A reversal must equal what is left; it voids the original;
        # anything after it is REFUND_EXCESS. A refund of 0 is accepted.”
        fits = fen == left if row["kind"] == "reversal" else fen <= left
        if "reversed_in" in original or not fits:
            row["code"] = "REFUND_EXCESS"
            continue
        row |= {"code": "ACCEPTED", "original": original, "before": given}
        row["after"] = original["given"] = given + fen
        if row["kind"] == "reversal":
            original["reversed_in"] = row["window"]
            row["after"] = None  # “A reversal's after = whole.”


def look_along(rows: list[Row]) -> None:
    """Rank the legs of a journey, and note what does not follow on a card."""
    ranks: Counter[Any] = Counter()
    # “rank (1, 2, …) by (occurred_at, acquirer, record_id) among accepted purchases of
    # the same window, issuer, card and journey_id; null without journey_id”
    taps = coded(rows, "ACCEPTED", "purchase")
    for row in sorted(taps, key=lambda row: row["place"]):
        journey = row["window"], row["issuer"], row["card"], row["journey_id"]
        ranks[journey] += 1
        row["journey_leg"] = ranks[journey] if row["journey_id"] is not None else 0
    last: dict[Any, Row] = {}
    for row in sorted(taps, key=lambda row: row["counter"]):
        former = last.get((row["window"], row["card"]), row)
        last[row["window"], row["card"]] = row
        # “counter of a card jumps by more than 1 to its next accepted purchase”
        notes = ["CTR_GAP"] * (row["counter"] - former["counter"] > 1)
        # “balance_before of the next … != balance_before - amount of the former”
        had, has = former["balance_before_fen"], row["balance_before_fen"]
        if row is not former and None not in {had, has}:
            notes += ["BAL_BREAK"] * (has != had - former["amount_fen"])
        row["note"] = " ".join(notes)


def party(rules: Values, written: str, row: Row) -> str:
    # “`@issuer`, `@acquirer` (resolved to the party of the institution) or a member”
    institution = row.get(written[1:])
    return str(rules["participants"][institution] if written[0] == "@" else written)


def weigh(rules: Values, row: Row, among: Any) -> Weights:
    among = [{"party": among, "weight": 1}] if isinstance(among, str) else among
    return [(party(rules, each["party"], row), each["weight"]) for each in among]


def transit(rules: Values, row: Row, parameters: Values) -> list[Claim]:
    amount, fees = row["amount_fen"], parameters.get("fees", {})
    # “fee floor(amount*(sum of ppm)/1e6), payer -> (@issuer: issuer_ppm, @acquirer:
    # acquirer_ppm, centre: centre_ppm)”; “defaults 0,0,0,`@acquirer`”
    payees = "@issuer", "@acquirer", fees.get("centre", "@issuer")
    ppm = [fees.get(f"{whose}_ppm", 0) for whose in ("issuer", "acquirer", "centre")]
    fee = amount * sum(ppm) // 1_000_000
    to = [{"party": payee, "weight": w} for payee, w in zip(payees, ppm, strict=True)]
    # “D = max(list_fen - amount_fen, 0) (list absent: 0)”
    discount, less = max((row["list_fen"] or 0) - amount, 0), 0
    # “T = min(D, transfer.discount_fen) where journey_leg >= 2 and transfer is declared”
    transfer = parameters.get("transfer", {"discount_fen": 0})
    if row["journey_leg"] > 1:
        less = min(discount, transfer["discount_fen"])
    operators = parameters.get("operators", "@acquirer")
    bearers = parameters.get("discount", {}).get("bearers", "@issuer")
    return [
        (amount, "@issuer", operators),
        (fee, fees.get("payer", "@acquirer"), to),
        (less, transfer.get("bearers", "@issuer"), operators),
        (discount - less, bearers, operators),
    ]


def due(rules: Values, row: Row, parameters: Values) -> int:
    tariff = parameters["tariffs"][party(rules, "@acquirer", row)]
    minutes = -((row["entered_at"] - row["exited_at"]) // (DAY // 1440))
    days, rest = divmod(minutes, 1440)  # “ceil((exited - entered)/60 s)”
    # “per day 24 started hours x rate, capped; rest ceil(rest/60) x rate, capped”
    hours = [24] * days + [-(-rest // 60)]
    costs = [started * tariff["per_started_hour_fen"] for started in hours]
    whole = sum(min(cost, tariff.get("cap_per_day_fen", cost)) for cost in costs)
    return 0 if minutes <= tariff.get("free_minutes", 0) else whole


def parking(rules: Values, row: Row, parameters: Values) -> list[Claim]:
    amount, bearers = row["amount_fen"], parameters.get("bearers", "@issuer")
    tariff_fen = due(rules, row, parameters)
    return [
        (amount, "@issuer", "@acquirer"),
        (max(amount - tariff_fen, 0), "@acquirer", "@issuer"),
        (max(tariff_fen - amount, 0), bearers, "@acquirer"),
    ]


def split(total: int, among: Weights) -> Iterator[tuple[str, int]]:
    """By largest remainder: “+1 to the R largest r_k”, ties in the order written."""
    every = sum(weight for _, weight in among) or 1  # nothing but 0 goes to no weights
    parts = [total * weight // every for _, weight in among]
    rests = [total * weight % every for _, weight in among]
    for k in sorted(range(len(among)), key=lambda k: (-rests[k], k)):
        parts[k] += sum(parts) < total
    return zip((name for name, _ in among), parts, strict=True)


def shares(rules: Values, row: Row, given: int | None) -> list[Leg]:
    """Split the claims of a purchase, of which ``given`` fen (None: all) is taken."""
    scheme, version = candidates(rules, row)[0]
    make, known = {"transit": transit, "parking": parking}, partial(weigh, rules, row)
    # “every claim of the ORIGINAL's fact is taken at floor(claim*p/A) (p = A: whole; p =
    # 0: nothing)”, “split over its debtors …, then each debtor's part over the creditors”
    p, amount = (1, 1) if given is None else (given, row["amount_fen"] or 1)
    return [
        (debtor, creditor, share)
        for fen, debtors, creditors in make[scheme](rules, row, version["parameters"])
        for debtor, owed in split(fen * p // amount, known(debtors))
        for creditor, share in split(owed, known(creditors))
    ]


def legs_of(rules: Values, row: Row) -> list[Leg]:
    """The legs that one accepted row gives, by the rule of its purchase."""
    original = row.get("original", row)
    # “A purchase reversed in its own window, with all its refunds also in that window:
    # all accepted, none of them gives legs.”
    if original.get("reversed_in") == original["window"]:
        return []
    if row is original:
        return shares(rules, row, None)
    before, after = (
        by_pair(shares(rules, original, row[when])) for when in ("before", "after")
    )
    # “share = split(cumulative after) - split(cumulative before)”: a share is what a pair
    # comes to over all claims, and so is its change; debtor and creditor are exchanged
    # where it grows, for it is owed back.
    changes = {
        pair: after[pair] - before[pair] for pair in after.keys() | before.keys()
    }
    return [
        (creditor, debtor, fen) if fen > 0 else (debtor, creditor, -fen)
        for (debtor, creditor), fen in changes.items()
    ]


def by_pair(legs: list[Leg]) -> Counter[tuple[str, str]]:
    """Add up what one party owes another, whatever the claim."""
    sums: Counter[tuple[str, str]] = Counter()
    for debtor, creditor, fen in legs:
        sums[debtor, creditor] += fen
    return sums


def instruct(net: dict[str, int]) -> Iterator[Leg]:
    """“repeatedly the largest debtor pays the largest creditor min of the two”."""
    left = dict(net)
    while any(left.values()):
        # min and max give the first of equals: “ties by declared order”.
        payer, payee = min(left, key=left.__getitem__), max(left, key=left.__getitem__)
        fen = min(-left[payer], left[payee])
        left[payer] += fen
        left[payee] -= fen
        yield payer, payee, fen


def judge(rules: Values, windows: list[Window]) -> list[Row]:
    """Give every row of every window its code, by all that is known at the last one."""
    rows, bounds = [], {}
    for order, limits, files in sorted(windows, key=lambda window: window[0]):
        bounds[order] = limits
        for _, lines in sorted(files, key=lambda file: file[0]):
            rows += [read(order, line) for line in lines]
    for row in coded(rows, ""):
        if not {row["acquirer"], row["issuer"]} <= set(rules["participants"]):
            row["code"] = "PARTY_UNKNOWN"
        elif row["test"]:
            row["code"] = "TEST"
    take_duplicates(rules, bounds, rows)
    for row in coded(rows, ""):
        row["code"] = next(own_codes(rules, bounds[row["window"]], row), "")
    take_repeated_counters(rows)
    take_decided(rules, bounds, rows)
    # “RULE_NONE/RULE_MANY never hit [refunds]”, which need purchases that are accepted.
    for row in coded(rows, "", "purchase"):
        row["code"] = rule_code(rules, row)
    take_refunds(rows)
    look_along(rows)
    return rows


def clear(rules: Values, windows: list[Window]) -> Result:
    """Clear the last window; the earlier ones are context."""
    last = max(order for order, _, _ in windows)
    # “net per party (all members and accounts that are listed, zero included)”
    result = Result(dict.fromkeys([*rules["members"], *rules["accounts"]], 0))
    for row in judge(rules, windows):
        if row["window"] == last:
            outcome = OUTCOMES.get(row["code"], "suspended")
            result.outcomes[(*row["named"], outcome, row["code"])] += 1
            result.counts.update(["received", outcome])
            if outcome == "accepted":
                result.notes[(*row["named"], row.get("note", ""))] += 1
                book(rules, row, result)
    for payer, payee, fen, clause, case in rules.get("adjustments", ()):
        add(result, (payer, payee, "adjustment", case, clause), fen)
    result.instructions = list(instruct(result.net))
    return result


def book(rules: Values, row: Row, result: Result) -> None:
    [(scheme, version)] = candidates(rules, row.get("original", row))
    rule = scheme, str(version.get("id", version["effective_from"])), version["clause"]
    for debtor, creditor, fen in legs_of(rules, row):
        if fen:  # “A leg with amount 0 is dropped”
            add(result, (debtor, creditor, *rule), fen)


def add(result: Result, leg: tuple[str, str, str, str, str], fen: int) -> None:
    debtor, creditor = leg[:2]
    result.legs[leg] += fen
    if debtor != creditor:  # which “stays in `legs`, not in `bilateral`”
        result.bilateral[debtor, creditor] += fen
        result.net[debtor] -= fen
        result.net[creditor] += fen
