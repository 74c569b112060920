"""What bytes are, by looking at them: for what no header names, or names wrongly."""

SAMPLE_BYTES = 65_536

MAX_CONTROL_SHARE = 0.02
"""Control bytes in text: a stray NUL or escape is text; random bytes hold one in ten."""

CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1b") + b"\x7f"

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose text is half NUL."""

MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"(\xb5/\xfd", "zstd"),
    (b"\x7fELF", "elf"),
    (b"MZ\x90", "exe"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00asm", "wasm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
)
"""First bytes of what is never a page, after the WHATWG MIME Sniffing Standard, section 6."""


def name_magic(body: bytes) -> str | None:
    """The kind of file that these first bytes give away, or None."""
    if body[:4] == b"RIFF" and body[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "riff"
    if body[4:8] == b"ftyp":
        return "mp4"
    return next((kind for mark, kind in MAGIC if body.startswith(mark)), None)


def looks_binary(body: bytes) -> bool:
    """Whether the bytes are no text in any encoding: too many controls for that."""
    sample = body[:SAMPLE_BYTES]
    if (sample.startswith(WIDE_MARKS) or _is_wide(sample)) and name_magic(sample) is None:
        return False
    kept = len(sample.translate(None, CONTROLS))
    return len(sample) - kept > MAX_CONTROL_SHARE * len(sample) + 1


def _is_wide(sample: bytes) -> bool:
    """Whether this is UTF-16 without its mark: every second byte is NUL, and the text is text."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) // 3 or min(even, odd) * 4 >= max(even, odd):
        return False
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    odd_signs = sum(sign < " " and sign not in "\t\n\r\f" for sign in text)
    return odd_signs <= MAX_CONTROL_SHARE * len(text)
