-- Who is mentioned together with X, month by month
--
-- Counts the current articles that speak of both; `nearest` is the fewest characters between them.
-- The month of `since` counts from that day on.
--
-- entity: entity
-- since: day = beginning
-- limit: number = 50
WITH leaf AS MATERIALIZED (
    SELECT DISTINCT f.id, f.canonical_id FROM entity_name n JOIN entity e ON e.id = n.entity_id
      JOIN entity f ON f.canonical_id = e.canonical_id WHERE n.name = :entity
), named AS MATERIALIZED (
    SELECT l.canonical_id, m.enrichment_id, m.char_start, r.article_id,
           @month(coalesce(c.published_at, r.first_seen_at)) AS month
      FROM leaf l
      JOIN mention m ON m.entity_id = l.id
      JOIN article_reading r ON r.enrichment_id = m.enrichment_id
      JOIN content c ON c.id = r.content_id
     WHERE @day(coalesce(c.published_at, r.first_seen_at)) >= :since
)
SELECT s.month, k.name AS other_name, k.kind AS other_kind,
       count(DISTINCT s.article_id) AS articles, min(abs(s.char_start - o.char_start)) AS nearest
  FROM named s
  JOIN mention o ON o.enrichment_id = s.enrichment_id
  JOIN entity f ON f.id = o.entity_id AND f.canonical_id <> s.canonical_id
  JOIN entity k ON k.id = f.canonical_id
 GROUP BY s.month, k.id, k.name, k.kind
 ORDER BY s.month DESC, articles DESC, other_name
 LIMIT :limit
