-- How much each source brought, day by day
--
-- Articles seen for the first time, versions, and failed requests; days without any are left out.
--
-- source: text = any
-- since: day = 30 days ago
SELECT source_id, day, articles, versions, failed
  FROM source_day
 WHERE (:source = '' OR source_id = :source) AND day >= :since
   AND articles + versions + failed > 0
 ORDER BY source_id, day
