"""One request at a time on a host, and a pause between two; kept on a clock that only sleeps."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from storage.records import Outcome
from tasks.fetch.pages import answer_to
from tasks.fetch.web.asking import Answer, Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.world import World
from tasks.sources import Fetch
from tests.faults.case import TEXT
from tests.faults.server import FaultServer, Line, http, running
from tests.fetch.fakes import NOON

HOST = "slow.fault"
PAGE = f"http://{HOST}/page"
POLICY = Fetch(min_delay=timedelta(seconds=1))


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        """The time of day."""
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """Seconds."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds


def client(server: FaultServer, clock: Clock, kind: type[Client] = Client) -> Client:
    """A client on that clock."""
    world = World(
        now=clock.now, monotonic=clock.monotonic, sleep=clock.sleep, chance=lambda: 0.0,
        resolve=server.resolve, dial=server.dial,
    )  # fmt: skip
    return kind(world=world)


def test_every_two_requests_on_a_host_are_a_second_apart() -> None:
    """Pages, robots.txt, tdmrep.json, retries and redirects alike."""
    clock = Clock()
    moments: list[float] = []

    def play(line: Line) -> None:
        moments.append(clock.seconds)
        if line.path == "/moved":
            line.send(http(302, location="/page"))
        elif line.path == "/failing" and line.count == 1:
            line.send(http(500))
        else:
            line.send(http(200, TEXT))

    with running() as server:
        server.plays[HOST] = play
        asking = client(server, clock)
        for path in ("/page", "/moved", "/failing", "/page"):
            answer = asking.get(Ask(url=f"http://{HOST}{path}", policy=POLICY))
            assert answer.outcome is Outcome.STORED

    gaps = [later - sooner for sooner, later in pairwise(moments)]
    assert len(moments) == 6
    assert moments[0] >= 2  # robots.txt and tdmrep.json came before, each with its pause
    assert min(gaps) >= 0.999


def test_a_servers_wish_for_pauses_gains_it_no_time_to_drip() -> None:
    clock = Clock()

    def play(line: Line) -> None:
        if line.path == "/page":
            clock.seconds += 4.5  # two pauses of 5 have left 4 of 14
            line.hold()

    with running() as server:
        server.plays[HOST] = play
        rules = b"User-agent: *\nCrawl-delay: 100\n"
        server.documents[HOST, "/robots.txt"] = http(200, rules, content_type="text/plain")
        answer = client(server, clock).get(Ask(url=f"http://{HOST}/page", policy=POLICY))

        assert "/.well-known/tdmrep.json" in [path for path, _ in server.requests[HOST]]
    assert answer.reason == "timeout"
    assert 14 < clock.seconds < 15


def slow(clock: Clock, seconds: float, text: str = "") -> Callable[[Line], None]:
    """A robots.txt that comes after so many seconds; from 14 on, nobody waits for it."""

    def play(line: Line) -> None:
        clock.seconds += seconds
        if seconds < 14:
            line.send(http(200, text.encode(), content_type="text/plain"))
        else:
            line.hold()

    return play


@pytest.mark.parametrize("seconds", [4.0, 6.0, 13.0])
def test_a_page_behind_a_slow_robots_txt_is_read_and_no_exchange_takes_15_s(seconds: float) -> None:
    clock, lasted = Clock(), []

    class Timed(Client):
        def get(self, ask: Ask) -> Answer:
            began = clock.seconds
            answer = super().get(ask)
            lasted.append(clock.seconds - began)
            return answer

    def play(line: Line) -> None:
        clock.seconds += 6
        line.send(http(200, TEXT))

    with running() as server:
        server.plays[HOST] = play
        server.documents[HOST, "/robots.txt"] = slow(clock, seconds)
        answer = answer_to(client(server, clock, Timed), Ask(url=PAGE, policy=POLICY))
        assert len(server.asked(HOST, "/robots.txt")) == 1
    assert (answer.outcome, answer.robots) == (Outcome.STORED, "allowed")
    assert max(lasted) < 15


def test_a_slow_robots_txt_is_heeded() -> None:
    clock = Clock()
    with running() as server:
        server.documents[HOST, "/robots.txt"] = slow(clock, 9, "User-agent: *\nDisallow: /page\n")
        answer = answer_to(client(server, clock), Ask(url=PAGE, policy=POLICY))
        assert server.asked(HOST) == []
    assert (answer.outcome, answer.reason) == (Outcome.SKIPPED, "robots")


def test_a_robots_txt_that_never_comes_closes_its_host() -> None:
    clock = Clock()
    with running() as server:
        server.documents[HOST, "/robots.txt"] = slow(clock, 14.5)
        answer = answer_to(client(server, clock), Ask(url=PAGE, policy=POLICY))
        assert server.asked(HOST) == []
    assert (answer.outcome, answer.reason) == (Outcome.SKIPPED, "robots-unreachable")
    assert clock.seconds < 15


def test_a_sources_longer_pause_costs_no_page_its_deadline() -> None:
    clock = Clock()
    with running() as server:
        server.plays[HOST] = lambda line: line.send(http(200, TEXT))
        policy = Fetch(min_delay=timedelta(seconds=30))
        answer = client(server, clock).get(Ask(url=f"http://{HOST}/page", policy=policy))

    assert answer.outcome is Outcome.STORED
    assert clock.seconds >= 60


def test_two_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    with running() as server:
        asking = client(server, clock)
        policy = Fetch(min_delay=timedelta(seconds=1), robots="ignore", tdm="ignore")
        for host in ("one.fault", "two.fault", "three.fault"):
            server.plays[host] = lambda line: line.send(http(200, TEXT))
            asking.get(Ask(url=f"http://{host}/page", policy=policy))

    assert clock.seconds == 0


def test_threads_on_one_host_take_turns() -> None:
    lock = threading.Lock()
    inside = most = 0

    def play(line: Line) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with lock:
            inside -= 1
        line.send(http(200, TEXT))

    with running() as server:
        server.plays[HOST] = play
        asking = Client(world=World(resolve=server.resolve, dial=server.dial))
        ask = Ask(url=f"http://{HOST}/page", policy=Fetch(min_delay=timedelta(0)))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(asking.get, [ask] * 16))

    assert most == 1
    assert {answer.outcome for answer in answers} == {Outcome.STORED}
