-- Who agreed with whom between two dates
--
-- Statements in current articles, each with the words that say it. Predicates: partner_of,
-- subsidiary_of, owner_of, ...; empty for all.
--
-- predicate: text = partner_of
-- since: moment = beginning
-- until: moment = now
-- limit: number = 100
SELECT c.published_at, one.surface AS subject, t.predicate, other.surface AS object,
       substr(c.text, t.char_start + 1, t.char_end - t.char_start) AS said,
       r.article_id, r.source_id, t.enrichment_id
  FROM relation t
  JOIN article_reading r ON r.enrichment_id = t.enrichment_id
  JOIN content c ON c.id = r.content_id
  JOIN mention one ON one.enrichment_id = t.enrichment_id AND one.seq = t.subject
  JOIN mention other ON other.enrichment_id = t.enrichment_id AND other.seq = t.object
 WHERE (:predicate = '' OR t.predicate = :predicate)
   AND c.published_at >= :since AND c.published_at <= :until
 ORDER BY c.published_at DESC, r.article_id, t.seq
 LIMIT :limit
