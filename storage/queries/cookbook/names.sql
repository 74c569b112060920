-- All names of an entity, each with its first use
--
-- Over all versions, as written there; `first_article` is where it was seen first.
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
), used AS MATERIALIZED (
    SELECT m.surface, v.observed_from, v.article_id,
           count(*) OVER (PARTITION BY m.surface) AS mentions,
           row_number() OVER (PARTITION BY m.surface
                              ORDER BY v.observed_from, v.article_id, m.seq) AS place
      FROM spoken m
      JOIN article_version v ON v.content_id = m.content_id AND v.superseded_at IS NULL
)
SELECT u.surface AS name, u.mentions, u.observed_from AS first_seen_at,
       u.article_id AS first_article, a.source_id AS first_source
  FROM used u
  JOIN article a ON a.id = u.article_id
 WHERE u.place = 1
 ORDER BY u.observed_from, u.surface
