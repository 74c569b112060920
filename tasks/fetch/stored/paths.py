"""Which files a glob names, and how one is opened without leaving its folder.

Names are data: a newline, a leading dash or undecodable bytes in one change nothing. Folders
behind symbolic links are not walked into, so no link can make the walk endless.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tasks.fetch.reasons import Reason

MAGIC = frozenset("*?[")


class PathRefused(Exception):
    """A path cannot be read; carries the reason that goes into the row."""

    def __init__(self, reason: Reason, detail: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that a glob named: where it is, and its name as it goes into the ledger."""

    path: Path
    name: str


def find_files(root: Path, pattern: str) -> Iterator[Found]:
    """Files under ``root`` that the glob names, in the order of their names.

    A pattern without wildcards yields its path even when nothing is there.

    Raises:
        PathRefused: the pattern is absolute or climbs out of the folder.
    """
    parts = PurePosixPath(pattern).parts
    if not parts or PurePosixPath(pattern).is_absolute() or ".." in parts or "\0" in pattern:
        raise PathRefused(Reason.OUTSIDE_FOLDER)
    inside = root.resolve()
    for path in _expand(root, _without_repeated_stars(parts), inside):
        yield Found(path=path, name=ledger_name(path.relative_to(root)))


def names_nothing(root: Path, pattern: str) -> bool:
    """Whether no file or folder that is there has a name of the glob."""
    return not any(found.path.exists() for found in find_files(root, pattern))


def ledger_name(relative: PurePosixPath | Path) -> str:
    r"""The path as storable text: POSIX separators, undecodable bytes as ``\xff``."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def open_inside(root: Path, path: Path) -> tuple[BinaryIO, int]:
    """The file opened for reading, and its size in bytes.

    Raises:
        PathRefused: nothing is there, it lies outside ``root``, is no regular file, or cannot be
            read.
    """
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve(strict=True)):
            raise PathRefused(Reason.OUTSIDE_FOLDER)
        return _open_regular(real)
    except FileNotFoundError as error:
        raise PathRefused(Reason.MISSING) from error
    except RuntimeError as error:
        raise PathRefused(Reason.UNREADABLE, "its links lead in a circle") from error
    except OSError as error:
        raise PathRefused(Reason.UNREADABLE, error.strerror) from error
    except ValueError as error:
        raise PathRefused(Reason.UNREADABLE, "no name of a file") from error


def _open_regular(real: Path) -> tuple[BinaryIO, int]:
    if not stat.S_ISREG(real.stat(follow_symlinks=False).st_mode):
        raise PathRefused(Reason.NOT_A_FILE)
    # Looked at again once open, and never waiting: the name may point elsewhere by now.
    descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise PathRefused(Reason.NOT_A_FILE)
    return os.fdopen(descriptor, "rb"), found.st_size


def _without_repeated_stars(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        part for at, part in enumerate(parts) if part != "**" or at == 0 or parts[at - 1] != "**"
    )


def _expand(folder: Path, parts: tuple[str, ...], inside: Path) -> Iterator[Path]:
    if not parts:
        yield folder
        return
    head, rest = parts[0], parts[1:]
    if head == "**":
        yield from _expand(folder, rest or ("*",), inside)
        for below in _folders(folder):
            yield from _expand(below, parts, inside)
    elif MAGIC.isdisjoint(head):
        yield from _expand(folder / head, rest, inside)
    elif not folder.resolve().is_relative_to(inside):
        yield folder  # a link out: named once, never listed
    else:
        for path in _matches(folder, head, any_name=not rest and head == "*"):
            yield from _expand(path, rest, inside)


def _matches(folder: Path, pattern: str, *, any_name: bool) -> Iterator[Path]:
    for name in _names(folder):
        hidden = name.startswith(".") and not pattern.startswith(".")
        if hidden or not fnmatchcase(name, pattern):
            continue
        if not (any_name and (folder / name).is_dir()):  # a bare star asks for no folders
            yield folder / name


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names only, no Path for each
    except OSError:
        return []


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
            )
    except OSError:
        return []
    return [folder / name for name in names]
