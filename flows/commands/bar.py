"""A progress bar for people who wait in a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class ProgressBar:
    """A `Progress` that draws two lines: what is being read, and what is being processed.

    Where captures are processed and nothing was read, only the second is drawn.
    """

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            TextColumn("{task.description:<12}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._reading = self._bar.add_task("reading", total=None, note="")
        self._processing = self._bar.add_task("processing", total=None, note="", visible=False)

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.__exit__(kind, error, trace)

    def received(self, source_id: str, outcome: str, count: int) -> None:
        """Count a link that was read."""
        self._bar.update(self._reading, visible=True, advance=count, note=source_id)

    def processed(self, captures: int, waiting: int) -> None:
        """Count captures that were processed, out of all that are left."""
        if not self._bar.tasks[self._reading].completed:
            self._bar.update(self._reading, visible=False)
        done = self._bar.tasks[self._processing].completed + captures
        self._bar.update(self._processing, visible=True, completed=done, total=done + waiting)
