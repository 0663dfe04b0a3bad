"""Wire forms that every API shares: names in two languages, instants and problems."""

from datetime import UTC, date, datetime, time
from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, Base64Bytes

from hansa.chassis.files import Upload

Day = Annotated[date, Field(ge=date(2, 1, 1), le=date(9998, 12, 31))]
"""A day that is asked for or sent; one whose neighbours in time exist."""

TURNING = r"\u202a-\u202e\u2066-\u2069"
LINE = rf"^[^\x00-\x1f\x7f{TURNING}]*$"
"""One line of words: no controls, no mark that turns the direction of writing."""
PARAGRAPHS = rf"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f{TURNING}]*$"
"""The same with breaks and tabs."""

# Within these every instant can be written in every zone.
Instant = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(1, 1, 3, tzinfo=UTC),
        le=datetime(9999, 12, 29, tzinfo=UTC),
    ),
    # Databases know no zone that lies more than sixteen hours off.
    AfterValidator(lambda instant: instant.astimezone(UTC)),
]
"""An instant that is asked for or sent, in UTC; one without a zone is no instant."""


def _without_zone(hour: time) -> time:
    if hour.tzinfo is not None:
        raise ValueError("an hour of a day in the leagues' zone names no zone")
    return hour


ClockTime = Annotated[time, AfterValidator(_without_zone)]
"""An hour of a day that is sent; it is the leagues' own, and names no other zone."""


class SentIn(Schema, extra="forbid"):
    """What the content of a request may hold: what is declared, and nothing else.

    A field that is misspelt, or that nobody may set, is refused and not passed over.
    """


class FileIn(SentIn):
    """A file, its bytes in base64."""

    name: str = Field(min_length=1, max_length=200, pattern=LINE)
    content: Base64Bytes

    def upload(self) -> Upload:
        """Give it as it was sent."""
        return Upload(name=self.name, content=self.content)


class NameOut(Schema):
    """A name in both languages."""

    zh: str
    en: str


class FindingOut(Schema):
    """One located fault."""

    severity: str
    code: str
    path: str
    line: int
    column: int
    message: str
    remedy: str


class ProblemOut(Schema):
    """What every error answers."""

    code: str
    message: str
    remedy: str
    findings: list[FindingOut]


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 413, 415, 422, 429), ProblemOut)
"""What every endpoint may answer beside its own form."""
