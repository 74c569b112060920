"""What is wrong in a sources.yaml whose values fit one by one.

Each function yields a problem with its path; :mod:`tasks.sources_file` turns it into a line.
"""

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from os.path import normpath
from pathlib import Path, PurePosixPath

from tasks.recipes import Rules
from tasks.sources import Source, SourcesFile

AHEAD = timedelta(days=1)  # somewhere on Earth it is tomorrow in UTC already


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where."""

    path: tuple[str | int, ...]
    message: str


def find_problems(folder: Path, found: SourcesFile, today: date | None) -> Iterator[Problem]:
    """All that is wrong in a file in this folder; without `today`, no day is in the future."""
    for place, source in enumerate(found.sources):
        for problem in _of_source(folder, source, today):
            yield Problem(("sources", place, *problem.path), problem.message)


def rules_at_odds(rules: Sequence[Rules]) -> Iterator[Problem]:
    """Rules of which one would never be in force, or could not be told from another."""
    ids: set[str] = set()
    days: dict[date | None, str] = {}
    for number, rule in enumerate(rules):
        if rule.id in ids:
            said = f"two rules have the id {rule.id!r}; give each its own"
            yield Problem(("rules", number, "id"), said)
        elif (other := days.get(rule.valid_until)) is not None:
            yield Problem(("rules", number), _never_in_force(other, rule))
        ids.add(rule.id)
        days.setdefault(rule.valid_until, rule.id)


def _never_in_force(other: str, rule: Rules) -> str:
    until = f"the same `valid_until: {rule.valid_until}`" if rule.valid_until else "no end"
    return (
        f"{other!r} and {rule.id!r} have {until}, and one rule is in force at a time, so"
        f" {rule.id!r} would never be; put its lines into {other!r},"
        f" or give {other!r} an earlier `valid_until`, such as 2026-01-01"
    )


def _of_source(folder: Path, source: Source, today: date | None) -> Iterator[Problem]:
    yield from _bundle(folder, source)
    yield from _outside(folder, source)
    yield from rules_at_odds(source.rules)
    if today is not None and source.since is not None and source.since > today + AHEAD:
        said = (
            f"{source.since} is in the future, and every earlier date of its articles would be"
            " refused; write the day on which the source began, or leave it out"
        )
        yield Problem(("since",), said)


def _bundle(folder: Path, source: Source) -> Iterator[Problem]:
    """A bundle of authorities that is named and cannot be used."""
    bundle = source.fetch.ca_bundle
    try:
        if bundle is not None:
            ssl.create_default_context(cafile=folder / bundle)
    except OSError as error:  # ssl.SSLError is one
        said = f"{bundle}: no readable PEM file of certificates ({error.strerror or error})"
        yield Problem(("fetch", "ca_bundle"), said)


def _outside(folder: Path, source: Source) -> Iterator[Problem]:
    """Globs that are not written from the folder on, outside which nothing is read."""
    for number, channel in enumerate(source.channels):
        parts = PurePosixPath(channel.path or "")
        if parts.is_absolute() or ".." in parts.parts:
            said = _fault_of_glob(folder.resolve(), parts)
            yield Problem(("channels", number, "path"), f"{channel.path!r} {said}")


def _fault_of_glob(folder: Path, glob: PurePosixPath) -> str:
    """What is wrong with a glob that is absolute or has ``..`` in it, and what to write."""
    whole = PurePosixPath(normpath(PurePosixPath(folder) / glob))
    if not whole.is_relative_to(folder) or whole == PurePosixPath(folder):
        return (
            "leads out of the folder of sources.yaml, and nothing outside it is read;"
            " put the files below it, or sources.yaml above them"
        )
    why = "is an absolute path" if glob.is_absolute() else "has `..` in it"
    return f"{why}, which is not taken; write `{whole.relative_to(folder)}`"
