-- The first mention of an entity, source by source
--
-- Over all versions: the text that was seen first, and what it called the entity.
--
-- entity: entity
WITH leaf AS MATERIALIZED (
    SELECT DISTINCT f.id FROM entity_name n JOIN entity e ON e.id = n.entity_id
      JOIN entity f ON f.canonical_id = e.canonical_id WHERE n.name = :entity
), spoken AS MATERIALIZED (
    SELECT m.seq, m.surface, r.content_id
      FROM leaf l
      JOIN mention m ON m.entity_id = l.id
      JOIN enrichment r ON r.id = m.enrichment_id
), first AS MATERIALIZED (
    SELECT a.source_id, v.observed_from, v.article_id, v.number, v.content_id, m.surface,
           row_number() OVER (PARTITION BY a.source_id
                              ORDER BY v.observed_from, v.article_id, m.seq) AS place
      FROM spoken m
      JOIN article_version v ON v.content_id = m.content_id AND v.superseded_at IS NULL
      JOIN article a ON a.id = v.article_id
)
SELECT f.source_id, f.observed_from AS first_seen_at, f.article_id, f.number, f.surface, c.headline
  FROM first f
  JOIN content c ON c.id = f.content_id
 WHERE f.place = 1
 ORDER BY f.observed_from, f.source_id
