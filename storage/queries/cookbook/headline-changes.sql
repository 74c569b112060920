-- Headlines changed after publication
--
-- Old and new headline of every edit that touched it.
--
-- source: source = any
-- since: moment = 30 days ago
-- limit: number = 100
SELECT article_id, source_id, number, seen_at, old_headline, headline,
       round(CAST(hours_after_publication AS NUMERIC), 1) AS hours_after_publication
  FROM article_change
 WHERE seen_at >= :since AND coalesce(headline, '') <> coalesce(old_headline, '')
   AND (:source = '' OR source_id = :source)
 ORDER BY seen_at DESC, article_id
 LIMIT :limit
