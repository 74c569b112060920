"""One thread that ends exchanges at their deadline.

A read timeout starts again with every byte, so a server that drips can hold a reader for ever.
The watchdog shuts the socket down from outside; whoever reads it then sees its end at once.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

TICK_S = 0.05


class Watchdog:
    """Shuts watched sockets down once their time is over."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._watched: dict[socket.socket, float] = {}
        self._some = threading.Event()
        self._thread: threading.Thread | None = None
        self._over = False

    def watch(self, sock: socket.socket, deadline: float) -> None:
        """Shut this socket down at the deadline, unless it is forgotten first."""
        with self._lock:
            self._watched[sock] = deadline
            self._some.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
                self._thread.start()

    def forget(self, sock: socket.socket) -> None:
        """Leave this socket alone from now on."""
        with self._lock:
            self._watched.pop(sock, None)
            if not self._watched:
                self._some.clear()

    def stop(self) -> None:
        """Let the thread end; nothing may be watched any more."""
        self._over = True
        self._some.set()

    def _run(self) -> None:
        pause = threading.Event()
        while not self._over:
            self._some.wait()
            self._shut_overdue()
            pause.wait(TICK_S)

    def _shut_overdue(self) -> None:
        with self._lock:  # held, so that no socket is closed and its number used again meanwhile
            now = self._monotonic()
            for sock, deadline in self._watched.items():
                if deadline <= now:
                    with suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)
