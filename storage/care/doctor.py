"""The ledger examined: what is wrong with it, and what to do about each thing.

Nothing is changed here. A check that cannot be made because an earlier one failed is left out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage import leases
from storage.blobs import BlobStore
from storage.bulk import select, time_of
from storage.care.blob_checks import check_blobs
from storage.care.findings import Finding as Finding
from storage.care.findings import Level as Level
from storage.care.findings import all_well, from_error, noted, wrong
from storage.care.free_space import free_space
from storage.care.janitor import RUN
from storage.database import Database, head_revision
from storage.errors import LedgerError
from storage.first_few import SHOWN, first_few
from storage.fulltext import index as search
from storage.leases import holder_is_dead
from storage.removing.tombstones import known_hashes, read_notes

LOW_DISK_BYTES = 1_000_000_000
STALE_AFTER = timedelta(hours=1)
"""How old a run that says "running" must be, when nobody holds its lease, to be named."""

AHEAD = timedelta(minutes=5)


def examine(
    database: Database, blobs: BlobStore, now: datetime, *, quick: bool = False
) -> Iterator[Finding]:
    """Every check in turn; `quick` looks whether blobs are there, not whether they are whole."""
    try:
        database.check()
    except LedgerError as error:
        yield from_error("schema", error)
        return
    yield all_well("schema", f"revision {head_revision()}")
    yield from _told_once(_inside(database, blobs, now, quick))
    yield from _disks(database, blobs)


def _told_once(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, and what ends them where the database is too damaged to go on."""
    damaged = False
    try:
        for finding in findings:
            damaged = damaged or (finding.check == "database" and finding.level is Level.WRONG)
            yield finding
    except LedgerError as error:
        if not damaged:
            yield from_error("database", error)


def _inside(database: Database, blobs: BlobStore, now: datetime, quick: bool) -> Iterator[Finding]:
    with database.read() as connection:
        yield _whole(connection, quick)
        yield _references(connection)
        yield from check_blobs(connection, blobs, quick)
        for check in (_runs, _clock):
            yield check(connection, now)
        for plain in (_leases, _queue, _forgotten, _versions, _index):
            yield plain(connection)
        yield _takedowns(connection, blobs)


def _whole(connection: Connection, quick: bool) -> Finding:
    if connection.dialect.name != "sqlite":
        return all_well("database", "PostgreSQL answers")
    pragma = "quick_check" if quick else "integrity_check"
    said = [row[0] for row in select(connection, f"PRAGMA {pragma}")]
    if said == ["ok"]:
        return all_well("database", f"SQLite's {pragma} finds nothing")
    fix = "keep a copy of the file, then `newsledger restore DIR --over` with a backup"
    return wrong("database", "; ".join(said[:SHOWN]), fix)


def _references(connection: Connection) -> Finding:
    if connection.dialect.name != "sqlite":
        return all_well("references", "kept by PostgreSQL")
    broken = select(connection, "PRAGMA foreign_key_check")
    if not broken:
        return all_well("references", "every row's references exist")
    tables = sorted({f"{row[0]} -> {row[2]}" for row in broken})
    said = f"{len(broken)} rows refer to rows that are not there: {first_few(tables)}"
    return wrong("references", said, "restore a backup; another program has written here")


def _runs(connection: Connection, now: datetime) -> Finding:
    living = set(leases.living(connection, now))
    sql = "SELECT id, flow, started_at FROM run WHERE state = 'running' AND started_at < ?"
    found = select(connection, sql, (now - STALE_AFTER,))
    old = [row for row in found if f"{RUN}{row[0]}" not in living]
    if not old:
        return all_well("runs", "none was left unfinished")
    said = ", ".join(f"{row[0]} ({row[1]}, {time_of(row[2]):%Y-%m-%d %H:%M})" for row in old)
    fix = "they were cut off; `newsledger process` takes up what they left"
    return noted("runs", f"still said to be running: {said}", fix)


def _clock(connection: Connection, now: datetime) -> Finding:
    sql = "SELECT count(*), max(fetched_at) FROM capture WHERE fetched_at > ?"
    count, last = select(connection, sql, (now + AHEAD,))[0]
    if not count:
        return all_well("clock", f"{now:%Y-%m-%d %H:%M} UTC, after every capture")
    said = f"{count} captures lie in the future, up to {time_of(last):%Y-%m-%d %H:%M} UTC"
    return wrong("clock", said, "set this machine's clock, or that of the one that fetched")


def _leases(connection: Connection) -> Finding:
    dead = [name for name, holder in leases.every(connection) if holder_is_dead(holder)]
    if not dead:
        return all_well("leases", "none is held by a dead process")
    said = f"held by processes that are gone: {first_few(dead)}"
    return noted("leases", said, "nothing to do; the next run takes them over")


def _queue(connection: Connection) -> Finding:
    sql = (
        "SELECT count(*) FROM pending p WHERE p.stage = 'clean'"
        " AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.id = p.item_id)"
    )
    lost = select(connection, sql)[0][0]
    waiting = select(connection, "SELECT count(*) FROM pending WHERE stage = 'clean'")[0][0]
    if lost:
        fix = "restore a backup; another program has written here"
        return wrong("queue", f"{lost} waiting captures do not exist", fix)
    if waiting:
        return noted("queue", f"{waiting} captures wait", "`newsledger process` works them off")
    return all_well("queue", "nothing waits")


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
        return all_well("captures", "every one is processed or waits")
    said = ", ".join(f"{row[1]} of {row[0]}" for row in rows)
    return wrong("captures", f"neither processed nor waiting: {said}", "`newsledger backfill`")


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
        return all_well("versions", "every article that was read has a current one")
    said = f"articles without a current version: {first_few(broken)}"
    return wrong("versions", said, "`newsledger backfill` tells their history again")


def _index(connection: Connection) -> Finding:
    behind = search.lag(connection)
    if not behind:
        return all_well("search", "the index is up to date")
    said = f"{behind} texts are not indexed yet"
    return noted("search", said, "`newsledger process` lets the index catch up")


def _takedowns(connection: Connection, blobs: BlobStore) -> Finding:
    of_old = {stone.key_hash for stone in read_notes(blobs)}
    undone = of_old - known_hashes(connection, of_old)
    sql = "SELECT count(*) FROM erasure WHERE done_at IS NULL"
    cut_off = int(select(connection, sql)[0][0])
    if undone:
        said = f"{len(undone)} that were carried out are not in this database: a copy undid them"
        return wrong("takedowns", said, "`newsledger process` carries them out again")
    if cut_off:
        return noted("takedowns", f"{cut_off} were cut off", "`newsledger process` ends them")
    return all_well("takedowns", "what was taken down is gone")


def _disks(database: Database, blobs: BlobStore) -> Iterator[Finding]:
    for place, free in free_space(database, blobs):
        said = f"{free / 1e9:.1f} GB free at {place}"
        if free < LOW_DISK_BYTES:
            yield wrong("disk", said, "free some space, or move the ledger's folder")
        else:
            yield all_well("disk", said)
