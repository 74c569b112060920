"""`newsledger deploy`: the deployments, for workers on any machines."""

from flows.place import Place
from flows.settings import Settings
from flows.up.api import check_welcome, is_healthy
from flows.up.serving import apply, said
from storage.errors import UsageError
from storage.ledger import Ledger


def deploy_to(settings: Settings, place: Place, work_pool: str) -> str:
    """Apply the deployments to a work pool; returns what was done, in a sentence.

    Raises:
        UsageError: no server is named, or it does not answer, or it refuses us.
    """
    if place.own_server:
        raise UsageError("PREFECT_API_URL is not set; it must name the server of your workers")
    if not is_healthy(place.api_url):
        raise UsageError(f"no Prefect server answers at {place.api_url}")
    check_welcome(place.api_url)
    ledger = Ledger.create(settings.database_url, settings.blobs_url)
    try:
        applied = apply(settings, work_pool, {}, ledger)
    finally:
        ledger.close()
    return f"{said(applied)}; start workers with `prefect worker start --pool {work_pool}`"
