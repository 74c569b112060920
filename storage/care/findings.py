"""What an examination of the ledger comes to: one finding a check, with its cure."""

from dataclasses import dataclass
from enum import StrEnum


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


def all_well(check: str, said: str) -> Finding:
    """That a check found nothing."""
    return Finding(check=check, level=Level.OK, said=said)


def noted(check: str, said: str, fix: str) -> Finding:
    """Something worth knowing."""
    return Finding(check=check, level=Level.NOTE, said=said, fix=fix)


def wrong(check: str, said: str, fix: str | None) -> Finding:
    """Something to be mended."""
    return Finding(check=check, level=Level.WRONG, said=said, fix=fix)


def from_error(check: str, error: Exception) -> Finding:
    """A failure as a finding: what its message says to do is the cure."""
    said, _, fix = str(error).partition("; ")
    return wrong(check, said, fix or None)
