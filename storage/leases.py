"""Who holds a lease: this machine and process, so that a dead holder is known for dead."""

import os
import socket
from functools import cache
from pathlib import Path


def own_name() -> str:
    """This process, as others can check it."""
    return _own(os.getpid())


def name_of_process(pid: int) -> str:
    """A process of this machine: host, pid, and when the pid was born."""
    return f"{_host()}:{pid}:{_born(pid)}"


def holder_is_dead(holder: str) -> bool:
    """Whether a holder ran on this machine and runs no more; of others nothing is known."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != _host() or not rest.isdigit():
        return False
    pid, born = int(rest), holder.rpartition(":")[2]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _born(pid) != born or _is_zombie(pid)


@cache
def _own(pid: int) -> str:
    return name_of_process(pid)  # looked up once: a forked process has a pid of its own


@cache
def _host() -> str:
    return socket.gethostname()


def _born(pid: int) -> str:
    """The process's start in clock ticks, which tells a reused pid apart; 0 where unknown."""
    fields = _stat(pid)
    return fields[19] if fields else "0"


def _is_zombie(pid: int) -> bool:
    """Whether it has ended, and nobody has asked how: so it stays in a container without init."""
    return _stat(pid)[:1] == ["Z"]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none where there is no such file."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return stat.rpartition(")")[2].split()
