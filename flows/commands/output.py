"""Where answers go: one JSON document for programs, or a console for people."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
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
    typer.echo(json.dumps(document, default=_json_value, ensure_ascii=False, indent=2))


def _json_value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no place in a document")
