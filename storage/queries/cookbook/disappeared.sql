-- Articles that disappeared
--
-- Their publisher answered 404 or 410 on two different days; the last text stays in the ledger.
--
-- source: source = any
-- since: moment = beginning
-- limit: number = 100
SELECT article_id, source_id, headline, published_at, last_seen_at, url
  FROM current_article
 WHERE state = 'gone' AND last_seen_at >= :since AND (:source = '' OR source_id = :source)
 ORDER BY last_seen_at DESC, article_id
 LIMIT :limit
