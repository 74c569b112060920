"""How the children of `newsledger up` are started: Prefect's server, and a worker."""

import os
import socket
import sys

from flows.children import Recipe
from flows.place import Place
from storage.errors import UsageError


def check_port(place: Place) -> None:
    """Refuse a port that somebody listens on: the server there would get our deployments.

    Raises:
        UsageError: the port cannot be had.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as error:
            raise UsageError(
                f"{place.host}:{place.port} is not to be had ({error.strerror});"
                " give another --port, or name the server there with PREFECT_API_URL"
            ) from error


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
