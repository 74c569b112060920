"""Who is who: entities.yaml followed, suggestions gathered, and new rules tried on every text.

::

    entities.yaml -> verdicts on the leaves there are -> decisions added and revoked
    leaves -> suggestions -> a person says same, different or nothing
    stored texts -> annotated by the rules of now -> merges that would come and go
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from storage.errors import UsageError
from storage.ledger import Ledger
from storage.records import Annotations
from storage.texts import current_texts
from storage.who import deciding
from storage.who.entities import LeafLine
from storage.who.entity_rules import Synced
from tasks.enrich.annotate import annotate
from tasks.enrich.dry_run import MergeChanges, compare_merges
from tasks.enrich.known import METHOD, keys_of, read_known, verdicts
from tasks.enrich.stage import tagger_named
from tasks.enrich.suggest import Suggestion, suggest
from tasks.sources import Source

FILE = "entities.yaml"
KINDS = ("person", "org", "place", "event", "product", "nationality")
AT_ONCE = 64
"""Texts held in memory."""


def follow_known(ledger: Ledger, root: Path, now: datetime) -> Synced:
    """Bring the decisions of the entities.yaml beside sources.yaml in line with what it says.

    Raises:
        ConfigError: something in it is wrong; names the file and the line.
    """
    known = read_known(root / FILE)
    leaves = deciding.leaves_with(ledger, keys_of(known))
    wanted = {(verdict.one, verdict.other): verdict.same for verdict in verdicts(known, leaves)}
    return deciding.follow(ledger, wanted, METHOD, now)


def read_name(written: str) -> deciding.Called:
    """Return a name and its kind, from ``org:Acme`` or just ``Acme``.

    Raises:
        UsageError: nothing follows the kind.
    """
    kind, mark, name = written.partition(":")
    if not mark or kind not in KINDS:
        return written, None
    if not name.strip():
        raise UsageError(f"{written!r} names a kind and nothing of it; write {kind}:NAME")
    return name.strip(), kind


def suggestions(ledger: Ledger, kind: str | None = None) -> list[Suggestion]:
    """What may be one entity and is not yet, the surest and most mentioned first."""
    names = deciding.open_names(ledger, kind)
    lines = {line.leaf.id: line for line in names.leaves}
    found = suggest([line.leaf for line in names.leaves], names.decided)
    apart = [item for item in found if not _joined(lines, item)]
    return sorted(apart, key=lambda item: (-item.score, -_mentions(lines, item)))


def try_merges(ledger: Ledger, sources: Sequence[Source]) -> MergeChanges:
    """What annotating every current text by the rules of now would change about who is who."""
    stored = deciding.merges_of_texts(ledger)
    return compare_merges(stored, _annotated(ledger, {source.id: source for source in sources}))


def _annotated(ledger: Ledger, sources: dict[str, Source]) -> Iterator[Annotations]:
    for source_id, articles in current_texts(ledger, sorted(sources), AT_ONCE):
        source = sources[source_id]
        tagger = tagger_named(source.enrich.tagger)
        yield from annotate(articles, tagger, source.date_order)


def _joined(lines: dict[int, LeafLine], item: Suggestion) -> bool:
    return lines[item.one.id].canonical_id == lines[item.other.id].canonical_id


def _mentions(lines: dict[int, LeafLine], item: Suggestion) -> int:
    return min(lines[item.one.id].mentions, lines[item.other.id].mentions)
