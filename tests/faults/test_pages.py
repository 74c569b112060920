"""Every misbehaving page ends in its outcome, in time, in little memory, and nowhere else."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.records import Outcome
from tasks.fetch.web.asking import Answer, Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.world import World
from tasks.sources import Fetch
from tests.faults.bounds import bounded
from tests.faults.case import Case
from tests.faults.guard_cases import GUARDS
from tests.faults.page_cases import PAGES
from tests.faults.server import PUBLIC, FaultServer, running

DEADLINE_S = 0.7
"""Of a case that hangs; the others have LONGEST_S."""

LONGEST_S = 14.0
SPARE_S = 1.0  # for a busy machine: 15 s in all

CASES = [*PAGES, *GUARDS]
GOOD_HOSTS = ("a-good-page.fault", "tls.fault")


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """The fault server."""
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def ca_file(server: FaultServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The certificate that the server's are to be trusted by."""
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    server.authority.cert_pem.write_to_path(str(path))
    return str(path)


def shown(answer: Answer) -> str:
    """The outcome, and the reason up to its detail."""
    reason = (answer.reason or "").partition(":")[0]
    return f"{answer.outcome} {reason}".strip()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_page_ends_in_its_outcome(case: Case, server: FaultServer, ca_file: str) -> None:
    server.plays[case.host] = case.play
    for host in GOOD_HOSTS:  # where cases redirect to, whichever cases this process runs
        server.plays.setdefault(host, CASES[0].play)
    server.dialled.clear()
    case.prepare(server, case.host)
    pauses: list[float] = [0.0]
    world = World(
        sleep=pauses.append, chance=lambda: 0.0, resolve=server.resolve, dial=server.dial,
        ca_file=ca_file,
    )  # fmt: skip
    policy = Fetch.model_validate({"min_delay": timedelta(0), **case.policy})
    client = Client(world=world, longest_s=DEADLINE_S if case.hangs else LONGEST_S)
    ask = Ask(
        url=case.url.format(host=case.host),
        policy=policy,
        purpose=case.purpose,
        etag=case.etag,
        last_modified=case.last_modified,
    )
    started = time.monotonic()

    with bounded():
        answer = client.get(ask)

    took = time.monotonic() - started
    client.close()
    assert shown(answer) == case.wanted, answer
    assert took < (DEADLINE_S if case.hangs else LONGEST_S) + SPARE_S
    if case.hangs:
        assert took >= DEADLINE_S * 0.9  # it did hang, and was ended
    _check_details(case, answer, server, pauses)


def _check_details(case: Case, answer: Answer, server: FaultServer, pauses: list[float]) -> None:
    reached = {address for address, _ in server.dialled}
    assert reached <= (set() if case.dials_nobody else {PUBLIC})
    assert (answer.body is not None) == (answer.outcome is Outcome.STORED)
    assert (answer.not_before is not None) == (answer.outcome is Outcome.DEFERRED)
    assert "geheim" not in repr(answer)
    if case.requests is not None:
        assert len(server.asked(case.host)) == case.requests
    if case.waits is not None:
        assert case.waits[0] <= max(pauses) <= case.waits[1] + 0.5
    for name in ("status", "permanent", "robots", "tdm", "body"):
        if getattr(case, name) is not None:
            assert getattr(answer, name) == getattr(case, name)
    if case.final is not None:
        assert answer.final_url == case.final.format(host=case.host)


def test_there_are_enough_cases_and_no_two_share_a_name() -> None:
    hosts = [case.host for case in CASES]

    assert len(hosts) >= 120
    assert len(set(hosts)) == len(hosts)
