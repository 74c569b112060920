-- Every edit that a publisher made, with what stood before; first versions are none.
--
-- article_id: the article
-- source_id: its source
-- number: of the version that the edit made
-- change: substantive, minor or restored
-- words_added: words that came
-- words_removed: words that went
-- seen_at: when the new text was first seen (UTC)
-- day: the same (YYYY-MM-DD)
-- content_id: the new text
-- old_content_id: the text before
-- headline: the new one
-- old_headline: the one before
-- word_count: of the new text
-- old_word_count: of the text before
-- hours_after_publication: from the publication to the edit; NULL where the time is not known
-- url: the article's address
SELECT v.article_id, a.source_id, v.number, v.change, v.words_added, v.words_removed,
       v.observed_from AS seen_at, @day(v.observed_from) AS day, v.content_id,
       p.content_id AS old_content_id, c.headline, b.headline AS old_headline, c.word_count,
       b.word_count AS old_word_count,
       CASE WHEN c.published_precision = 'minute' THEN @hours(c.published_at, v.observed_from) END
         AS hours_after_publication,
       a.canonical_url AS url
  FROM article_version v
  JOIN article_version p
    ON p.article_id = v.article_id AND p.number = v.number - 1 AND p.superseded_at IS NULL
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  LEFT JOIN content c ON c.id = v.content_id
  LEFT JOIN content b ON b.id = p.content_id
 WHERE v.superseded_at IS NULL
