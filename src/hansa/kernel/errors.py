"""The four ways in which a service says no.

Each carries a stable code, a message and a remedy; ``hansa.chassis.http`` maps the
class to a status. Nothing here knows HTTP.
"""

from hansa.kernel.findings import Finding
from hansa.kernel.text import Text


class HansaError(Exception):
    """Base of the four; never raised itself.

    Attributes:
        code: stable, kebab-case.
        message: what happened.
        remedy: what the reader can do about it.
        findings: the located faults behind it, if any.
    """

    def __init__(
        self,
        code: str,
        message: Text,
        remedy: Text,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.findings = findings


class Refused(HansaError):
    """A rule says no; the message names the rule's source."""


class Missing(HansaError):
    """What was asked for does not exist."""


class Conflict(HansaError):
    """Somebody else changed the thing meanwhile, or it is there already."""


class Forbidden(HansaError):
    """The actor has no right to do this; the remedy says who has."""
