-- Articles that disappeared and came back
--
-- 404 or 410 on two days or more, and then a text again; one row for each time.
--
-- source: text = any
-- since: moment = beginning
-- limit: number = 100
WITH gone AS MATERIALIZED (
    SELECT source_id, identity, fetched_at
      FROM capture
     WHERE status IN (404, 410) AND (:source = '' OR source_id = :source)
), back AS MATERIALIZED (
    SELECT a.id AS article_id, k.fetched_at, @day(k.fetched_at) AS day,
           (SELECT min(b.fetched_at) FROM capture b
             WHERE b.source_id = k.source_id AND b.identity = k.identity
               AND b.fetched_at > k.fetched_at AND b.outcome = 'stored'
               AND EXISTS (SELECT 1 FROM derivation d
                            WHERE d.capture_id = b.id AND d.state = 'article')) AS back_at
      FROM gone k
      JOIN article a ON a.source_id = k.source_id AND a.identity = k.identity
)
SELECT g.article_id, v.source_id, v.headline, min(g.fetched_at) AS gone_at, g.back_at,
       count(DISTINCT g.day) AS days_seen_gone, v.url
  FROM back g
  JOIN current_article v ON v.article_id = g.article_id
 WHERE g.back_at >= :since
 GROUP BY g.article_id, v.source_id, v.headline, g.back_at, v.url
HAVING count(DISTINCT g.day) > 1
 ORDER BY g.back_at DESC, g.article_id
 LIMIT :limit
