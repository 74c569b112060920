"""Keeping what came: what was taken down stays out, bytes go before the rows that name them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from storage import captures, channels, moves, tombstones
from storage.blobs import Blob, BlobStore
from storage.database import Database
from storage.records import ChannelState, Received

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
            return _write(connection, wanted, [None] * len(wanted), run_id, closing)
    with database.read() as connection:
        wanted = _wanted(connection, received)
    bodies = captures.keep_bodies(blobs, wanted)
    with database.write() as connection:
        return _write(connection, wanted, bodies, run_id, closing)


def _wanted(connection: Connection, received: Sequence[Received]) -> list[Received]:
    left = tombstones.without_erased(connection, received)
    return moves.under_old_identity(connection, left)


def _write(
    connection: Connection,
    wanted: Sequence[Received],
    bodies: Sequence[Blob | None],
    run_id: int | None,
    closing: Closing,
) -> list[int]:
    for (source_id, name), state in closing.items():
        channels.keep_state(connection, source_id, name, state)
    return captures.record_captures(connection, wanted, bodies, run_id)
