"""What enriching found, written under its step: mentions, relations, leaves and who is who."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.bulk import insert, reserve_ids, select_among
from storage.records import Annotations
from storage.removing.rows import remove_entities
from storage.removing.tombstones import erased_leaves
from storage.tables import (
    EnrichmentRow,
    EntityDecisionRow,
    EntityNameRow,
    EntityRow,
    MentionRow,
    RelationRow,
)
from storage.who.entities import recompute_canonical

Leaf = tuple[str, str]
"""(kind, key) of an entity."""

Item = tuple[int, int, Annotations]
"""(content id, step id, what was found)."""


def enriched_contents(connection: Connection, content_ids: Sequence[int], step_id: int) -> set[int]:
    """Which of the contents this step has read already."""
    sql = "SELECT content_id FROM enrichment WHERE content_id {among} AND step_id = ?"
    return {row[0] for row in select_among(connection, sql, list(content_ids), (step_id,))}


def write_annotations(connection: Connection, items: Sequence[Item], now: datetime) -> int:
    """Write each content's enrichment with all that hangs on it; returns how many mentions."""
    fresh = _fresh(connection, items)
    ids = reserve_ids(connection, EnrichmentRow, len(fresh))
    found = list(zip(ids, fresh, strict=True))
    rows = [_enrichment(row_id, item, now) for row_id, item in found]
    insert(connection, EnrichmentRow, rows)
    leaves = write_leaves(connection, [item[2] for _, item in found], now)
    mentions = [row for row_id, item in found for row in _mentions(row_id, item[2], leaves)]
    insert(connection, MentionRow, mentions)
    relations = [row for row_id, item in found for row in _relations(row_id, item[2])]
    insert(connection, RelationRow, relations)
    _write_merges(connection, found, leaves, now)
    remove_entities(connection, erased_leaves(connection, leaves))
    return len(mentions)


def write_leaves(
    connection: Connection, annotations: Iterable[Annotations], now: datetime
) -> Mapping[Leaf, int]:
    """Make sure there is an entity for every key that is spoken of; returns ids by leaf."""
    spellings = _spellings(annotations)
    known = _leaf_ids(connection, spellings)
    missing = sorted(set(spellings) - set(known))
    ids = reserve_ids(connection, EntityRow, len(missing))
    rows = [(i, *leaf, i, min(spellings[leaf])) for i, leaf in zip(ids, missing, strict=True)]
    written = insert(connection, EntityRow, rows, or_ignore=True)
    if written == len(missing):
        known |= dict(zip(missing, ids, strict=True))
    else:
        known = _leaf_ids(connection, spellings)
    names = sorted((known[leaf], name) for leaf in spellings for name in spellings[leaf])
    insert(connection, EntityNameRow, [(*name, now) for name in names], or_ignore=True)
    return known


def _fresh(connection: Connection, items: Sequence[Item]) -> list[Item]:
    by_step: dict[int, dict[int, Item]] = {}
    for item in items:
        by_step.setdefault(item[1], {})[item[0]] = item
    fresh = []
    for step_id, found in by_step.items():
        done = enriched_contents(connection, list(found), step_id)
        fresh += [item for content_id, item in sorted(found.items()) if content_id not in done]
    return fresh


def _enrichment(row_id: int, item: Item, now: datetime) -> tuple[Any, ...]:
    content_id, step_id, found = item
    counts = dict(Counter(str(mention.kind) for mention in found.mentions))
    return (row_id, content_id, step_id, found.looked, now, counts)


def _spellings(annotations: Iterable[Annotations]) -> dict[Leaf, set[str]]:
    found: dict[Leaf, set[str]] = {}
    for item in annotations:
        for mention in item.mentions:
            if mention.key:
                leaf = (mention.kind.value, mention.key)
                found.setdefault(leaf, set()).add(mention.name or mention.surface)
        for merge in item.merges:
            for key in (merge.key, merge.other_key):
                found.setdefault((str(merge.kind), key), set())
    return {leaf: names or {leaf[1]} for leaf, names in found.items()}


def _leaf_ids(connection: Connection, wanted: Iterable[Leaf]) -> dict[Leaf, int]:
    leaves = set(wanted)
    sql = "SELECT kind, key, id FROM entity WHERE key {among}"
    rows = select_among(connection, sql, sorted({key for _, key in leaves}))
    return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in leaves}


def _mentions(
    enrichment_id: int, found: Annotations, leaves: Mapping[Leaf, int]
) -> Iterable[tuple[Any, ...]]:
    for seq, mention in enumerate(found.mentions):
        kind = mention.kind.value  # a plain str: the driver looks up adapters for anything else
        yield (
            enrichment_id,
            seq,
            kind,
            mention.start,
            mention.end,
            mention.surface,
            leaves[kind, mention.key] if mention.key else None,
            mention.value,
            mention.score,
            mention.role,
        )


def _relations(enrichment_id: int, found: Annotations) -> Iterable[tuple[Any, ...]]:
    for seq, relation in enumerate(found.relations):
        statement = (relation.subject, relation.predicate, relation.object)
        yield (enrichment_id, seq, *statement, relation.start, relation.end)


def _write_merges(
    connection: Connection,
    found: Sequence[tuple[int, Item]],
    leaves: Mapping[Leaf, int],
    now: datetime,
) -> None:
    """Record the merges that texts state; a pair decided before, even revoked, stays as it is."""
    wanted: dict[tuple[int, int], tuple[Any, ...]] = {}
    for _, (content_id, _, annotations) in found:
        for merge in annotations.merges:
            kind = str(merge.kind)
            one, other = sorted((leaves[kind, merge.key], leaves[kind, merge.other_key]))
            evidence = {"content_id": content_id, "start": merge.start, "end": merge.end}
            decision = ("same", merge.method, merge.score, evidence, "rule", now, None)
            wanted.setdefault((one, other), decision)
    for pair in _decided(connection, wanted):
        wanted.pop(pair, None)
    ids = reserve_ids(connection, EntityDecisionRow, len(wanted))
    rows = [(i, *pair, *wanted[pair]) for i, pair in zip(ids, sorted(wanted), strict=True)]
    insert(connection, EntityDecisionRow, rows)
    recompute_canonical(connection, {leaf for pair in wanted for leaf in pair})


def _decided(
    connection: Connection, pairs: Mapping[tuple[int, int], object]
) -> list[tuple[int, int]]:
    sql = "SELECT entity_id, other_id FROM entity_decision WHERE entity_id {among}"
    rows = select_among(connection, sql, sorted({one for one, _ in pairs}))
    return [(row[0], row[1]) for row in rows if (row[0], row[1]) in pairs]
