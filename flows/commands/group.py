"""The command group: help without heavy imports, errors as sentences with their exit code."""

from collections import defaultdict
from typing import Any

import typer
from typer.core import TyperGroup

from flows.interrupts import Interrupts
from storage.errors import NewsledgerError

FAILED, INTERRUPTED = 1, 130

EXIT_CODES = """\b
Exit codes:
  0  done                                 4  no such article, source or name
  1  failed; doctor: something is wrong   5  the ledger cannot be used as it is
  2  asked in the wrong way               6  another run holds it
  3  sources.yaml or a setting is wrong   7  stored bytes are missing or damaged
  8  partial: something could not be had, all else is stored
  130  stopped by Ctrl-C; what was done is kept
\b
With --json each command prints one JSON document. Settings are also read from
NEWSLEDGER_DATABASE_URL, NEWSLEDGER_BLOBS_URL and NEWSLEDGER_SOURCES."""


class Group(TyperGroup):
    """Lists its commands under headings, and ends expected failures with a sentence."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what newsledger raises on purpose becomes its message and code."""
        with Interrupts() as interrupts:
            try:
                return super().invoke(ctx)
            except (typer.Exit, typer.Abort):
                raise
            except NewsledgerError as error:
                _tell(str(error))
                raise typer.Exit(error.exit_code) from error
            except (KeyboardInterrupt, Exception) as error:
                if not (interrupts.came or isinstance(error, KeyboardInterrupt)):
                    if isinstance(error, OSError) and error.filename:
                        _tell(f"{error.filename}: {error.strerror}")
                        raise typer.Exit(FAILED) from error
                    raise
                _tell("stopped; what was done is kept, and the next run goes on from there")
                raise typer.Exit(INTERRUPTED) from error

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands in the order they were given, under the heading of each."""
        panels: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                panel = getattr(command, "rich_help_panel", None)
                heading = panel if isinstance(panel, str) else "Commands"
                panels[heading].append((name, command.get_short_help_str(limit=90)))
        for heading, rows in panels.items():
            with formatter.section(heading):
                formatter.write_dl(rows)


def _tell(message: str) -> None:
    name = typer.style("newsledger:", fg=typer.colors.RED, bold=True)
    typer.echo(f"{name} {message}", err=True)  # without a terminal the colour is left out
