"""Prefect, told before it is imported: no telemetry, little talk, state on disk."""

import os
from collections.abc import MutableMapping

QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_CLI_COLORS": "false",
}


def quiet_prefect(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set what the user has not set; call it before the first import of Prefect."""
    for name, value in QUIET.items():
        environment.setdefault(name, value)
