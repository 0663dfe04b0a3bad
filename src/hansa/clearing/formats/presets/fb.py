"""FB: feedback on every row that a sender brought, written by the clearing house.

Facts: an error code of 6 and its description of 40, a fee and the shares of issuer and
acquirer beside it. Inferred and unverified: their place behind the common fields; the
numbers of the codes, which are ours; fees in whole fen and not as fractions; that the
centre's serial is the line of the row in the file that is named. Without the chip's data,
of which there is nothing to say. Times finer than a second are cut; the sender has his own.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from hansa.clearing.formats.presets.cl import BASE, base_of
from hansa.clearing.formats.presets.layout import (
    Cells,
    Field,
    Heading,
    Layout,
    write_records,
)
from hansa.clearing.terms.taps import Code
from hansa.kernel.text import Bilingual

FB = Layout(
    code="FB",
    fields=(
        *BASE,
        Field("errorCode", 6, Bilingual("错误代码", "error code")),
        Field("errorText", 40, Bilingual("错误描述", "its description")),
        Field("fee", 19, Bilingual("手续费(分)", "fee"), number=True),
        Field("issFee", 19, Bilingual("发卡分润(分)", "issuer's share"), number=True),
        Field("acqFee", 19, Bilingual("收单分润(分)", "acquirer's share"), number=True),
    ),
    rows_of=None,
)

ERROR_CODES: Mapping[Code, str] = {
    Code.ACCEPTED: "000000",
    Code.ROW_BAD: "100001",
    Code.PARTY_UNKNOWN: "100002",
    Code.TEST: "100003",
    Code.DUP_EXACT: "100004",
    Code.DUP_CONFLICT: "200005",
    Code.AMOUNT_RANGE: "100006",
    Code.FUTURE: "100007",
    Code.LATE: "100008",
    Code.TAC_FAIL: "200009",
    Code.KEY_UNKNOWN: "200010",
    Code.DENYLIST: "200011",
    Code.CTR_REPEAT: "200012",
    Code.ORIGINAL_MISSING: "200013",
    Code.REFUND_EXCESS: "200014",
    Code.RULE_NONE: "200015",
    Code.RULE_MANY: "200016",
    Code.REFUSED: "100017",
}
"""Codes as numbers: 0 accepted, 1 rejected, 2 suspended, then a serial."""


def feedback_of(
    tap: Mapping[str, Any], line: int, file_name: str, code: Code, heading: Heading
) -> Cells:
    """Make the record of a row that came in a line of a file.

    Raises:
        Refused: it does not fit.
    """
    at: datetime | None = tap.get("occurred_at")
    whole = {**tap, "occurred_at": at.replace(microsecond=0) if at else None}
    return {
        **base_of(whole, heading),
        "fileName": file_name,
        "settOrgNo": str(line),
        "errorCode": ERROR_CODES[code],
        "errorText": str(code),
    }


def write_feedback(heading: Heading, details: Iterable[Cells]) -> Iterator[bytes]:
    """Write a feedback file, record by record.

    Raises:
        Refused: a row does not fit into the layout.
    """
    return write_records(FB, heading, details, "transAmount")
