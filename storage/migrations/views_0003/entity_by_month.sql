-- How often current articles speak of each entity, month by month.
--
-- entity_id: who is meant
-- name: what the entity is called
-- kind: person, org, place, event, product or nationality
-- source_id: the source
-- month: of the publication, where unknown of the first capture (YYYY-MM)
-- mentions: how often it is named
-- articles: in how many articles
SELECT e.canonical_id AS entity_id, k.name, k.kind, r.source_id,
       @month(coalesce(c.published_at, r.first_seen_at)) AS month,
       count(*) AS mentions, count(DISTINCT r.article_id) AS articles
  FROM entity e
  JOIN entity k ON k.id = e.canonical_id
  JOIN mention m ON m.entity_id = e.id
  JOIN article_reading r ON r.enrichment_id = m.enrichment_id
  JOIN content c ON c.id = r.content_id
 GROUP BY e.canonical_id, k.name, k.kind, r.source_id,
          @month(coalesce(c.published_at, r.first_seen_at))
