"""How the children of `newsledger up` are started: Prefect's server, and a worker."""

import os
import sys

from flows.place import Place
from flows.up.children import Recipe


def server(place: Place) -> Recipe:
    """Prefect's server on this machine alone."""
    start = ("-m", "prefect", "server", "start", "--host", place.host, "--port", str(place.port))
    return Recipe(role="server", command=(sys.executable, *start), environment=os.environ)


def worker(pool: str, place: Place) -> Recipe:
    """A worker that runs what is scheduled."""
    # Prefect puts runs in a folder of one name for everybody on the machine: not in ours.
    temporary = place.home / "tmp"
    temporary.mkdir(exist_ok=True)
    limit = str(max(2, os.cpu_count() or 1))
    start = ("-m", "prefect", "worker", "start", "--pool", pool, "--type", "process")
    command = (sys.executable, *start, "--limit", limit)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    return Recipe(role="worker", command=command, environment=environment)
