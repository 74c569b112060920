-- What came of each source on each day (UTC); days on which nothing was asked have no row.
--
-- source_id: the source
-- day: YYYY-MM-DD
-- captures: answers to requests and files read
-- stored: of those, with bytes that were not there before
-- unchanged: of those, the same as before
-- failed: of those, failures
-- articles: articles seen for the first time
-- versions: versions seen for the first time
-- published: current articles that say they were published that day
SELECT d.source_id, d.day, sum(d.captures) AS captures, sum(d.stored) AS stored,
       sum(d.unchanged) AS unchanged, sum(d.failed) AS failed, sum(d.articles) AS articles,
       sum(d.versions) AS versions, sum(d.published) AS published
  FROM (SELECT source_id, @day(fetched_at) AS day, 1 AS captures,
               CASE WHEN outcome = 'stored' THEN 1 ELSE 0 END AS stored,
               CASE WHEN outcome = 'unchanged' THEN 1 ELSE 0 END AS unchanged,
               CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END AS failed,
               0 AS articles, 0 AS versions, 0 AS published
          FROM capture
        UNION ALL
        SELECT source_id, day, 0, 0, 0, 0, CASE WHEN number = 1 THEN 1 ELSE 0 END, 1, 0
          FROM article_history
        UNION ALL
        SELECT source_id, @day(published_at), 0, 0, 0, 0, 0, 0, 1
          FROM current_article WHERE published_at IS NOT NULL) d
 GROUP BY d.source_id, d.day
