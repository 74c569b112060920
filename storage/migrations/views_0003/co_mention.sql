-- Which entities the same current article speaks of; one row a pair of mentions, in both directions.
--
-- Ask it of one entity: all pairs of a large ledger are very many.
--
-- entity_id: the one
-- other_id: the other
-- other_name: what the other is called
-- other_kind: what the other is
-- article_id: the article that speaks of both
-- source_id: its source
-- month: of its publication, where unknown of the first capture (YYYY-MM)
-- apart: characters from the start of the one's mention to the start of the other's
SELECT e.canonical_id AS entity_id, f.canonical_id AS other_id, k.name AS other_name,
       k.kind AS other_kind, r.article_id, r.source_id,
       @month(coalesce(c.published_at, r.first_seen_at)) AS month,
       abs(m.char_start - o.char_start) AS apart
  FROM entity e
  JOIN mention m ON m.entity_id = e.id
  JOIN article_reading r ON r.enrichment_id = m.enrichment_id
  JOIN content c ON c.id = r.content_id
  JOIN mention o ON o.enrichment_id = m.enrichment_id
  JOIN entity f ON f.id = o.entity_id
  JOIN entity k ON k.id = f.canonical_id
 WHERE f.canonical_id <> e.canonical_id
