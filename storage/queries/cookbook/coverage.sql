-- Coverage by source and month, with copies and without
--
-- `texts` counts a text and its copies once; `own` are those that no other text is the hub of.
--
-- source: text = any
-- since: day = beginning
SELECT a.source_id, a.month, count(*) AS articles,
       count(DISTINCT coalesce(d.of_content_id, a.content_id)) AS texts,
       count(*) - count(d.content_id) AS own
  FROM current_article a
  LEFT JOIN duplicate d ON d.content_id = a.content_id AND d.kind <> 'excerpt_of'
 WHERE (:source = '' OR a.source_id = :source) AND a.day >= :since
 GROUP BY a.month, a.source_id
 ORDER BY a.source_id, a.month
