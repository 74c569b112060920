"""Commands that serve: `up` on one machine, `deploy` for many."""

import signal
import threading
from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.commands.options import settings_of

Port = Annotated[int, typer.Option(min=1, max=65535, help="The UI's port on this machine.")]
Pool = Annotated[
    str, typer.Option("--work-pool", metavar="NAME", help="The work pool; made if it is not there.")
]


def up(ctx: typer.Context, port: Port = 4200) -> None:
    """Serve the schedules of sources.yaml, and forms to start runs from, until Ctrl-C.

    Starts a Prefect server that only this machine can reach, and a worker. With PREFECT_API_URL
    set, that server is used. Edits of sources.yaml are taken up at once.

    \b
    newsledger up
    newsledger up --port 4300
    """
    from flows.place import go_to, place_of
    from flows.up.alone import alone
    from tasks.sources_file import load_sources

    settings = settings_of(ctx).absolute()
    today = datetime.now(UTC).date()
    load_sources(settings.sources_path, today)  # a mistake in it is told before anything starts
    settings.export()
    place = place_of(settings, port)
    go_to(place)
    over = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: over.set())
    with alone(settings) as ledger:
        typer.echo(f"starting Prefect at {place.ui_url} ...")
        from flows.up.serving import serve

        serve(settings, place, ledger, typer.echo, over)


def deploy(ctx: typer.Context, work_pool: Pool) -> None:
    """Bring the deployments to the server of PREFECT_API_URL, for workers on any machines.

    Each worker needs newsledger installed, and the same NEWSLEDGER_* variables: a PostgreSQL
    ledger, a shared place for blobs, and sources.yaml.

    \b
    newsledger deploy --work-pool news
    prefect worker start --pool news
    """
    from flows.place import go_to, place_of

    settings = settings_of(ctx)
    place = place_of(settings)
    go_to(place)
    from flows.up.deploying import deploy_to

    typer.echo(deploy_to(settings, place, work_pool))
