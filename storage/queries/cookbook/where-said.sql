-- Where exactly is X said: characters and bytes
--
-- Half-open offsets into the version's text, in characters and in bytes of UTF-8;
-- `newsledger why MENTION` leads on to the bytes of the page.
--
-- entity: entity
-- limit: number = 100
SELECT CAST(m.enrichment_id AS TEXT) || ':' || CAST(m.seq AS TEXT) AS mention, m.article_id,
       m.surface, m.char_start, m.char_end,
       @bytes(substr(c.text, 1, m.char_start)) AS byte_start,
       @bytes(substr(c.text, 1, m.char_end)) AS byte_end, m.before, m.after
  FROM mention_in_context m
  JOIN content c ON c.id = m.content_id
 WHERE m.leaf_id IN (SELECT f.id FROM entity_name n JOIN entity e ON e.id = n.entity_id
                       JOIN entity f ON f.canonical_id = e.canonical_id WHERE n.name = :entity)
 ORDER BY m.article_id DESC, m.char_start
 LIMIT :limit
