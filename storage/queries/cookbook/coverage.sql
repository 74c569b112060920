-- Coverage by source and month, with copies and without
--
-- `texts` counts a text and its copies once; `own` are those that no other text is the hub of.
--
-- source: source = any
-- since: day = beginning
WITH shown AS MATERIALIZED (
    SELECT a.source_id, a.month, coalesce(d.of_content_id, a.content_id) AS text_id,
           d.content_id AS copy_id
      FROM current_article a
      LEFT JOIN duplicate d ON d.content_id = a.content_id AND d.kind <> 'excerpt_of'
     WHERE a.day >= :since
), text AS (
    SELECT text_id, month, source_id, count(*) AS articles, count(copy_id) AS copies
      FROM shown
     WHERE :source = '' OR source_id = :source
     GROUP BY text_id, month, source_id
)
SELECT source_id, month, CAST(sum(articles) AS INTEGER) AS articles, count(*) AS texts,
       CAST(sum(articles) - sum(copies) AS INTEGER) AS own
  FROM text
 GROUP BY month, source_id
 ORDER BY source_id, month
