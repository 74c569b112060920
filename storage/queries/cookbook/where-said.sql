-- Where exactly is X said: characters and bytes
--
-- Half-open offsets into the version's text, in characters and in bytes of UTF-8;
-- `newsledger why MENTION` leads on to the bytes of the page.
--
-- entity: entity
-- limit: number = 100
WITH leaf AS MATERIALIZED (
    SELECT DISTINCT f.id FROM entity_name n JOIN entity e ON e.id = n.entity_id
      JOIN entity f ON f.canonical_id = e.canonical_id WHERE n.name = :entity
), spoken AS MATERIALIZED (
    SELECT m.enrichment_id, m.seq, m.surface, m.char_start, m.char_end
      FROM leaf l
      JOIN mention m ON m.entity_id = l.id
), said AS MATERIALIZED (
    SELECT m.*, r.article_id, r.content_id
      FROM spoken m
      JOIN article_reading r ON r.enrichment_id = m.enrichment_id
     ORDER BY r.article_id DESC, m.char_start
     LIMIT :limit
)
SELECT CAST(s.enrichment_id AS TEXT) || ':' || CAST(s.seq AS TEXT) AS mention, s.article_id,
       s.surface, s.char_start, s.char_end,
       @bytes(substr(c.text, 1, s.char_start)) AS byte_start,
       @bytes(substr(c.text, 1, s.char_end)) AS byte_end,
       substr(c.text, CASE WHEN s.char_start > 60 THEN s.char_start - 59 ELSE 1 END,
              CASE WHEN s.char_start > 60 THEN 60 ELSE s.char_start END) AS before,
       substr(c.text, s.char_end + 1, 60) AS after
  FROM said s
  JOIN content c ON c.id = s.content_id
 ORDER BY s.article_id DESC, s.char_start
