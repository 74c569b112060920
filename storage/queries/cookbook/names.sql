-- All names of an entity, each with its first use
--
-- Over all versions, as written there; `first_article` is where it was seen first.
--
-- entity: entity
WITH leaf AS MATERIALIZED (
    SELECT DISTINCT f.id FROM entity_name n JOIN entity e ON e.id = n.entity_id
      JOIN entity f ON f.canonical_id = e.canonical_id WHERE n.name = :entity
)
SELECT name, mentions, first_seen_at, first_article, first_source
  FROM (SELECT m.surface AS name, v.observed_from AS first_seen_at, v.article_id AS first_article,
               v.source_id AS first_source,
               count(*) OVER (PARTITION BY m.surface) AS mentions,
               row_number() OVER (PARTITION BY m.surface
                                  ORDER BY v.observed_from, v.article_id, m.seq) AS place
          FROM leaf l
          JOIN mention m ON m.entity_id = l.id
          JOIN enrichment r ON r.id = m.enrichment_id
          JOIN article_history v ON v.content_id = r.content_id) u
 WHERE place = 1
 ORDER BY first_seen_at, name
