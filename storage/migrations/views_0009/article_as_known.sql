-- Every version row ever believed, on both axes; ask it as of a moment on each.
--
-- As of: observed_from <= :world AND (observed_to IS NULL OR observed_to > :world)
--    AND known_from <= :known AND (known_to IS NULL OR known_to > :known)
--
-- article_id: the article
-- source_id: its source
-- number: from 1, in the publisher's order
-- version_id: the version row
-- content_id: what it said
-- change: first, substantive, minor or restored
-- cause: why we came to believe it: observed, closed, late or recleaned
-- observed_from: the publisher's axis, start (UTC)
-- observed_to: the publisher's axis, end; NULL while it stands
-- known_from: our axis, start (UTC)
-- known_to: our axis, end; NULL while we believe it
-- headline: as shown then
-- published_at: as told then
-- word_count: words between white space
-- url: the article's address
SELECT v.article_id, a.source_id, v.number, v.id AS version_id, v.content_id, v.change, v.cause,
       v.observed_from, v.observed_to, v.recorded_at AS known_from, v.superseded_at AS known_to,
       c.headline, c.published_at, c.word_count, a.canonical_url AS url
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  LEFT JOIN content c ON c.id = v.content_id
