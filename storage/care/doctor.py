"""The ledger examined: what is wrong with it, and what to do about each thing.

Nothing is changed here. A check that cannot be made because an earlier one failed is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from storage import leases
from storage.blobs import BlobStore
from storage.bulk import select, time_of
from storage.care.free_space import free_space
from storage.care.janitor import RUN
from storage.database import Database, head_revision
from storage.errors import BlobError, LedgerError
from storage.first_few import SHOWN, first_few
from storage.fulltext import index as search
from storage.leases import holder_is_dead
from storage.removing.tombstones import known_hashes, read_notes

LOW_DISK_BYTES = 1_000_000_000
STALE_AFTER = timedelta(hours=1)
"""How old a run that says "running" must be, when nobody holds its lease, to be named."""

AHEAD = timedelta(minutes=5)


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"  # worth knowing; nothing is lost
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check came to."""

    check: str
    level: Level
    said: str
    fix: str | None = None


def examine(
    database: Database, blobs: BlobStore, now: datetime, *, quick: bool = False
) -> Iterator[Finding]:
    """Every check in turn; `quick` looks whether blobs are there, not whether they are whole."""
    try:
        database.check()
    except LedgerError as error:
        said, _, fix = str(error).partition("; ")
        yield Finding(check="schema", level=Level.WRONG, said=said, fix=fix or None)
        return
    yield Finding(check="schema", level=Level.OK, said=f"revision {head_revision()}")
    with database.read() as connection:
        yield _whole(connection, quick)
        yield _references(connection)
        yield from _blobs(connection, blobs, quick)
        for check in (_runs, _clock):
            yield check(connection, now)
        for plain in (_leases, _queue, _forgotten, _versions, _index):
            yield plain(connection)
        yield _takedowns(connection, blobs)
    yield from _disks(database, blobs)


def _whole(connection: Connection, quick: bool) -> Finding:
    if connection.dialect.name != "sqlite":
        return _ok("database", "PostgreSQL answers")
    pragma = "quick_check" if quick else "integrity_check"
    said = [row[0] for row in select(connection, f"PRAGMA {pragma}")]
    if said == ["ok"]:
        return _ok("database", f"SQLite's {pragma} finds nothing")
    fix = "keep the file, then restore a backup, or `sqlite3 ledger.db .recover`"
    return _wrong("database", "; ".join(said[:SHOWN]), fix)


def _references(connection: Connection) -> Finding:
    if connection.dialect.name != "sqlite":
        return _ok("references", "kept by PostgreSQL")
    broken = select(connection, "PRAGMA foreign_key_check")
    if not broken:
        return _ok("references", "every row's references exist")
    tables = sorted({f"{row[0]} -> {row[2]}" for row in broken})
    said = f"{len(broken)} rows refer to rows that are not there: {first_few(tables)}"
    return _wrong("references", said, "restore a backup; another program has written here")


def _blobs(connection: Connection, blobs: BlobStore, quick: bool) -> Iterator[Finding]:
    rows = select(connection, "SELECT sha256, erased_at FROM blob")
    kept = [row[0] for row in rows if row[1] is None]
    broken = [sha256 for sha256 in kept if not _is_good(blobs, sha256, quick)]
    how = "are there" if quick else "are there and hold what their names say"
    if broken:
        fix = "copy them back from a backup of the blobs; `newsledger why` names what rests on them"
        said = f"{len(broken)} of {len(kept)} are missing or damaged: {first_few(broken)}"
        yield _wrong("blobs", said, fix)
    else:
        gone = len(rows) - len(kept)
        let_go = f"; {gone} were let go by rights.keep_captures" if gone else ""
        yield _ok("blobs", f"all {len(kept)} {how}{let_go}")
    orphans = sorted(set(blobs.names()) - set(kept))
    if orphans:
        said = f"{len(orphans)} files that no row needs, left by a run that was cut off"
        fix = "harmless; taken up when fetched again, and what was let go goes with `upkeep`"
        yield _note("stray files", said, fix)


def _is_good(blobs: BlobStore, sha256: str, quick: bool) -> bool:
    if quick:
        return blobs.has(sha256)
    try:
        blobs.get(sha256)
    except BlobError:
        return False
    return True


def _runs(connection: Connection, now: datetime) -> Finding:
    living = set(leases.living(connection, now))
    sql = "SELECT id, flow, started_at FROM run WHERE state = 'running' AND started_at < ?"
    found = select(connection, sql, (now - STALE_AFTER,))
    old = [row for row in found if f"{RUN}{row[0]}" not in living]
    if not old:
        return _ok("runs", "none was left unfinished")
    said = ", ".join(f"{row[0]} ({row[1]}, {time_of(row[2]):%Y-%m-%d %H:%M})" for row in old)
    fix = "they were cut off; `newsledger process` takes up what they left"
    return _note("runs", f"still said to be running: {said}", fix)


def _clock(connection: Connection, now: datetime) -> Finding:
    sql = "SELECT count(*), max(fetched_at) FROM capture WHERE fetched_at > ?"
    count, last = select(connection, sql, (now + AHEAD,))[0]
    if not count:
        return _ok("clock", f"{now:%Y-%m-%d %H:%M} UTC, after every capture")
    said = f"{count} captures lie in the future, up to {time_of(last):%Y-%m-%d %H:%M} UTC"
    return _wrong("clock", said, "set this machine's clock, or that of the one that fetched")


def _leases(connection: Connection) -> Finding:
    dead = [name for name, holder in leases.every(connection) if holder_is_dead(holder)]
    if not dead:
        return _ok("leases", "none is held by a dead process")
    said = f"held by processes that are gone: {first_few(dead)}"
    return _note("leases", said, "nothing to do; the next run takes them over")


def _queue(connection: Connection) -> Finding:
    sql = (
        "SELECT count(*) FROM pending p WHERE p.stage = 'clean'"
        " AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.id = p.item_id)"
    )
    lost = select(connection, sql)[0][0]
    waiting = select(connection, "SELECT count(*) FROM pending WHERE stage = 'clean'")[0][0]
    if lost:
        fix = "restore a backup; another program has written here"
        return _wrong("queue", f"{lost} waiting captures do not exist", fix)
    if waiting:
        return _note("queue", f"{waiting} captures wait", "`newsledger process` works them off")
    return _ok("queue", "nothing waits")


def _forgotten(connection: Connection) -> Finding:
    sql = (
        "SELECT c.source_id, count(*) FROM capture c"
        " WHERE (c.outcome = 'stored' OR c.status IN (404, 410))"
        " AND NOT EXISTS (SELECT 1 FROM derivation d WHERE d.capture_id = c.id)"
        " AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.stage = 'clean' AND p.item_id = c.id)"
        " GROUP BY c.source_id ORDER BY c.source_id"
    )
    rows = select(connection, sql)
    if not rows:
        return _ok("captures", "every one is processed or waits")
    said = ", ".join(f"{row[1]} of {row[0]}" for row in rows)
    return _wrong("captures", f"neither processed nor waiting: {said}", "`newsledger backfill`")


def _versions(connection: Connection) -> Finding:
    sql = (
        "SELECT DISTINCT d.article_id FROM derivation d"
        " JOIN active_step s ON s.step_id = d.step_id AND s.active_to IS NULL"
        " WHERE d.state = 'article' AND NOT EXISTS"
        "  (SELECT 1 FROM article_version v WHERE v.article_id = d.article_id"
        "  AND v.superseded_at IS NULL AND v.observed_to IS NULL) ORDER BY 1"
    )
    broken = [str(row[0]) for row in select(connection, sql)]
    if not broken:
        return _ok("versions", "every article that was read has a current one")
    said = f"articles without a current version: {first_few(broken)}"
    return _wrong("versions", said, "`newsledger backfill` tells their history again")


def _index(connection: Connection) -> Finding:
    behind = search.lag(connection)
    if not behind:
        return _ok("search", "the index is up to date")
    said = f"{behind} texts are not indexed yet"
    return _note("search", said, "`newsledger process` lets the index catch up")


def _takedowns(connection: Connection, blobs: BlobStore) -> Finding:
    noted = {stone.key_hash for stone in read_notes(blobs)}
    undone = noted - known_hashes(connection, noted)
    sql = "SELECT count(*) FROM erasure WHERE done_at IS NULL"
    cut_off = int(select(connection, sql)[0][0])
    if undone:
        said = f"{len(undone)} that were carried out are not in this database: a copy undid them"
        return _wrong("takedowns", said, "`newsledger process` carries them out again")
    if cut_off:
        return _note("takedowns", f"{cut_off} were cut off", "`newsledger process` ends them")
    return _ok("takedowns", "what was taken down is gone")


def _disks(database: Database, blobs: BlobStore) -> Iterator[Finding]:
    for place, free in free_space(database, blobs):
        said = f"{free / 1e9:.1f} GB free at {place}"
        if free < LOW_DISK_BYTES:
            yield _wrong("disk", said, "free some space, or move the ledger's folder")
        else:
            yield _ok("disk", said)


def _ok(check: str, said: str) -> Finding:
    return Finding(check=check, level=Level.OK, said=said)


def _note(check: str, said: str, fix: str) -> Finding:
    return Finding(check=check, level=Level.NOTE, said=said, fix=fix)


def _wrong(check: str, said: str, fix: str) -> Finding:
    return Finding(check=check, level=Level.WRONG, said=said, fix=fix)
