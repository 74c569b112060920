-- Every mention in the current versions: who or what, exactly where, and what stands around it.
--
-- enrichment_id: the reading that found it
-- seq: its place in that reading; `newsledger why ENRICHMENT:SEQ` leads to the bytes
-- article_id: the article
-- source_id: its source
-- content_id: the text
-- kind: person, org, place, event, product, nationality, date or money
-- surface: as written there
-- char_start: first character of the text, from 0
-- char_end: the character after the last
-- entity_id: who is meant (the cluster's leaf); NULL for dates and amounts
-- entity_name: what the cluster is called
-- leaf_id: the name itself, before who is who
-- role: the title before a person's name, such as Governor; NULL where there is none
-- value: ISO 8601 date, or currency and amount
-- score: how sure, 0 to 1
-- headline: of the article
-- published_at: of the article (UTC)
-- month: of the publication, where unknown of the first capture (YYYY-MM)
-- before: up to 60 characters before it
-- after: up to 60 characters after it
SELECT m.enrichment_id, m.seq, r.article_id, r.source_id, r.content_id, m.kind, m.surface,
       m.char_start, m.char_end, k.id AS entity_id, k.name AS entity_name, m.entity_id AS leaf_id,
       m.role, m.value, m.score, c.headline, c.published_at,
       @month(coalesce(c.published_at, r.first_seen_at)) AS month,
       substr(c.text, CASE WHEN m.char_start > 60 THEN m.char_start - 59 ELSE 1 END,
              CASE WHEN m.char_start > 60 THEN 60 ELSE m.char_start END) AS before,
       substr(c.text, m.char_end + 1, 60) AS after
  FROM mention m
  JOIN article_reading r ON r.enrichment_id = m.enrichment_id
  LEFT JOIN content c ON c.id = r.content_id
  LEFT JOIN entity e ON e.id = m.entity_id
  LEFT JOIN entity k ON k.id = e.canonical_id
