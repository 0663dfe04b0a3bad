"""What somebody entered for others, as long as it waits for their word."""

from dataclasses import dataclass
from datetime import date

from hansa.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something entered that counts only when the reader confirms it.

    Attributes:
        on: the day it tells of.
        title: what it says.
        authority: in whose name it was entered.
        address: the page on which it is confirmed.
    """

    on: date
    title: Text
    authority: str
    address: str
