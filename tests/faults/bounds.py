"""The bounds that no fetch and no file may pass, and how a test measures them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_S = 15.0
MAX_GROWTH_KB = 300_000


def peak_kb() -> int:
    """The process's peak memory since it was last forgotten."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def forget_peak() -> None:
    """Start the peak again from what is held now."""
    Path("/proc/self/clear_refs").write_text("5")


@contextmanager
def bounded(longest_s: float = LONGEST_S) -> Iterator[None]:
    """What happens inside takes at most so long, and at most 300 MB more than was held before."""
    forget_peak()
    memory, started = peak_kb(), time.monotonic()
    yield
    assert time.monotonic() - started < longest_s
    assert peak_kb() - memory < MAX_GROWTH_KB
