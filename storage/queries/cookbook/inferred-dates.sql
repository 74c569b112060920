-- Publication dates that are inferred, and on what evidence
--
-- One row for every candidate that was read for the date.
--
-- source: source = any
-- limit: number = 100
WITH dated AS MATERIALIZED (
    SELECT article_id, source_id, version_id, published_at, published_precision
      FROM current_article
     WHERE published_basis = 'inferred' AND (:source = '' OR source_id = :source)
     ORDER BY article_id LIMIT :limit
), evidence AS MATERIALIZED (
    SELECT f.version_id, f.basis, f.value, f.confidence, f.chosen, f.note
      FROM dated d
      JOIN field_evidence f ON f.version_id = d.version_id AND f.field = 'published_at'
)
SELECT d.article_id, d.source_id, d.published_at, d.published_precision, e.basis, e.value,
       e.confidence, e.chosen, e.note
  FROM dated d
  LEFT JOIN evidence e ON e.version_id = d.version_id
 ORDER BY d.article_id, e.confidence DESC, e.value
