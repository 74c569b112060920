"""Ctrl-C, known again where other people's code has turned it into an error of its own."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """Remembers whether Ctrl-C was pressed. Use it as a context manager, in the main thread.

    A library that is being imported, or one written in C, may answer the interrupt with an
    ImportError or a failure of its own; what a person did is then no longer to be seen from it.
    """

    def __init__(self) -> None:
        self.came = False
        self._former: Any = None

    def __enter__(self) -> Self:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._former = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._former is not None and signal.getsignal(signal.SIGINT) == self._note:
            signal.signal(signal.SIGINT, self._former)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        signal.default_int_handler(number, frame)
