-- Which reading of each current article's text counts: that of the enriching step in force.
--
-- Where the step in force has not come by yet, the newest reading that there is.
--
-- article_id: the article
-- source_id: its source
-- version_id: its current version
-- content_id: what it says
-- enrichment_id: the reading whose mentions count
-- looked: false where no tagger speaks the language
SELECT v.article_id, a.source_id, v.id AS version_id, v.content_id, n.id AS enrichment_id, n.looked
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  JOIN enrichment n ON n.content_id = v.content_id
 WHERE v.observed_to IS NULL AND v.superseded_at IS NULL
   AND n.id = (SELECT r.id FROM enrichment r
                 LEFT JOIN active_step s
                   ON s.step_id = r.step_id AND s.source_id = a.source_id AND s.active_to IS NULL
                WHERE r.content_id = n.content_id
                ORDER BY CASE WHEN s.id IS NULL THEN 1 ELSE 0 END, r.id DESC LIMIT 1)
