"""A run in one sentence, and as a table of its sources."""

from collections import defaultdict
from typing import Any

from flows.numbers import made, read
from flows.pipeline import Tally

REASONS = 5
"""Reasons shown for each source; the capture rows hold all of them."""


def sentence(tally: Tally) -> str:
    """Such as `14 stored, 2 failed; 14 captures gave 12 new articles, 2 edits`."""
    counts = tally.counts()
    parts = [read(counts) or _nothing(tally), *made(counts)]
    parts += [f"{source}: {why}" for source, why in sorted(tally.busy.items())]
    return "; ".join(parts)


def _nothing(tally: Tally) -> str:
    """That nothing came, with what is to be said of it."""
    notes = [f"{source_id}: {note}" for source_id, note in sorted(tally.reasons)]
    more = f"; and {len(notes) - REASONS} more" if len(notes) > REASONS else ""
    return "; ".join(["nothing new to read", *notes[:REASONS]]) + more


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
    reasons = [reason for (source, reason), _ in tally.reasons.items() if source == source_id]
    more = f"; and {len(reasons) - REASONS} more" if len(reasons) > REASONS else ""
    return "; ".join(reasons[:REASONS]) + more
