-- Current articles that carry one text, whole or edited, in the order in which it appeared.
--
-- Excerpts are not in it; they are in the table duplicate. Groups of one are left out.
--
-- group_id: the content that is the group's most complete text
-- article_id: an article that carries it
-- source_id: its source
-- content_id: what it says
-- kind: exact_copy or edited_copy against that text, or hub where it is that text
-- score: how alike, 0 to 1
-- appeared_at: the published minute, or else the first capture on the published day (UTC)
-- place: 1 for the first, then in order
-- hours_after_first: hours since the first appeared
-- size: how many articles the group has
-- sources: in how many sources they are
WITH member AS (
    SELECT coalesce(d.of_content_id, v.content_id) AS group_id, v.article_id, a.source_id,
           v.content_id, coalesce(d.kind, 'hub') AS kind, coalesce(d.score, 1.0) AS score,
           CASE WHEN c.published_at IS NULL THEN a.first_seen_at
                WHEN c.published_precision <> 'minute'
                 AND @day(c.published_at) = @day(a.first_seen_at) THEN a.first_seen_at
                ELSE c.published_at END AS appeared_at
      FROM article_version v
      JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
      JOIN content c ON c.id = v.content_id
      LEFT JOIN duplicate d ON d.content_id = v.content_id AND d.kind <> 'excerpt_of'
     WHERE v.observed_to IS NULL AND v.superseded_at IS NULL
), many AS (
    SELECT group_id, count(*) AS size, count(DISTINCT source_id) AS sources,
           min(appeared_at) AS first_at
      FROM member GROUP BY group_id HAVING count(*) > 1
)
SELECT m.group_id, m.article_id, m.source_id, m.content_id, m.kind, m.score, m.appeared_at,
       row_number() OVER (PARTITION BY m.group_id ORDER BY m.appeared_at, m.article_id) AS place,
       @hours(g.first_at, m.appeared_at) AS hours_after_first, g.size, g.sources
  FROM many g
  JOIN member m ON m.group_id = g.group_id
