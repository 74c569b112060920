-- Articles that disappeared and came back
--
-- 404 or 410 on two days or more, and then a text again; one row for each time.
--
-- source: source = any
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
), returned AS MATERIALIZED (
    SELECT article_id, back_at, min(fetched_at) AS gone_at, count(DISTINCT day) AS days
      FROM back
     WHERE back_at >= :since
     GROUP BY article_id, back_at
    HAVING count(DISTINCT day) > 1
)
SELECT r.article_id, v.source_id, v.headline, r.gone_at, r.back_at, r.days AS days_seen_gone, v.url
  FROM returned r
  JOIN current_article v ON v.article_id = r.article_id
 ORDER BY r.back_at DESC, r.article_id
 LIMIT :limit
