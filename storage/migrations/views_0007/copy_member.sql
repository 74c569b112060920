-- Every current article with the group of copies that its text belongs to; one row an article.
--
-- Copies count once: count(DISTINCT group_id). An excerpt is a text of its own.
--
-- group_id: the content that is the group's most complete text; its own where it has no copy
-- article_id: the article
-- source_id: its source
-- content_id: what it says
-- kind: exact_copy or edited_copy against that text, or hub where it is that text
-- score: how alike, 0 to 1
-- appeared_at: the published minute, or else the first capture on the published day (UTC)
-- identity: the article's own key in its source
-- word_count: words between white space
SELECT coalesce(d.of_content_id, v.content_id) AS group_id, v.article_id, a.source_id,
       v.content_id, coalesce(d.kind, 'hub') AS kind, coalesce(d.score, 1.0) AS score,
       CASE WHEN c.published_at IS NULL THEN a.first_seen_at
            WHEN c.published_precision <> 'minute'
             AND @day(c.published_at) = @day(a.first_seen_at) THEN a.first_seen_at
            ELSE c.published_at END AS appeared_at,
       a.identity, c.word_count
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  JOIN content c ON c.id = v.content_id
  LEFT JOIN duplicate d ON d.content_id = v.content_id AND d.kind <> 'excerpt_of'
 WHERE v.observed_to IS NULL AND v.superseded_at IS NULL
