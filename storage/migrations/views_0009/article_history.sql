-- What each publisher showed, from when to when, as we believe now; one row a version.
--
-- article_id: the article
-- source_id: its source
-- number: from 1, in the publisher's order
-- version_id: the version row
-- content_id: what it said
-- change: first, substantive, minor or restored
-- words_added: against the version before
-- words_removed: against the version before
-- observed_from: when this text was first seen (UTC)
-- observed_to: when another was seen in its place; NULL while it stands
-- capture_id: the capture that shows it
-- step_id: the cleaning step that read it
-- recorded_at: when we came to believe this row
-- headline: as shown then
-- published_at: as told then
-- language: ISO 639-1
-- word_count: words between white space
-- day: of observed_from (YYYY-MM-DD)
SELECT v.article_id, a.source_id, v.number, v.id AS version_id, v.content_id, v.change,
       v.words_added, v.words_removed, v.observed_from, v.observed_to, v.capture_id, v.step_id,
       v.recorded_at, c.headline, c.published_at, c.language, c.word_count,
       @day(v.observed_from) AS day
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  LEFT JOIN content c ON c.id = v.content_id
 WHERE v.superseded_at IS NULL
