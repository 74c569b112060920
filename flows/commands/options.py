"""What the commands share: their options, the settings they run with, and the open ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.settings import Settings
from storage.errors import UsageError

if TYPE_CHECKING:
    from storage.reading import Reader

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]
Source = Annotated[
    str | None, typer.Option("--source", "-s", metavar="ID", help="Of this source alone.")
]
Since = Annotated[
    str | None,
    typer.Option(metavar="WHEN", help="Published since (where unknown: first seen since)."),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")]
Article = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="Its number, URL or path.", show_default=False)
]


def settings_of(ctx: typer.Context) -> Settings:
    """The settings of this call: the environment's, with the global options over them."""
    found = ctx.find_object(Settings)
    assert found is not None
    return found


def language_of(tag: str) -> str:
    """The code of a language by which articles are found.

    Raises:
        UsageError: it is no language; the text says what to write.
    """
    from tasks.language_tags import check_language, language_code

    try:
        return language_code(check_language(tag))
    except ValueError as error:
        raise UsageError(str(error)) from error


@contextmanager
def reading(ctx: typer.Context) -> Iterator["Reader"]:
    """The ledger's reading side; a `--source` that the command was given is looked up first.

    Raises:
        LedgerError: there is no ledger, or it is another newsledger's.
        NotFoundError: the ledger has never heard of the source.
    """
    from storage.reading import Reader

    settings = settings_of(ctx)
    reader = Reader.open(settings.database_url, settings.blobs_url)
    try:
        if named := ctx.params.get("source"):
            reader.check_source(named)
        yield reader
    finally:
        reader.close()
