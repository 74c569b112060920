"""Where Prefect is, and with which settings: decided before Prefect is imported."""

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.quiet import quiet_prefect
from flows.settings import SQLITE, Settings

HOST, PORT = "127.0.0.1", 4200

SERVING = {
    # Prefect's own rows do not grow for ever.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    # Leases in memory are lost with a killed server, and then held for good.
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
        "prefect.server.concurrency.lease_storage.filesystem"
    ),
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The form of the first UI offers sources as chips and days in a calendar.
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The address of Prefect's API, and the folder of its database and of our children's logs."""

    api_url: str
    own_server: bool
    home: Path

    @property
    def ui_url(self) -> str:
        """The address of the UI."""
        return self.api_url.removesuffix("/").removesuffix("/api")

    @property
    def host(self) -> str:
        """The host to listen on."""
        return urlsplit(self.api_url).hostname or HOST

    @property
    def port(self) -> int:
        """The port to listen on."""
        return urlsplit(self.api_url).port or PORT


def place_of(
    settings: Settings, port: int = PORT, environment: MutableMapping[str, str] = os.environ
) -> Place:
    """The server that PREFECT_API_URL names; otherwise one of our own, on this machine alone."""
    named = environment.get("PREFECT_API_URL")
    url = named or f"http://{HOST}:{port}/api"
    return Place(api_url=url.removesuffix("/"), own_server=not named, home=folder_of(settings))


def folder_of(settings: Settings) -> Path:
    """The folder `prefect` beside the ledger; under ./ledger where that is on a server."""
    url = settings.database_url
    beside = Path(url.removeprefix(SQLITE)).parent if url.startswith(SQLITE) else Path("ledger")
    return (beside / "prefect").absolute()


def go_to(place: Place, environment: MutableMapping[str, str] = os.environ) -> None:
    """Tell Prefect where it is and how to behave; call it before the first import of Prefect."""
    quiet_prefect(environment)
    environment["PREFECT_API_URL"] = place.api_url
    for name, value in SERVING.items():
        environment.setdefault(name, value)
    place.home.mkdir(parents=True, exist_ok=True)
    if place.own_server:
        environment.setdefault("PREFECT_HOME", str(place.home))
        if asked := environment.get("PREFECT_SERVER_API_AUTH_STRING"):
            environment.setdefault("PREFECT_API_AUTH_STRING", asked)
