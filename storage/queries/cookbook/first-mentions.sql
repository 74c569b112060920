-- The first mention of an entity, source by source
--
-- Over all versions: the text that was seen first, and what it called the entity.
--
-- entity: entity
SELECT source_id, first_seen_at, article_id, number, surface, headline
  FROM (SELECT v.source_id, v.observed_from AS first_seen_at, v.article_id, v.number, m.surface,
               v.headline,
               row_number() OVER (PARTITION BY v.source_id
                                  ORDER BY v.observed_from, v.article_id, m.seq) AS place
          FROM entity_name n
          JOIN entity e ON e.id = n.entity_id
          JOIN entity f ON f.canonical_id = e.canonical_id
          JOIN mention m ON m.entity_id = f.id
          JOIN enrichment r ON r.id = m.enrichment_id
          JOIN article_history v ON v.content_id = r.content_id
         WHERE n.name = :entity) u
 WHERE place = 1
 ORDER BY first_seen_at, source_id
