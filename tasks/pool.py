"""Processes that may be killed: each item gets so much time and memory, and costs only itself."""

import multiprocessing
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as OutOfTime
from multiprocessing import resource_tracker
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from storage.errors import PageError
from tasks.unheard import unheard

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 16
"""Items handed over at once; one that fails sends its chunk back to be done one by one."""


class Carried(Generic[T]):
    """Items on their way to the next stage. A plain class, so that Prefect looks into none."""

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)


class WorkerPool:
    """A pool of processes that starts when first needed. Use it as a context manager."""

    def __init__(self, workers: int, memory_bytes: int = 500_000_000) -> None:
        self._workers = workers
        self._memory_bytes = memory_bytes
        self._pool: Any = None  # pebble's pool has no types

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            if error is None:
                self._pool.close()
            else:
                self._pool.stop()
            self._pool.join()

    def map(
        self, function: Callable[[T], R], items: Sequence[T], *, timeout_s: float
    ) -> Iterator[R | PageError]:
        """The function's result for each item, in order; a PageError where it did not end well."""
        chunks = [items[at : at + CHUNK] for at in range(0, len(items), CHUNK)]
        running = [self._start(function, chunk, timeout_s) for chunk in chunks]
        for chunk, future in zip(chunks, running, strict=True):
            results = _result(future)
            if not isinstance(results, PageError):
                yield from results
            elif len(chunk) == 1:
                yield results
            else:
                yield from (self._alone(function, item, timeout_s) for item in chunk)

    def _alone(self, function: Callable[[T], R], item: T, timeout_s: float) -> R | PageError:
        results = _result(self._start(function, [item], timeout_s))
        return results if isinstance(results, PageError) else results[0]

    def _start(self, function: Callable[[T], R], chunk: Sequence[T], timeout_s: float) -> Any:
        if self._pool is None:
            resource_tracker.ensure_running()  # started later, it would unblock what is blocked
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=500,
                initializer=_limit_memory,
                initargs=(self._memory_bytes,),
                context=multiprocessing.get_context("spawn"),
            )
        with unheard():  # the pool starts its threads here, and they the processes
            return self._pool.schedule(_each, args=(function, chunk), timeout=timeout_s)


def _each(function: Callable[[T], R], chunk: Sequence[T]) -> list[R]:
    return [function(item) for item in chunk]


def _result(future: Any) -> Any:
    try:
        return future.result()
    except OutOfTime:
        return PageError("took too long")
    except MemoryError:
        return PageError("needed too much memory")
    except ProcessExpired as error:
        return PageError(f"its process died ({error})")


def _limit_memory(more_bytes: int) -> None:
    """Allow this process so much more than it has; where the system can tell what it has."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
