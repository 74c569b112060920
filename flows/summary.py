"""A run in one sentence, and as a table of its sources."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flows.numbers import made, read
from flows.pipeline import Tally
from tasks.fetch.stage import NOTE

REASONS = 5
"""Refusals shown for each source; `newsledger runs RUN` lists all that the run's rows hold."""


def sentence(tally: Tally) -> str:
    """Such as `14 stored, 2 failed; 14 captures gave 12 new articles, 2 edits`."""
    counts = tally.counts()
    parts = [read(counts) or _nothing(tally), *made(counts)]
    parts += [f"{source}: {why}" for source, why in sorted(tally.busy.items())]
    return "; ".join(parts)


def _nothing(tally: Tally) -> str:
    """That nothing came, with what is to be said of it."""
    found = sorted(tally.reasons)
    notes = [f"{source_id}: {said}" for source_id, said in found if said.startswith(NOTE)]
    refused = [f"{source_id}: {said}" for source_id, said in found if not said.startswith(NOTE)]
    return "; ".join(["nothing new to read", *notes, *_first(refused, tally)])


def outcome_of(tally: Tally) -> dict[str, Any]:
    """What a run came to, as plain values: state, sentence, counts, and a row for each source."""
    return {
        "state": tally.state,
        "sentence": sentence(tally),
        "counts": tally.counts(),
        "sources": source_table(tally),
    }


def source_table(tally: Tally) -> list[dict[str, object]]:
    """One row a source: how many links ended how, and why some could not be had."""
    outcomes: dict[str, dict[str, int]] = defaultdict(dict)
    for (source_id, outcome), count in tally.outcomes.items():
        outcomes[source_id][outcome] = count
    for source_id in (*tally.busy, *(source_id for source_id, _ in tally.reasons)):
        outcomes.setdefault(source_id, {})
    return [
        {
            "source": source_id,
            "stored": counts.get("stored", 0),
            "unchanged": counts.get("unchanged", 0),
            "taken_down": counts.get("taken_down", 0),
            "gone": counts.get("gone", 0),
            "skipped": counts.get("skipped", 0),
            "deferred": counts.get("deferred", 0),
            "failed": counts.get("failed", 0),
            "why": _why(tally, source_id),
        }
        for source_id, counts in sorted(outcomes.items())
    ]


def _why(tally: Tally, source_id: str) -> str:
    if source_id in tally.busy:
        return tally.busy[source_id]
    found = [reason for source, reason in tally.reasons if source == source_id]
    notes = [said for said in found if said.startswith(NOTE)]
    refused = [said for said in found if not said.startswith(NOTE)]
    return "; ".join([*notes, *_first(refused, tally)])


def _first(refused: Sequence[str], tally: Tally) -> list[str]:
    """The first refusals, and where the others are listed."""
    left = len(refused) - REASONS
    all_of_them = f" (newsledger runs {tally.run_id} lists all)" if tally.run_id else ""
    return [*refused[:REASONS], *([f"and {left} more{all_of_them}"] if left > 0 else [])]
