"""How much room is left where a ledger lies."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from storage.blobs import BlobStore, FolderBlobs
from storage.database import Database


def free_space(database: Database, blobs: BlobStore) -> Iterator[tuple[Path, int]]:
    """Each folder of this machine that holds the database or the blobs, with its free bytes."""
    places: list[Path] = [database.path] if database.path else []
    if isinstance(blobs, FolderBlobs):
        places.append(blobs.folder)
    for place in dict.fromkeys(_existing(place.absolute()) for place in places):
        yield place, shutil.disk_usage(place).free


def _existing(place: Path) -> Path:
    """The folder of a place, or the nearest one above it that exists."""
    return next(folder for folder in place.parents if folder.exists())
