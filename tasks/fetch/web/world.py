"""The world as the client meets it: time, chance, names and waiting, each replaceable."""

import random
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Resolve = Callable[[str, int], Sequence[str]]
"""Host name and port to addresses as text. Raises OSError when there are none."""


Dial = Callable[[str, int, float], socket.socket]
"""Address, port and seconds to a connected socket."""


def system_resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says, each address once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int, timeout_s: float) -> socket.socket:
    """A socket connected to an address; no name is resolved.

    Raises:
        OSError: it does not answer in time, or refuses.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout_s)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a client may not reach for by itself."""

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic  # seconds
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random  # [0, 1)
    resolve: Resolve = system_resolve
    dial: Dial = dial
    ca_file: str | None = None  # certificates to trust; None: those that ship with requests
