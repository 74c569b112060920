-- Which articles a rule was used on, and what it dropped
--
-- A rule of sources.yaml by its id, as the cleaning step in force used it; or another reason, such
-- as navigation.
--
-- rule: text
-- source: source
-- limit: number = 100
SELECT article_id, capture_id, fetched_at, position, reason, line
  FROM dropped_line
 WHERE source_id = :source AND in_force = 1 AND reason IN (:rule, 'rule:' || :rule)
 ORDER BY article_id, fetched_at, position
 LIMIT :limit
