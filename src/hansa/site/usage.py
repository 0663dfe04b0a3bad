"""Runs the command and says in the reader's language what is wrong with its use.

The command library words its own errors, in English only; here each kind gets a sentence
of ours. Exit codes: 0 done, 1 refused, 2 usage, 130 interrupted.
"""

import re
from functools import cache

import typer
from django.db import DatabaseError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# The library exports its usage errors only from the module it carries them in.
from typer._click.exceptions import (
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperGroup

from hansa.chassis.language import ENGLISH
from hansa.chassis.terminal import EXIT_REFUSED, EXIT_USAGE
from hansa.kernel.findings import nearest
from hansa.site.help_pages import word_help

EXIT_INTERRUPTED = 130


def run(app: typer.Typer, words: list[str]) -> int:
    """Run one command and give its exit code."""
    command = _command_of(app)
    try:
        ended = command.main(args=words, prog_name="hansa", standalone_mode=False)
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        return EXIT_USAGE
    except UsageError as error:
        _explain(error)
        return EXIT_USAGE
    except ClickException as error:
        typer.echo(error.format_message(), err=True)
        return error.exit_code
    except DatabaseError as error:
        sentence = _("The database cannot be used: {message}")
        typer.echo(sentence.format(message=str(error).strip()), err=True)
        return EXIT_REFUSED
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(_("Interrupted."), err=True)
        return EXIT_INTERRUPTED
    return ended if isinstance(ended, int) else 0


@cache
def _command_of(app: typer.Typer) -> TyperGroup:
    """Build the commands once; in tests many run in one process."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)  # The program has many commands.
    word_help(command)
    return command


def _explain(error: UsageError) -> None:
    typer.echo(_sentence(error), err=True)
    if error.ctx is not None:
        hint = _("See: {command} --help")
        typer.echo(hint.format(command=error.ctx.command_path), err=True)


def _sentence(error: UsageError) -> str:
    name = _name_of(error)
    match error:
        case MissingParameter():
            return _("“{name}” is missing.").format(name=name)
        case BadParameter():
            return _unfit(name, error.message)
        case NoSuchOption():
            options = (
                [o for p in error.ctx.command.params for o in p.opts]
                if error.ctx
                else []
            )
            close = nearest(error.option_name, options)
            unknown = _("There is no option “{name}”.").format(name=error.option_name)
            meant = _("Did you mean {nearest}?").format(nearest=close) if close else ""
            return " ".join(part for part in (unknown, meant) if part)
    return _unread(error.message)


def _unfit(name: str, message: str) -> str:
    if _is_foreign(message):
        return _("“{name}” cannot take this value.").format(name=name)
    if not name:
        return message
    sentence = _("“{name}” cannot take this value: {message}")
    return sentence.format(name=name, message=message)


def _unread(message: str) -> str:
    unknown_command = re.fullmatch(r"No such command '(.+)'\.?", message)
    if unknown_command:
        return _("There is no command “{name}”.").format(name=unknown_command[1])
    if _is_foreign(message):
        return _("The command cannot be read.")
    return _("The command cannot be read: {message}").format(message=message)


def _is_foreign(message: str) -> bool:
    """Tell whether a sentence of the library is in a language the reader did not ask."""
    return get_language() != ENGLISH and message.isascii()


def _name_of(error: UsageError) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", "") or "")
    return max(param.opts, key=len) if param.opts else str(param.name)
