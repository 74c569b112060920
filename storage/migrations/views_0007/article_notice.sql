-- Lines in which a publisher says that a text was corrected or updated, version by version.
--
-- article_id: the article
-- source_id: its source
-- number: of the version that shows the line
-- kind: correction or update
-- says: the line
-- new: 1 where the version before did not say it, as a later version's own; else 0
-- seen_at: when the version was first seen (UTC)
-- content_id: the text
-- char_start: where the line begins in the text
-- char_end: where it ends
-- headline: as shown then
-- url: the article's address
SELECT v.article_id, a.source_id, v.number, n.kind,
       substr(c.text, n.char_start + 1, n.char_end - n.char_start) AS says,
       CASE WHEN p.id IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM notice o JOIN content b ON b.id = o.content_id
              WHERE o.content_id = p.content_id
                AND substr(b.text, o.char_start + 1, o.char_end - o.char_start)
                  = substr(c.text, n.char_start + 1, n.char_end - n.char_start))
            THEN 1 ELSE 0 END AS new,
       v.observed_from AS seen_at, v.content_id, n.char_start, n.char_end, c.headline,
       a.canonical_url AS url
  FROM notice n
  JOIN content c ON c.id = n.content_id
  JOIN article_version v ON v.content_id = n.content_id AND v.superseded_at IS NULL
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  LEFT JOIN article_version p
    ON p.article_id = v.article_id AND p.number = v.number - 1 AND p.superseded_at IS NULL
