"""The command that lets a person look around in a browser: explore."""

import webbrowser
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from flows.commands.options import reading, settings_of

REPORTED = timedelta(days=30)


def explore(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8001,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    share: Annotated[
        bool, typer.Option("--share", help="Let others in: questions and views, no free SQL.")
    ] = False,
    browse: Annotated[
        bool, typer.Option("--open", help="Open it in this machine's browser.")
    ] = False,
) -> None:
    """Look around in a browser, with Datasette: questions, facets, full text. Until Ctrl-C.

    It only reads, and only this machine can reach it, unless --share says else. Whoever lets
    others in puts TLS and a password in front of it. Needs the extra: newsledger[explore].

    \b
    newsledger explore --open
    newsledger explore --share --host 0.0.0.0
    """
    from flows.exploring.serving import check_host, make_application, serve
    from flows.report.page import write_report
    from flows.up.ports import check_port
    from flows.watching import read_topics

    check_host(host, shared=share)
    check_port(host, port)
    root = settings_of(ctx).root
    with reading(ctx) as ledger:

        def report() -> str:
            now = datetime.now(UTC)
            return write_report(ledger, now - REPORTED, now, read_topics(root))

        application = make_application(ledger.database.path, report, shared=share)
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        typer.echo(f"the ledger is at {url}; Ctrl-C ends it")
        if browse:
            webbrowser.open(url)
        serve(application, host, port)
