-- Days of a source of which nothing is held
--
-- Counted from the first to the last day on which the source published, something of it was fetched,
-- or backfill was asked for it: of old articles that came today, the days are listed up to today. Days
-- that backfill did not finish are listed besides. `status` is what backfill knows, empty where it was
-- never asked.
--
-- source: source = any
-- since: day = 30 days ago
-- until: day = today
SELECT source_id, day, status, attempts, error
  FROM backfill_gap
 WHERE (:source = '' OR source_id = :source) AND day >= :since AND day <= :until
 ORDER BY source_id, day
