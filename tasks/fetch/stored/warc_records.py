"""warcio's records under budgets: no header without end, and no record that swells, costs more.

warcio reads lines of any length and skips records of any size; a few kilobytes of gzip can hold
gigabytes of either. Here each step may decode so many bytes and read so many lines, and no more.
"""

from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

MAX_LINE_BYTES = 65_536
MAX_LINES = 5_000

LINE_BYTES = 3_000
"""Decoded in the 30 us that a line takes (of empty gzip members, the slowest)."""

HEAD_BYTES = 1_000_000
SKIP_BYTES = 64_000_000
"""Of what is left of a record when its page has been read; beyond it the next is searched for."""

BLOCK_BYTES = 16_384 * 1_032
"""What one block of a gzip file can hold: it is decoded at once, and counts when it is."""


class RecordTooLarge(ArchiveLoadFailed):  # type: ignore[misc]
    """A record holds more than one step may read."""


class _Budgeted(DecompressingBufferedReader):  # type: ignore[misc]
    """Decodes no more than it is allowed to."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.decoded = 0  # bytes, in all
        self.lines = 0  # in all
        self.allow(HEAD_BYTES)

    def allow(self, size: int) -> None:
        """Let the next step decode so many bytes."""
        self._most = self.decoded + size + (BLOCK_BYTES if self.decompressor else 0)
        self._last_line = self.lines + MAX_LINES

    def readline(self, length: int | None = None) -> bytes:
        """A line, or as much of it as a line may have."""
        self.lines += 1
        if self.lines > self._last_line:
            raise RecordTooLarge("lines")
        most = MAX_LINE_BYTES if length is None else min(length, MAX_LINE_BYTES)
        line: bytes = super().readline(most)
        return line

    def _process_read(self, data: bytes) -> None:
        super()._process_read(data)
        self.decoded += self.buff_size if data else 0
        if self.decoded > self._most:
            raise RecordTooLarge("bytes")


class Records(ArchiveIterator):  # type: ignore[misc]
    """The records of a stream from where it stands, each step within its budget."""

    INC_RECORD = ""  # what warcio would print of a record that is followed by garbage

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.reader = _Budgeted(stream)

    def next_record(self) -> object | None:
        """The next record; None at the end."""
        self._allow(HEAD_BYTES)
        return next(self, None)

    def allow_body(self, size: int) -> None:
        """Let so many bytes of the record be read."""
        self._allow(size)

    def skip_rest(self) -> None:
        """Go on to the end of the record."""
        self._allow(SKIP_BYTES)
        self.read_to_end()

    def _allow(self, size: int) -> None:
        if self.reader is not None:  # it is gone at the end
            self.reader.allow(size)

    @property
    def work_bytes(self) -> int:
        """What was read so far: bytes decoded, and lines for as many as take the same time."""
        reader = self.reader
        return reader.decoded + LINE_BYTES * reader.lines if reader is not None else 0
