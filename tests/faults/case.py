"""What a case is: a fault, and the outcome it must end in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tasks.fetch.web.asking import Purpose
from tests.faults.server import FaultServer, Line, Play, http

TEXT = b"<html><head><title>T</title></head><body><p>The text of the article.</p></body></html>"

Prepare = Callable[[FaultServer, str], None]
"""Sets a server up for a case's host, beyond its play."""


def nothing(server: FaultServer, host: str) -> None:
    """No more to set up."""


def fine(line: Line) -> None:
    """A good page."""
    line.send(http(200, TEXT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One misbehaving URL."""

    name: str
    wanted: str  # outcome, and the reason where there is one: "failed truncated"
    play: Play = fine
    url: str = "http://{host}/page"  # {host} is the case's own name
    requests: int | None = None  # for /page, exactly
    hangs: bool = False  # must end at the deadline, not before
    policy: Mapping[str, object] = field(default_factory=dict)
    prepare: Prepare = nothing
    purpose: Purpose = Purpose.PAGE
    etag: str | None = None
    last_modified: str | None = None
    status: int | None = None
    final: str | None = None  # where it ended, {host} again
    permanent: bool | None = None
    robots: str | None = None
    tdm: str | None = None
    waits: tuple[float, float] | None = None  # the longest pause asked of the sleep, in seconds
    body: bytes | None = None
    dials_nobody: bool = False  # not even the made-up public address

    @property
    def host(self) -> str:
        """The case's own name."""
        raw = "tls-raw-" if self.name.startswith("raw TLS") else ""
        label = "".join(sign if sign.isalnum() else "-" for sign in self.name.lower())
        return f"{raw}{label}.fault"
