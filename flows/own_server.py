"""Prefect's temporary server, for runs from the command line where no server is named."""

import threading
from contextlib import suppress

from tasks.unheard import unheard


def start_own_server() -> None:
    """Start the server that Prefect would start for itself, out of a Ctrl-C's reach.

    A server that hears it is gone before the run can say how it ended: Prefect then asks a dead one
    for minutes. Where PREFECT_API_URL or a profile names a server, nothing is started.
    """
    from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_EPHEMERAL_ENABLED

    if PREFECT_API_URL.value() or not PREFECT_SERVER_EPHEMERAL_ENABLED.value():
        return
    starting = threading.Thread(target=_start, daemon=True)
    starting.start()
    starting.join()  # which a Ctrl-C ends; what a thread blocks, it blocks for itself alone


def _start() -> None:
    import httpx
    from prefect.server.api.server import SubprocessASGIServer

    with unheard(), suppress(OSError, RuntimeError, httpx.HTTPError):
        SubprocessASGIServer().start()  # one that fails is tried again by the run, which tells why
