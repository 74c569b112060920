-- Every line that cleaning left out of a capture, with the reason.
--
-- article_id: the article
-- source_id: its source
-- capture_id: the capture
-- step_id: the cleaning step
-- in_force: 1 where that step is in force for the source now
-- fetched_at: when the capture was made (UTC)
-- position: the line's place on the page, from 0
-- reason: rule:ID for a rule of sources.yaml, else navigation, related, credit, ...
-- line: the line itself
SELECT d.article_id, k.source_id, d.capture_id, d.step_id,
       CASE WHEN EXISTS (SELECT 1 FROM active_step t WHERE t.source_id = k.source_id
                            AND t.step_id = d.step_id AND t.active_to IS NULL)
            THEN 1 ELSE 0 END AS in_force,
       k.fetched_at, CAST(@field(j.value, position) AS INTEGER) AS position,
       @field(j.value, reason) AS reason, @field(j.value, text) AS line
  FROM derivation d
  JOIN capture k ON k.id = d.capture_id
  CROSS JOIN @each(d.dropped, j)
