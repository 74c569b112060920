"""Where answers go: one JSON document for programs, or a console for people."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 120


def console(*, err: bool = False) -> "Console":
    """A console that takes no text for markup; plain when nobody watches or NO_COLOR is set."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(markup=False, highlight=False, emoji=False, width=width, stderr=err)


def print_json(document: Mapping[str, Any]) -> None:
    """Print a document of records, with times in ISO 8601 and UTC."""
    typer.echo(json.dumps(_json_value(document), ensure_ascii=False, indent=2))


def _json_value(value: Any) -> Any:
    """A value with every record in it as an object; one that is a tuple would become a list."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _json_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _json_value(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return _json_value(value._asdict())
    if isinstance(value, (list, tuple)):
        return [_json_value(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value
