-- How much each source brought, day by day
--
-- Articles seen for the first time, versions, and failed requests; days without any are left out.
--
-- source: source = any
-- since: day = 30 days ago
SELECT source_id, day, sum(articles) AS articles, sum(versions) AS versions, sum(failed) AS failed
  FROM (SELECT a.source_id, @day(v.observed_from) AS day,
               CASE WHEN v.number = 1 THEN 1 ELSE 0 END AS articles, 1 AS versions, 0 AS failed
          FROM article_version v
          JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
         WHERE v.superseded_at IS NULL AND v.observed_from >= @start(:since)
        UNION ALL
        SELECT source_id, @day(fetched_at), 0, 0, 1
          FROM capture
         WHERE outcome = 'failed' AND fetched_at >= @start(:since)) d
 WHERE :source = '' OR source_id = :source
 GROUP BY source_id, day
 ORDER BY source_id, day
