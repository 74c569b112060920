-- Edits that removed a named person
--
-- A person that the text before named and the new text does not, by any of the person's names. Who
-- stands in a line that the page still shows, but that is no longer taken for text, is not removed.
-- Texts in languages in which no names are looked for cannot tell.
--
-- source: source = any
-- since: moment = 30 days ago
-- limit: number = 100
SELECT h.article_id, h.source_id, h.number, h.seen_at, k.name AS person, h.headline
  FROM article_change h
  JOIN active_step s ON s.source_id = h.source_id AND s.kind = 'enrich' AND s.active_to IS NULL
  JOIN enrichment o ON o.content_id = h.old_content_id AND o.step_id = s.step_id
  JOIN enrichment n ON n.content_id = h.content_id AND n.step_id = s.step_id
  JOIN content c ON c.id = h.content_id
  JOIN content b ON b.id = h.old_content_id
  JOIN mention m ON m.enrichment_id = o.id AND m.kind = 'person'
  JOIN entity e ON e.id = m.entity_id
  JOIN entity k ON k.id = e.canonical_id
 WHERE h.seen_at >= :since AND (:source = '' OR h.source_id = :source)
   AND NOT EXISTS (SELECT 1 FROM mention x JOIN entity f ON f.id = x.entity_id
                    WHERE x.enrichment_id = n.id AND f.canonical_id = e.canonical_id)
   AND NOT EXISTS (SELECT 1 FROM mention x JOIN entity f ON f.id = x.entity_id
                    WHERE x.enrichment_id = o.id AND x.kind = 'person'
                      AND f.canonical_id = e.canonical_id
                      AND (x.seq < m.seq OR @place(c.text, x.surface) > 0))
   AND NOT EXISTS (SELECT 1 FROM derivation d
                    CROSS JOIN @each(d.dropped, j)
                    CROSS JOIN mention x
                     JOIN entity f ON f.id = x.entity_id AND f.canonical_id = e.canonical_id
                    WHERE d.article_id = h.article_id AND d.content_id = h.content_id
                      AND x.enrichment_id = o.id AND @place(@field(j.value, text), x.surface) > 0
                      AND @place(b.text, @field(j.value, text)) > 0)
 ORDER BY h.seen_at DESC, h.article_id, person
 LIMIT :limit
