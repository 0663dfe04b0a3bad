"""The offices that people hold, and that seats in bodies are bound to."""

from collections.abc import Mapping
from enum import StrEnum

from hansa.kernel.text import Bilingual, Text, text


class Office(StrEnum):
    """The offices that hold seats. Source: contracts, section 5."""

    PARTY_SECRETARY = "party-secretary"
    MAYOR = "mayor"
    EXECUTIVE_VICE_MAYOR = "executive-vice-mayor"
    VICE_MAYOR = "vice-mayor"
    PARTY_SECRETARY_GENERAL = "party-secretary-general"
    DEPUTY_SECRETARY_GENERAL = "deputy-secretary-general"
    DRC_DIRECTOR = "drc-director"
    DEPARTMENT_HEAD = "department-head"
    LEAD_UNIT_HEAD = "lead-unit-head"
    COUNTY_HEAD = "county-head"
    DEPUTY_COUNTY_HEAD = "deputy-county-head"


OFFICE_NAMES: Mapping[Office, Text] = {
    Office.PARTY_SECRETARY: text("party secretary"),
    Office.MAYOR: text("mayor"),
    Office.EXECUTIVE_VICE_MAYOR: text("executive vice-mayor"),
    Office.VICE_MAYOR: text("vice-mayor in charge"),
    Office.PARTY_SECRETARY_GENERAL: text("secretary-general of the party committee"),
    Office.DEPUTY_SECRETARY_GENERAL: text("responsible secretary-general"),
    Office.DRC_DIRECTOR: text("director of the development and reform commission"),
    Office.DEPARTMENT_HEAD: text("department heads"),
    Office.LEAD_UNIT_HEAD: text("head of the lead unit"),
    Office.COUNTY_HEAD: text("county head"),
    Office.DEPUTY_COUNTY_HEAD: text("deputy county head in charge"),
}

CITY_ORGANS = (
    Bilingual("市委", "party committee"),
    Bilingual("市委办公室", "office of the party committee"),
    Bilingual("市政府", "government"),
    Bilingual("市人民政府", "people's government"),
    Bilingual("市政府办公室", "office of the government"),
    Bilingual("市人民政府办公室", "office of the people's government"),
)
"""What every city has, whether its directory names it or not."""


def short_office(name: str) -> str:
    """Shorten 协同发展办公室 to 协同办; a 秘书处 stays as it is."""
    return name[:2] + "办" if name.endswith("办公室") else name
