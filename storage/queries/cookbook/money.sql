-- Money that is mentioned, by currency and by who stands next to it
--
-- An amount goes to the organisations and people among its two neighbours on each side; of a range
-- its lower end counts. A text and its copies count once.
--
-- currency: text = any
-- since: moment = beginning
-- limit: number = 50
SELECT currency, name, kind, count(*) AS mentions, max(amount) AS largest, sum(amount) AS total
  FROM (SELECT DISTINCT m.enrichment_id, m.seq, substr(m.value, 1, 3) AS currency,
               @amount(substr(m.value, 5)) AS amount, k.id, k.name, k.kind
          FROM mention m
          JOIN article_reading r ON r.enrichment_id = m.enrichment_id
          JOIN content c ON c.id = r.content_id
          JOIN mention o ON o.enrichment_id = m.enrichment_id
           AND o.seq BETWEEN m.seq - 2 AND m.seq + 2 AND o.kind IN ('org', 'person')
          JOIN entity e ON e.id = o.entity_id
          JOIN entity k ON k.id = e.canonical_id
         WHERE m.kind = 'money' AND m.value IS NOT NULL
           AND (:currency = '' OR substr(m.value, 1, 3) = :currency)
           AND coalesce(c.published_at, :since) >= :since
           AND NOT EXISTS (SELECT 1 FROM duplicate d
                            WHERE d.content_id = c.id AND d.kind <> 'excerpt_of')) s
 GROUP BY currency, id, name, kind
 ORDER BY total DESC, name
 LIMIT :limit
