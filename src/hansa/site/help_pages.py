"""Words the help pages of the command in the reader's language.

The command library keeps some of its words as plain English. Each command takes them as
attributes instead, so nothing of the library itself is changed.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

# The library exports what its commands are made of only from the modules it carries.
from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperGroup


class _Formatter(HelpFormatter):
    """Begins a line of usage with the reader's word for it."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _("Usage: "))


class _Context(Context):
    formatter_class = _Formatter


def commands_of(command: Command) -> Iterator[Command]:
    """Give a command and all that stand below it."""
    yield command
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            yield from commands_of(below)


def word_help(command: Command) -> None:
    """Give a command and all below it the words of their help pages.

    To be called with the reader's language in force, once for each built command.
    """
    for one in commands_of(command):
        _word(one)


def _word(command: Command) -> None:
    command.context_class = _Context
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    context = _Context(command)
    asking = command.get_help_option(context)
    if asking is not None:
        asking.help = _("Show this page and end.")
    for parameter in command.get_params(context):
        is_argument = isinstance(parameter, TyperArgument)
        title = _("Arguments") if is_argument else _("Options")
        parameter.rich_help_panel = title  # type: ignore[attr-defined]  # both kinds have it
    if isinstance(command, TyperGroup):
        for below in command.commands.values():
            below.rich_help_panel = _("Commands")  # type: ignore[attr-defined]  # as above
