"""At which level a conference meets."""

from collections.abc import Mapping
from enum import StrEnum

from hansa.kernel.text import Text, text


class Level(StrEnum):
    """At which level a conference meets."""

    SECRETARY = "secretary"
    MAYOR = "mayor"


LEVEL_NAMES: Mapping[Level, Text] = {
    Level.SECRETARY: text("secretary level"),
    Level.MAYOR: text("mayor level"),
}
