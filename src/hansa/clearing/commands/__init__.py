"""``hansa clearing …``."""

from hansa.clearing.commands import (
    batches,
    cases,
    exceptions,
    participants,
    questions,
    screening,
    windows,
)
from hansa.clearing.commands.runs import app

__all__ = [
    "app",
    "batches",
    "cases",
    "exceptions",
    "participants",
    "questions",
    "screening",
    "windows",
]
