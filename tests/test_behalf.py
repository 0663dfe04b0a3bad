"""Acting on behalf (代录): whatever is entered for an office takes a number or a scan."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from typer.main import get_command

import hansa
from hansa.site.commands import app

SCANS = frozenset({"file", "paper", "scan"})


def all_forms() -> Iterator[type[forms.BaseForm]]:
    """Give every form of every context."""
    for found in pkgutil.walk_packages(hansa.__path__, "hansa."):
        if ".forms" not in found.name:
            continue
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, type) and issubclass(value, forms.BaseForm):
                yield value


def test_every_form_on_behalf_takes_a_scan() -> None:
    """Beside the number of the paper stands a field for its scan."""
    asking = {one for one in all_forms() if "evidence" in named_fields(one)}
    without = {
        one.__qualname__
        for one in asking
        # What other forms inherit from is no act of its own.
        if not one.__subclasses__() and not SCANS & named_fields(one)
    }
    assert asking
    assert not without


def named_fields(form: type[forms.BaseForm]) -> frozenset[str]:
    """Name the fields of a form."""
    return frozenset(getattr(form, "base_fields", ()))


def commands_of(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Give every command with the words that lead to it."""
    within = getattr(command, "commands", None)  # Typer brings a click of its own.
    if within is not None:
        for name, each in within.items():
            yield from commands_of(each, f"{path} {name}".strip())
    else:
        yield path, command


def test_every_command_on_behalf_takes_a_scan() -> None:
    """Beside --office or --behalf-of stands an option for a file."""
    asking, without = set(), set()
    for path, command in commands_of(get_command(app), ""):
        options = {str(one.name) for one in command.params}
        if {"evidence", "behalf_of"} & options:
            asking.add(path)
            if not SCANS & options:
                without.add(path)
    assert asking
    assert not without


@pytest.mark.django_db
def test_every_call_on_behalf_takes_a_scan(client: Client) -> None:
    """What a program sends for an office has a place for the file."""
    shapes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    asking = {
        name: set(shape["properties"])
        for name, shape in shapes.items()
        if (
            name.endswith("In")
            and {"office", "evidence"} <= set(shape.get("properties", ()))
        )
        or ("behalf" in shape.get("properties", ()) and name.endswith("In"))
    }
    assert asking
    assert not [name for name, fields in asking.items() if not SCANS & fields]
