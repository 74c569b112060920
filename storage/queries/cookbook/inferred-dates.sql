-- Publication dates that are inferred, and on what evidence
--
-- One row for every candidate that was read for the date.
--
-- source: text = any
-- limit: number = 100
SELECT a.article_id, a.source_id, a.published_at, a.published_precision, f.basis, f.value,
       f.confidence, f.chosen, f.note
  FROM (SELECT article_id, source_id, version_id, published_at, published_precision
          FROM current_article
         WHERE published_basis = 'inferred' AND (:source = '' OR source_id = :source)
         ORDER BY article_id LIMIT :limit) a
  LEFT JOIN field_evidence f ON f.version_id = a.version_id AND f.field = 'published_at'
 ORDER BY a.article_id, f.confidence DESC, f.value
