-- Days of a source of which nothing is held, and what backfill knows of each.
--
-- Counted from the first to the last day on which the source published or was captured, with the
-- days that backfill was asked for. A source that publishes on few days has many such days.
--
-- source_id: the source
-- day: YYYY-MM-DD
-- status: missing, running, failed or empty as backfill left it; NULL where it was never asked for
-- stage: the stage that backfill stands at; NULL where it was never asked for
-- attempts: how often backfill tried
-- error: what it failed with
WITH RECURSIVE held AS (
    SELECT source_id, @day(fetched_at) AS day FROM capture WHERE outcome = 'stored'
    UNION
    SELECT source_id, @day(published_at) FROM current_article WHERE published_at IS NOT NULL
), asked AS (
    SELECT source_id, @date(day) AS day, stage, status, attempts, error
      FROM partition WHERE status <> 'done'
), bounds AS (
    SELECT source_id, min(day) AS first, max(day) AS last
      FROM (SELECT source_id, day FROM held UNION ALL SELECT source_id, day FROM asked) b
     GROUP BY source_id
), calendar AS (
    SELECT source_id, first AS day, last FROM bounds
    UNION ALL
    SELECT source_id, @next(day), last FROM calendar WHERE day < last
)
SELECT c.source_id, c.day, k.status, k.stage, coalesce(k.attempts, 0) AS attempts, k.error
  FROM calendar c
  LEFT JOIN asked k ON k.source_id = c.source_id AND k.day = c.day
  LEFT JOIN held h ON h.source_id = c.source_id AND h.day = c.day
 WHERE h.day IS NULL OR k.status IN ('missing', 'running', 'failed')
