-- Everything new since a moment
--
-- Version rows that we came to believe since, and still do; `newsledger export` keeps the moment.
--
-- since: moment = 1 day ago
-- limit: number = 1000
SELECT known_from, article_id, source_id, number, change, cause, headline, published_at, url
  FROM article_as_known
 WHERE known_from > :since AND known_to IS NULL
 ORDER BY known_from, version_id
 LIMIT :limit
