-- How well each source is read: what its answers and its articles came to, over all its time.
--
-- `newsledger health` judges each source against its own past; this only counts.
--
-- source_id: the source
-- name: what it is called
-- last_capture_at: the newest answer of any kind (UTC)
-- last_stored_at: the newest answer with bytes (UTC)
-- captures: answers of any kind
-- failed: of those, failures
-- stubs: captures that held no article: walls, soft 404s, index pages
-- articles: articles with a current version
-- with_headline: of those, with a headline
-- with_author: of those, with at least one author
-- with_date: of those, with a publication date that is not inferred
-- last_published_at: the newest publication (UTC)
SELECT s.id AS source_id, s.name, p.last_capture_at, p.last_stored_at,
       coalesce(p.captures, 0) AS captures, coalesce(p.failed, 0) AS failed,
       coalesce(d.stubs, 0) AS stubs, coalesce(c.articles, 0) AS articles,
       coalesce(c.with_headline, 0) AS with_headline, coalesce(c.with_author, 0) AS with_author,
       coalesce(c.with_date, 0) AS with_date, c.last_published_at
  FROM source s
  LEFT JOIN (SELECT source_id, max(fetched_at) AS last_capture_at,
                    max(CASE WHEN outcome = 'stored' THEN fetched_at END) AS last_stored_at,
                    count(*) AS captures,
                    sum(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed
               FROM capture GROUP BY source_id) p ON p.source_id = s.id
  LEFT JOIN (SELECT k.source_id, count(DISTINCT k.id) AS stubs
               FROM derivation d
               JOIN capture k ON k.id = d.capture_id
               JOIN active_step t ON t.source_id = k.source_id AND t.step_id = d.step_id
                AND t.active_to IS NULL
              WHERE d.state = 'stub' GROUP BY k.source_id) d ON d.source_id = s.id
  LEFT JOIN (SELECT source_id, count(*) AS articles, count(headline) AS with_headline,
                    sum(CASE WHEN @length(authors) > 0 THEN 1 ELSE 0 END) AS with_author,
                    sum(CASE WHEN published_at IS NOT NULL AND published_basis <> 'inferred'
                             THEN 1 ELSE 0 END) AS with_date,
                    max(published_at) AS last_published_at
               FROM current_article GROUP BY source_id) c ON c.source_id = s.id
