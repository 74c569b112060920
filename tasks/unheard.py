"""Children that a Ctrl-C in the terminal does not reach: their parent ends them, in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unheard() -> Iterator[None]:
    """Processes and threads that are started inside never hear SIGINT, whatever they do about it.

    The terminal sends it to all of a group. What a thread blocks, its children block from birth,
    while a handler is theirs to set: uvicorn does so, and a Python that is still importing prints a
    stack. This thread hears afterwards what came meanwhile.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
