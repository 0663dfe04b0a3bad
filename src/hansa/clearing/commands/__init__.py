"""``hansa clearing …``."""

from hansa.clearing.commands import questions
from hansa.clearing.commands.runs import app

__all__ = ["app", "questions"]
