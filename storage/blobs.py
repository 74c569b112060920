"""Bytes as they came: zstd files named by the hash of what they hold.

A file is written beside its place, synced and renamed, before any row names it; so a row never
points at half a file, and a file without a row is only garbage.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import fsspec
import zstandard

from storage.errors import BlobError, ConfigError, StorageFullError

CODEC = "zstd"
NOTES = "erased.jsonl"
LEVEL = 6  # news HTML: within 6% of level 12's size at a quarter of its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Where bytes lie."""

    sha256: str
    size: int
    stored_size: int
    location: str  # relative to the store


class BlobStore(Protocol):
    """A place for bytes that never change."""

    def put(self, body: bytes) -> Blob:
        """Keep the bytes; keeping the same bytes again writes nothing."""

    def get(self, sha256: str) -> bytes:
        """The bytes, their hash verified.

        Raises:
            BlobError: they are missing or damaged.
        """

    def has(self, sha256: str) -> bool:
        """Whether the bytes are there; says nothing of their health."""

    def names(self) -> Iterator[str]:
        """The hash of everything that is kept, in no order."""

    def delete(self, sha256: str) -> None:
        """Remove the bytes, for takedown."""

    def note(self, lines: str) -> None:
        """Add lines to what is remembered beside the blobs."""

    def notes(self) -> str:
        """All lines that were noted."""


def open_blobs(url: str) -> BlobStore:
    """A store in a folder, or at any URL that fsspec knows (s3://, gs://, memory://...)."""
    if "://" in url and not url.startswith("file://"):
        return RemoteBlobs(url)
    return FolderBlobs(Path(url.removeprefix("file://")))


class FolderBlobs:
    """Blobs in a local or mounted folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, body: bytes) -> Blob:
        """Keep the bytes."""
        sha256 = hashlib.sha256(body).hexdigest()
        place = self.folder / _location(sha256)
        try:
            size = place.stat().st_size
        except FileNotFoundError:
            size = self._write(place, zstandard.compress(body, LEVEL))
        return Blob(sha256=sha256, size=len(body), stored_size=size, location=_location(sha256))

    def get(self, sha256: str) -> bytes:
        """The bytes, verified."""
        try:
            packed = (self.folder / _location(sha256)).read_bytes()
        except FileNotFoundError as error:
            raise _missing(sha256, str(self.folder)) from error
        return _unpack(packed, sha256)

    def has(self, sha256: str) -> bool:
        """Whether the file is there."""
        return (self.folder / _location(sha256)).is_file()

    def names(self) -> Iterator[str]:
        """The hash of every file."""
        return (path.stem for path in self.folder.glob("??/??/*.zst"))

    def delete(self, sha256: str) -> None:
        """Remove the file."""
        (self.folder / _location(sha256)).unlink(missing_ok=True)

    def note(self, lines: str) -> None:
        """Add lines to the file of notes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / NOTES).open("a", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def notes(self) -> str:
        """The file of notes."""
        path = self.folder / NOTES
        return path.read_text("utf-8") if path.exists() else ""

    def _write(self, place: Path, packed: bytes) -> int:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=".writing-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(packed)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).rename(place)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                message = f"the disk of {self.folder} is full; free some space and run again"
                raise StorageFullError(message) from error
            raise BlobError(f"cannot write to {self.folder}: {error}") from error
        return len(packed)


class RemoteBlobs:
    """Blobs behind an fsspec URL. Object stores make a finished upload visible at once."""

    def __init__(self, url: str) -> None:
        try:
            self.filesystem, self.root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:  # no such protocol, or its package is missing
            scheme = url.partition("://")[0]
            raise ConfigError(f"blobs cannot be kept at {scheme}://: {error}") from error

    def put(self, body: bytes) -> Blob:
        """Keep the bytes."""
        sha256 = hashlib.sha256(body).hexdigest()
        packed = zstandard.compress(body, LEVEL)
        if not self.has(sha256):
            path = self._path(sha256)
            self.filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            self.filesystem.pipe_file(path, packed)
        return Blob(
            sha256=sha256, size=len(body), stored_size=len(packed), location=_location(sha256)
        )

    def get(self, sha256: str) -> bytes:
        """The bytes, verified."""
        try:
            packed = self.filesystem.cat_file(self._path(sha256))
        except FileNotFoundError as error:
            raise _missing(sha256, self.root) from error
        return _unpack(packed, sha256)

    def has(self, sha256: str) -> bool:
        """Whether the object is there."""
        return bool(self.filesystem.exists(self._path(sha256)))

    def names(self) -> Iterator[str]:
        """The hash of every object."""
        found = self.filesystem.find(self.root)
        return (Path(name).stem for name in found if name.endswith(".zst"))

    def delete(self, sha256: str) -> None:
        """Remove the object."""
        if self.has(sha256):
            self.filesystem.rm_file(self._path(sha256))

    def note(self, lines: str) -> None:
        """Write the object of notes anew, with these lines added."""
        self.filesystem.makedirs(self.root, exist_ok=True)
        self.filesystem.pipe_file(f"{self.root}/{NOTES}", (self.notes() + lines).encode())

    def notes(self) -> str:
        """The object of notes."""
        path = f"{self.root}/{NOTES}"
        return self.filesystem.cat_file(path).decode() if self.filesystem.exists(path) else ""

    def _path(self, sha256: str) -> str:
        return f"{self.root}/{_location(sha256)}"


def _location(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.zst"


def _missing(sha256: str, place: str) -> BlobError:
    return BlobError(f"blob {sha256} is missing from {place}; `newsledger doctor` lists all")


def _unpack(packed: bytes, sha256: str) -> bytes:
    try:
        body = zstandard.decompress(packed)
    except zstandard.ZstdError as error:
        raise BlobError(f"blob {sha256} is damaged: {error}") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise BlobError(f"blob {sha256} holds other bytes than its name says")
    return body
