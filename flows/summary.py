"""A run in one sentence."""

from flows.pipeline import Tally

ORDER = ("stored", "unchanged", "skipped", "deferred", "failed")


def sentence(tally: Tally) -> str:
    """Such as `14 stored, 2 failed; 14 captures became 12 articles, 13 new version rows`."""
    totals = tally.counts()
    read = [f"{totals[name]} {name}" for name in ORDER if totals.get(name)]
    done = tally.processed
    parts = [", ".join(read) or "nothing new to read"]
    if done["captures"]:
        made = f"{done['captures']} captures gave {done['articles']} articles"
        other = [f"{done[name]} {name}" for name in ("stubs", "gone", "unreadable") if done[name]]
        parts.append(", ".join([made, *other, f"{done['versions']} new version rows"]))
    parts += [f"{source}: {why}" for source, why in sorted(tally.busy.items())]
    return "; ".join(parts)
