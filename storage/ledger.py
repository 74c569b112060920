"""The door to what is kept: records in, records out.

A `Ledger` is a database and a blob store. Writing is in three moves, each safe to be cut off
anywhere: `record` keeps what came (bytes, then rows), `claim` hands out a batch of what waits, and
the batch is written back in one transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from storage import channels, leases, processing, registry, tries
from storage.batch import Batch, HistoryDesk
from storage.blobs import BlobStore, open_blobs
from storage.care.janitor import RUN
from storage.database import Database
from storage.hosts import Hosts
from storage.known import KnownCaptures
from storage.leases import own_name
from storage.reading import Reader
from storage.recording import kept_out, record
from storage.records import ChannelState, NewRun, Received, SourceFacts, StepKind, Visit, Way

LEASE = timedelta(minutes=5)
"""How long a lease outlives its last renewal: a killed run on another machine blocks no longer."""

WORKER = "process"
"""The lease of the one process that works through the queue of a SQLite ledger."""


class Ledger:
    """One ledger: where it is, and what can be done with it. Opening it checks its schema."""

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self.database = database
        self.blobs = blobs

    @classmethod
    def open(cls, database_url: str, blobs_url: str) -> "Ledger":
        """The ledger at this place.

        Raises:
            LedgerMissingError: there is none; make it with `Ledger.create`.
            LedgerVersionError: its schema is older or newer than this newsledger.
        """
        database = Database(database_url)
        database.check()
        return cls(database, open_blobs(blobs_url))

    @classmethod
    def create(cls, database_url: str, blobs_url: str) -> "Ledger":
        """The ledger at this place, made if it is not there, migrated if it is older."""
        database = Database(database_url)
        database.bring_up()
        return cls(database, open_blobs(blobs_url))

    def reader(self) -> Reader:
        """The reading side: every question that a person asks."""
        return Reader(self.database, self.blobs)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def register(
        self, sources: Sequence[SourceFacts], ways: Mapping[str, Sequence[Way]], now: datetime
    ) -> None:
        """Take up sources.yaml: the sources' rows, and the ways their texts are derived."""
        with self.database.write_alone() as connection:
            registry.register_sources(connection, sources, now)
            registry.activate_all(connection, ways, now)

    def start_run(self, run: NewRun, now: datetime) -> int:
        """Open a run, under the lease of its name; returns its id."""
        with self.database.write() as connection:
            run_id = registry.start_run(connection, run, now)
            leases.take(connection, f"{RUN}{run_id}", own_name(), now, now + LEASE)
        return run_id

    def finish_run(self, run_id: int, state: str, counts: Mapping[str, Any], now: datetime) -> None:
        """Close a run with what it did."""
        with self.database.write() as connection:
            registry.finish_run(connection, run_id, state, counts, now)
            leases.drop(connection, f"{RUN}{run_id}", own_name())

    @contextmanager
    def lease(self, name: str, now: datetime) -> Iterator[None]:
        """Work on something alone.

        Raises:
            LedgerBusyError: another run holds it.
        """
        self.renew_lease(name, now)
        try:
            yield
        finally:
            self.drop_lease(name)

    def drop_lease(self, name: str) -> None:
        """Give our lease back."""
        with self.database.write() as connection:
            leases.drop(connection, name, own_name())

    def renew_lease(self, name: str, now: datetime) -> None:
        """Take a lease or hold it longer; one whose holder has died on this machine is free.

        Raises:
            LedgerBusyError: another run holds it.
        """
        with self.database.write() as connection:
            leases.hold(connection, name, now, now + LEASE)

    @contextmanager
    def worker(self, now: Callable[[], datetime], patience: timedelta = LEASE) -> Iterator[None]:
        """The right to process: shared by any number of workers on PostgreSQL, one on SQLite.

        Raises:
            LedgerBusyError: another process kept it for longer than our patience.
        """
        if self.database.dialect == "postgresql":
            yield
            return
        with leases.in_turn(self.database, WORKER, now, LEASE, patience):
            yield

    def known(self, source_id: str) -> KnownCaptures:
        """What has been fetched of a source before."""
        return KnownCaptures(self.database, source_id)

    @contextmanager
    def polling(self, source_id: str, now: datetime) -> Iterator[dict[str, ChannelState]]:
        """Poll a source alone; yields what is remembered of its channels, by name.

        Raises:
            LedgerBusyError: another run polls it.
        """
        name = polling_lease(source_id)
        with self.database.write() as connection:
            leases.hold(connection, name, now, now + LEASE)
            states = channels.channel_states(connection, source_id)
        try:
            yield states
        finally:
            self.drop_lease(name)

    def channel_states(self, source_id: str) -> dict[str, ChannelState]:
        """What polling remembers of a source's channels, by name."""
        with self.database.read() as connection:
            return channels.channel_states(connection, source_id)

    def keep_state(self, source_id: str, name: str, state: ChannelState) -> None:
        """Remember a channel's state after a round."""
        with self.database.write() as connection:
            channels.keep_state(connection, source_id, name, state)

    def due_sources(self, now: datetime) -> list[str]:
        """Sources with a channel whose time has come, and that no run is reading."""
        with self.database.read() as connection:
            return channels.due_sources(connection, now)

    def hosts(self) -> Hosts:
        """What is remembered of hosts: whose turn it is, and what they publish for robots."""
        return Hosts(self.database)

    def young_pages(self, source_id: str, since: datetime) -> list[Visit]:
        """Pages of a source that were first stored since then."""
        with self.database.read() as connection:
            return tries.young_pages(connection, source_id, since)

    def record(
        self,
        received: Sequence[Received],
        run_id: int | None,
        closing: Mapping[tuple[str, str], ChannelState] | None = None,
    ) -> list[int]:
        """Keep what came and was not taken down, bytes before rows; returns the captures' ids.

        With the rows that close a round comes the state of its channel, (source, name) -> state.
        """
        return record(self.database, self.blobs, received, run_id, closing or {})

    def kept_out(self, received: Sequence[Received]) -> list[Received]:
        """Those of what came with bytes that were taken down, and that `record` leaves out."""
        return kept_out(self.database, received)

    def waiting(self, stage: str = "clean", sources: Sequence[str] | None = None) -> int:
        """How many captures wait to be cleaned (or contents to be enriched)."""
        with self.database.read() as connection:
            return processing.count_waiting(connection, stage, sources)

    @contextmanager
    def claim(
        self, limit: int, run_id: int | None, sources: Sequence[str] | None = None
    ) -> Iterator[Batch]:
        """A batch of what waits. On PostgreSQL it is ours until the transaction ends."""
        if self.database.dialect == "postgresql":
            with self.database.write() as connection:
                found = processing.claim_captures(connection, limit, sources)
                yield Batch(self.database, self.blobs, found, run_id, connection)
        else:
            with self.database.read() as connection:
                found = processing.claim_captures(connection, limit, sources)
            yield Batch(self.database, self.blobs, found, run_id, None)

    def reclean(self, source_id: str) -> int:
        """Queue what the cleaning step in force has not seen; returns how many captures."""
        with self.database.write() as connection:
            registry.source_row(connection, source_id)
            return processing.queue_uncleaned(connection, source_id)

    def activate(self, source_id: str, way: Way, now: datetime, *, again: bool = False) -> int:
        """Put a way in force for a source; returns the step's id."""
        with self.database.write() as connection:
            return registry.activate(connection, source_id, way, now, again=again)

    def configs_in_force(self, kind: StepKind) -> dict[str, Mapping[str, Any]]:
        """The configuration of each source's step in force."""
        with self.database.read() as connection:
            return registry.configs_in_force(connection, kind)

    def step_in_force(self, source_id: str, kind: StepKind) -> tuple[Mapping[str, Any], datetime]:
        """The configuration of a source's step in force, and when it was first met."""
        with self.database.read() as connection:
            return registry.step_in_force(connection, source_id, kind)

    def undo_step(self, source_id: str, kind: StepKind, now: datetime) -> list[int]:
        """Put the step before the present one in force again; returns the articles to project."""
        with self.database.write() as connection:
            registry.source_row(connection, source_id)
            registry.undo_step(connection, source_id, kind, now)
            processing.queue_uncleaned(connection, source_id)
            return processing.settled_articles(connection, source_id)

    @contextmanager
    def history(self) -> Iterator[HistoryDesk]:
        """One transaction over versions, for the decider."""
        with self.database.write() as connection:
            yield HistoryDesk(connection)


def polling_lease(source_id: str) -> str:
    """The lease of whoever polls a source."""
    return f"source:{source_id}"


open_readonly = Reader.open  # for notebooks: the same answers, and nothing can be written
