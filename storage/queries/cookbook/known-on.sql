-- What did we know of a source on a day
--
-- What the publisher showed at `world`, as this ledger believed at `known`: both axes at once.
--
-- source: source
-- world: moment = now
-- known: moment = now
-- limit: number = 100
WITH held AS MATERIALIZED (
    SELECT version_id
      FROM article_as_known
     WHERE source_id = :source
       AND observed_from <= :world AND (observed_to IS NULL OR observed_to > :world)
       AND known_from <= :known AND (known_to IS NULL OR known_to > :known)
     ORDER BY observed_from DESC, article_id DESC
     LIMIT :limit
)
SELECT k.article_id, k.number, k.headline, k.published_at, k.observed_from, k.known_from, k.url
  FROM held h
  JOIN article_as_known k ON k.version_id = h.version_id
 ORDER BY k.observed_from DESC, k.article_id DESC
