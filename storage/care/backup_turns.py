"""Backups in turn: one a day into a folder of its own, and the oldest goes.

::

    DIR/2026-03-01T04-17/    a whole backup, as `restore` takes it
    DIR/2026-03-02T04-17/    the next; blobs that both hold lie on the disk once, as hard links
"""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from storage.care.backup import MANIFEST, Backup, back_up, read_manifest

if TYPE_CHECKING:
    from storage.ledger import Ledger

EVERY = timedelta(hours=23)
"""Less than a day, so that an hourly look makes one a day."""

BLOBS = "blobs/??/??/*.zst"


def back_up_in_turn(ledger: "Ledger", folder: Path, keep: int, now: datetime) -> Backup | None:
    """Make today's backup and drop what is over `keep`; None where the last is of today.

    Raises:
        UsageError: the ledger is on PostgreSQL, which brings its own tools.
    """
    _drop_unfinished(folder)
    there = finished_backups(folder)
    if there and now - read_manifest(there[-1]).made_at < EVERY:
        return None
    target = folder / f"{now:%Y-%m-%dT%H-%M}"
    if there and ledger.database.path is not None:
        _link_blobs(there[-1], target)
    made = back_up(ledger, target, now)
    for old in finished_backups(folder)[:-keep]:
        shutil.rmtree(old)
    return made


def finished_backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"????-??-??T??-??/{MANIFEST}"))


def _drop_unfinished(folder: Path) -> None:
    """Remove what a backup that was cut off left."""
    for path in folder.glob("????-??-??T??-??"):
        if not (path / MANIFEST).exists():
            shutil.rmtree(path)


def _link_blobs(source: Path, target: Path) -> None:
    """Have the target hold the source's blobs; a file of a blob never changes."""
    for path in source.glob(BLOBS):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, place)
