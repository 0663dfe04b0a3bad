"""CL: offline purchase detail, as an acquirer brings it.

Facts: the names of the fields and their greatest lengths. Inferred and unverified: their
order; amounts of 19 and counters of 10 digits, as far as Java's numbers reach; that
billOrgNo is the acquirer's serial of the row and so our record_id, cardCount our counter,
the balance before the purchase our balance_before_fen; that a retrieval reference names
the serial of what a refund or reversal gives back; that a merchant category of ISO 18245
is our service; the codes of transaction types; that times are those of Chinese clocks;
and that the test mark is 1 or 0. Not read: the chip's data, and what feedback fills in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from hansa.clearing.formats.presets.layout import (
    FILE_NAME,
    RECEIVER,
    SENDER,
    SETTLED_ON,
    Cells,
    Field,
    Heading,
    Layout,
    instants_of,
    write_records,
)
from hansa.clearing.terms.taps import Kind
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, text

CHINA = timezone(timedelta(hours=8))
TYPES: Mapping[str, Kind] = {
    "1001": Kind.PURCHASE,
    "1002": Kind.REFUND,
    "1003": Kind.REVERSAL,
}
"""Transaction types; examples, unverified."""

SERVICES: Mapping[str, str] = {
    "4111": "metro",
    "4112": "rail",
    "4121": "taxi",
    "4131": "bus",
    "7523": "parking",
}
"""Services by merchant category; another category is its own service."""

_TYPES_WRITTEN = {kind: code for code, kind in TYPES.items()}
_SERVICES_WRITTEN = {service: code for code, service in SERVICES.items()}

BASE = (
    SETTLED_ON,
    RECEIVER,
    FILE_NAME,
    Field("settOrgNo", 12, Bilingual("清分结算机构流水号", "the centre's serial")),
    Field("billOrgNo", 12, Bilingual("收单机构流水号", "the acquirer's serial")),
    Field("acceptDate", 8, Bilingual("收单机构受理日期", "day of acceptance")),
    Field("retrievNo", 12, Bilingual("检索参考号", "retrieval reference")),
    Field("transType", 4, Bilingual("交易类型", "transaction type")),
    Field("acqOrgCode", 11, Bilingual("收单机构代码", "acquirer")),
    Field("issOrgCode", 11, Bilingual("发卡机构代码", "issuer")),
    SENDER,
    Field("mcc", 4, Bilingual("商户类别码", "merchant category")),
    Field("channelType", 2, Bilingual("渠道类型", "channel")),
    Field("cardNo", 20, Bilingual("卡号", "card")),
    Field(
        "cardCount", 10, Bilingual("卡消费计数器", "counter of the card"), number=True
    ),
    Field(
        "balanceBefore",
        19,
        Bilingual("消费前卡余额(分)", "balance before"),
        number=True,
    ),
    Field("transAmount", 19, Bilingual("交易金额(分)", "amount"), number=True),
    Field("transDate", 8, Bilingual("交易日期", "day")),
    Field("transTime", 6, Bilingual("交易时间", "time")),
    Field("balanceType", 1, Bilingual("余额类型", "kind of balance")),
    Field("algorithmId", 2, Bilingual("算法标识", "algorithm")),
    Field("testFlag", 1, Bilingual("测试标志", "test mark")),
)
"""The fields that CL, FB and AD have in common."""


def rows_of(fields: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """Make our columns of the fields."""
    types = fields["transType"]
    return {
        "record_id": fields["billOrgNo"],
        "acquirer": fields["acqOrgCode"],
        "issuer": fields["issOrgCode"],
        "card": fields["cardNo"],
        "counter": fields["cardCount"],
        "service": [SERVICES.get(code, code) for code in fields["mcc"]],
        "kind": [str(TYPES.get(code, code)) for code in types],
        "original_record_id": [
            "" if TYPES.get(code) is Kind.PURCHASE else reference
            for code, reference in zip(types, fields["retrievNo"], strict=True)
        ],
        "amount_fen": fields["transAmount"],
        "occurred_at": instants_of(fields["transDate"], fields["transTime"]),
        "balance_before_fen": fields["balanceBefore"],
        "test": fields["testFlag"],
    }


CL = Layout(
    code="CL",
    fields=(*BASE, Field("tlv", 1024, Bilingual("TLV 数据", "the chip's data"))),
    rows_of=rows_of,
)


def base_of(tap: Mapping[str, Any], heading: Heading) -> Cells:
    """Make the common fields of a tap; what it lacks is left blank.

    Raises:
        Refused: a service would be read back as another, or the instant is finer
            than a second.
    """
    at: datetime | None = tap.get("occurred_at")
    local = at.astimezone(CHINA) if at is not None else None
    service = tap.get("service") or ""
    if service in SERVICES or (local is not None and local.microsecond):
        raise Refused(
            "does-not-fit",
            text(
                "The record {id} cannot be written exactly.", id=str(tap["record_id"])
            ),
            text("Write the file as CSV."),
        )
    kind = tap.get("kind")
    given = {
        **heading.cells,
        "billOrgNo": tap.get("record_id"),
        "retrievNo": tap.get("original_record_id"),
        "transType": _TYPES_WRITTEN.get(Kind(kind)) if kind in set(Kind) else None,
        "acqOrgCode": tap.get("acquirer"),
        "issOrgCode": tap.get("issuer"),
        "mcc": _SERVICES_WRITTEN.get(service, service),
        "cardNo": tap.get("card"),
        "cardCount": tap.get("counter"),
        "balanceBefore": tap.get("balance_before_fen"),
        "transAmount": tap.get("amount_fen"),
        "transDate": local.strftime("%Y%m%d") if local else None,
        "transTime": local.strftime("%H%M%S") if local else None,
        "testFlag": None if tap.get("test") is None else str(int(tap["test"])),
    }
    return {name: value for name, value in given.items() if value is not None}


def write_taps(heading: Heading, taps: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write taps, given by our columns, as a CL file, record by record.

    Raises:
        Refused: a tap does not fit into the layout.
    """
    details = (base_of(tap, heading) for tap in taps)
    return write_records(CL, heading, details, "transAmount")
