"""``hansa clearing …``."""

from hansa.clearing.commands import batches, participants, questions, windows
from hansa.clearing.commands.runs import app

__all__ = ["app", "batches", "participants", "questions", "windows"]
