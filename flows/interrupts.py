"""Ctrl-C, known again where other people's code has turned it into an error of its own."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupts:
    """Remembers whether Ctrl-C was pressed. Use it as a context manager; one may stand in another.

    A library that is being imported, or one written in C, may answer the interrupt with an
    ImportError or a failure of its own; what a person did is then no longer to be seen from it.
    Where somebody else handles the interrupt, or outside the main thread, it sees none.
    """

    def __init__(self) -> None:
        self.came = False
        self._former: Any = None

    def __enter__(self) -> Self:
        former = signal.getsignal(signal.SIGINT)
        ours = isinstance(getattr(former, "__self__", None), Interrupts)
        here = threading.current_thread() is threading.main_thread()
        if here and (ours or former is signal.default_int_handler):
            signal.signal(signal.SIGINT, self._note)
            self._former = former
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
        self._former(number, frame)
