-- What did we know of a source on a day
--
-- What the publisher showed at `world`, as this ledger believed at `known`: both axes at once.
--
-- source: text
-- world: moment = now
-- known: moment = now
-- limit: number = 100
SELECT article_id, number, headline, published_at, observed_from, known_from, url
  FROM article_as_known
 WHERE source_id = :source
   AND observed_from <= :world AND (observed_to IS NULL OR observed_to > :world)
   AND known_from <= :known AND (known_to IS NULL OR known_to > :known)
 ORDER BY observed_from DESC, article_id DESC
 LIMIT :limit
