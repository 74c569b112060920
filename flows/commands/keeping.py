"""Commands that keep the ledger lawful and safe: erase, backup, restore."""

from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import Json, settings_of
from flows.commands.output import console, print_json
from flows.settings import Settings
from flows.wording import counted, minute

if TYPE_CHECKING:
    from storage.removing.takedown import Extent

MISSING = 7
REPORT = "report.html"
"""What upkeep keeps beside sources.yaml; it quotes texts."""


class Kind(StrEnum):
    """What a name is taken for."""

    ARTICLE = "article"
    URL = "url"
    SOURCE = "source"
    ENTITY = "entity"


def erase(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="An article, a URL, a source or an entity.")
    ],
    kind: Annotated[
        Kind | None, typer.Option("--as", help="What the name is, where it could be several.")
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why; it stays on record. Name nobody here.")
    ] = "",
    really: Annotated[
        bool, typer.Option("--really", help="Do it; without this nothing is changed.")
    ] = False,
    json: Json = False,
) -> None:
    """Take something down for good; shows what would go, unless --really is given.

    \b
    newsledger erase https://example.org/a
    newsledger erase https://example.org/a --reason "court order 12/26" --really
    newsledger erase "Ann Lee" --as entity
    """
    settings = settings_of(ctx)
    report = settings.root / REPORT
    quoting = report if report.exists() else None
    extent = _erased(settings, name, kind, reason if really else None)
    kept = _backups(settings)
    if json:
        about = {"name": name, "is": extent.target.scope.value, "erased": really}
        beside = {"copies": extent.copies, "still_naming_it": extent.speaking}
        files = {"report": quoting and str(quoting), "backups": list(map(str, kept))}
        print_json({**about, "counts": extent.counts, **beside, **files})
        return
    from flows.showing.keeping import Outside, show_extent

    outside = Outside(report=quoting, backups=kept)
    show_extent(console(), extent, outside, done=really, reason=reason)


def _erased(settings: Settings, name: str, kind: Kind | None, reason: str | None) -> "Extent":
    """What a takedown takes with it; with a reason, be it an empty one, it is carried out."""
    from storage.ledger import Ledger
    from storage.removing import takedown
    from storage.removing.tombstones import Scope

    with closing(Ledger.open(settings.database_url, settings.blobs_url)) as ledger:
        extent = takedown.look(ledger, name, Scope(kind.value) if kind else None)
        if reason is not None:
            takedown.carry_out(ledger, extent.target, reason, datetime.now(UTC))
            (settings.root / REPORT).unlink(missing_ok=True)  # upkeep draws it anew, without it
    return extent


def _backups(settings: Settings) -> list[Path]:
    """The backups that upkeep made, as far as they are where NEWSLEDGER_BACKUPS says."""
    from storage.care.backup_turns import finished_backups

    return finished_backups(settings.backups) if settings.backups else []


def backup(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the copy goes.")],
    json: Json = False,
) -> None:
    """Copy the ledger, database and blobs, while it is in use; each blob is verified.

    \b
    newsledger backup /mnt/backup/news
    """
    from storage.care.backup import back_up
    from storage.ledger import Ledger

    settings = settings_of(ctx)
    ledger = Ledger.open(settings.database_url, settings.blobs_url)
    try:
        made = back_up(ledger, folder, datetime.now(UTC))
    finally:
        ledger.close()
    if json:
        print_json({"backup": made})
    else:
        typer.echo(
            f"{counted(made.articles, 'article')}, {counted(made.blobs, 'blob')} in {folder}"
        )
    if made.missing:
        typer.echo(f"{counted(len(made.missing), 'blob')} missing; `newsledger doctor`", err=True)
        raise typer.Exit(MISSING)


def restore(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the copy is.")],
    over: Annotated[bool, typer.Option("--over", help="Replace the ledger that is there.")] = False,
    json: Json = False,
) -> None:
    """Put a backup in place; what was taken down since then does not come back, nor
    what sources.yaml says may be kept no longer.

    \b
    newsledger restore /mnt/backup/news --over
    """
    from flows.tending import let_go
    from storage.care import restoring
    from storage.ledger import Ledger
    from tasks.sources_file import load_sources

    settings, now = settings_of(ctx), datetime.now(UTC)
    place = (settings.database_url, settings.blobs_url)
    path = settings.sources_path
    sources = load_sources(path).sources if path.exists() else ()
    made = restoring.restore(folder, *place, now, over=over)
    with closing(Ledger.open(*place)) as ledger:
        gone = list(let_go(ledger, sources, now))
    if json:
        print_json({"restored": made})
    else:
        typer.echo(f"{counted(made.articles, 'article')} as of {minute(made.made_at)} UTC")
        for item in gone:
            typer.echo(f"{item.task}: {item.said}")
    if made.missing:
        told = f"{counted(len(made.missing), 'blob')} missing, in the backup too"
        typer.echo(f"{told}; `newsledger doctor` says what rests on them", err=True)
        raise typer.Exit(MISSING)
