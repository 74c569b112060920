-- Every candidate for a field of a believed version: where it was read, and if it was chosen.
--
-- article_id: the article
-- source_id: its source
-- number: the version
-- version_id: the version row
-- current: 1 where the version stands now
-- field: headline, author, published_at, modified_at, language or access
-- value: what was read
-- basis: where: rule, json-ld, meta, time-element, byline, url, feed, text, inferred, ...
-- confidence: 0 to 1
-- chosen: 1 where it became the field's value
-- note: why it was refused
SELECT v.article_id, a.source_id, v.number, v.id AS version_id,
       CASE WHEN v.observed_to IS NULL THEN 1 ELSE 0 END AS current,
       @field(j.value, field) AS field, @field(j.value, value) AS value,
       @field(j.value, basis) AS basis,
       CAST(@field(j.value, confidence) AS FLOAT) AS confidence,
       CASE WHEN @field(j.value, chosen) IN (@true()) THEN 1 ELSE 0 END AS chosen,
       @field(j.value, note) AS note
  FROM article_version v
  JOIN article a ON a.id = v.article_id AND a.state <> 'erased'
  JOIN derivation d ON d.capture_id = v.capture_id AND d.step_id = v.step_id
  CROSS JOIN @each(d.evidence, j)
 WHERE v.superseded_at IS NULL
