"""Whose a file is, by its name."""

from collections.abc import Iterable

_AFTER = ("_", "-", ".")


def sender_of(name: str, participants: Iterable[str]) -> str | None:
    """Give the participant whose id the name begins with, the longest if several.

    Args:
        name: of the file, without its folder.
        participants: ids of institutions.

    Returns:
        None where the name begins with none of them followed by ``_``, ``-`` or ``.``.
    """
    fitting = [
        one for one in participants if name.startswith(tuple(one + c for c in _AFTER))
    ]
    return max(fitting, key=len, default=None)
