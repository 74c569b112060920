"""Whether a port of this machine is free."""

import os
import socket

from storage.errors import UsageError


def check_port(host: str, port: int, otherwise: str = "") -> None:
    """Refuse a port that somebody listens on already, before anything is started for it.

    Raises:
        UsageError: the port cannot be had; it says what to do, ``otherwise`` included.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise UsageError(
            f"{host}:{port} is not to be had ({why}); give another --port{otherwise}"
        ) from error
