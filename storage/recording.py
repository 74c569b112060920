"""Keeping what came: what was taken down stays out, bytes go before the rows that name them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from storage import captures, channels, moves
from storage.blobs import Blob, BlobStore
from storage.database import Database
from storage.records import ChannelState, Outcome, Received
from storage.removing import tombstones

Closing = Mapping[tuple[str, str], ChannelState]
"""(source, channel) -> the state that a round ends in."""


def record(
    database: Database,
    blobs: BlobStore,
    received: Sequence[Received],
    run_id: int | None,
    closing: Closing,
) -> list[int]:
    """Keep what came and was not taken down; returns the new captures' ids.

    A poll that brought nothing new is one transaction.
    """
    if all(item.body is None for item in received):
        with database.write() as connection:
            wanted = _wanted(connection, received)
            recorded = _write(connection, wanted, [None] * len(wanted), run_id, closing)
    else:
        with database.read() as connection:
            wanted = _wanted(connection, received)
        bodies = captures.keep_bodies(blobs, wanted)
        with database.write() as connection:
            recorded = _write(connection, wanted, bodies, run_id, closing)
    _queue_again(database, recorded)
    return recorded.ids


def kept_out(database: Database, received: Sequence[Received]) -> list[Received]:
    """Those of what came with bytes that were taken down, and that `record` leaves out."""
    stored = [item for item in received if item.outcome is Outcome.STORED]
    if not stored:
        return []
    with database.read() as connection:
        kept = {id(item) for item in tombstones.without_erased(connection, stored)}
    return [item for item in stored if id(item) not in kept]


def _queue_again(database: Database, recorded: captures.Recorded) -> None:
    """Queue once more what new words are to be told to, now that others can see the words.

    A batch on PostgreSQL looks for new words before it commits. One that did so just before these
    were committed has not seen them, and takes what it cleaned off the queue, where it still stood
    when it was to be put there. This insertion waits for such a batch; one that looks later sees.
    """
    if recorded.to_be_told and database.dialect == "postgresql":
        with database.write() as connection:
            captures.queue(connection, "clean", recorded.to_be_told)


def _wanted(connection: Connection, received: Sequence[Received]) -> list[Received]:
    left = tombstones.without_erased(connection, received)
    return moves.under_old_identity(connection, left)


def _write(
    connection: Connection,
    wanted: Sequence[Received],
    bodies: Sequence[Blob | None],
    run_id: int | None,
    closing: Closing,
) -> captures.Recorded:
    for (source_id, name), state in closing.items():
        channels.keep_state(connection, source_id, name, state)
    return captures.record_captures(connection, wanted, bodies, run_id)
