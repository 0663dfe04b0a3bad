"""Finds plug-ins by location and checks each at the door."""

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Named(Protocol):
    """What every plug-in constant has: a kebab-case slug equal to its file name."""

    @property
    def slug(self) -> str: ...


Plugin = TypeVar("Plugin", bound=Named)


def discover(
    package: ModuleType, constant: str, kind: type[Plugin]
) -> dict[str, Plugin]:
    """Collect the named constant of every module of a package, by slug.

    Args:
        package: the package whose modules are plug-ins, one each.
        constant: the name every module must define, for example ``SCHEME``.
        kind: the class the constant must be an instance of.

    Raises:
        TypeError: a module lacks the constant, or it is something else.
        ValueError: a slug is not the module's file name in kebab case.
    """
    found: dict[str, Plugin] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        plugin = getattr(module, constant, None)
        if not isinstance(plugin, kind):
            raise TypeError(f"{module.__name__} has no {constant} of {kind.__name__}")
        if plugin.slug != info.name.replace("_", "-"):
            raise ValueError(f"{module.__name__}: slug {plugin.slug!r} is not its name")
        found[plugin.slug] = plugin
    return found
