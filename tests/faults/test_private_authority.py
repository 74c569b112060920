"""A source's own certificate authority: trusted for that source, and for no other."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import certifi
import pytest

from storage.records import Outcome
from tasks.fetch.web.asking import Answer, Ask
from tasks.fetch.web.client import Client
from tasks.fetch.web.trust import Trust
from tasks.fetch.web.world import World
from tasks.sources import Fetch
from tests.faults.case import fine
from tests.faults.server import FaultServer, running

URL = "https://inner.fault/page"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FaultServer]:
    """A server whose certificates an authority of the house has issued."""
    with running() as server:
        server.plays["inner.fault"] = fine
        server.authority.cert_pem.write_to_path(str(tmp_path / "house.pem"))
        yield server


def ask(client: Client, url: str = URL, **policy: object) -> Answer:
    """The answer under a policy."""
    plain = {"min_delay": timedelta(0), "robots": "ignore", "tdm": "ignore"}
    return client.get(Ask(url=url, policy=Fetch.model_validate({**plain, **policy})))


def client_at(server: FaultServer, root: Path) -> Client:
    """A client that meets this server, with the public authorities."""
    return Client(world=World(resolve=server.resolve, dial=server.dial), root=root)


def test_a_sources_own_authority_is_trusted_for_it_alone(
    server: FaultServer, tmp_path: Path
) -> None:
    client = client_at(server, tmp_path)

    assert ask(client, ca_bundle="house.pem").outcome is Outcome.STORED
    other = ask(client)
    assert (other.outcome, other.reason) == (Outcome.FAILED, "tls")
    assert len(server.asked("inner.fault")) == 1


def test_a_name_that_is_not_in_the_certificate_is_refused_all_the_same(
    server: FaultServer, tmp_path: Path
) -> None:
    server.certificates["inner.fault"] = server.issue("somebody-else.fault")

    assert ask(client_at(server, tmp_path), ca_bundle="house.pem").reason == "tls"


def test_public_authorities_are_trusted_besides(server: FaultServer, tmp_path: Path) -> None:
    (tmp_path / "public.pem").write_bytes(Path(certifi.where()).read_bytes())
    world = World(
        resolve=server.resolve, dial=server.dial, ca_file=str(tmp_path / "house.pem")
    )  # fmt: skip

    answer = ask(Client(world=world, root=tmp_path), ca_bundle="public.pem")
    assert answer.outcome is Outcome.STORED


@pytest.mark.parametrize("bundle", ["missing.pem", "empty.pem"])
def test_a_bundle_that_cannot_be_read_is_named(
    server: FaultServer, tmp_path: Path, bundle: str
) -> None:
    (tmp_path / "empty.pem").write_text("no certificate")

    answer = ask(client_at(server, tmp_path), ca_bundle=bundle)

    assert answer.reason == f"tls:ca_bundle {bundle} cannot be read"
    assert server.dialled == []


def test_every_context_verifies(tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_bytes(Path(certifi.where()).read_bytes())
    trust = Trust(certifi.where(), tmp_path)
    for bundle in (None, "own.pem"):
        context = trust.context(bundle)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
