"""Wire forms that every API shares: names in two languages, and problems."""

from ninja import Schema


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


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 405, 409, 422), ProblemOut)
"""What every endpoint may answer beside its own form."""
