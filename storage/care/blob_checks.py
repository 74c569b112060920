"""The bytes examined: what is missing or damaged, and which articles rest on it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from storage.blobs import BlobStore
from storage.bulk import select, select_among
from storage.care.findings import Finding, all_well, noted, wrong
from storage.errors import BlobError
from storage.first_few import first_few

NAMED = 10
"""How many of the articles that are hurt are named: what a person can look at one by one."""

MEND = (
    "copy them back from the blobs of a backup, or put all of it in place with `newsledger restore"
    " DIR --over`; the articles stay readable, but cannot be cleaned again without their bytes"
)
RESTING = (
    "SELECT DISTINCT d.article_id, v.number FROM capture c"
    " JOIN derivation d ON d.capture_id = c.id AND d.article_id IS NOT NULL"
    " LEFT JOIN article_version v ON v.article_id = d.article_id"
    " AND v.content_id = d.content_id AND v.superseded_at IS NULL"
    " WHERE c.blob_sha256 {among} ORDER BY d.article_id, v.number"
)
"""The articles of captures, each with the numbers of the versions that they are the text of."""


def check_blobs(connection: Connection, blobs: BlobStore, quick: bool) -> Iterator[Finding]:
    """Whether all bytes are there, and whole unless `quick`; then files that nobody needs."""
    rows = select(connection, "SELECT sha256, erased_at FROM blob")
    kept = [row[0] for row in rows if row[1] is None]
    broken = [sha256 for sha256 in kept if not _is_good(blobs, sha256, quick)]
    if broken:
        yield _broken(connection, broken, len(kept))
    else:
        yield _whole(kept, len(rows) - len(kept), quick)
    orphans = sorted(set(blobs.names()) - set(kept))
    if orphans:
        said = f"{len(orphans)} files that no row needs, left by a run that was cut off"
        fix = "harmless; taken up when fetched again, and what was let go goes with `upkeep`"
        yield noted("stray files", said, fix)


def _broken(connection: Connection, broken: Sequence[str], kept: int) -> Finding:
    said = f"{len(broken)} of {kept} are missing or damaged: {first_few(broken)}"
    resting = _resting(connection, broken)
    return wrong("blobs", f"{said}; {resting}", MEND)


def _resting(connection: Connection, broken: Sequence[str]) -> str:
    """Which articles rest on these bytes, such as `2 articles rest on them: 4 (version 1), 7`."""
    numbers: dict[int, list[int]] = {}
    for article_id, number in select_among(connection, RESTING, broken):
        numbers.setdefault(article_id, []).extend([] if number is None else [number])
    if not numbers:
        return "no article rests on them"
    named = [_named(article_id, numbers[article_id]) for article_id in list(numbers)[:NAMED]]
    more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
    rest = "1 article rests" if len(numbers) == 1 else f"{len(numbers)} articles rest"
    return f"{rest} on them: {', '.join(named)}{more}"


def _named(article_id: int, numbers: Sequence[int]) -> str:
    if not numbers:
        return str(article_id)
    word = "version" if len(numbers) == 1 else "versions"
    return f"{article_id} ({word} {' and '.join(map(str, numbers))})"


def _whole(kept: Sequence[str], gone: int, quick: bool) -> Finding:
    how = "are there" if quick else "are there and hold what their names say"
    let_go = f"; {gone} were let go by rights.keep_captures" if gone else ""
    return all_well("blobs", f"all {len(kept)} {how}{let_go}")


def _is_good(blobs: BlobStore, sha256: str, quick: bool) -> bool:
    if quick:
        return blobs.has(sha256)
    try:
        blobs.get(sha256)
    except BlobError:
        return False
    return True
