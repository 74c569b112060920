"""`newsledger explore`: Datasette over the ledger's SQLite file, which it can only read.

::

    browser -> host check -> Datasette -> ledger.db, opened with mode=ro, while runs go on writing
                                 |
                                 +-- /report: the report, drawn anew for each reader
                                 +-- /explore.css
"""

import sqlite3
from collections.abc import Callable
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from flows.exploring.metadata import LEDGER, STYLE, metadata_for
from storage.errors import UsageError

INSTALL = "pip install 'newsledger[explore]'"
ELSEWHERE = (
    "explore reads SQLite files, and this ledger is in PostgreSQL: ask it with `newsledger query`, "
    "look at it with `newsledger report`, or open the views of docs/schema.md in psql, DBeaver or "
    "Metabase, as a user that may only read"
)
HERE = ("127.0.0.1", "localhost", "[::1]")
"""Names under which a browser on this machine asks. Any other has been led here by a page."""

SETTINGS: dict[str, Any] = {
    "allow_download": False,
    "default_cache_ttl": 0,  # the ledger changes while it is looked at
    "facet_time_limit_ms": 1500,
    "sql_time_limit_ms": 5000,
    "suggest_facets": False,
    "truncate_cells_html": 300,
}


def check_host(host: str, *, shared: bool) -> None:
    """Raise unless this machine alone can reach the host, or that it may be reached was said.

    Raises:
        UsageError: others can, and nobody said --share.
    """
    if shared or host == "localhost" or _is_loopback(host):
        return
    raise UsageError(
        f"others can reach {host}; add --share to let them in, which takes free SQL and the tables "
        "beneath the views away"
    )


def make_application(path: Path | None, write_report: Callable[[], str], *, shared: bool) -> Any:
    """The whole as an ASGI application.

    Raises:
        UsageError: the ledger is not in SQLite, or Datasette is not installed.
    """
    if path is None:
        raise UsageError(ELSEWHERE)
    datasette = _datasette(path, shared=shared)
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    application = _with_pages(datasette.app(), write_report)
    allowed = ["*"] if shared else list(HERE)
    return TrustedHostMiddleware(application, allowed_hosts=allowed, www_redirect=False)


def serve(application: Any, host: str, port: int) -> None:
    """Serve until Ctrl-C."""
    import uvicorn

    uvicorn.run(application, host=host, port=port, log_level="warning", lifespan="on")


def _datasette(path: Path, *, shared: bool) -> Any:
    try:
        from datasette.app import Datasette
        from datasette.database import Database
    except ImportError as error:
        raise UsageError(f"explore needs Datasette: {INSTALL}") from error

    class ReadOnly(Database):  # type: ignore[misc]  # Datasette has no types
        """A file in any folder, which no connection of ours can change."""

        def connect(self, write: bool = False) -> sqlite3.Connection:
            uri = f"{path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA query_only=ON")
            return connection

    settings = {**SETTINGS, "default_allow_sql": not shared}
    made = Datasette([], metadata=metadata_for(shared=shared), settings=settings)
    made.remove_database("_memory")
    made.add_database(ReadOnly(made, path=str(path), is_mutable=True), name=LEDGER)
    return made


def _with_pages(application: Any, write_report: Callable[[], str]) -> Any:
    """The application with our own pages; the report is drawn while others are served."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, Response

    style = files("flows.exploring").joinpath("explore.css").read_text("utf-8")

    async def serve_page(scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == "/report":
            page: Response = HTMLResponse(await run_in_threadpool(write_report))
            await page(scope, receive, send)
        elif path == STYLE:
            await Response(style, media_type="text/css")(scope, receive, send)
        else:
            await application(scope, receive, send)

    return serve_page


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
