"""A client that lives long leaves nothing behind from threads that ended."""

import gc
import threading
import time
from datetime import timedelta

from tasks.fetch.web.asking import Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.wire import Wire
from tasks.fetch.web.world import World
from tasks.sources import Fetch
from tests.faults.case import fine
from tests.faults.server import running


def test_connections_of_threads_that_ended_are_let_go() -> None:
    with running() as server:
        server.plays["long.fault"] = fine
        client = Client(world=World(resolve=server.resolve, dial=server.dial))
        ask = Ask(url="http://long.fault/page", policy=Fetch(min_delay=timedelta(0)))
        for _ in range(5):
            thread = threading.Thread(target=client.get, args=(ask,))
            thread.start()
            thread.join()
        gc.collect()

        assert len(server.asked("long.fault")) == 5
        assert sum(isinstance(kept, Wire) for kept in gc.get_objects()) == 0


def test_a_client_that_is_closed_leaves_no_thread() -> None:
    def watching() -> int:
        return sum(thread.name == "watchdog" for thread in threading.enumerate())

    before = watching()
    with running() as server:
        server.plays["long.fault"] = fine
        client = Client(world=World(resolve=server.resolve, dial=server.dial))
        client.get(Ask(url="http://long.fault/page", policy=Fetch(min_delay=timedelta(0))))
        assert watching() == before + 1
        client.close()
        for _ in range(100):
            if watching() == before:
                break
            time.sleep(0.02)

    assert watching() == before
