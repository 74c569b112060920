"""Sources side by side: one that fails, or a person, stops the others without loss."""

from collections.abc import Iterator
from threading import Event

import pytest

from storage.records import Received
from tasks.fetch.side_by_side import AT_ONCE, Stopped, chunks, side_by_side
from tests.factories import a_received


def answers(number: int) -> Iterator[Received]:
    return (a_received(f"page {at}".encode()) for at in range(number))


def test_job_that_fails_tells_the_others_to_stop() -> None:
    began, told = Event(), []

    def fail(over: Event) -> None:
        began.wait(30)
        raise OSError("no disk")

    def last(over: Event) -> None:
        began.set()
        told.append(over.wait(30))

    with pytest.raises(OSError, match="no disk"):
        side_by_side([fail, last])
    assert told == [True]


def test_jobs_that_wait_for_each_other_come_to_their_end() -> None:
    first, second = Event(), Event()
    done = []

    def one(over: Event) -> None:
        first.set()
        done.append(second.wait(30))

    def other(over: Event) -> None:
        second.set()
        done.append(first.wait(30))

    side_by_side([one, other])
    assert done == [True, True]


def test_no_jobs_are_done_at_once() -> None:
    side_by_side([])


def test_what_came_before_the_stop_is_handed_on() -> None:
    over = Event()
    got: list[int] = []

    def some() -> Iterator[Received]:
        for at, item in enumerate(answers(10)):
            if at == 3:
                over.set()
            yield item

    with pytest.raises(Stopped):
        got.extend(len(few) for few in chunks(some(), over))
    assert got == [4]


def test_a_few_at_a_time() -> None:
    assert [len(few) for few in chunks(answers(AT_ONCE + 1), Event())] == [AT_ONCE, 1]
