"""``hansa projects`` and ``hansa delivery …``."""

from hansa.delivery.commands.stages import app
from hansa.delivery.commands.works import projects

__all__ = ["app", "projects"]
