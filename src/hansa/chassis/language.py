"""Renders kernel texts and charter names in the reader's language."""

from typing import Any

from django.utils.translation import get_language, gettext

from hansa.kernel.findings import Finding
from hansa.kernel.text import Bilingual, Parameter, Text

CHINESE = "zh-hans"
ENGLISH = "en"


def render(value: Parameter | None) -> str:
    """Write a text, a name or a plain value in the language in force."""
    match value:
        case Text(msgid=msgid, parameters=parameters):
            named = {name: render(part) for name, part in parameters.items()}
            return gettext(msgid).format(**named)
        case Bilingual(zh=zh, en=en):
            return en if get_language() == ENGLISH else zh
        case tuple():
            return gettext(", ").join(render(part) for part in value)
        case None:
            return ""
        case _:
            return str(value)


def both(value: Bilingual | None) -> dict[str, str] | None:
    """Give a name in both languages, for answers that carry both."""
    return {"zh": value.zh, "en": value.en} if value else None


def language_from(wanted: str | None) -> str:
    """Choose zh-Hans or English from a tag such as ``zh-CN`` or ``en-GB``."""
    return ENGLISH if (wanted or "").lower().startswith("en") else CHINESE


def finding_fields(finding: Finding) -> dict[str, Any]:
    """Give a finding as the fields every way in prints. Source: contracts, section 8."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "path": finding.at.path,
        "line": finding.at.line,
        "column": finding.at.column,
        "message": render(finding.message),
        "remedy": render(finding.remedy),
    }
