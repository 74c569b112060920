-- Money that is mentioned, by currency and by who stands next to it
--
-- An amount goes to the organisations and people among its two neighbours on each side; of a range
-- its lower end counts. A text and its copies count once.
--
-- currency: currency = any
-- since: moment = beginning
-- limit: number = 50
WITH older AS MATERIALIZED (
    SELECT id FROM content WHERE published_at < :since
), amount AS MATERIALIZED (
    SELECT m.enrichment_id, m.seq, substr(m.value, 1, 3) AS currency,
           @amount(substr(m.value, 5)) AS amount
      FROM mention m
      JOIN article_reading r ON r.enrichment_id = m.enrichment_id
      LEFT JOIN older o ON o.id = r.content_id
     WHERE m.kind = 'money' AND o.id IS NULL
       AND (:currency = '' OR substr(m.value, 1, 3) = upper(:currency))
       AND NOT EXISTS (SELECT 1 FROM duplicate d
                        WHERE d.content_id = r.content_id AND d.kind <> 'excerpt_of')
), beside AS (
    SELECT DISTINCT a.enrichment_id, a.seq, a.currency, a.amount, e.canonical_id
      FROM amount a
      JOIN mention o ON o.enrichment_id = a.enrichment_id
       AND o.seq BETWEEN a.seq - 2 AND a.seq + 2 AND o.kind IN ('org', 'person')
      JOIN entity e ON e.id = o.entity_id
     WHERE a.currency IS NOT NULL
), summed AS (
    SELECT currency, canonical_id, count(*) AS mentions, max(amount) AS largest,
           sum(amount) AS total
      FROM beside GROUP BY canonical_id, currency
)
SELECT s.currency, k.name, k.kind, s.mentions, s.largest, s.total
  FROM summed s
  JOIN entity k ON k.id = s.canonical_id
 ORDER BY s.total DESC, k.name
 LIMIT :limit
