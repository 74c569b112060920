-- Days of a source of which nothing is held
--
-- Between its first and last day; `status` is what backfill knows, empty where it was never asked.
--
-- source: text = any
-- since: day = 30 days ago
-- until: day = today
SELECT source_id, day, status, attempts, error
  FROM backfill_gap
 WHERE (:source = '' OR source_id = :source) AND day >= :since AND day <= :until
 ORDER BY source_id, day
