"""Minutes as tests of their paper know them, and how a document of them is spoiled."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Docx

from hansa.governance import documents
from hansa.governance.formats.minutes_docx import open_docx

CONTENT: Mapping[str, Any] = {
    "mark": "协同发展座谈会纪要",
    "title": "2026年协同发展座谈会纪要",
    "reference": "协同发展座谈会纪要〔2026〕1号",
    "issuer": "淮海经济区协同发展办公室",
    "issued_on": "2026-12-01",
    "sections": [
        {
            "place": 0,
            "item": None,
            "heading": "会议概况",
            "words": "2026年11月19日，协同发展座谈会在宿州召开。",
            "facts": "",
        },
        {
            "place": 3,
            "item": "x",
            "heading": "编制断头路清单",
            "words": "会议同意编制断头路清单。",
            "facts": "牵头单位：宿州市交通运输局；完成时限：2027年6月30日。",
        },
    ],
    "present": [f"{city}市市委书记" for city in "淮菏济临连商宿州徐枣"],
    "excused": ["枣庄市市委秘书长"],
    "observing": ["江苏省发展和改革委员会"],
}
CITIES = [
    "宿州",
    "淮北",
    "菏泽",
    "济宁",
    "临沂",
    "连云港",
    "商丘",
    "宿迁",
    "徐州",
    "枣庄",
]
JOINT: Mapping[str, Any] = {
    **CONTENT,
    "organs": [f"{city}市人民政府" for city in CITIES],
}
"""The host, 宿州, stands before the others."""

FULL = "国" * 28 * 50
LONG: Mapping[str, Any] = {
    **CONTENT,
    "sections": [
        *CONTENT["sections"],
        {"place": 4, "item": "y", "heading": "长文", "words": FULL, "facts": ""},
    ],
}
"""Fills more than two pages with whole lines."""


def made(content: Mapping[str, Any] = CONTENT) -> Docx:
    """Write minutes and open them again."""
    return open_docx(documents.minutes_docx(content))
