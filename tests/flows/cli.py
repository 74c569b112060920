"""Calling the command line in a test: in this process, or for real in a terminal of some width."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from flows.cli import app
from storage.ledger import Ledger

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Cli:
    """The command line on one ledger."""

    database_url: str
    folder: Path

    @property
    def options(self) -> list[str]:
        """The global options that name this ledger."""
        places = ["--blobs", str(self.folder / "blobs")]
        sources = ["--sources", str(self.folder / "sources.yaml")]
        return ["--database", self.database_url, *places, *sources]

    def __call__(self, *words: str, said: str | None = None) -> Result:
        """What a command prints and how it ends, when a person says so."""
        words_of_call = [*self.options, *words]
        return CliRunner().invoke(app, words_of_call, input=said, env={"COLUMNS": "120"})

    def json(self, *words: str) -> dict[str, Any]:
        """The one document of a command that is asked for JSON."""
        result = self(*words, "--json")
        assert result.stdout, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    def command(self, *words: str) -> list[str]:
        """The call as a program of its own."""
        return [sys.executable, "-m", "flows.cli", *self.options, *words]

    def in_terminal(self, *words: str, columns: int, environment: Mapping[str, str] = {}) -> str:
        """What a person sees in a terminal of so many columns."""
        main, other = pty.openpty()
        size = {"COLUMNS": str(columns), "LINES": "40", "TERM": "xterm-256color"}
        env = {name: os.environ[name] for name in os.environ if name != "NO_COLOR"}
        with subprocess.Popen(
            self.command(*words), cwd=ROOT, stdout=other, env={**env, **size, **environment}
        ):
            os.close(other)
            shown = b""
            while chunk := _read(main):
                shown += chunk
        os.close(main)
        return shown.decode().replace("\r\n", "\n")


def cli_on(ledger: Ledger, folder: Path) -> Cli:
    """The command line on a ledger that is open already."""
    return Cli(ledger.database.url, folder)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other side has closed
        return b""
