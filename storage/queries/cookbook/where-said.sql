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
    SELECT m.enrichment_id, m.seq, m.surface, m.char_start, m.char_end,
           CASE WHEN m.char_start > 60 THEN 60 ELSE m.char_start END AS led,
           m.char_end - m.char_start AS length
      FROM leaf l
      JOIN mention m ON m.entity_id = l.id
), said AS MATERIALIZED (
    SELECT m.*, r.article_id, r.content_id
      FROM spoken m
      JOIN article_reading r ON r.enrichment_id = m.enrichment_id
     ORDER BY r.article_id DESC, m.char_start
     LIMIT :limit
), shown AS MATERIALIZED (
    SELECT s.*, @bytes(c.text) AS bytes, @beyond(c.text, s.char_start - s.led) AS onwards
      FROM said s
      JOIN content c ON c.id = s.content_id
), cut AS MATERIALIZED (
    SELECT s.*, bytes - @bytes(@beyond(onwards, led)) AS byte_start,
           substr(onwards, 1, led + length + 60) AS around
      FROM shown s
)
SELECT CAST(enrichment_id AS TEXT) || ':' || CAST(seq AS TEXT) AS mention, article_id, surface,
       char_start, char_end, byte_start,
       byte_start + @bytes(substr(around, led + 1, length)) AS byte_end,
       substr(around, 1, led) AS before, @beyond(around, led + length) AS after
  FROM cut
 ORDER BY article_id DESC, char_start
