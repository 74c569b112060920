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
-- place: 1 for the first; of one time, the most complete is before others
-- hours_after_first: hours since the first appeared
-- size: how many articles the group has
-- sources: in how many sources they are
WITH alike AS MATERIALIZED (
    SELECT content_id FROM duplicate WHERE kind <> 'excerpt_of'
     UNION
    SELECT of_content_id FROM duplicate WHERE kind <> 'excerpt_of'
     UNION
    SELECT content_id
      FROM article_version
     WHERE observed_to IS NULL AND superseded_at IS NULL
     GROUP BY content_id
    HAVING count(*) BETWEEN 2 AND 1000000000  -- of a range PostgreSQL expects few, as they are
), member AS MATERIALIZED (
    SELECT m.* FROM alike k JOIN copy_member m ON m.content_id = k.content_id
), many AS MATERIALIZED (
    SELECT group_id, count(*) AS size, count(DISTINCT source_id) AS sources,
           min(appeared_at) AS first_at
      FROM member GROUP BY group_id HAVING count(*) > 1
)
SELECT m.group_id, m.article_id, m.source_id, m.content_id, m.kind, m.score, m.appeared_at,
       row_number() OVER (PARTITION BY m.group_id ORDER BY m.appeared_at, m.kind <> 'hub',
         m.word_count DESC, m.source_id, m.identity) AS place,
       @hours(g.first_at, m.appeared_at) AS hours_after_first, g.size, g.sources
  FROM many g
  JOIN member m ON m.group_id = g.group_id
