"""AD: errors and adjustments, as either side brings them.

Facts: the fields that it has beside the common ones. Inferred and unverified: their
lengths where none is known, their order, and the codes of adjustments. An adjustment that
gives back is read as a refund or a reversal of the original's acquirer serial, of the
adjusted amount; another is a row that cannot be read, and is rejected as one. The
original's other marks, the two sides, the reason and the reply are for people and
not read.
"""

from collections.abc import Mapping, Sequence

from hansa.clearing.formats.presets.cl import BASE, rows_of
from hansa.clearing.formats.presets.layout import Field, Layout
from hansa.clearing.terms.taps import Kind
from hansa.kernel.text import Bilingual

ADJUSTMENTS: Mapping[str, Kind] = {"01": Kind.REFUND, "02": Kind.REVERSAL}
"""Kinds of adjustments; examples, unverified."""


def adjusted_rows_of(
    fields: Mapping[str, Sequence[str]],
) -> Mapping[str, Sequence[str]]:
    """Make our columns of the fields."""
    return {
        **rows_of(fields),
        "kind": [str(ADJUSTMENTS.get(code, code)) for code in fields["adjustType"]],
        "original_record_id": fields["origBillOrgNo"],
        "amount_fen": fields["adjustAmount"],
    }


AD = Layout(
    code="AD",
    fields=(
        *BASE,
        Field("adjustNo", 12, Bilingual("差错调整流水号", "the centre's serial")),
        Field("origSettDate", 8, Bilingual("原清算日期", "original settlement day")),
        Field(
            "origSettOrgNo", 12, Bilingual("原清分结算机构流水号", "original serial")
        ),
        Field(
            "origBillOrgNo", 12, Bilingual("原收单机构流水号", "original's own serial")
        ),
        Field("origAcceptDate", 8, Bilingual("原受理日期", "original acceptance")),
        Field("origRetrievNo", 12, Bilingual("原检索参考号", "original reference")),
        Field("origTransType", 4, Bilingual("原交易类型", "original type")),
        Field("adjustType", 2, Bilingual("调整类型", "kind of adjustment")),
        Field("raisedBy", 11, Bilingual("差错发起方", "raised by")),
        Field("confirmedBy", 11, Bilingual("差错确认方", "confirmed by")),
        Field("adjustedType", 4, Bilingual("调整后交易类型", "adjusted type")),
        Field(
            "adjustAmount",
            19,
            Bilingual("调整金额(分)", "adjusted amount"),
            number=True,
        ),
        Field("reasonCode", 4, Bilingual("原因码", "reason")),
        Field("replyCode", 4, Bilingual("回复码", "reply")),
        Field("adjustFee", 19, Bilingual("差错手续费(分)", "fee"), number=True),
    ),
    rows_of=adjusted_rows_of,
)
