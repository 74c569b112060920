"""Ctrl-C in a terminal, which tells the whole process group: the run ends soon, in a sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from flows.settings import Settings
from storage.ledger import Ledger
from tasks.pool import WorkerPool
from tests.newsroom import Newsroom

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
STOPPED = "newsledger: stopped; what was done is kept, and the next run goes on from there\n"


class Slow(BaseHTTPRequestHandler):
    """A feed of a hundred pages, each of which takes its time."""

    asked: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        """Answer with the feed, or slowly with a page."""
        host = self.headers["host"]
        if self.path == "/feed.xml":
            links = "".join(f"<item><link>http://{host}/{n}</link></item>" for n in range(100))
            self._send(f"<rss version='2.0'><channel>{links}</channel></rss>")
        elif self.path.strip("/").isdigit():
            self.asked.set()
            time.sleep(0.3)
            self._send("<p>A page.</p>")
        else:
            self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, body: str) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a slow site."""
    Slow.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def make_room(folder: Path, site: str) -> Newsroom:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'ledger' / 'ledger.db'}",
        blobs_url=str(folder / "ledger" / "blobs"),
        sources_path=folder / "sources.yaml",
        workers=1,
        batch_size=50,
    )
    room = Newsroom(folder=folder, settings=settings)
    channel = {"name": "feed", "kind": "feed", "url": f"{site}/feed.xml"}
    room.source("slow", channels=[channel], fetch={"allow_private_hosts": True})
    return room


@pytest.mark.prefect
@pytest.mark.timeout(400)
def test_ctrl_c_ends_a_run_with_prefect_soon_and_in_a_sentence(tmp_path: Path, site: str) -> None:
    room = make_room(tmp_path, site)
    kept = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    running = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "ingest"],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(tmp_path / "prefect")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_interrupts,
    )
    try:
        assert Slow.asked.wait(PATIENCE_S)
        os.killpg(running.pid, signal.SIGINT)
        out, said = running.communicate(timeout=30)
    finally:
        running.kill()
    assert (running.returncode, out) == (130, "")
    assert said.endswith(STOPPED)
    assert "Traceback" not in said
    ledger = Ledger.open(room.settings.database_url, room.settings.blobs_url)
    assert [run.state for run in ledger.reader().runs()] == ["interrupted"]
    ledger.close()


def test_processes_that_clean_never_hear_an_interrupt() -> None:
    """One that is still importing would print a stack."""
    with WorkerPool(1) as pool:
        assert list(pool.map(_is_deaf, [1], timeout_s=60)) == [True]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _is_deaf(_: int) -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _heed_interrupts() -> None:
    """A test run in the background ignores interrupts, and would hand that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
