"""What the environment says: read once, here and nowhere else, and passed down."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import ConfigError

SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the ledger is and how much it may use."""

    database_url: str
    blobs_url: str
    sources_path: Path
    workers: int  # processes that clean and enrich
    batch_size: int  # captures a transaction
    backups: Path | None = None  # where upkeep puts a backup a day; None: nowhere
    backups_kept: int = 7

    @property
    def root(self) -> Path:
        """The folder of sources.yaml; `files` channels read nothing outside it."""
        return self.sources_path.resolve().parent

    def absolute(self) -> "Settings":
        """The same, so that it holds from any working folder."""
        database, blobs = self.database_url, self.blobs_url
        if database.startswith(SQLITE):
            database = SQLITE + str(Path(database.removeprefix(SQLITE)).absolute())
        if "://" not in blobs:
            blobs = str(Path(blobs).absolute())
        sources = self.sources_path.absolute()
        backups = self.backups.absolute() if self.backups else None
        places = replace(self, database_url=database, blobs_url=blobs, sources_path=sources)
        return replace(places, backups=backups)

    def export(self) -> None:
        """Put the settings into the environment, for the flows that run in this process."""
        os.environ["NEWSLEDGER_DATABASE_URL"] = self.database_url
        os.environ["NEWSLEDGER_BLOBS_URL"] = self.blobs_url
        os.environ["NEWSLEDGER_SOURCES"] = str(self.sources_path)
        if self.backups is not None:
            os.environ["NEWSLEDGER_BACKUPS"] = str(self.backups)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from NEWSLEDGER_* variables, with a ledger under ./ledger by default."""
    found = os.environ if environment is None else environment
    return Settings(
        database_url=found.get("NEWSLEDGER_DATABASE_URL", "sqlite:///ledger/ledger.db"),
        blobs_url=found.get("NEWSLEDGER_BLOBS_URL", "ledger/blobs"),
        sources_path=Path(found.get("NEWSLEDGER_SOURCES", "sources.yaml")),
        workers=_number(found, "NEWSLEDGER_WORKERS", os.cpu_count() or 1),
        batch_size=_number(found, "NEWSLEDGER_BATCH_SIZE", 250),
        backups=Path(found["NEWSLEDGER_BACKUPS"]) if found.get("NEWSLEDGER_BACKUPS") else None,
        backups_kept=_number(found, "NEWSLEDGER_BACKUPS_KEPT", 7),
    )


def _number(found: Mapping[str, str], name: str, default: int) -> int:
    text = found.get(name, str(default))
    if not text.isdigit() or int(text) < 1:
        raise ConfigError(f"{name} is {text!r}; it must be a whole number from 1 up")
    return int(text)
