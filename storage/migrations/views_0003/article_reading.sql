-- Which reading of each current article's text counts: that of the enriching step in force.
--
-- Where the step in force has not come by yet, the newest reading that there is.
--
-- article_id: the article
-- source_id: its source
-- version_id: its current version
-- content_id: what it says
-- enrichment_id: the reading whose mentions count
-- first_seen_at: the article's first capture (UTC)
-- looked: false where no tagger speaks the language
SELECT v.article_id, a.source_id, v.id AS version_id, v.content_id, n.id AS enrichment_id,
       a.first_seen_at, n.looked
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  JOIN enrichment n ON n.content_id = v.content_id
  LEFT JOIN active_step s
    ON s.source_id = a.source_id AND s.kind = 'enrich' AND s.active_to IS NULL
 WHERE v.observed_to IS NULL AND v.superseded_at IS NULL
   AND (n.step_id = s.step_id
        OR NOT EXISTS (SELECT 1 FROM enrichment r
                        WHERE r.content_id = n.content_id AND r.id <> n.id
                          AND (r.step_id = s.step_id OR r.id > n.id)))
