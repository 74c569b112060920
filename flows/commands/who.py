"""What the commands on entities share: their options, and the ledger they write to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import settings_of

if TYPE_CHECKING:
    from storage.ledger import Ledger

KINDS = ("person", "org", "place", "event", "product", "nationality")

Kind = Annotated[
    str | None, typer.Option("--kind", "-k", metavar="KIND", help=f"One of {', '.join(KINDS)}.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show who would be who; nothing is written.")
]


def check_kind(kind: str | None) -> None:
    """Refuse a kind that is none."""
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")


@contextmanager
def writing(ctx: typer.Context) -> "Iterator[Ledger]":
    """The ledger of the command line, to decide on; closed in the end."""
    from storage.ledger import Ledger

    settings = settings_of(ctx)
    ledger = Ledger.open(settings.database_url, settings.blobs_url)
    try:
        yield ledger
    finally:
        ledger.close()
