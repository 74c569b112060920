"""Hostile local files: each ends in its row, nothing raises, nothing outside is read."""

import gzip
import json
import os
import random
import socket
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.records import ChannelKind, Received
from tasks.fetch.collect import collect
from tasks.sources import Channel, Source
from tests.faults.bounds import bounded
from tests.fetch.fakes import Memory, at_noon

Make = Callable[[Path], object]

GOOD = json.dumps({"id": "a-1", "text": "A good record."}).encode()
OTHER = json.dumps({"id": "a-2", "text": "Another one."}).encode()
SECRET = "the-secret-outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A folder made hostile, the glob that reads it, and the rows it must end in."""

    name: str
    make: Make
    glob: str
    rows: tuple[str, ...]  # "name outcome reason", reason up to its colon


def write(name: str, body: bytes) -> Make:
    """A file with these bytes."""

    def make(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)

    return make


def link(name: str, target: str) -> Make:
    """A symbolic link; ``OUT`` in the target stands for a folder outside the source's."""

    def make(folder: Path) -> None:
        (folder / name).symlink_to(target.replace("OUT", str(folder.parent / "outside")))

    return make


def several(*makes: Make) -> Make:
    """All of them."""

    def make(folder: Path) -> None:
        for one in makes:
            one(folder)

    return make


def fifo(folder: Path) -> None:
    """A pipe nobody writes into: opening it the plain way waits for ever."""
    os.mkfifo(folder / "pipe.txt")


def unix_socket(folder: Path) -> None:
    """A socket in a file's place."""
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the address of a Unix socket must be short
    try:
        listening.bind("sock.txt")
    finally:
        os.chdir(here)
        listening.close()


def sparse(folder: Path) -> None:
    """A file that says it is 3 GB."""
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(3_000_000_000)


def bad_name(folder: Path) -> None:
    """A name that is not UTF-8."""
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"Text.")


def vanishing(folder: Path) -> None:
    """A link to a file that is gone."""
    (folder / "gone.txt").symlink_to(folder / "never-was.txt")


def bomb(folder: Path) -> None:
    """400 MB of one line in 400 KB."""
    with gzip.open(folder / "bomb.jsonl.gz", "wb", compresslevel=9) as file:
        for _ in range(400):
            file.write(b"a" * 1_000_000)


def bomb_of_lines(folder: Path) -> None:
    """A good record, then millions of empty lines."""
    with gzip.open(folder / "lines.jsonl.gz", "wb", compresslevel=9) as file:
        file.write(GOOD + b"\n")
        for _ in range(100):
            file.write(b"\n" * 1_000_000)


def archive(folder: Path) -> None:
    """A zip under a page's name."""
    with zipfile.ZipFile(folder / "page.html", "w") as zipped:
        zipped.writestr("a.txt", "text")


def device(folder: Path) -> None:
    """A link to an endless device."""
    (folder / "zero.txt").symlink_to("/dev/zero")


RANDOM = random.Random(1).randbytes(5_000)
PACKED = gzip.compress(GOOD + b"\n" + OTHER + b"\n" + b"x" * 50_000)
TWO = ("d.jsonl#1 stored", "d.jsonl#2 stored")

CASES = [
    Case(name="plain text", make=write("a.txt", b"Text."), glob="*.txt", rows=("a.txt stored",)),
    Case(name="nothing matches", make=write("a.md", b"x"), glob="*.txt", rows=()),
    Case(name="missing", make=write("b.txt", b"x"), glob="a.txt", rows=("a.txt failed missing",)),
    Case(
        name="missing folder",
        make=write("b.txt", b"x"),
        glob="no/such/a.txt",
        rows=("no/such/a.txt failed missing",),
    ),
    Case(
        name="a folder named as a file",
        make=write("d.txt/inner.md", b"x"),
        glob="*.txt",
        rows=("d.txt skipped not-a-file",),
    ),
    Case(
        name="a file in a folder's place",
        make=write("a.txt", b"x"),
        glob="a.txt/b.txt",
        rows=("a.txt/b.txt failed unreadable",),
    ),
    Case(name="empty", make=write("a.txt", b""), glob="*.txt", rows=("a.txt skipped empty",)),
    Case(
        name="only white space",
        make=write("a.txt", b"\xef\xbb\xbf \r\n\t\n"),
        glob="*.txt",
        rows=("a.txt skipped empty",),
    ),
    Case(name="only NUL", make=write("a.txt", b"\0" * 99), glob="*", rows=("a.txt skipped empty",)),
    Case(name="binary", make=write("a.txt", RANDOM), glob="*", rows=("a.txt skipped binary",)),
    Case(
        name="PNG as html",
        make=write("a.html", b"\x89PNG\r\n\x1a\n" + RANDOM),
        glob="*",
        rows=("a.html skipped binary",),
    ),
    Case(
        name="PDF as html",
        make=write("a.html", b"%PDF-1.4\n1 0 obj << >> endobj"),
        glob="*",
        rows=("a.html skipped binary",),
    ),
    Case(
        name="text that starts like a PDF",
        make=write("a.txt", b"%PDF- is how such a file begins, said the clerk."),
        glob="*",
        rows=("a.txt stored",),
    ),
    Case(name="zip as html", make=archive, glob="*", rows=("page.html skipped binary",)),
    Case(
        name="an unknown ending",
        make=write("a.docx", b"PK\x03\x04"),
        glob="*",
        rows=("a.docx skipped unsupported-file",),
    ),
    Case(
        name="broken UTF-8",
        make=write("a.txt", "Größe".encode("latin-1") + b" \xff\xfe \xc3\x28"),
        glob="*",
        rows=("a.txt stored",),
    ),
    Case(
        name="a stray NUL",
        make=write("a.txt", b"One\0 word. " * 3 + b"And a long line of words without." * 20),
        glob="*",
        rows=("a.txt stored",),
    ),
    Case(
        name="UTF-16",
        make=write("a.txt", "Große Worte, klein gesagt.".encode("utf-16")),
        glob="*",
        rows=("a.txt stored",),
    ),
    Case(name="3 GB sparse", make=sparse, glob="*", rows=("huge.txt failed too-large",)),
    Case(
        name="11 MB",
        make=write("a.txt", b"words " * 1_900_000),
        glob="*",
        rows=("a.txt failed too-large",),
    ),
    Case(name="a pipe", make=fifo, glob="*", rows=("pipe.txt skipped not-a-file",)),
    Case(name="a socket", make=unix_socket, glob="*", rows=("sock.txt skipped not-a-file",)),
    Case(name="a device", make=device, glob="*", rows=("zero.txt skipped outside-folder",)),
    Case(
        name="a link out",
        make=link("a.txt", "OUT/secret.txt"),
        glob="*",
        rows=("a.txt skipped outside-folder",),
    ),
    Case(
        name="a linked folder out",
        make=link("sub", "OUT"),
        glob="sub/*.txt",
        rows=("sub skipped outside-folder",),
    ),
    Case(
        name="a linked folder out by star",
        make=link("sub", "OUT"),
        glob="*/*.txt",
        rows=("sub skipped outside-folder",),
    ),
    Case(name="a linked folder under **", make=link("sub", "OUT"), glob="**/*.txt", rows=()),
    Case(
        name="a file through a linked folder",
        make=link("sub", "OUT"),
        glob="sub/secret.txt",
        rows=("sub/secret.txt skipped outside-folder",),
    ),
    Case(
        name="a link inside",
        make=several(write("a.txt", b"Text."), link("b.txt", "a.txt")),
        glob="*.txt",
        rows=("a.txt stored", "b.txt stored"),
    ),
    Case(name="a dead link", make=vanishing, glob="*", rows=("gone.txt failed missing",)),
    Case(
        name="a link to itself",
        make=link("a.txt", "a.txt"),
        glob="*",
        rows=("a.txt failed unreadable",),
    ),
    Case(
        name="folders in a circle",
        make=several(write("a.txt", b"Text."), link("x", "."), link("y", ".")),
        glob="**/*.txt",
        rows=("a.txt stored",),
    ),
    Case(
        name="climbing out",
        make=write("a.txt", b"x"),
        glob="../outside/*.txt",
        rows=("../outside/*.txt skipped outside-folder",),
    ),
    Case(
        name="climbing out from within",
        make=write("s/a.txt", b"x"),
        glob="s/../../outside/secret.txt",
        rows=("s/../../outside/secret.txt skipped outside-folder",),
    ),
    Case(
        name="an absolute path",
        make=write("a.txt", b"x"),
        glob="/etc/hostname",
        rows=("/etc/hostname skipped outside-folder",),
    ),
    Case(
        name="a name like an option",
        make=write("-rf.txt", b"Text."),
        glob="*",
        rows=("-rf.txt stored",),
    ),
    Case(
        name="a name with a line feed",
        make=write("a\nb.txt", b"Text."),
        glob="*",
        rows=("a\nb.txt stored",),
    ),
    Case(
        name="a name with dots",
        make=write("..a..txt", b"Text."),
        glob="..*",
        rows=("..a..txt stored",),
    ),
    Case(name="a name not in UTF-8", make=bad_name, glob="*", rows=("caf\\xe9.txt stored",)),
    Case(
        name="a name of 255 bytes",
        make=write("n" * 251 + ".txt", b"Text."),
        glob="*",
        rows=("n" * 251 + ".txt stored",),
    ),
    Case(
        name="a name with glob signs",
        make=write("[x]*?.txt", b"Text."),
        glob="*.txt",
        rows=("[x]*?.txt stored",),
    ),
    Case(
        name="JSON lines",
        make=write("d.jsonl", GOOD + b"\n\n" + OTHER),
        glob="*",
        rows=("d.jsonl#1 stored", "d.jsonl#3 stored"),
    ),
    Case(
        name="a byte order mark and CRLF",
        make=write("d.jsonl", b"\xef\xbb\xbf" + GOOD + b"\r\n" + OTHER + b"\r\n"),
        glob="*",
        rows=TWO,
    ),
    Case(
        name="a bad line",
        make=write("d.jsonl", GOOD + b'\n{"id": \n' + OTHER),
        glob="*",
        rows=("d.jsonl#1 stored", "d.jsonl#2 failed bad-line", "d.jsonl#3 stored"),
    ),
    Case(
        name="a line that is no object",
        make=write("d.jsonl", b"[1]\n" + GOOD),
        glob="*",
        rows=("d.jsonl#1 failed bad-line", "d.jsonl#2 stored"),
    ),
    Case(
        name="a line not in UTF-8",
        make=write("d.jsonl", b'{"id": "\xff\xfe\xfa"}\n' + GOOD),
        glob="*",
        rows=("d.jsonl#1 failed bad-line", "d.jsonl#2 stored"),
    ),
    Case(
        name="a line nested 100,000 deep",
        make=write("d.jsonl", b'{"a":' + b"[" * 100_000 + b"\n" + GOOD),
        glob="*",
        rows=("d.jsonl#1 failed bad-line", "d.jsonl#2 stored"),
    ),
    Case(
        name="a number of 10,000 digits",
        make=write("d.jsonl", b'{"id": ' + b"9" * 10_000 + b"}\n" + GOOD),
        glob="*",
        rows=("d.jsonl#1 failed bad-line", "d.jsonl#2 stored"),
    ),
    Case(
        name="a line of 9 MB",
        make=write("d.jsonl", b'{"id": "' + b"x" * 9_000_000 + b'"}\n' + GOOD),
        glob="*",
        rows=("d.jsonl#1 failed bad-line", "d.jsonl#2 stored"),
    ),
    Case(
        name="a lone surrogate in the id",
        make=write("d.jsonl", b'{"id": "\\ud800"}\n' + GOOD),
        glob="*",
        rows=TWO,
    ),
    Case(
        name="binary as JSON lines",
        make=write("d.jsonl", RANDOM),
        glob="*",
        rows=("d.jsonl skipped binary",),
    ),
    Case(
        name="empty JSON lines",
        make=write("d.jsonl", b""),
        glob="*",
        rows=("d.jsonl skipped empty",),
    ),
    Case(
        name="gzipped lines",
        make=write("d.jsonl.gz", gzip.compress(GOOD + b"\n") + gzip.compress(OTHER + b"\n")),
        glob="*",
        rows=("d.jsonl.gz#1 stored", "d.jsonl.gz#2 stored"),
    ),
    Case(
        name="gzip cut off",
        make=write("d.jsonl.gz", PACKED[:-12]),
        glob="*",
        rows=("d.jsonl.gz#1 stored", "d.jsonl.gz#2 stored", "d.jsonl.gz#3 failed corrupt"),
    ),
    Case(
        name="gzip with a wrong checksum",
        make=write("d.jsonl.gz", PACKED[:-8] + struct.pack("<II", 1, 2)),
        glob="*",
        rows=("d.jsonl.gz#1 stored", "d.jsonl.gz#2 stored", "d.jsonl.gz#3 failed corrupt"),
    ),
    Case(
        name="not gzip at all",
        make=write("d.jsonl.gz", GOOD + b"\n"),
        glob="*",
        rows=("d.jsonl.gz#1 failed corrupt",),
    ),
    Case(
        name="a gzip bomb of one line",
        make=bomb,
        glob="*",
        rows=("bomb.jsonl.gz#1 failed bad-line", "bomb.jsonl.gz#2 failed too-large"),
    ),
    Case(
        name="a gzip bomb of lines",
        make=bomb_of_lines,
        glob="*",
        rows=("lines.jsonl.gz#1 stored", "lines.jsonl.gz#1002 failed not-jsonl"),
    ),
    Case(
        name="prose as JSON lines",
        make=write("d.jsonl", b"Not a record.\n" * 5_000),
        glob="*",
        rows=(
            *(f"d.jsonl#{at} failed bad-line" for at in range(1, 1001)),
            "d.jsonl#1001 failed not-jsonl",
        ),
    ),
]


def shown(received: Received) -> str:
    """A row as the cases write it."""
    reason = (received.reason or "").partition(":")[0]
    return f"{received.link.url} {received.outcome} {reason}".strip()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_hostile_file_ends_in_its_row(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    case.make(folder)
    source = Source(id="dumps", name="Dumps")
    channel = Channel(name="files", kind=ChannelKind.FILES, path=case.glob)

    with bounded():
        answers = list(
            collect(source, channel, known=Memory(), root=folder, client=None, now=at_noon)
        )

    assert tuple(shown(received) for received in answers) == case.rows
    assert all(SECRET.encode() not in (received.body or b"") for received in answers)
    for received in answers:
        received.link.url.encode()  # storable text: no lone surrogates
        received.link.identity.encode()
