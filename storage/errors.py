"""Everything that newsledger raises on purpose.

::

    NewsledgerError
    +-- UsageError            the person asked for something that cannot be
    |   +-- NotFoundError     no such article, source, mention or entity
    +-- ConfigError           sources.yaml or a setting is wrong; names file, line and path
    +-- LedgerError           the database cannot be used as it is
    |   +-- LedgerMissingError    there is none here yet
    |   +-- LedgerVersionError    made by a newer newsledger, or not yet migrated
    |   +-- LedgerBusyError       another run holds what this one needs
    |   +-- StorageFullError      the disk is full; nothing of the batch was kept
    +-- BlobError             bytes are missing or are not what their name says
    +-- PageError             one page cannot be cleaned; costs only itself

Each message says what it is about and what to do next.
"""


class NewsledgerError(Exception):
    """Any expected failure; the message is meant for the person who runs the command."""

    exit_code = 1


class UsageError(NewsledgerError):
    """The call itself is wrong."""

    exit_code = 2


class NotFoundError(UsageError):
    """The thing that was named is not in the ledger."""

    exit_code = 4


class ConfigError(NewsledgerError):
    """sources.yaml or a setting is wrong."""

    exit_code = 3


class LedgerError(NewsledgerError):
    """The ledger cannot be used as it is."""

    exit_code = 5


class LedgerMissingError(LedgerError):
    """There is no ledger at the given place."""


class LedgerVersionError(LedgerError):
    """The database's schema and this newsledger do not fit."""


class LedgerBusyError(LedgerError):
    """Another run holds what this one needs."""

    exit_code = 6
    holder: str | None = None  # its host and process, where they are known


class StorageFullError(LedgerError):
    """The disk is full."""


class BlobError(NewsledgerError):
    """Stored bytes are missing, or are not what their name says."""

    exit_code = 7


class PageError(NewsledgerError):
    """One page cannot be cleaned."""
