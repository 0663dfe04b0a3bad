"""LD: the list of files that were taken or refused, written by the clearing house.

Facts: that there is such a list, and names of files of 128. Inferred and unverified:
everything else in it. An outcome is 000000 for a file that was taken; a refused one has
the code of its refusal, such as FILE_COUNT, in its description.
"""

from collections.abc import Iterable, Iterator, Mapping

from hansa.clearing.formats.presets.layout import (
    FILE_NAME,
    Cells,
    Field,
    Heading,
    Layout,
    write_records,
)
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.text import Bilingual

LD = Layout(
    code="LD",
    fields=(
        FILE_NAME,
        Field("sha256", 64, Bilingual("文件摘要", "hash of its bytes")),
        Field("rows", 12, Bilingual("记录数", "rows"), number=True),
        Field("badRows", 12, Bilingual("不可读记录数", "rows not read"), number=True),
        Field("amount", 19, Bilingual("金额合计(分)", "sum in fen"), number=True),
        Field("errorCode", 6, Bilingual("错误代码", "error code")),
        Field("errorText", 40, Bilingual("错误描述", "its description")),
    ),
    rows_of=None,
)

ERROR_CODES: Mapping[FileCode, str] = {
    FileCode.BROKEN: "300001",
    FileCode.COLUMNS: "300002",
    FileCode.COUNT: "300003",
    FileCode.SIZE: "300004",
    FileCode.TWICE: "300005",
    FileCode.GAP: "300006",
    FileCode.ACQUIRER: "300007",
}


def write_list(heading: Heading, files: Iterable[Intake]) -> Iterator[bytes]:
    """Write the list of a sender's files, record by record.

    Raises:
        Refused: a name is longer than 128 bytes.
    """
    details: Iterator[Cells] = (
        {
            "fileName": file.name,
            "sha256": file.sha256,
            "rows": file.rows,
            "badRows": file.faulted,
            "amount": file.amount_fen,
            "errorCode": ERROR_CODES[file.refused] if file.refused else "000000",
            "errorText": str(file.refused or "ACCEPTED"),
        }
        for file in files
    )
    return write_records(LD, heading, details, "amount")
