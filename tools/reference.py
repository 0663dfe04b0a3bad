"""Write the reference pages that come from code: charters, findings, API, events, layouts.

``--check`` fails when a page on disk differs from what the code says now.
"""

import ast
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
LOGGED = {"error", "warning", "note"}


def charter_page() -> str:
    """Describe every field of every charter file, from the shapes that read them."""
    from hansa.site.wiring import SECTIONS

    lines = [
        "# Charter files",
        "",
        "Written by `make reference` from the shapes that read them.",
    ]
    for section in SECTIONS:
        needed = "required" if section.required else "optional"
        lines += ["", f"## {section.name}.yaml ({needed})", ""]
        lines += list(_fields(section.shape.schema(), ""))
    return "\n".join(lines) + "\n"


def _fields(schema: Mapping[str, Any], path: str) -> Iterator[str]:
    inner = schema
    while True:
        if "anyOf" in inner:
            inner = {**inner, **inner["anyOf"][0]}
            del inner["anyOf"]
        elif inner.get("type") == "array":
            inner = inner["items"]
        else:
            break
    for name, field in inner.get("properties", {}).items():
        here = f"{path}{name}"
        needed = "" if name in inner["required"] else ", optional"
        yield f"- `{here}`: {field['description']} ({_kind(field)}{needed})"
        if set(_properties(field)) != {"zh", "en"}:
            yield from _fields(field, f"{here}.")


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "anyOf" in schema:
        return _properties(schema["anyOf"][0])
    if schema.get("type") == "array":
        return _properties(schema["items"])
    properties: Mapping[str, Any] = schema.get("properties", {})
    return properties


def _kind(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return f"{_kind(schema['anyOf'][0])} or null"
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if set(_properties(schema)) == {"zh", "en"}:
        return "zh and en"
    words = {"object": "record", "string": schema.get("format", "text")}
    return str(words.get(schema["type"], schema["type"]))


def findings_page() -> str:
    """List every code that a check can report, read from the source."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "src" / "hansa").rglob("*.py")):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                _note(call, call.func, found)
    lines = ["# Findings", "", "Codes that `hansa charter check` reports.", ""]
    lines += ["| code | severity | message |", "|---|---|---|"]
    lines += [
        f"| {code} | {s} | {message} |" for code, (s, message) in sorted(found.items())
    ]
    return "\n".join(lines) + "\n"


def _note(
    call: ast.Call, func: ast.Attribute, found: dict[str, tuple[str, str]]
) -> None:
    if func.attr not in LOGGED or len(call.args) < 3:  # noqa: PLR2004 -- code, place, message
        return
    code, message = call.args[0], call.args[2]
    if isinstance(code, ast.Constant) and isinstance(message, ast.Call):
        text = message.args[0]
        if isinstance(text, ast.Constant):
            found[str(code.value)] = (func.attr, str(text.value))


def events_page() -> str:
    """List every event and who reacts to it, from the wiring table."""
    from hansa.chassis.outbox import event_name
    from hansa.site.wiring import HANDLERS

    lines = [
        "# Events",
        "",
        "Recorded in the outbox and delivered by `hansa tick`.",
        "",
    ]
    lines += ["| event | meaning | handled by |", "|---|---|---|"]
    for event, chain in HANDLERS.items():
        meaning = (event.__doc__ or "").strip().removeprefix("Event: ")
        handlers = ", ".join(f"`{h.__module__}.{h.__name__}`" for h in chain)
        lines.append(f"| {event_name(event)} | {meaning} | {handlers} |")
    return "\n".join(lines) + "\n"


def layouts_page() -> str:
    """List the fields of every layout of fixed width, from the layouts that read them."""
    from hansa.clearing.formats.presets import LAYOUTS
    from hansa.clearing.formats.presets.layout import HEADER, MARK_LENGTH, TRAILER

    lines = [
        "# File layouts",
        "",
        "Written by `make reference` from the layouts that read and write these files. In",
        "GB18030, each record a line that ends with CRLF and begins with its mark of "
        f"{MARK_LENGTH} bytes.",
        "Names, kinds of files and greatest lengths are facts of an open-sourced front",
        "end; the order of the fields is inferred and unverified. How they become taps is",
        "told by `docs/how-to/bring-card-files.md`.",
    ]
    for layout in LAYOUTS:
        who = "read and written" if layout.rows_of else "written"
        lines += ["", f"## {layout.code} ({who})"]
        parts = (("H", HEADER), ("D", layout.fields), ("T", TRAILER))
        for letter, fields in parts:
            lines += ["", f"### {letter}{layout.code}", ""]
            lines += ["| from byte | bytes | field | 含义 | meaning | kind |"]
            lines += ["|---|---|---|---|---|---|"]
            begins = MARK_LENGTH + 1
            for field in fields:
                kind = "number" if field.number else "text"
                name, means = field.name, field.meaning
                lines.append(
                    f"| {begins} | {field.length} | `{name}` "
                    f"| {means.zh} | {means.en} | {kind} |"
                )
                begins += field.length
    return "\n".join(lines) + "\n"


def openapi() -> str:
    """Write the description of the API."""
    from hansa.site.api import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=2) + "\n"


def pages() -> dict[Path, str]:
    """Write every page by its path."""
    return {
        REFERENCE / "charter-files.md": charter_page(),
        REFERENCE / "findings.md": findings_page(),
        REFERENCE / "events.md": events_page(),
        REFERENCE / "openapi.json": openapi(),
        REFERENCE / "file-layouts.md": layouts_page(),
    }


def main(arguments: list[str]) -> int:
    """Write or check the pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
    django.setup()
    stale = []
    for path, written in pages().items():
        if "--check" not in arguments:
            path.write_text(written, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != written:
            stale.append(path.relative_to(ROOT).as_posix())
    if stale:
        print(f"out of date: {', '.join(stale)}; run make reference", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
